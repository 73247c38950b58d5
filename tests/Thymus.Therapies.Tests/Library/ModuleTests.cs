using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Therapies.Checks;

namespace Thymus.Therapies.Tests.Library;

/// <summary>Models without drug, regimen or population, in any unit of time; modules, and models that import them.</summary>
public sealed class ModuleTests
{
    private const string Hazard = """
        model hazard_module()
          unit time_unit = 31557600 second
          unit year = 31557600 second
          H' = h0;  H = 0; H has dimensionless
          h0 = 0.2; h0 has 1/year
        end
        """;

    private const string User = """
        import "../hazard/model.ant"
        model uses()
          unit time_unit = 31557600 second
          unit year = 31557600 second
          death: hazard_module()
          death.h0 = 0.3
          alive := exp(-death.H); alive has dimensionless
        end
        """;

    private const string Module = "title: t\nkind: module\nsummary: s\nmodel: model.ant\nlimits: [none]\ncitations: {}\n";

    private const string Model = "disease: none\noutputs: [{ name: alive, label: Alive, unit: dimensionless }]\nfigure: { caption: c, to: 5 years }\n";

    [Fact]
    public void A_module_and_a_model_that_imports_it_are_read_and_verified()
    {
        using var folder = new TemporaryFolder();
        Put(folder, "hazard", Hazard, Module, "observe: H", "2");
        Put(folder, "user", User, Module.Replace("module", "immune model", StringComparison.Ordinal) + Model, "observe: log(alive)", "-3");
        var library = TherapyLibrary.Find(folder.Path).Value!;

        Assert.Equal(["hazard", "user"], library.List());
        foreach (string id in library.List())
        {
            var therapy = library.Read(id);
            Assert.Empty(therapy.Findings);
            var checks = CheckReader.Read(therapy.Value!);
            Assert.Empty(checks.Findings);
            Assert.True(CheckRunner.Run(therapy.Value!, checks.Value!.Checks, TestContext.Current.CancellationToken).Single().Passed);
        }

        Assert.Equal("years", library.Read("user").Value!.Figure!.TimeText);
        Assert.Contains(library.Read("user").Value!.Files, f => f.EndsWith(Path.Combine("hazard", "model.ant"), StringComparison.Ordinal));
    }

    [Fact]
    public void A_library_is_known_by_its_mark_and_not_by_its_name()
    {
        using var folder = new TemporaryFolder();
        foreach (string root in new[] { "marked", "library" })
        {
            Put(folder, root + "/hazard", Hazard, Module, "observe: H", "2");
            Put(folder, root + "/user", User, Module.Replace("module", "immune model", StringComparison.Ordinal) + Model, "observe: log(alive)", "-3");
        }

        File.WriteAllText(folder["marked/library.yaml"], "");

        Assert.Empty(Read("marked"));
        Assert.NotEmpty(Read("library"));

        IReadOnlyList<Diagnostic> Read(string root)
        {
            string file = folder[root + "/user/model.ant"];
            return AntimonyReader.Read(File.ReadAllText(file), file, TherapyLibrary.ImportsOf(file)).Findings;
        }
    }

    [Fact]
    public void Beginning_a_therapy_marks_the_root_of_its_library()
    {
        using var folder = new TemporaryFolder();

        Assert.NotNull(TherapyScaffold.Create(TherapyLibrary.Find(folder.Path).Value!, "part", "module", "Part").Folder);

        Assert.True(File.Exists(folder["library.yaml"]));
    }

    [Theory]
    [InlineData("import \"../../elsewhere/model.ant\"")]
    [InlineData("import \"/etc/model.ant\"")]
    public void An_import_from_outside_the_library_is_refused(string import)
    {
        using var folder = new TemporaryFolder();
        Put(folder, "library/hazard", import + "\n" + Hazard, Module, "observe: H", "2");
        Directory.CreateDirectory(folder["elsewhere"]);
        File.WriteAllText(folder["elsewhere/model.ant"], Hazard);

        Assert.False(TherapyReader.Read(folder["library/hazard"], folder["library"]).Succeeded);
    }

    [Fact]
    public void What_is_not_a_module_says_what_is_looked_at()
    {
        using var folder = new TemporaryFolder();
        Put(folder, "hazard", Hazard, Module.Replace("module", "immune model", StringComparison.Ordinal), "observe: H", "2");

        var read = TherapyReader.Read(folder["hazard"], folder.Path);

        Assert.Equal(2, read.Findings.Count(f => f.Suggestion?.Contains("kind: module", StringComparison.Ordinal) == true));
    }

    private static void Put(TemporaryFolder folder, string id, string model, string therapy, string observe, string published)
    {
        Directory.CreateDirectory(folder[id]);
        File.WriteAllText(folder[id + "/model.ant"], model);
        File.WriteAllText(folder[id + "/therapy.yaml"], therapy);
        File.WriteAllText(folder[id + "/checks.yaml"], $$"""
            checks:
              - id: one
                quantity: test
                {{observe}}
                statistic: { kind: value, at: 120 months }
                published: {{published}}
                tolerance: 1e-6
                source: closed form
                confidence: C
            """);
    }
}
