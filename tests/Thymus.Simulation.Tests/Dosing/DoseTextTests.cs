using Thymus.Simulation.Dosing;

namespace Thymus.Simulation.Tests.Dosing;

public sealed class DoseTextTests
{
    [Fact]
    public void Every_clause_is_read()
    {
        var dose = DoseText.Parse("135 mg into A1 over 1 h from 2 d every 3 weeks x 4", "--dose").Value!;

        Assert.Equal(("135 mg", "A1", "1 h", "2 d"), (dose.Amount.ToString(), dose.Target, dose.Duration.ToString(), dose.Start.ToString()));
        Assert.Equal(("3 weeks", 4), (dose.Interval.ToString(), dose.Count));
    }

    [Theory]
    [InlineData("75 mg/m^2 into central", null, null)]
    [InlineData("3 mg/kg into central every week", "1 week", null)]
    [InlineData("3 mg/kg INTO central Every 14 d x6", "14 d", 6)]
    [InlineData("1e8 into central every 2", "2 1", null)]
    public void Clauses_may_be_left_out(string text, string? interval, int? count)
    {
        var dose = DoseText.Parse(text, "--dose").Value!;

        Assert.Equal(("central", interval, count), (dose.Target, dose.Interval?.ToString(), dose.Count));
    }

    [Theory]
    [InlineData("135 mg", "into what")]
    [InlineData("into A1", "")]
    [InlineData("-3 mg into A1", "negative")]
    [InlineData("3 mg into A1 over 0 h", "above 0")]
    [InlineData("3 mg into A1 over -2 h", "above 0")]
    [InlineData("3 mg into A1 every 3 d every 4 d", "twice")]
    [InlineData("3 mg into A1 x 4", "whole number")]
    [InlineData("3 mg into A1 every 3 d x 0", "whole number")]
    [InlineData("3 mg into A1 every 3 d x many", "whole number")]
    [InlineData("3 florins into A1", "florins")]
    [InlineData("3 mg into A1 over 1 fortnightly", "fortnightly")]
    public void What_cannot_be_read_is_named_with_its_place_and_a_way_out(string text, string expected)
    {
        var read = DoseText.Parse(text, "--dose");

        var finding = Assert.Single(read.Findings);
        Assert.Null(read.Value);
        Assert.Contains(expected, finding.Text, StringComparison.Ordinal);
        Assert.Equal(("--dose", "TH5201"), (finding.Span.File, finding.Rule.Code));
        Assert.NotNull(finding.Suggestion);
    }

    [Fact]
    public void Place_of_a_finding_is_the_clause_that_is_wrong() =>
        Assert.Equal(20, DoseText.Parse("135 mg into A1 over one hour", "--dose").Findings[0].Span.Column);

    [Fact]
    public void Any_text_is_read_or_refused_without_an_exception()
    {
        var word = Gen.OneOf(Gen.Const("into"), Gen.Const("every"), Gen.Const("x"), Gen.Const("x4"), Gen.Const("3 mg"), Gen.Const(" "), Gen.String);
        word.Array[0, 10].Sample(words =>
        {
            var read = DoseText.Parse(string.Join(' ', words), "--dose");
            return read.Succeeded || read.Findings.Length == 1;
        });
    }
}
