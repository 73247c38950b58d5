using Thymus.Trials.Statistics;

namespace Thymus.Trials.Tests.Statistics;

/// <summary>Means, rates and ratios against published numbers.</summary>
public sealed class EndpointStatisticsTests
{
    // R's data set sleep: extra hours of sleep under two drugs (Student 1908).
    private static readonly double[] First = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] Second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void Welch_agrees_with_R_on_the_sleep_data()
    {
        // t.test(extra ~ group, data = sleep): t = -1.8608, df = 17.776, p-value = 0.07939, -3.3654832 0.2054832
        var welch = Means.Compare(Means.Of(First), Means.Of(Second));

        Assert.Equal(-1.58, welch.Difference, 1e-12);
        Assert.Equal(-1.8608, welch.T, 5e-5);
        Assert.Equal(17.776, welch.DegreesOfFreedom, 5e-4);
        Assert.Equal(0.07939, welch.P, 5e-6);
        Assert.Equal(-3.3654832, welch.Interval.Low, 5e-8);
        Assert.Equal(0.2054832, welch.Interval.High, 5e-8);
    }

    [Fact]
    public void Mean_has_Students_interval()
    {
        // 0.75 ± 2.262157 · 1.789010 / √10
        var mean = Means.Of(First);
        var interval = Means.Interval(mean);

        Assert.Equal((0.75, 1.789010), (mean.Mean, Math.Round(mean.StandardDeviation, 6)));
        Assert.Equal(0.75 - (2.262157163 * mean.StandardError), interval.Low, 1e-8);
        Assert.Equal(0.75 + (2.262157163 * mean.StandardError), interval.High, 1e-8);
    }

    [Fact]
    public void Too_few_or_equal_values_have_no_test()
    {
        Assert.True(double.IsNaN(Means.Of([]).Mean));
        Assert.True(double.IsNaN(Means.Interval(Means.Of([1.0])).Low));
        Assert.True(double.IsNaN(Means.Compare(Means.Of([1.0]), Means.Of([1.0, 2.0])).P));
        var alike = Means.Compare(Means.Of([2.0, 2.0]), Means.Of([1.0, 1.0]));
        Assert.Equal((1.0, 1.0, 1.0), (alike.Difference, alike.Interval.Low, alike.Interval.High));
    }

    [Fact]
    public void Ratio_of_means_is_by_the_delta_method()
    {
        // means 8 and 10 with standard errors 0.4 and 0.5: each 5 % of its mean, √(0.0025 + 0.0025) = 0.0707107 on the log scale
        var (ratio, interval) = Means.Ratio(new(100, 8, 4), new(100, 10, 5));

        Assert.Equal(0.8, ratio, 1e-12);
        Assert.Equal(0.8 * Math.Exp(-1.959963985 * 0.0707106781), interval.Low, 1e-9);
        Assert.Equal(0.8 * Math.Exp(1.959963985 * 0.0707106781), interval.High, 1e-9);
        Assert.True(double.IsNaN(Means.Ratio(new(10, -1, 1), new(10, 2, 1)).Ratio));
    }

    [Theory]
    [InlineData(10, 1, 4.795389, 18.390356)]       // the textbook interval of 10 events
    [InlineData(7, 3.38, 0.8327, 4.2671)]          // 7 in 338 years, per 100
    [InlineData(0, 1, 0, 3.688879)]                // −ln 0.025
    public void Rate_has_the_exact_poisson_interval(int events, double time, double low, double high)
    {
        var interval = EventRates.Rate(events, time);

        Assert.Equal(low, interval.Low, 5e-5);
        Assert.Equal(high, interval.High, 5e-5);
    }

    [Fact]
    public void Efficacy_of_BNT162b2_is_that_of_its_label()
    {
        // 8 cases in 2.214 and 162 in 2.222 thousand person-years: 95.0 % (90.0–97.9), Clopper–Pearson adjusted for surveillance time
        var (ratio, interval) = EventRates.Ratio(8, 2.214, 162, 2.222);

        Assert.Equal(95.0, 100 * (1 - ratio), 0.05);
        Assert.Equal(90.0, 100 * (1 - interval.High), 0.05);
        Assert.Equal(97.9, 100 * (1 - interval.Low), 0.05);
    }

    [Fact]
    public void Ratio_of_rates_exists_without_an_event_in_the_first_group()
    {
        var (ratio, interval) = EventRates.Ratio(0, 10, 20, 10);
        double share = 1 - Math.Pow(0.025, 1.0 / 20);   // upper Clopper–Pearson end of 0 of 20

        Assert.Equal((0.0, 0.0), (ratio, interval.Low));
        Assert.Equal(share / (1 - share), interval.High, 1e-9);
        Assert.True(double.IsNaN(EventRates.Ratio(0, 1, 0, 1).Ratio));
        Assert.Equal(double.PositiveInfinity, EventRates.Ratio(3, 1, 0, 1).Ratio);
    }

    [Fact]
    public void Risk_ratio_has_the_interval_of_Katz()
    {
        // physicians' health study, myocardial infarction: 104 of 11037 on aspirin, 189 of 11034 on placebo; ratio 0.55 (0.43–0.70)
        var (ratio, interval) = RiskRatio.Katz(104, 11037, 189, 11034);

        Assert.Equal((0.55, 0.43, 0.70), (Math.Round(ratio, 2), Math.Round(interval.Low, 2), Math.Round(interval.High, 2)));
        Assert.True(double.IsNaN(RiskRatio.Katz(0, 10, 5, 10).Interval.Low));
    }
}
