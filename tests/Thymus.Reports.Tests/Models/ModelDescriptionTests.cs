using System.Xml.Linq;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Reports.Models;

namespace Thymus.Reports.Tests.Models;

/// <summary>Descriptions of models that are small enough to be written down by hand.</summary>
public sealed class ModelDescriptionTests
{
    private const string Enzyme = """
        model enzyme()
          compartment V = 2; species E in V, S in V, ES in V, P in V
          bind: E + S -> ES; V*(k_on*E*S - k_off*ES)
          turn: ES -> E + P; V*kcat*ES
          E = 1; S = 10; ES = 0; P = 0; k_on = 100; k_off = 0.5; kcat = 2
          alpha := P/(P + S)^n; n = 2; half = ln(2)/kcat
          at (time > 5) after 1: S = 20
        end
        """;

    [Fact]
    public void Equations_are_assembled_from_the_reactions_and_sizes_that_cancel_are_left_out()
    {
        var equations = Describe(Enzyme).Equations.ToDictionary(e => e.Name, e => $"{PlainMath.Of(e.Left)} = {PlainMath.Of(e.Right)}");

        Assert.Equal("dE/dt = −k_on·E·S + k_off·ES + kcat·ES", equations["E"]);
        Assert.Equal("dES/dt = k_on·E·S − k_off·ES − kcat·ES", equations["ES"]);
        Assert.Equal("dP/dt = kcat·ES", equations["P"]);
    }

    [Theory]
    [InlineData("V*k*A", "compartment V = 2; species A in V;", "dA/dt = −2·k·A")]
    [InlineData("k*A", "compartment V = 2; species A in V;", "dA/dt = −2·k·A/V")]
    [InlineData("k*A", "substanceOnly species A;", "dA/dt = −2·k·A")]
    [InlineData("k*A*A/(m + A)", "species A;", "dA/dt = −2·k·A²/(m + A)")]
    [InlineData("V*(k*A)", "compartment V; V' = 1; V = 2; species A in V;", "d(V·A)/dt = −2·V·k·A")]
    public void Stoichiometries_and_compartments_are_where_they_belong(string rate, string declarations, string expected)
    {
        var equation = Describe($"model net()\n{declarations}\nr: 2 A -> ; {rate};\nA = 1; k = 1; m = 1\nend").Equations.Single(e => e.Name == "A");

        Assert.Equal(expected, $"{PlainMath.Of(equation.Left)} = {PlainMath.Of(equation.Right)}");
    }

    [Theory]
    [InlineData("a/(b*c)", "a/(b·c)", @"\frac{a}{b \cdot c}")]
    [InlineData("a - (b - c)", "a − b + c", "a - b + c")]
    [InlineData("-(a + b)*c", "−(a + b)·c", @"-\left(a + b\right) \cdot c")]
    [InlineData("(a + b)^2/c^n", "(a + b)²/c^n", @"\frac{{\left(a + b\right)}^{2}}{{c}^{n}}")]
    [InlineData("exp(-a/b)", "e^(−a/b)", @"{e}^{-\frac{a}{b}}")]
    [InlineData("1e-9*a", "1e-9·a", @"10^{-9} \cdot a")]
    [InlineData("sqrt(a)*2", "2·√(a)", @"2 \cdot \sqrt{a}")]
    [InlineData("piecewise(a, b < c && n >= 1, 0)", "{ a if b < c ∧ n ≥ 1; 0 otherwise }", @"\begin{cases}a & \text{if } b < c \land n \ge 1\\ 0 & \text{otherwise}\end{cases}")]
    [InlineData("a*(-b)", "−a·b", @"-a \cdot b")]
    [InlineData("-2^2", "−2²", "-{2}^{2}")]
    [InlineData("(-2)^2", "(−2)²", @"{\left(-2\right)}^{2}")]
    public void Formulas_keep_their_meaning_in_few_brackets(string formula, string plain, string latex)
    {
        var rule = Read($"model m()\nx := {formula}; a = 1; b = 2; c = 3; n = 2\nend").Rules[0];

        Assert.Equal(plain, PlainMath.Of(MathLayout.Of(rule.Expression)));
        Assert.Equal(latex, LatexMath.Of(MathLayout.Of(rule.Expression)));
    }

    [Theory]
    [InlineData("k_on", @"k_{\mathrm{on}}")]
    [InlineData("alpha_2", @"\alpha _{2}")]
    [InlineData("C1", "C_{1}")]
    [InlineData("Vmax", @"\mathrm{Vmax}")]
    [InlineData("weeks_per_year", @"\mathrm{weeks\_per\_year}")]
    [InlineData("_x", @"\mathrm{\_x}")]
    public void Names_get_subscripts_and_Greek_letters(string name, string latex) => Assert.Equal(latex, LatexMath.Of(new MathName(name)));

    [Fact]
    public void The_page_is_well_formed_asks_for_nothing_and_its_text_is_escaped()
    {
        using var output = new StringWriter();
        DescriptionHtml.Write(ModelDescriber.Describe(Read(Enzyme) with { Name = "<script>alert(1)</script> & more" }, 10, TestContext.Current.CancellationToken), output);
        var page = XDocument.Parse(output.ToString());

        Assert.Equal("<script>alert(1)</script> & more", page.Descendants().First(e => e.Name.LocalName == "h1").Value);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link" or "img" or "iframe");
        Assert.Contains(page.Descendants(), e => e.Name.LocalName == "mfrac");
    }

    [Fact]
    public void Braces_of_the_LaTeX_document_balance_and_every_section_is_there()
    {
        string text = DescriptionLatex.Of(Describe(Enzyme));

        Assert.Equal(text.Count(c => c == '{'), text.Count(c => c == '}'));
        Assert.All(new[] { "Differential equations", "Rules and rates", "Computed at the start", "Reactions", "Events", "Start values", "Parameters", "Conserved sums" }, s => Assert.Contains(s, text, StringComparison.Ordinal));
    }

    [Fact]
    public void No_line_of_the_text_is_wider_than_the_window_where_words_allow_it() =>
        Assert.All(DescriptionText.Lines(Describe(Enzyme), 60), line => Assert.True(line.Length <= 60, line));

    /// <summary>x' = −a·x, y' = −b·y: the eigenvalues are −a and −b at every time.</summary>
    [Theory]
    [InlineData(1, 10, false)]
    [InlineData(1, 1e5, true)]
    public void Time_scales_are_those_of_the_eigenvalues(double a, double b, bool isStiff)
    {
        var stiffness = Describe(FormattableString.Invariant($"model m()\nx' = -{a}*x; y' = -{b}*y; x = 1; y = 1\nend")).Stiffness!;

        Assert.Equal(b, stiffness.Fastest, b * 1e-12);
        Assert.Equal(a, stiffness.Slowest, a * 1e-12);
        Assert.Equal(b / a, stiffness.Spread, b / a * 1e-12);
        Assert.Equal(isStiff, stiffness.IsStiff);
        Assert.Equal(0, stiffness.Growing);
    }

    private static ModelDescription Describe(string text) => ModelDescriber.Describe(Read(text), 10, TestContext.Current.CancellationToken);

    private static BoundModel Read(string text)
    {
        var read = AntimonyReader.Read(text, "m.ant");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
        return read.Value;
    }
}
