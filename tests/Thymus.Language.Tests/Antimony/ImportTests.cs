namespace Thymus.Language.Tests.Antimony;

/// <summary>Imports read files in the folder of the model and nothing else.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Model_of_an_imported_file_is_there()
    {
        Write("parts/enzyme.ant", "import \"../functions.ant\"\nmodel enzyme(S)\n  S -> P; f(S)\n  S = 1; P = 0\nend\n");
        Write("functions.ant", "function f(x)\n  2*x\nend\n");

        var read = AntimonyReader.ToSbml("import \"parts/enzyme.ant\"\nA: enzyme(X); X = 3", "main.ant", Folder());

        Assert.True(read.Succeeded, string.Join("\n", read.Findings));
        Assert.Contains("comp:modelRef=\"enzyme\"", read.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_of_models_put_together_are_written_as_people_write_them()
    {
        Write("part.ant", "model part()\n  unit perL = 1e6 item / litre\n  unit day = 86400 second\n  k = 1; k has 1e-3 gram/day\n  n = 1; n has perL\n  j = 1; j has 1/day\nend\n");

        var read = AntimonyReader.Read("import \"part.ant\"\nmodel main()\n  A: part(); B: part()\nend", "main.ant", Folder());

        Assert.True(read.Succeeded, string.Join("\n", read.Findings));
        Assert.Equal(
            ["mg/d", "perL", "1/d", "mg/d", "perL", "1/d"],
            ((string[])["A__k", "A__n", "A__j", "B__k", "B__n", "B__j"]).Select(n => read.Value.Find(n)!.Unit!.Text));
    }

    [Fact]
    public void Findings_point_into_the_imported_file()
    {
        Write("parts/bad.ant", "model m\n  x = nothere(3)\nend\n");

        var finding = Assert.Single(AntimonyReader.Read("import \"parts/bad.ant\"\nA: m()", "models/main.ant", Folder()).Findings);

        Assert.Equal(("TH2002", "models/parts/bad.ant", 2), (finding.Rule.Code, finding.Span.File, finding.Span.Line));
    }

    [Fact]
    public void Model_of_an_imported_SBML_file_is_there()
    {
        Write("decay.xml", AntimonyReader.ToSbml("model decay()\n  S -> P; k*S\n  S = 1; P = 0; k = 0.5\nend\ndecay is \"Decay\"", "decay.ant").Value!);

        var read = AntimonyReader.Read("import \"decay.xml\"\nA: decay()\nA.k = 2; y := A.S", "main.ant", Folder());

        Assert.True(read.Succeeded, string.Join("\n", read.Findings));
        Assert.Equal("__main", read.Value.Id);
        Assert.Equal(2, read.Value.Find("A__k")!.InitialValue);
        Assert.Equal(1, read.Value.Find("A__S")!.InitialValue);
    }

    [Fact]
    public void Broken_SBML_file_is_refused_in_its_place()
    {
        Write("broken.xml", "<sbml>\n<model");

        Assert.Contains(AntimonyReader.Read("import \"broken.xml\"\nx = 1", "main.ant", Folder()).Findings, f => f.Rule.Code == "TH1101" && f.Span.File == "broken.xml");
    }

    [Theory]
    [InlineData("../outside.ant")]
    [InlineData("parts/../../outside.ant")]
    [InlineData("..\\outside.ant")]
    [InlineData("/etc/hostname")]
    [InlineData("C:\\outside.ant")]
    [InlineData("missing.ant")]
    [InlineData("parts")]
    [InlineData("")]
    [InlineData("link.ant")]
    [InlineData("linked/outside.ant")]
    public void File_that_is_not_in_the_folder_is_refused(string name)
    {
        string outside = Path.Combine(_folder.Path, "outside.ant");
        System.IO.File.WriteAllText(outside, "secret = 1\n");
        Write("parts/a.ant", "x = 1\n");
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.CreateSymbolicLink(Path.Combine(_folder.Path, "model", "link.ant"), outside);
            Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "model", "linked"), _folder.Path);
        }

        var read = AntimonyReader.Read($"import \"{name}\"\nx = 1", "main.ant", Folder());

        Assert.Equal("TH2043", Assert.Single(read.Findings, f => f.Rule.Severity is Diagnostics.Severity.Error).Rule.Code);
    }

    [Fact]
    public void Circle_of_imports_ends()
    {
        Write("a.ant", "import \"b.ant\"\n");
        Write("b.ant", "import \"a.ant\"\n");
        Write("main.ant", "import \"main.ant\"\n");

        Assert.Contains(AntimonyReader.Read("import \"a.ant\"", "main.ant", Folder()).Findings, f => f.Rule.Code == "TH2043" && f.Text.Contains("circle", StringComparison.Ordinal));
        Assert.Contains(AntimonyReader.Read("import \"main.ant\"", "main.ant", Folder()).Findings, f => f.Rule.Code == "TH2043");
    }

    [Fact]
    public void Number_of_imports_is_bounded()
    {
        // Each file imports the next twice: without a bound 2^20 files.
        for (int i = 0; i < 19; i++)
        {
            Write($"f{i}.ant", $"import \"f{i + 1}.ant\"\nimport \"f{i + 1}.ant\"\n");
        }

        Write("f19.ant", "x = 1\n");

        Assert.Contains(AntimonyReader.Read("import \"f0.ant\"", "main.ant", Folder()).Findings, f => f.Rule.Code == "TH2043");
    }

    private ImportFolder Folder()
    {
        Write("main.ant", "");
        return ImportFolder.Of(Path.Combine(_folder.Path, "model", "main.ant"));
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder.Path, "model", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (name != "main.ant" || !System.IO.File.Exists(path))
        {
            System.IO.File.WriteAllText(path, text);
        }
    }
}
