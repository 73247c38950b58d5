using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Tests;

/// <summary>Meaning of formulas after the Antimony reference, section 13; x = 3, y = 5, time = 7.</summary>
public sealed class FormulaTests
{
    [Theory]
    [InlineData("2^3^2", 512)]
    [InlineData("-2^2", -4)]
    [InlineData("2^-1", 0.5)]
    [InlineData("7/2*3", 10.5)]
    [InlineData("7 - 2 - 3 + 1", 3)]
    [InlineData("7 % 4 * 2", 6)]
    [InlineData("-7 % 4", -3)]
    [InlineData("quotient(-7, 4)", -1)]
    [InlineData("!x == y", 0)]
    [InlineData("1 || 1 && 0", 0)]
    [InlineData("0 < x < y", 1)]
    [InlineData("-5 < x <= 2", 0)]
    [InlineData("x <> y", 1)]
    [InlineData("x > 1 and y > 9 or 1", 1)]
    [InlineData("not (x > 1)", 0)]
    [InlineData("and(x > 1, y > 1)", 1)]
    [InlineData("xor(true, true, true)", 1)]
    [InlineData("implies(true, false)", 0)]
    [InlineData("- -x", 3)]
    [InlineData("+x", 3)]
    [InlineData(".5 + 5. + 1e-1", 5.6)]
    [InlineData("2 mg * 3", 6)]
    [InlineData("log(exponentiale)", 1)]
    [InlineData("log(2, 8)", 3)]
    [InlineData("log10(1000)", 3)]
    [InlineData("root(3, 8)", 2)]
    [InlineData("sqr(x)", 9)]
    [InlineData("factorial(5)", 120)]
    [InlineData("min(x, y, 1) + max(x, y, 1)", 6)]
    [InlineData("piecewise(1, x > 4, 2, x > 2, 3)", 2)]
    [InlineData("piecewise(1, x > 4, 3)", 3)]
    [InlineData("ceil(1.2) + floor(-1.2)", 0)]
    [InlineData("sec(0) + cos(pi)", 0)]
    [InlineData("arcsinh(0) + arctanh(0)", 0)]
    [InlineData("sinh(arcsinh(-2))", -2)]
    [InlineData("cosh(arccosh(2))", 2)]
    [InlineData("tanh(atanh(0.5))", 0.5)]
    [InlineData("time", 7)]
    [InlineData("gt(3, 2, 1)", 1)]
    [InlineData("plus(1, 2, 3) * times(2, 2) - minus(1)", 25)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("x - \\\n 1", 2)]
    [InlineData("x /* comment */ + 1 // rest", 4)]
    [InlineData("SBO:0000236", 236)]
    public void Formula_has_the_value_of_the_reference(string formula, double expected) =>
        Assert.Equal(expected, Reading.Value(formula), tolerance: 1e-14 * Math.Max(1, Math.Abs(double.IsFinite(expected) ? expected : 1)));

    [Fact]
    public void Piecewise_without_otherwise_is_not_a_number() => Assert.True(double.IsNaN(Reading.Value("piecewise(1, x > 4)")));

    /// <summary>The value that SBML fixes; semantic case 00960 expects it.</summary>
    [Fact]
    public void Avogadro_is_the_constant_of_SBML() => Assert.Equal(6.02214179e23, Reading.Value("avogadro"));

    [Theory]
    [InlineData("x +", "TH1005")]
    [InlineData("x y", "TH1005")]
    [InlineData("(x", "TH1005")]
    [InlineData("x--y", "TH1005")]
    [InlineData("x = y", "TH1005")]
    [InlineData("x & y", "TH1002")]
    [InlineData("2 time", "TH1006")]
    [InlineData("foo(x)", "TH2002")]
    [InlineData("exp(x, y)", "TH2006")]
    [InlineData("z + 1", "TH2025")]
    [InlineData("delay(x)", "TH2006")]
    [InlineData("normal(0, 1)", "TH1010")]
    [InlineData("{x, y}", "TH2041")]
    [InlineData("A.x", "TH2025")]
    [InlineData("exp", "TH2007")]
    public void Refused_formula_has_one_finding(string formula, string code)
    {
        var symbol = new Symbol("x", SymbolKind.Parameter, default);
        var read = AntimonyReader.ReadExpression(formula, "study.yaml", name => name is "x" or "y" ? symbol : null, ["x", "y"]);

        Assert.False(read.Succeeded);
        Assert.Equal(code, Assert.Single(read.Findings).Rule.Code);
    }

    [Fact]
    public void Finding_in_a_formula_stands_where_the_formula_stands_in_its_file()
    {
        var read = AntimonyReader.ReadExpression(
            "weight * (hight)", "study.yaml", name => name == "weight" ? new Symbol(name, SymbolKind.Parameter, default) : null,
            ["weight", "height"], new SourceSpan("study.yaml", 12, 9, 16));

        var finding = Assert.Single(read.Findings);
        Assert.Equal(new SourceSpan("study.yaml", 12, 19, 5), finding.Span);
        Assert.Equal("height", finding.Suggestion);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("-")]
    [InlineData("exp(")]
    [InlineData("2^")]
    [InlineData("!")]
    [InlineData("{")]
    public void Deep_nesting_is_refused_not_followed(string piece)
    {
        string formula = string.Concat(Enumerable.Repeat(piece == "-" ? "- " : piece, 100_000)) + "1";

        var read = AntimonyReader.ReadExpression(formula, "study.yaml", _ => null);

        Assert.Equal("TH1004", Assert.Single(read.Findings).Rule.Code);
    }

    [Fact]
    public void Long_sum_is_one_flat_sum()
    {
        string formula = string.Join(" - ", Enumerable.Repeat("1", 50_000));

        Assert.Equal(-49_998, Reading.Value(formula));
    }
}
