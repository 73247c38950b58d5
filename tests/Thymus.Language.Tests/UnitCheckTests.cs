using Thymus.Language.Diagnostics;

namespace Thymus.Language.Tests;

/// <summary>Units are followed through every formula; what is not known is not wrong.</summary>
public sealed class UnitCheckTests
{
    private const string Declarations =
        """

        time_unit = day
        a = 1 mg; b = 2; b has mg/L; c = 3 ug; V = 4 L; k = 5; k has 1/day; n = 6; n has dimensionless; h = 7; h has dimensionless
        CL = 8; CL has L/day; Km = 9; Km has mg/L; t0 = 10 day; u = 11
        """;

    [Theory]
    [InlineData("x := a + b*V")]
    [InlineData("x := 1 + a/3 + u")]
    [InlineData("x := a*u + b")]
    [InlineData("x := n + 1 - exp(-k*time)")]
    [InlineData("x := b^h/(Km^h + b^h) + n")]
    [InlineData("x := sqrt(a*a) + a^2/a + root(2, a^2)")]
    [InlineData("x := a + c/1000")]
    [InlineData("x := piecewise(a, time > t0, 0) + min(a, 3)")]
    [InlineData("x := max(a, b*V) + abs(-a)")]
    [InlineData("x := ln(a/(b*V)) + 1")]
    [InlineData("x has mg/day; x := CL*b")]
    [InlineData("x = 1 mg; x' = CL*b - k*x")]
    [InlineData("compartment C = 1; C has L; species S in C; S has mg/L; S = 1; S -> ; CL*S")]
    [InlineData("species S; S = 1 mg; S -> ; k*S")]
    [InlineData("substanceOnly species S; S has mg; S = 1; S -> ; k*S")]
    [InlineData("y = a*n; x := y + a")]
    [InlineData("at 2 day after a > 3 mg: z = 3 mg; z = 1 mg; x := z + a")]
    public void Consistent_formula_has_no_finding(string text) => Assert.Empty(Reading.Codes(text + Declarations));

    [Theory]
    [InlineData("x := a + b", "TH3001")]
    [InlineData("x := a - b", "TH3001")]
    [InlineData("x := piecewise(a, time > t0, b)", "TH3001")]
    [InlineData("x := piecewise(1, time > a, 0)", "TH3001")]
    [InlineData("x := b^h/(a^h + b^h)", "TH3001")]
    [InlineData("y := a*n; x := y + b", "TH3001")]
    [InlineData("x has mg; x := CL*b", "TH3003")]
    [InlineData("x = 1 mg; x' = CL*b - k", "TH3001")]
    [InlineData("x = 1 mg; x' = CL", "TH3003")]
    [InlineData("compartment C = 1; C has L; species S in C; S has mg/L; S = 1; S -> ; k*S", "TH3003")]
    [InlineData("x has mg; x = 2*b", "TH3003")]
    [InlineData("at 2 mg after a > 3 mg: z = 3; z = 1", "TH3003")]
    [InlineData("at a > 3 mg: z = b; z = 1 mg", "TH3003")]
    [InlineData("x := a + c", "TH3004")]
    [InlineData("x has ug; x := a", "TH3004")]
    [InlineData("x := exp(a)", "TH3005")]
    [InlineData("x := n^a", "TH3005")]
    [InlineData("x has mg; x = 3 ug", "TH3006")]
    public void Inconsistent_formula_has_one_finding(string text, string code) => Assert.Equal([code], Reading.Codes(text + Declarations));

    [Fact]
    public void Finding_names_both_units_and_the_missing_one()
    {
        var finding = Reading.Finding("a = 1 mg; b = 2; b has mg/L\nx := a + b", "TH3001");

        Assert.Equal("cannot add mg/L to mg: the dimensions differ", finding.Text);
        Assert.Equal("multiply it by something in L", finding.Suggestion);
        Assert.Equal((2, 10, 1), (finding.Span.Line, finding.Span.Column, finding.Span.Length));
    }

    /// <summary>With an interaction the model is read by way of SBML, where the factor of a unit stands as a factor to the power of the exponent.</summary>
    [Theory]
    [InlineData("", "day^1e5")]
    [InlineData("species S\nS = 1\nJ0: S -> ; k*S\nS -o J0\n", "mole^1e-320 * day")]
    public void Sizes_and_exponents_beyond_numbers_end_in_a_finding(string model, string one)
    {
        string years = string.Concat(Enumerable.Repeat("/year", 2_000));
        string[] units = [one, "1/day" + years, "second^1e309", "1e200 gram * 1e200 gram", "day^1e5", "(second^1e200)^1e200"];
        foreach (string unit in units)
        {
            var findings = AntimonyReader.Read($"{model}k = 1; k has {unit}", Reading.File).Findings;

            Assert.Contains(findings, f => f.Rule.Code == "TH3007");
            Assert.All(findings, f => Assert.NotEqual(Severity.Error, f.Rule.Severity));
        }
    }

    [Fact]
    public void A_unit_of_SBML_beyond_numbers_ends_in_a_finding()
    {
        string text = "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\"><model id=\"m\"><listOfUnitDefinitions><unitDefinition id=\"u\">"
            + "<listOfUnits><unit kind=\"second\" exponent=\"200\" scale=\"3\" multiplier=\"1\"/></listOfUnits></unitDefinition></listOfUnitDefinitions></model></sbml>";

        Assert.Equal("TH3007", Assert.Single(SbmlReader.Read(text, "m.xml").Findings).Rule.Code);
    }
}
