using Thymus.Clinic;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Tests.Statistics;

/// <summary>Reference values MH-n: R survival 3.5.3, all digits that it prints.</summary>
public sealed class KaplanMeierTests
{
    private const double Digits = 5e-10;   // nine decimals are given

    [Fact]
    public void Lung_survival_at_a_year_is_that_of_R()   // MH-1
    {
        var curve = KaplanMeier.Fit(SurvivalData.Lung.Times);

        Assert.Equal(0.409241624, curve.At(365), Digits);
        Assert.Equal(0.035823638, curve.StandardErrorAt(365), Digits);
    }

    [Theory]   // MH-2
    [InlineData(SurvivalInterval.Log, 0.344721582, 0.485837604)]
    [InlineData(SurvivalInterval.LogLog, 0.338714269, 0.478380768)]
    [InlineData(SurvivalInterval.Plain, 0.339028584, 0.479454665)]
    public void Lung_intervals_at_a_year_are_those_of_R(SurvivalInterval kind, double low, double high)
    {
        var interval = KaplanMeier.Fit(SurvivalData.Lung.Times, kind).IntervalAt(365);

        Assert.Equal(low, interval.Low, Digits);
        Assert.Equal(high, interval.High, Digits);
    }

    [Theory]   // MH-3, MH-4
    [InlineData(0, SurvivalInterval.Log, 310, 285, 363)]
    [InlineData(0, SurvivalInterval.LogLog, 310, 284, 361)]
    [InlineData(1, SurvivalInterval.LogLog, 270, 210, 306)]
    [InlineData(2, SurvivalInterval.LogLog, 426, 345, 524)]
    public void Lung_medians_are_those_of_R(int sex, SurvivalInterval kind, double median, double low, double high)
    {
        var data = sex == 0 ? SurvivalData.Lung : SurvivalData.Lung.Where("sex", sex);
        var curve = KaplanMeier.Fit(data.Times, kind);

        Assert.Equal((median, low, high), (curve.Median, curve.MedianInterval.Low, curve.MedianInterval.High));
    }

    [Fact]
    public void Womens_survival_at_a_year_is_that_of_R()   // MH-5
    {
        var curve = KaplanMeier.Fit(SurvivalData.Lung.Where("sex", 2).Times);

        Assert.Equal(0.526463030, curve.At(365), Digits);
        Assert.Equal(0.059736854, curve.StandardErrorAt(365), Digits);
        Assert.Equal(0.403579823, curve.IntervalAt(365).Low, Digits);
        Assert.Equal(0.635316233, curve.IntervalAt(365).High, Digits);
    }

    [Fact]
    public void Aml_curve_is_that_of_R()   // MH-16
    {
        var curve = KaplanMeier.Fit(SurvivalData.Aml.Where("x", 1).Times);

        double[] expected = [.90909091, .81818182, .71590909, .61363636, .49090909, .36818182, .18409091];
        double[] times = [9, 13, 18, 23, 31, 34, 48];
        Assert.All(times.Zip(expected), pair => Assert.Equal(pair.Second, curve.At(pair.First), 5e-9));
    }

    [Theory]   // the classic 6-MP vector, published in every textbook
    [InlineData(6, 0.857143, 0.076360, 0.6197, 0.9516)]
    [InlineData(10, 0.752941, double.NaN, double.NaN, double.NaN)]
    [InlineData(23, 0.448179, 0.134591, 0.1881, 0.6801)]
    public void Six_mp_curve_is_that_of_the_textbooks(double time, double survival, double error, double low, double high)
    {
        var curve = KaplanMeier.Fit(SurvivalData.Gehan.Where("control", 0).Times);

        Assert.Equal(survival, curve.At(time), 5e-7);
        Assert.Equal(23, curve.Median);
        if (!double.IsNaN(error))
        {
            Assert.Equal(error, curve.StandardErrorAt(time), 5e-7);
            Assert.Equal(low, curve.IntervalAt(time).Low, 5e-5);
            Assert.Equal(high, curve.IntervalAt(time).High, 5e-5);
        }
    }

    [Fact]
    public void Cumulative_hazard_is_that_of_R()   // MH-13
    {
        var hazard = NelsonAalen.Fit(SurvivalData.Lung.Times);

        Assert.Equal(0.324828090, hazard.At(180), Digits);
        Assert.Equal(0.888324574, hazard.At(365), Digits);
        Assert.Equal(0, hazard.At(1));
    }

    [Fact]
    public void Restricted_means_are_those_of_R()   // MH-12
    {
        var men = RestrictedMean.Of(KaplanMeier.Fit(SurvivalData.Lung.Where("sex", 1).Times), 365);
        var women = RestrictedMean.Of(KaplanMeier.Fit(SurvivalData.Lung.Where("sex", 2).Times), 365);
        var difference = RestrictedMean.Difference(women, men);

        Assert.Equal(241.495085, men.Value, 5e-7);
        Assert.Equal(297.465410, women.Value, 5e-7);
        Assert.Equal(55.970324, difference.Value, 5e-7);
        Assert.Equal(14.958126, difference.StandardError, 5e-7);
    }

    [Fact]
    public void Restricted_mean_of_complete_times_is_the_mean_of_the_cut_times() =>
        Gen.Double[0.1, 100].Array[1, 40].Sample(times =>
        {
            var mean = RestrictedMean.Of(KaplanMeier.Fit([.. times.Select(t => new TimeToEvent(t, true))]), 50);
            return Math.Abs(mean.Value - times.Average(t => Math.Min(t, 50))) < 1e-9;
        });

    [Fact]
    public void Step_at_a_half_has_its_median_in_the_middle()
    {
        var curve = KaplanMeier.Fit([new(1, true), new(2, true), new(5, true), new(7, true)]);

        Assert.Equal(3.5, curve.Median);
    }

    [Fact]
    public void Median_that_is_not_reached_is_not_a_number() =>
        Assert.Equal(double.NaN, KaplanMeier.Fit([new(1, true), new(2, false), new(5, false)]).Median);

    [Fact]
    public void Event_comes_before_censoring_at_the_same_time() =>
        Assert.Equal(0.5, KaplanMeier.Fit([new(3, false), new(3, true)]).At(3));

    [Fact]
    public void Empty_sample_has_an_empty_curve()
    {
        var curve = KaplanMeier.Fit([]);

        Assert.Empty(curve.Times);
        Assert.Equal(1, curve.At(10));
        Assert.Equal(double.NaN, curve.Median);
    }

    [Fact]
    public void Without_censoring_the_curve_counts_the_survivors() =>
        Gen.Int[1, 30].Array[1, 50].Sample(times =>
        {
            var curve = KaplanMeier.Fit([.. times.Select(t => new TimeToEvent(t, true))]);
            return Enumerable.Range(0, 31).All(t =>
                Math.Abs(curve.At(t) - times.Count(x => x > t) / (double)times.Length) < 1e-12
                && Math.Abs(curve.Before(t) - times.Count(x => x >= t) / (double)times.Length) < 1e-12);
        });

    [Fact]
    public void Curve_does_not_depend_on_the_order_of_patients() =>
        Gen.Select(Gen.Int[1, 20], Gen.Bool).Array[1, 40].Sample(sample =>
        {
            TimeToEvent[] times = [.. sample.Select(s => new TimeToEvent(s.Item1, s.Item2))];
            TimeToEvent[] backwards = [.. times.Reverse()];
            var (a, b) = (KaplanMeier.Fit(times), KaplanMeier.Fit(backwards));
            return a.Survival.SequenceEqual(b.Survival) && a.Intervals.SequenceEqual(b.Intervals) && a.Censored.SequenceEqual(b.Censored);
        });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void Time_that_is_none_is_refused(double time) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => KaplanMeier.Fit([new(time, true)]));
}
