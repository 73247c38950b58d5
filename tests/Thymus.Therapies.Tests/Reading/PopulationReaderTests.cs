using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Populations;
using Thymus.Therapies.Reading;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Tests.Reading;

public sealed class PopulationReaderTests
{
    private readonly List<Diagnostic> _findings = [];

    [Fact]
    public void A_population_is_read_in_the_units_of_the_model()
    {
        var population = Read(
            """
            covariates:
              - { name: WT, label: Weight, unit: kg, distribution: { kind: log-normal, median: 70000 g, log_sd: 0.2, minimum: 40 kg, maximum: 130 kg },
                  reference: 70 kg, source: s, confidence: A }
            random_effects:
              - { names: [eta_CL], cv: [40 %], source: s, confidence: V }
            parameters:
              - name: CL
                typical: 10 mL/h
                random_effect: eta_CL
                effects:
                  - { covariate: WT, form: power, coefficient: 0.75, reference: 70 kg }
                  - { covariate: WT, form: exponential, coefficient: 0.002 1/kg, reference: 70 kg }
                source: s
                confidence: V
            """);

        Assert.Empty(_findings);
        var parameter = Assert.Single(population.Parameters);
        Assert.Equal(0.24, parameter.Typical, tolerance: 1e-15);
        Assert.Equal((ParameterDistribution.LogNormal, "L/d"), (parameter.Distribution, parameter.Unit.Text));
        Assert.Equal(70, Assert.IsType<LogNormalCovariate>(population.Covariates[0].Distribution).Median, tolerance: 1e-12);
        Assert.Equal(0.14842000511827333, population.RandomEffects[0].Covariance[0][0], tolerance: 1e-15);   // ln(1 + 0.4²)
        Assert.Equal(0.002, parameter.Effects[1].Coefficient, tolerance: 1e-15);
    }

    [Theory]
    [InlineData("{ name: CL, covariate: X }", 0)]
    [InlineData(
        "{ name: CL, typical: 1 L/d, distribution: normal, random_effect: e, effects: [{ covariate: X, form: additive, coefficient: 0.024 L*h/(d*mL), reference: 0 mL/h }], source: s, confidence: V }", 1)]
    public void A_covariate_with_reference_0_is_added(string parameter, double typical)
    {
        var population = Read(
            $$"""
            covariates:
              - { name: X, label: X, unit: mL/h, distribution: { kind: constant, value: -10 mL/h }, reference: 0 mL/h, source: s, confidence: A }
            random_effects: [{ names: [e], variance: [0], source: s, confidence: A }]
            parameters: [{{parameter}}]
            """);

        Assert.Empty(_findings);
        Assert.Equal(typical - 0.24, Assert.Single(new PatientGenerator(population, 1).Generate(1).Parameters), tolerance: 1e-12);
        Assert.Equal(typical, Assert.Single(new PatientGenerator(population, 1).Typical().Parameters));
    }

    [Theory]
    [InlineData("parameters: [{ name: Cl, typical: 1 L/d, source: s, confidence: V }]", "TH4013", "CL")]
    [InlineData("parameters: [{ name: CL, typical: 1 L, source: s, confidence: V }]", "TH4006", "1 L/d")]
    [InlineData("parameters: [{ name: CL, typical: 1 L/d, random_effect: eta, source: s, confidence: V }]", "TH4016", null)]
    [InlineData("parameters: [{ name: C, typical: 1 mg/L, source: s, confidence: V }]", "TH4014", null)]
    [InlineData("parameters: [{ name: CL, covariate: WT }]", "TH4016", null)]
    [InlineData("parameters: [{ name: CL, typical: 1 L/d, source: s, confidence: Z }]", "TH4008", null)]
    [InlineData("random_effects: [{ names: [a, b], covariance: [[1], [2, 1]], source: s, confidence: V }]", "TH4018", null)]
    [InlineData("random_effects: [{ names: [a, b], covariance: [[1], [2]], source: s, confidence: V }]", "TH4018", null)]
    [InlineData("random_effects: [{ names: [a], source: s, confidence: V }]", "TH4018", null)]
    [InlineData("random_effects: [{ names: [a, a], variance: [1, 1], source: s, confidence: V }]", "TH4017", null)]
    [InlineData("covariates: [{ name: X, label: x, unit: kg, distribution: { kind: uniform, minimum: 5 kg, maximum: 4 kg }, reference: 4 kg, source: s, confidence: A }]", "TH4018", null)]
    [InlineData("covariates: [{ name: X, label: x, unit: kgg, distribution: { kind: constant, value: 5 }, reference: 4, source: s, confidence: A }]", "TH4006", null)]
    [InlineData("covariates: [{ name: X, label: x, unit: kg, distribution: { kind: unform, minimum: 5 kg, maximum: 6 kg }, reference: 4 kg, source: s, confidence: A }]", "TH4008", "uniform")]
    [InlineData("covariates: [{ name: X, label: x, unit: \"1\", distribution: { kind: categorical, levels: [{ label: a, value: 0, probability: 0.5 }] }, reference: a, source: s, confidence: A }]", "TH4018", null)]
    [InlineData("uses: nowhere.yaml", "TH4010", null)]
    [InlineData("uses: ../outside.yaml", "TH4011", null)]
    [InlineData("uses: /etc/passwd", "TH4011", null)]
    public void What_is_wrong_is_reported(string text, string code, string? suggestion)
    {
        Read(text);

        var finding = Assert.Single(_findings, f => f.Rule.Code == code);
        Assert.Equal(1, finding.Span.Line);
        if (suggestion is not null)
        {
            Assert.Equal(suggestion, finding.Suggestion);
        }
    }

    [Theory]
    [InlineData("[[1], [0.5, 1]]", true)]
    [InlineData("[[0], [0, 1]]", true)]
    [InlineData("[[1], [1, 1]]", true)]
    [InlineData("[[0], [0.1, 1]]", false)]
    [InlineData("[[1], [0.9, 1], [-0.9, 0.9, 1]]", false)]
    [InlineData("[[-1]]", false)]
    public void A_covariance_matrix_has_no_negative_variance_in_any_direction(string triangle, bool isCovariance)
    {
        string names = string.Join(", ", Enumerable.Range(1, triangle.Count(c => c == '[') - 1).Select(i => $"e{i}"));

        Read($"random_effects: [{{ names: [{names}], covariance: {triangle}, source: s, confidence: V }}]");

        Assert.Equal(isCovariance, _findings.Count == 0);
    }

    private Population Read(string text)
    {
        var node = YamlReader.Read(text, "x.yaml");
        Assert.True(node.Succeeded, string.Join("\n", node.Findings));
        return new PopulationReader(new("/library", "/library/x"), Model(), _findings).Read(node.Value);
    }

    /// <summary>C := A/V with CL [L/d], as the language would bind it.</summary>
    private static BoundModel Model()
    {
        var clearance = new Symbol("CL", SymbolKind.Parameter, default) { Unit = Parse("L/d"), IsConstant = true };
        var concentration = new Symbol("C", SymbolKind.Parameter, default) { Unit = Parse("mg/L") };
        return new()
        {
            Id = "m",
            TimeUnit = Parse("d"),
            Symbols = [clearance, concentration],
            Rules = [new(RuleKind.Assignment, concentration, new BoundNumber(1, null, default), default)],
        };
    }

    private static Unit Parse(string text) => Unit.TryParse(text, out var unit, out string? error) ? unit : throw new InvalidOperationException(error);
}
