using Thymus.Reports.Words;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Tests.Words;

public class FormatTests
{
    [Theory]
    [InlineData(1e-9, "p < 0.001")]
    [InlineData(0.00099, "p < 0.001")]
    [InlineData(0.001, "p = 0.001")]
    [InlineData(0.0496, "p = 0.050")]
    [InlineData(0.12, "p = 0.12")]
    [InlineData(0.996, "p > 0.99")]
    [InlineData(double.NaN, "p not computed")]
    public void P_values_are_printed_as_a_journal_does(double p, string expected) =>
        Assert.Equal(expected, Format.P(p).Replace('\u00A0', ' '));

    [Fact]
    public void A_median_is_in_months_to_a_tenth_and_may_not_be_reached()
    {
        Assert.Equal("12.0 (10.1–NR)", Format.MedianMonths(new(365.25, 307, double.NaN)));
        Assert.Equal("not reached", Format.MedianMonths(new(double.NaN, double.NaN, double.NaN)));
        Assert.Equal("not reached (18.0–NR)", Format.MedianMonths(new(double.NaN, 547.875, double.NaN)));
    }

    [Fact]
    public void A_ratio_has_two_decimals_and_its_interval() =>
        Assert.Equal("0.58 (95 % CI 0.50–0.68)", Format.Ratio(new Estimate(0.581, 0.4999, 0.676)).Replace('\u00A0', ' '));

    [Theory]
    [InlineData(-0.04, 1, "0.0")]
    [InlineData(-12.35, 1, "−12.3")]
    [InlineData(1234.5, 0, "1234")]
    [InlineData(double.NaN, 1, "—")]
    [InlineData(double.PositiveInfinity, 1, "∞")]
    public void Numbers_have_a_real_minus_and_no_minus_zero(double value, int decimals, string expected) =>
        Assert.Equal(expected, Format.Fixed(value, decimals));

    [Fact]
    public void An_interval_with_a_negative_end_says_to() =>
        Assert.Equal("−3.0 to 5.0", Format.Interval(new(1, -3, 5), 1, 1, "—"));

    [Theory]
    [InlineData(63, "9 weeks")]
    [InlineData(7, "1 week")]
    [InlineData(10, "10 days")]
    [InlineData(0.25, "6 hours")]
    public void Spans_are_in_the_unit_that_fits(double days, string expected) => Assert.Equal(expected, Format.Span(days));

    [Fact]
    public void Thousands_are_apart() => Assert.Equal("10\u202F000", Format.Count(10_000));
}
