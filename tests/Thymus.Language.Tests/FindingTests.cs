using Thymus.Language.Diagnostics;

namespace Thymus.Language.Tests;

/// <summary>Findings: code, place and what to try.</summary>
public sealed class FindingTests
{
    [Theory]
    [InlineData("x = 1; x -> y; x in x", "TH2001")]
    [InlineData("compartment C = 1; C -> ; 1", "TH2001")]
    [InlineData("k = 1; k = 2", "TH2003")]
    [InlineData("k := 1; k := 2", "TH2003")]
    [InlineData("x := y", "TH2004")]
    [InlineData("species S", "TH2005")]
    [InlineData("compartment C", "TH2005")]
    [InlineData("at x > 1: b = 3; b = E0; x = 1; E0: at x > 2: b = 1", "TH2007")]
    [InlineData("a := 3; a = 4", "TH2008")]
    [InlineData("a' = 3; a := 4", "TH2008")]
    [InlineData("a := 3; a' = 4", "TH2008")]
    [InlineData("a = b; b = a", "TH2009")]
    [InlineData("a := a + 1", "TH2009")]
    [InlineData("a := J0; J0: S -> ; a; S = 1", "TH2009")]
    [InlineData("compartment a in b = 1, b in a = 1", "TH2009")]
    [InlineData("x = 1; at x > 1, prioritty = 1: x = 2", "TH2010")]
    [InlineData("x = 1; at x > 1, t0 = 1: x = 2", "TH2011")]
    [InlineData("x = 1; at x: x = 2", "TH2012")]
    [InlineData("a = 3; a foo \"BQB_incorrect\"", "TH2013")]
    [InlineData("function f(a) a + b; end; x = f(1)", "TH2014")]
    [InlineData("function f(a) f(a); end; x = f(1)", "TH2015")]
    [InlineData("x = f(1); function f(a) a; end", "TH2016")]
    [InlineData("k has 3 + mg; k = 1", "TH2018")]
    [InlineData("x := a || b && c; a = 1; b = 1; c = 1", "TH2019")]
    [InlineData("a = b.sboTerm", "TH2020")]
    [InlineData("const k = 1; k' = 2", "TH2021")]
    [InlineData("model *a() end; model *b() end", "TH2022")]
    [InlineData("function f() 1; end; f = 3", "TH2023")]
    [InlineData("k = 0.1; A -> ; 2 k*A; A = 1", "TH2024")]
    [InlineData("0 A -> ; 1; A = 1", "TH2026")]
    [InlineData("k has foos; k = 1", "TH3002")]
    [InlineData("model m\n x = 1", "TH1007")]
    [InlineData("end", "TH1008")]
    [InlineData("gamma = 3", "TH1006")]
    [InlineData("x = \"a\nb\"", "TH1003")]
    public void Mistake_has_its_code(string text, string code) => Assert.Contains(code, Reading.Codes(text));

    [Fact]
    public void Every_finding_of_a_file_is_reported()
    {
        var read = AntimonyReader.Read("A -> B; k*\nk = 1\n) x\nB = (3\ny = 2 +* 3", Reading.File);

        Assert.Equal([1, 3, 4, 5], read.Findings.Where(f => f.IsError).Select(f => f.Span.Line));
        Assert.Null(read.Value);
    }

    [Fact]
    public void Misspelled_name_is_found_with_the_name_that_was_meant()
    {
        var finding = Reading.Finding("clearance = 3; V = 2\nk := clearence/V", "TH2004");

        Assert.Equal(new SourceSpan(Reading.File, 2, 6, 9), finding.Span);
        Assert.Equal("clearance", finding.Suggestion);
    }

    [Fact]
    public void Number_before_a_name_is_a_unit_and_says_so()
    {
        var finding = Reading.Finding("k = 0.1; A -> ; 2 k*A; A = 1", "TH2024");

        Assert.Equal("2*k", finding.Suggestion);
        Assert.Equal("'2 k' is the number 2 in units of k, but k is a parameter", finding.Text);
    }

    [Fact]
    public void Compound_unit_after_a_number_says_how_to_declare_it()
    {
        var finding = Reading.Finding("b = 2 mg/L", "TH2004");

        Assert.Equal("L is a unit, but only the name right after a number is read as one: declare it, as in x has mg/L", finding.Suggestion);
    }

    [Fact]
    public void Printed_finding_shows_the_line_and_marks_the_place()
    {
        const string text = "V = 2\n\tk := V*clearence\nclearance = 3";

        string printed = DiagnosticPrinter.Print(AntimonyReader.Read(text, Reading.File).Findings, _ => text);

        Assert.Equal(
            "model.ant(2,9): warning TH2004: 'clearence' is used but never set\n" +
            "    2 | \tk := V*clearence\n" +
            "      | \t       ^^^^^^^^^\n" +
            "   try: clearance\n",
            printed);
    }

    [Theory]
    [InlineData("mean = time")]
    [InlineData("credibleInterval = {0, avogadro}")]
    public void The_value_of_an_uncertainty_has_to_be_a_number_or_a_symbol(string uncertainty)
    {
        var read = AntimonyReader.Read($"model part()\n  p = 1\nend\nmodel *whole()\n  A: part()\n  a = 1\n  a.{uncertainty}\nend\n", Reading.File);

        Assert.Contains(read.Findings, f => f.Rule.Code == "TH2040");
    }

    [Fact]
    public void Findings_are_limited_in_number()
    {
        var read = AntimonyReader.Read(string.Concat(Enumerable.Repeat(")\n", 5000)), Reading.File);

        Assert.Equal(DiagnosticList.Limit + 1, read.Findings.Length);
        Assert.Equal("TH1009", read.Findings[^1].Rule.Code);
    }

    [Fact]
    public void Functions_that_double_are_refused_in_time()
    {
        string text = "function f0(x) x + x; end\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"function f{i}(x) f{i - 1}(x) + f{i - 1}(x); end\n"))
            + "y = f60(1)";

        Assert.Contains("TH2017", Reading.Codes(text));
    }

    [Fact]
    public void Functions_in_functions_are_refused_before_they_are_too_deep()
    {
        string text = "function f0(x) -(x); end\n" + string.Concat(Enumerable.Range(1, 5000).Select(i => $"function f{i}(x) -(f{i - 1}(x)); end\n"))
            + "y = f5000(1)";

        Assert.Contains("TH2017", Reading.Codes(text));
    }

    [Fact]
    public void Long_chain_of_rules_is_no_danger()
    {
        string text = "x0 = 1\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"x{i} := x{i - 1} + 1\n"));

        Assert.Empty(Reading.Codes(text));
    }
}
