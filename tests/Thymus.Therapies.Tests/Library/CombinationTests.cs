using Thymus.Therapies.Checks;
using Thymus.Units;

namespace Thymus.Therapies.Tests.Library;

/// <summary>Two therapies in one patient.</summary>
public sealed class CombinationTests
{
    private const string Combination = """
        title: Both
        kind: combination
        disease: none
        summary: Both drugs.
        combines: { a: one, b: two }
        shared: [size]
        limits: [Together.]
        citations: {}

        """;

    [Fact]
    public void Models_patients_regimens_and_harms_are_put_together()
    {
        using var folder = new TemporaryFolder();
        Put(folder, "one", "k = 0.1", "size = 3", "[eta_k]");
        Put(folder, "two", "k = 0.2", "size = 3", "[eta_k, eta_other]");
        Put(folder, "both", Combination);

        var read = TherapyReader.Read(folder["both"], folder.Path);

        Assert.Empty(read.Findings);
        var both = read.Value!;
        Assert.Equal(["a__A", "b__A"], both.Outputs.Select(o => o.Name));
        Assert.Equal(["x"], both.Drugs);
        Assert.Equal(["WT"], both.Population.Covariates.Select(c => c.Name));
        Assert.Equal(["eta_k", "b__eta_k", "eta_other"], both.Population.RandomEffects.SelectMany(b => b.Names));
        Assert.Equal([("a__k", "eta_k"), ("b__k", "b__eta_k")], both.Population.Parameters.Select(p => (p.Name, p.RandomEffect!)));
        Assert.Equal("once+once", Assert.Single(both.Regimens).Id);
        Assert.Equal(["a__A", "b__A"], both.Regimens[0].Doses.Select(d => d.Target));
        Assert.Equal(["Rash", "Rash (b)"], both.AdverseEvents.Select(e => e.Term));
        Assert.Equal(["Together.", "limit of one", "limit of two"], both.Limits);
        Assert.Equal(3, both.Model.Find("size")!.InitialValue);
        Assert.Null(both.Model.Find("a__size"));
    }

    [Fact]
    public void Courses_are_those_of_the_parts_and_links_hold()
    {
        using var folder = new TemporaryFolder();
        Put(folder, "one", "k = 0.1", "size = 3", "[eta_k]");
        Put(folder, "two", "k = 0.2", "size = 3", "[eta_k]");
        Put(folder, "both", Combination + "links: [\"b.slow = 2\"]\n");
        var both = TherapyReader.Read(folder["both"], folder.Path).Value!;
        CheckSetting setting = new(CheckPatient.Reference, both.Regimens[0].Doses);
        Thymus.Therapies.Checks.Check Observed(string symbol) => new()
        {
            Id = symbol,
            Quantity = symbol,
            Statistic = new CourseStatistic(setting, symbol, new ValueAt(5), both.Outputs[0].Unit),
            Published = new Quantity(0, both.Outputs[0].Unit),
            Tolerance = new Quantity(1e9, both.Outputs[0].Unit),
            IsRelative = false,
            Source = "",
            Confidence = "C",
        };

        var results = CheckRunner.Run(both, [Observed("a__A"), Observed("b__A")], TestContext.Current.CancellationToken);

        Assert.Equal(10 * Math.Exp(-0.5), results[0].Computed, tolerance: 1e-8);
        Assert.Equal(10 * Math.Exp(-0.5), results[1].Computed, tolerance: 1e-8);   // 0.2, two times slower
    }

    [Theory]
    [InlineData("size = 4", "WT", "", "'size' has two definitions")]
    [InlineData("size = 3", "WT", "shared: [A]", "'links'")]
    [InlineData("size = 3", "WT", "shared: [nothing]", "at least two of the models")]
    [InlineData("size = 3", "WT", "combines: { a: one }", "from 2 to 6")]
    [InlineData("size = 3", "WT", "combines: { a: one, b: ../two }", "there is no therapy")]
    [InlineData("size = 3", "WT", "combines: { a: one, b: both }", "a combination as a part")]
    [InlineData("size = 3", "WT", "links: [\"b.nothing2 := \"]", "error")]
    [InlineData("size = 3", "other", "", "one patient has one")]
    public void What_does_not_fit_is_said(string size, string weight, string extra, string words)
    {
        using var folder = new TemporaryFolder();
        Put(folder, "one", "k = 0.1", "size = 3", "[eta_k]");
        Put(folder, "two", "k = 0.2", size, "[eta_k]");
        if (weight != "WT")
        {
            string file = folder["two/therapy.yaml"];
            File.WriteAllText(file, File.ReadAllText(file).Replace("reference: 70 kg", "reference: 60 kg", StringComparison.Ordinal));
        }

        string key = extra.Split(':')[0];
        Put(folder, "both", string.Join('\n', Combination.Split('\n').Where(l => key.Length == 0 || !l.StartsWith(key + ":", StringComparison.Ordinal))) + extra + "\n");

        var read = TherapyReader.Read(folder["both"], folder.Path);

        Assert.False(read.Succeeded);
        Assert.Contains(read.Findings, f => f.IsError && (f + f.Suggestion).Contains(words, StringComparison.Ordinal));
    }

    private static void Put(TemporaryFolder folder, string id, string therapy)
    {
        Directory.CreateDirectory(folder[id]);
        File.WriteAllText(folder[id + "/therapy.yaml"], therapy);
    }

    private static void Put(TemporaryFolder folder, string id, string k, string size, string effects)
    {
        Put(folder, id, $$"""
            title: {{id}}
            kind: test
            disease: none
            drugs: [x]
            summary: One drug.
            model: model.ant
            outputs: [{ name: A, label: Drug, unit: mg }]
            population:
              covariates:
                - { name: WT, label: Weight, unit: kg, distribution: { kind: constant, value: 70 kg }, reference: 70 kg, source: none, confidence: A }
              random_effects:
                - { names: {{effects}}, cv: [{{(effects.Contains(',', StringComparison.Ordinal) ? "20 %, 20 %" : "10 %")}}], source: none, confidence: A }
              parameters:
                - { name: k, typical: {{k.Split(' ')[^1]}} 1/d, random_effect: eta_k, source: none, confidence: A }
            regimens: [{ id: once, title: Once, doses: [{ amount: 10 mg, drug: x, target: A }], source: none }]
            adverse_events:
              - { kind: published, term: Rash, class: skin, incidence: 10 %, grades: [10 %, 0 %, 0 %, 0 %, 0 %], onset: { median: 2 d }, duration: { median: 3 d }, source: none, confidence: A }
            limits: [limit of {{id}}]
            citations: {}

            """);
        File.WriteAllText(folder[id + "/model.ant"], $$"""
            model {{id}}_model()
              unit time_unit = 86400 second
              unit day = 86400 second
              unit mg = 1e-3 gram
              A' = -k/slow*A*size/size0; A = 0; A has mg
              {{k}}; k has 1/day
              slow = 1; slow has dimensionless
              size0 = 3; size0 has mg
              {{size}}; size has mg
            end
            """);
    }
}
