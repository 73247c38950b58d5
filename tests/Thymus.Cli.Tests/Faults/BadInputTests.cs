namespace Thymus.Cli.Tests.Faults;

/// <summary>
/// Bad input ends with the exit code that docs/cli.md promises and words that name the file, the place and what to try: never with a
/// stack trace, never with half a run.
/// </summary>
public sealed class BadInputTests
{
    private const string Therapy = Workplace.Pembrolizumab + "/therapy.yaml";
    private const string Model = Workplace.Pembrolizumab + "/model.ant";
    private const string FirstDose = "{ amount: 200 mg, drug: pembrolizumab, target: A1, duration: 30 min, every: 3 weeks,";

    /// <summary>A change of a good study or its library, and all that is said about it: file, place, code and way out.</summary>
    public static TheoryData<string, string, string, string, string> Changes => new()
    {
        { Workplace.Study, "\nduration: 104", "\nduraton: 104", "(13,1): error TH4002: unknown key 'duraton' in a study", "try: duration" },
        { Workplace.Study, "    regimen: 200mg-q3w", "    regimn: 200mg-q3w", "(20,5): error TH4002: unknown key 'regimn' in an arm", "try: regimen" },
        { Workplace.Study, "complete_response_below: 5 mm", "complete_response_below: -5 mm", "(46,28): error TH4007: 'complete_response_below' is -5 mm", "at least 0 mm" },
        { Workplace.Study, "complete_response_below: 5 mm", "complete_response_below: 5 mg", "(46,28): error TH4006: cannot read '5 mg'", "mm" },
        { Workplace.Study, "patients_per_arm: 500", "patients_per_arm: -500", "(10,19): error TH4007: 'patients_per_arm' is -500", "but it must be from 1" },
        { Workplace.Study, "checkpoint-inhibitors/pembrolizumab-nsclc", "checkpoint-inhibitors/pembrolizumab-nscl", "(19,14): error TH4012: there is no therapy 'cancer/checkpoint-inhibitors/pembrolizumab-nscl'", "try: cancer/checkpoint-inhibitors/pembrolizumab-nsclc" },
        { Workplace.Study, "regimen: 200mg-q3w", "regimen: 200mg-q4w", "(20,14): error TH4016: there is no regimen '200mg-q4w'", "try: 200mg-q3w" },
        { Workplace.Study, "control: docetaxel", "control: docetaxol", "(15,10): error TH4016: there is no arm 'docetaxol'", "try: docetaxel" },
        { Workplace.Study, "twins: false", "twins: [false", "error TH4001: cannot read this as YAML", Workplace.Study },
        { Therapy, FirstDose, FirstDose.Replace("200 mg", "200 mL", StringComparison.Ordinal), "(87,19): error TH4006: cannot read '200 mL' as an amount into A1 [mg]", "try: an amount in mg, mg/m^2 or mg/kg" },
        { Therapy, FirstDose, FirstDose.Replace("200 mg", "200 mgg", StringComparison.Ordinal), "(87,19): error TH4006: cannot read '200 mgg'", "did you mean mg?" },
        { Therapy, FirstDose, FirstDose.Replace("200 mg", "-200 mg", StringComparison.Ordinal), "(87,19): error TH4007: 'amount' is -200 mg", "greater than 0" },
        { Therapy, FirstDose, FirstDose.Replace("3 weeks", "0 weeks", StringComparison.Ordinal), "(87,85): error TH4007: 'every' is 0 weeks", "greater than 0" },
        { Therapy, FirstDose, FirstDose.Replace("A1", "A9", StringComparison.Ordinal), "(87,56): error TH4013: the model has no symbol 'A9'", "try: A1" },
        { Therapy, "\nmodel: model.ant", "\nmodel: modell.ant", "(9,8): error TH4010: cannot open '" + Workplace.Pembrolizumab + "/modell.ant'", "it does not exist" },
        { Therapy, "\nmodel: model.ant", "\nmodel: ../../../../../../etc/passwd", "(9,8): error TH4011", "a path below the library" },
        { Model, "\n  A2' = ", "\n  A2' = (3 * ", "error TH1005: expected", Model },
    };

    [Theory, MemberData(nameof(Changes))]
    public void A_changed_file_is_refused_at_the_place_of_the_change(string file, string text, string by, string finding, string wayOut)
    {
        using var place = new Workplace();
        place.Replace(file, text, by);

        var refused = place.Run("trial", "run", Workplace.Study, "--patients", "1");

        AssertRefused(refused, ExitCodes.InvalidInput);
        Assert.Contains(file + (finding[0] == '(' ? "" : "("), refused.Error, StringComparison.Ordinal);
        Assert.Contains(finding, refused.Error, StringComparison.Ordinal);
        Assert.Contains(wayOut, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("TH4016: there is no arm 'pembrolizumab'", refused.Error, StringComparison.Ordinal);   // a consequence, not a cause
        Assert.False(Directory.Exists(place["runs"]));
    }

    [Fact]
    public void The_line_of_a_finding_is_shown_with_the_place_marked()
    {
        using var place = new Workplace();
        place.Replace(Workplace.Study, "\nduration: 104", "\nduraton: 104");

        string said = place.Run("trial", "run", Workplace.Study).Error;

        Assert.Contains("   13 | duraton: 104 weeks\n      | ^^^^^^^\n   try: duration\n", said, StringComparison.Ordinal);
    }

    /// <summary>Files that are no studies, each with a command that makes it and words about it.</summary>
    public static TheoryData<string, string> NoStudies => new()
    {
        { "missing.yaml", "missing.yaml(1,1): error TH4010: cannot open 'missing.yaml': it does not exist" },
        { "nowhere/missing.yaml", "cannot open 'nowhere/missing.yaml': it does not exist" },
        { "studies", "studies(1,1): error TH4010: cannot open 'studies': it is a folder, not a file" },
        { "empty.yaml", "empty.yaml(1,1): error TH4005" },
        { "list.yaml", "list.yaml(1,1): error TH4005" },
        { "binary.yaml", "binary.yaml(" },
        { "huge.yaml", "cannot open 'huge.yaml': it has more than 1,048,576 bytes" },
        { "deep.yaml", "deep.yaml(" },
    };

    [Theory, MemberData(nameof(NoStudies))]
    public void What_is_no_study_is_refused_with_words(string file, string words)
    {
        using var place = new Workplace();
        File.WriteAllText(place["empty.yaml"], "");
        File.WriteAllText(place["list.yaml"], "- a\n- b\n");
        File.WriteAllText(place["deep.yaml"], new string('[', 100_000));
        File.WriteAllBytes(place["binary.yaml"], File.ReadAllBytes(Program.Path)[..5000]);
        using (var huge = File.Create(place["huge.yaml"]))
        {
            huge.SetLength(5L << 30);   // sparse: it takes no space on the disk
        }

        var refused = place.Run("trial", "run", file);

        AssertRefused(refused, ExitCodes.InvalidInput);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place["runs"]));
    }

    [Fact]
    public void A_device_without_an_end_is_refused()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "This system has no /dev/zero.");
        using var place = new Workplace();

        var refused = place.Run("trial", "run", "/dev/zero");

        AssertRefused(refused, ExitCodes.InvalidInput);
        Assert.Contains("cannot open '/dev/zero': it has more than", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_place_of_a_therapys_file_is_refused()
    {
        using var place = new Workplace();
        File.Delete(place[Model]);
        Directory.CreateDirectory(place[Model]);

        var refused = place.Run("trial", "run", Workplace.Study);

        AssertRefused(refused, ExitCodes.InvalidInput);
        Assert.Contains($"{Therapy}(9,8): error TH4010: cannot open '{Model}': it is a folder, not a file", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_permission_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other permissions.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Root may read every file.");
        using var place = new Workplace();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(place[Workplace.Study], UnixFileMode.None);
        }

        var refused = place.Run("trial", "run", Workplace.Study);

        AssertRefused(refused, ExitCodes.InvalidInput);
        Assert.Contains($"cannot open '{Workplace.Study}': access is denied", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("occupied", "is not empty and holds no run")]
    [InlineData("occupied/file", "is a file, not a folder")]
    [InlineData("occupied/file/run", "occupied/file/run'")]
    [InlineData("/dev/null/x", "'/dev/null/x'")]
    public void A_place_that_cannot_hold_a_run_is_refused_and_left_alone(string output, string words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && output[0] == '/', "Windows has no /dev/null.");
        using var place = new Workplace();
        Directory.CreateDirectory(place["occupied"]);
        File.WriteAllText(place["occupied/file"], "mine");

        var refused = place.Run("trial", "run", Workplace.Study, "--patients", "1", "--out", output);

        AssertRefused(refused, ExitCodes.FileProblem);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(place["occupied"]).Select(Path.GetFileName));
        Assert.Equal("mine", File.ReadAllText(place["occupied/file"]));
    }

    /// <summary>Command lines that cannot be used, and words about them.</summary>
    public static TheoryData<string, string> CommandLines => new()
    {
        { "", "try: thymus --help" },
        { "trial", "try: thymus trial --help" },
        { "trial rum " + Workplace.Study, "try: thymus trial run, or thymus trial --help" },
        { "trial run", "try: thymus trial run --help" },
        { "trial run " + Workplace.Study + " --patient 5", "try: thymus trial run --patients, or thymus trial run --help" },
        { "trial run " + Workplace.Study + " --frobnicate", "error: Unrecognized command or argument '--frobnicate'" },
        { "trial run " + Workplace.Study + " --patients 0", "--patients needs a whole number of at least 1" },
        { "trial run " + Workplace.Study + " --patients -5", "--patients needs a whole number of at least 1" },
        { "trial run " + Workplace.Study + " --patients many", "Cannot parse argument 'many' for option '--patients' as a whole number" },
        { "trial run " + Workplace.Study + " --threads 0", "--threads needs a whole number from 1 to 1024" },
        { "trial run " + Workplace.Study + " --lanes 3", "'3' not recognized" },
        { "trial run " + Workplace.Study + " --seed -1", "Cannot parse argument '-1' for option '--seed' as a whole number from 0" },
        { "trial run " + Workplace.Study + " --out ", "an argument is empty" },
        { "trial run " + Workplace.Study + " --library nowhere", "cannot open 'nowhere': the library of therapies does not exist" },
        { "library show pembrolizumab-nscl", "try: cancer/checkpoint-inhibitors/pembrolizumab-nsclc" },
        { "library verify docetaxl-nsclc", "try: comparators/chemotherapy/docetaxel-nsclc" },
        { "model simulate " + Model + " --until 21d --output Nothing", "no symbol 'Nothing'" },
        { "model simulate " + Model + " --until=-21d", "both have to be above 0" },
        { "model simulate " + Model + " --until soon", "error: --until soon" },
        { "model simulate " + Model + " --until 21d --rtol 0", "--rtol needs a number above 0" },
        { "model simulate " + Model + " --until 21d --dose 10", "cannot read the dose '10'" },
    };

    [Theory, MemberData(nameof(CommandLines))]
    public void A_command_line_that_cannot_be_used_is_refused_with_a_way_out(string line, string words)
    {
        using var place = new Workplace();

        var refused = place.Run(line.Length == 0 ? [] : line.Split(' '));

        AssertRefused(refused, ExitCodes.InvalidInput);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", refused.Error, StringComparison.Ordinal);   // names of .NET types say nothing to a user
        Assert.False(Directory.Exists(place["runs"]));
    }

    [Theory]
    [InlineData("trial resume nowhere", "does not exist")]
    [InlineData("trial resume studies", "holds no run: it has no manifest.json")]
    [InlineData("trial report studies", "holds no run: it has no manifest.json")]
    [InlineData("run replay nowhere", "does not exist")]
    [InlineData("run query studies SELECT", "holds no run")]
    [InlineData("model check missing.ant", "cannot open 'missing.ant': it does not exist")]
    [InlineData("model check studies", "cannot open 'studies': it is a folder, not a file")]
    public void What_is_not_there_is_a_file_problem(string line, string words)
    {
        using var place = new Workplace();

        var refused = place.Run(line.Split(' '));

        AssertRefused(refused, ExitCodes.FileProblem);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.Contains("try: ", refused.Error, StringComparison.Ordinal);
    }

    private static void AssertRefused(Finished finished, int code)
    {
        Assert.True(finished.ExitCode == code, finished.ToString());
        Assert.NotEmpty(finished.Error);
        Assert.DoesNotContain("   at ", finished.Output + finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("fault of its own", finished.Error, StringComparison.Ordinal);
    }
}
