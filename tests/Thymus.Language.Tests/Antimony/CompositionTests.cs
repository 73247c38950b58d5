using Thymus.Language.Sbml;

namespace Thymus.Language.Tests.Antimony;

/// <summary>What models in models become in SBML, after the Antimony reference, section 4; the suite's pairs show the simpler shapes.</summary>
public sealed class CompositionTests
{
    private const string Relay = "model relay(S, k)\n  S -> P; k*S\n  S = 1; k = 0.5; P = 0\nend\n";

    [Fact]
    public void Value_of_a_submodel_that_the_outer_model_changes_takes_its_place()
    {
        var model = Converting.Model(Relay + "A: relay()\nA.k = 3");

        var parameter = model.Find("A__k");
        Assert.Equal("3", parameter["value"]);
        Assert.Equal("k", parameter.List(SbmlNamespace.Comp, "listOfReplacedElements").Single()["portRef"]);
        Assert.Null(model.Child("listOfSpecies"));
    }

    [Fact]
    public void Submodels_in_a_row_share_a_species()
    {
        var model = Converting.Model(Relay + "A: relay(X, 2); B: relay(A.P)\nX = 10");

        Assert.Equal("2", model.Find("_ant0")["value"]);
        Assert.Equal("10", model.Find("X")["initialConcentration"]);
        var shared = model.Find("A__P").List(SbmlNamespace.Comp, "listOfReplacedElements").ToList();
        Assert.Equal(["A P", "B S"], shared.Select(r => $"{r["submodelRef"]} {r["idRef"] ?? r["portRef"]}"));
        Assert.Equal("0", model.Find("A__P")["initialConcentration"]);
    }

    [Fact]
    public void Symbol_of_a_submodel_that_is_only_used_stands_for_itself()
    {
        var model = Converting.Model(Relay + "A: relay()\ny := 2*A.P");

        Assert.Equal("times(2, A__P)", model.Formula("y"));
        Assert.Equal("P", model.Find("A__P").Child(SbmlNamespace.Comp, "replacedBy")!["idRef"]);
    }

    [Fact]
    public void Merger_with_a_factor_replaces_by_it()
    {
        var model = Converting.Model("model m\n  y = 2; z' = y; z = 1\nend\nA: m()\nA.y * cf is x\ncf = 10; x = 20\nA.z is w / cf; w = 10");

        Assert.Equal("cf", model.Find("x").List(SbmlNamespace.Comp, "listOfReplacedElements").Single()["conversionFactor"]);
        Assert.Equal("cf", model.Find("w").List(SbmlNamespace.Comp, "listOfReplacedElements").Single()["conversionFactor"]);
        Assert.Null(model.Child("listOfRules"));
    }

    [Fact]
    public void Factors_of_a_submodel_are_parameters()
    {
        var submodel = Converting.Model(Relay + "A: relay(), timeconv = 60, extentconv = c\nc = 2").List(SbmlNamespace.Comp, "listOfSubmodels").Single();

        Assert.Equal(("_ant0", "c"), (submodel["timeConversionFactor"], submodel["extentConversionFactor"]));
    }

    [Fact]
    public void Rule_that_the_outer_model_gives_deletes_the_one_of_the_submodel_deep_inside()
    {
        var model = Converting.Model(
            "model inner\n  x := 3*t0_; t0_ = 1\nend\nmodel middle\n  B: inner()\nend\nA: middle()\nA.B.x := 5*k; k = 1");

        Assert.Equal("times(5, k)", model.Formula("A__B__x"));
        var deletion = model.List(SbmlNamespace.Comp, "listOfSubmodels").Single().List(SbmlNamespace.Comp, "listOfDeletions").Single();
        Assert.Equal("B", deletion["idRef"]);
        Assert.Equal("inner__x__assignmentRule", deletion.Child(SbmlNamespace.Comp, "sBaseRef")!["metaIdRef"]);
    }

    [Fact]
    public void Submodel_in_a_compartment_puts_its_species_there()
    {
        var model = Converting.Model(Relay + "A: relay() in cell\ncell = 2");

        var replaced = model.Find("cell").List(SbmlNamespace.Comp, "listOfReplacedElements").Single();
        Assert.Equal("default_compartment", replaced["idRef"]);
        Assert.DoesNotContain(model.Tree(), e => e["id"] == "default_compartment");
    }

    [Fact]
    public void Rule_without_a_target_that_the_outer_model_writes_anew_deletes_the_one_of_the_submodel()
    {
        var model = Converting.Model("model m\n  _alg0: 0 = x - 2\n  constraint c: x > 1\nend\nA: m()\nA._alg0: 0 = A.x - 3\nconstraint A.c: A.x > 2");

        Assert.Equal(2, model.List(SbmlNamespace.Comp, "listOfSubmodels").Single().List(SbmlNamespace.Comp, "listOfDeletions").Count());
        Assert.Single(model.List("listOfRules"));
        Assert.Single(model.List("listOfConstraints"));
    }

    [Fact]
    public void Deleted_submodel_is_one_deletion()
    {
        var model = Converting.Model("model inner\n  x' = 3; x = 1\nend\nmodel middle\n  B: inner()\nend\nA: middle()\ndelete A.B");

        var deletion = model.List(SbmlNamespace.Comp, "listOfSubmodels").Single().List(SbmlNamespace.Comp, "listOfDeletions").Single();
        Assert.Equal("B", deletion["idRef"]);
    }

    [Theory]
    [InlineData("A: relay(1, 2, 3)", "TH2006")]
    [InlineData("A: rely()", "TH2030")]
    [InlineData("A: relay()\nA.Q = 3", "TH2025")]
    [InlineData("A: relay()\nx = A.Q", "TH2025")]
    [InlineData("B.x = 3", "TH2025")]
    [InlineData("A: relay()\nE: at time > 1: q = 1\nA.S is E", "TH2001")]
    [InlineData("A: relay()\nA.k is y\ny := time\ny = 3", "TH2008")]
    [InlineData("x = 3; y is x; x = y", "TH2009")]
    [InlineData("A: relay(), speed=3", "TH2033")]
    [InlineData("A: relay()\nx = 1\nx := A", "TH2007")]
    public void Mistake_is_found(string text, string code)
    {
        var read = AntimonyReader.Read(Relay + text, Reading.File);

        Assert.Contains(read.Findings, f => f.Rule.Code == code);
        Assert.False(read.Succeeded);
    }

    [Fact]
    public void Time_to_convert_grows_with_the_number_of_submodels()
    {
        static TimeSpan Convert(int count)
        {
            string text = Relay + string.Concat(Enumerable.Range(0, count).Select(i => $"A{i}: relay(X, k{i}); k{i} = {i}; y{i} := A{i}.P; Y{i} = 0; J{i}: X -> Y{i}; k{i}*A{i}.P\n")) + "X = 1";
            return Enumerable.Range(0, 3).Min(_ =>   // the best of three, since other work may share the machine
            {
                var clock = System.Diagnostics.Stopwatch.StartNew();
                var written = AntimonyReader.ToSbml(text, Reading.File);
                Assert.True(written.Succeeded, string.Join("\n", written.Findings.Take(5)));
                Assert.True(AntimonyReader.Read(text, Reading.File).Succeeded);
                return clock.Elapsed;
            });
        }

        var small = Convert(200);
        var large = Convert(1_600);   // quadratic work would take 64 times as long

        Assert.True(large < 30 * small + TimeSpan.FromMilliseconds(200), $"{small} and {large}");
    }

    [Fact]
    public void Submodels_cannot_fill_the_memory()
    {
        string text = "model m0\n  x = 1\nend\n" + string.Concat(Enumerable.Range(1, 40).Select(
            i => $"model m{i}\n" + string.Concat(Enumerable.Range(0, 10).Select(j => $"  s{j}: m{i - 1}()\n")) + "end\n"));

        Assert.Contains(AntimonyReader.Read(text, Reading.File).Findings, f => f.Rule.Code == "TH2032");
    }

    [Fact]
    public void Text_of_every_SBML_of_the_suite_becomes_SBML()
    {
        var wrong = new List<string>();
        foreach (string[] row in Suite.Rows("index.csv").Where(r => r[1] == "sbml2ant"))
        {
            var read = AntimonyReader.ToSbml(File.ReadAllText(Path.Combine(Suite.Root, row[0], "model.ant")), row[0] + "/model.ant");
            wrong.AddRange(read.Succeeded ? [] : read.Findings.Select(f => f.ToString()));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
