namespace Thymus.Language.Tests.Antimony;

/// <summary>Strands of DNA, after the Antimony reference, section 14; the first is its example.</summary>
public sealed class StrandTests
{
    [Fact]
    public void Gene_runs_at_the_value_of_what_is_on_its_left()
    {
        var model = Converting.Model("strand1: --P1--RBS--G1--\nP1 = k*TF + ...;   RBS = ... * 3\nG1: -> prot\nk = 1; TF = 2; prot = 0");

        Assert.Equal("plus(times(k, TF), 0)", model.Formula("P1"));
        Assert.Equal("times(plus(times(k, TF), 0), 3)", model.Formula("RBS"));
        Assert.Equal("times(plus(times(k, TF), 0), 3)", model.Formula("G1"));
        Assert.Equal("false", model.Find("P1")["constant"]);
    }

    [Fact]
    public void Element_without_a_formula_has_the_value_of_its_neighbour() =>
        Assert.Equal("k", Converting.Model("P--O--G\nP = k; k = 1\nG: -> x;\nx = 0").Formula("G"));

    [Fact]
    public void Element_in_two_places_has_the_sum()
    {
        var model = Converting.Model("P--G\nQ--G\nP = a; Q = b; a = 1; b = 2\nG: -> x;\nx = 0");

        Assert.Equal("plus(a, b)", model.Formula("G"));
    }

    [Fact]
    public void Strand_in_a_strand_goes_on_from_its_left()
    {
        var model = Converting.Model("inner: --O--G--\nP--inner\nP = k; O = 2*...\nk = 1\nG: -> x;\nx = 0");

        Assert.Equal("times(2, k)", model.Formula("G"));
    }

    [Fact]
    public void Open_strand_of_a_submodel_goes_on_from_the_left_of_the_submodel()
    {
        var model = Converting.Model("model m\n  s: --O--G--\n  O = 2*...\n  G: -> x;\nx = 0\nend\nA: m()\nP--A\nP = k; k = 1");

        Assert.Equal("times(2, k)", model.Formula("A__G"));
        Assert.Equal("times(2, k)", model.Formula("A__O"));
    }

    [Theory]
    [InlineData("P--G\nP = 1\nG: A -> B; \nA = 1; B = 0")]
    [InlineData("s: P--s\nP = 1")]
    [InlineData("x = ... + 1; y' = x; y = 1; delete_ = 2; z: at x > 1: y = ...")]
    [InlineData("E: at time > 1: x = 1\nP--E")]
    public void What_is_no_strand_is_refused(string text)
    {
        var read = AntimonyReader.Read(text + "\nT--U", Reading.File);

        Assert.Contains(read.Findings, f => f.Rule.Code is "TH2042");
    }

    [Fact]
    public void Long_strand_of_one_element_does_not_ask_for_much_memory()
    {
        string text = string.Concat("S", string.Concat(Enumerable.Repeat("--S", 600)), "\nS = 1 + ...");
        long before = GC.GetAllocatedBytesForCurrentThread();

        var read = AntimonyReader.Read(text, Reading.File);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 << 20);
        Assert.Contains(read.Findings, f => f.Rule.Code is "TH2042" && f.Text.Contains("written out", StringComparison.Ordinal));
    }
}
