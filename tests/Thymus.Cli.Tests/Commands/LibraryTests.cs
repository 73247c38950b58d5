using System.Text.Json;

namespace Thymus.Cli.Tests.Commands;

/// <summary>The commands about therapies.</summary>
public sealed class LibraryTests
{
    private const string Docetaxel = "comparators/chemotherapy/docetaxel-nsclc";

    [Fact]
    public void List_names_every_folder_with_a_therapy()
    {
        using var place = new Workplace();
        string[] folders = [.. Directory.EnumerateFiles(place["library"], "therapy.yaml", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(place["library"], Path.GetDirectoryName(f)!).Replace('\\', '/')).Order(StringComparer.Ordinal)];

        using var json = JsonDocument.Parse(place.Succeed("library", "list", "--json").Output);

        Assert.Equal(folders, json.RootElement.EnumerateArray().Select(t => t.GetProperty("id").GetString()!));
        Assert.Equal(folders, place.Succeed("library", "list").Output.Trim().Split('\n').Select(l => l.Split(' ')[0]));
    }

    [Fact]
    public void Show_names_the_sources_for_eyes_and_for_programs()
    {
        using var place = new Workplace();

        string words = place.Succeed("library", "show", "docetaxel-nsclc").Output;
        using var json = JsonDocument.Parse(place.Succeed("library", "show", Docetaxel, "--json").Output);

        Assert.Contains("10.1111/j.1349-7006.2007.00615.x", words, StringComparison.Ordinal);
        Assert.Equal(Docetaxel, json.RootElement.GetProperty("id").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("citations").EnumerateArray());
    }

    [Fact]
    public void Check_warns_of_no_model_of_the_library()
    {
        using var place = new Workplace();
        string[] models = [.. Directory.EnumerateFiles(place["library"], "*.ant", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

        string words = place.Succeed(["model", "check", .. models]).Output;

        Assert.All(models, model => Assert.Contains($"{model}: 0 errors, 0 warnings", words, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_checks_from_outside_the_library_is_verified()
    {
        using var place = new Workplace();
        string checks = """
            checks:
              - id: half-life
                quantity: half-life of the drug in the first hour
                observe: C
                doses: [{ amount: 135 mg, drug: docetaxel, target: A1, duration: 1 h }]
                statistic: { kind: half-life, from: 1 h, to: 2 h }
                between: [1 min, 10 h]
                source: none
                confidence: A
              - id: wrong
                quantity: clearance
                observe: CL
                statistic: { kind: value, at: 0 d }
                published: 36 L/h
                tolerance: 0.1 %
                explained: { value: 35.7 L/h, why: The table of the paper says 35.7. }
                source: none
                confidence: A

            """;
        File.WriteAllText(place["outside.yaml"], "therapy: docetaxel-kloft\n" + checks);
        File.WriteAllText(place["unnamed.yaml"], checks.Replace("explained: { value: 35.7", "explained: { value: 35.2", StringComparison.Ordinal));

        string words = place.Succeed("library", "verify", "--checks", "outside.yaml").Output;
        var failed = place.Run("library", "verify", "docetaxel-kloft", "--checks", "unnamed.yaml", "--json");

        Assert.Contains("why   clearance", words, StringComparison.Ordinal);
        Assert.Contains("1 reproduced, 1 wrong as published and explained, 0 not", words, StringComparison.Ordinal);
        Assert.Equal(4, failed.ExitCode);
        using var json = JsonDocument.Parse(failed.Output);
        Assert.Equal(1, json.RootElement.GetProperty("failed").GetInt32());
    }

    [Fact]
    public void The_library_as_shipped_reproduces_every_published_quantity()
    {
        using var place = new Workplace();

        using var json = JsonDocument.Parse(place.Succeed("library", "verify", "--json").Output);

        Assert.Equal(0, json.RootElement.GetProperty("failed").GetInt32());
        Assert.True(json.RootElement.GetProperty("checks").GetInt32() >= 60);
    }

    [Fact]
    public void Verify_ends_with_4_and_names_the_quantity_that_is_not_reproduced()
    {
        using var place = new Workplace();
        place.Replace($"library/{Docetaxel}/checks.yaml", "published: 2.1171 mg/L", "published: 2.2171 mg/L");

        var words = Program.Run(["library", "verify", "docetaxel-nsclc"], Path.GetTempPath(), new() { ["THYMUS_LIBRARY"] = place["library"] });
        var json = place.Run("library", "verify", "docetaxel-nsclc", "--json");

        Assert.True(words.ExitCode == ExitCodes.CheckFailed, words.ToString());
        string row = Assert.Single(words.Output.Split('\n'), l => l.Contains("FAIL", StringComparison.Ordinal));
        Assert.Contains("Concentration at the end of the infusion, 60 mg/m^2", row, StringComparison.Ordinal);
        Assert.Contains("2.2171 mg/L", row, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.CheckFailed, json.ExitCode);
        using var parsed = JsonDocument.Parse(json.Output);
        Assert.Equal(1, parsed.RootElement.GetProperty("failed").GetInt32());
    }

    [Fact]
    public void Figures_are_drawn_and_those_out_of_date_are_named()
    {
        using var place = new Workplace();
        Directory.CreateDirectory(place["docs"]);
        string figure = place[$"library/{Docetaxel}/figure.svg"];
        place.Succeed("library", "figures");
        byte[] drawn = File.ReadAllBytes(figure);

        Assert.Contains($"](../library/{Docetaxel}/figure.svg)", File.ReadAllText(place["docs/gallery.md"]), StringComparison.Ordinal);
        Assert.DoesNotContain("written", place.Succeed("library", "figures", "--check").Output, StringComparison.Ordinal);

        place.Replace($"library/{Docetaxel}/model.ant", "MTT = 113", "MTT = 120");
        place.Replace($"library/{Docetaxel}/therapy.yaml", "typical: 113 h", "typical: 120 h");
        var check = place.Run("library", "figures", "--check", "docetaxel-nsclc");

        Assert.Equal(ExitCodes.CheckFailed, check.ExitCode);
        Assert.Contains("stale", check.Output, StringComparison.Ordinal);
        Assert.Equal(drawn, File.ReadAllBytes(figure));
        Assert.Contains("written", place.Succeed("library", "figures", "docetaxel-nsclc").Output, StringComparison.Ordinal);
        Assert.NotEqual(drawn, File.ReadAllBytes(figure));
    }

    [Theory]
    [InlineData("therapy", 4)]
    [InlineData("model", 2)]
    [InlineData("module", 1)]
    public void A_new_therapy_is_verified_and_drawn_before_anything_is_changed(string kind, int checks)
    {
        using var place = new Workplace();

        string folder = place.Succeed("library", "new", $"allergy/new/my-{kind}", "--kind", kind, "--title", "Mine: a template").Output.Trim().Split('\n')[^1];
        using var json = JsonDocument.Parse(place.Succeed("library", "verify", $"my-{kind}", "--json").Output);
        var check = place.Succeed("model", "check", Path.Combine(folder, "model.ant"));

        Assert.Equal(checks, json.RootElement.GetProperty("checks").GetInt32());
        Assert.Contains("0 errors, 0 warnings", check.Output, StringComparison.Ordinal);
        Assert.Contains("Mine: a template", place.Succeed("library", "show", $"my-{kind}").Output, StringComparison.Ordinal);
        Assert.Contains("unchanged", place.Succeed("library", "figures", "--check", $"my-{kind}").Output, StringComparison.Ordinal);
        Assert.DoesNotContain('{', File.ReadAllText(Path.Combine(folder, "README.md")));
    }

    [Theory]
    [InlineData("allergy/new/docetaxel-nsclc", "unique")]
    [InlineData("comparators/chemotherapy", "nothing is overwritten")]
    [InlineData("../outside", "not an id")]
    [InlineData("Allergy/New", "not an id")]
    public void A_new_therapy_overwrites_nothing_and_stays_in_the_library(string id, string words)
    {
        using var place = new Workplace();
        var before = Workplace.Files(place.Path);

        var refused = place.Run("library", "new", id);

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.Equal(before.Keys, Workplace.Files(place.Path).Keys);
    }

    [Fact]
    public void The_figures_and_the_gallery_as_shipped_are_as_they_would_be_drawn()
    {
        using var place = new Workplace();
        Directory.CreateDirectory(place["docs"]);
        File.Copy(Repository.PathOf("docs/gallery.md"), place["docs/gallery.md"]);

        Assert.Contains("docs/gallery.md", place.Succeed("library", "figures", "--check").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_combination_is_an_arm_of_a_trial_that_replays()
    {
        using var place = new Workplace();
        string study = place.ShortStudy();
        place.Replace(study, "therapy: cancer/checkpoint-inhibitors/pembrolizumab-nsclc\n    regimen: 200mg-q3w", "therapy: pembrolizumab-docetaxel\n    regimen: 200mg-q3w+75mg-per-m2-q3w");

        place.Succeed("trial", "run", study, "--patients", "8", "--out", "run");

        place.Succeed("run", "replay", "run");
        string rows = place.Succeed("run", "query", "run", "SELECT count(docetaxel__ANC) FROM courses WHERE arm = 'pembrolizumab'").Output;
        Assert.True(int.Parse(rows.Trim().Split('\n')[^1], System.Globalization.CultureInfo.InvariantCulture) > 0, rows);
    }
}
