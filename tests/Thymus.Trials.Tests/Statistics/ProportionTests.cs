using Thymus.Clinic;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Tests.Statistics;

public sealed class ProportionTests
{
    [Fact]
    public void Intervals_of_55_of_103_are_the_published_ones()   // MJ-7 of the project's methods dossier
    {
        AssertInterval(0.433042, 0.632915, BinomialInterval.ClopperPearson(55, 103), 5e-7);
        AssertInterval(0.438161, 0.627356, BinomialInterval.Wilson(55, 103), 5e-7);
        AssertInterval(0.437820, 0.628261, BinomialInterval.Jeffreys(55, 103), 5e-7);
    }

    [Fact]
    public void Exact_interval_of_none_is_a_closed_form()
    {
        var none = BinomialInterval.ClopperPearson(0, 20);

        Assert.Equal(0, none.Low);
        Assert.Equal(1 - Math.Pow(0.025, 1 / 20.0), none.High, 1e-10);
        Assert.Equal(1 - none.High, BinomialInterval.ClopperPearson(20, 20).Low, 1e-10);
    }

    [Theory]   // Newcombe 1998, Stat. Med. 17:873-890, table II, method 10
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    public void Difference_has_the_published_interval(int x1, int n1, int x2, int n2, double low, double high) =>
        AssertInterval(low, high, BinomialInterval.NewcombeDifference(x1, n1, x2, n2), 6e-5);

    [Fact]
    public void Every_interval_holds_its_proportion() =>
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50]).Sample((yes, no) =>
        {
            int n = yes + no;
            double p = yes / (double)n;
            return n == 0 || (BinomialInterval.ClopperPearson(yes, n).Contains(p) && BinomialInterval.Wilson(yes, n).Contains(p)
                && BinomialInterval.Jeffreys(yes, n).Contains(p));
        });

    [Fact]
    public void No_trials_have_no_interval() =>
        Assert.Equal(new Interval(double.NaN, double.NaN), BinomialInterval.ClopperPearson(0, 0));

    [Fact]
    public void Quantiles_are_those_of_type_7()   // R: quantile(c(1, 2, 4, 8, 16), c(0, .1, .25, .5, .9, 1))
    {
        double[] sample = [1, 2, 4, 8, 16];

        Assert.Equal([1, 1.4, 2, 4, 12.8, 16], new[] { 0, 0.1, 0.25, 0.5, 0.9, 1 }.Select(p => Math.Round(Quantile.Of(sample, p), 12)));
        Assert.Equal(double.NaN, Quantile.Of([], 0.5));
    }

    [Fact]
    public void Tails_of_chi_squared_are_the_tabulated_ones()
    {
        Assert.Equal(0.05, Probability.ChiSquaredUpper(3.841458820694124, 1), 1e-12);
        Assert.Equal(0.05, Probability.ChiSquaredUpper(5.991464547107979, 2), 1e-12);
        Assert.Equal(Math.Exp(-250), Probability.ChiSquaredUpper(500, 2), Math.Exp(-250) * 1e-9);   // df 2 is exp(−x/2)
    }

    [Fact]
    public void Incidence_without_competition_is_one_minus_survival() =>
        Gen.Select(Gen.Int[1, 20], Gen.Bool).Array[1, 40].Sample(sample =>
        {
            var incidence = AalenJohansen.Fit([.. sample.Select(s => new CompetingTime(s.Item1, s.Item2 ? 1 : 0))]);
            var survival = KaplanMeier.Fit([.. sample.Select(s => new TimeToEvent(s.Item1, s.Item2))]);
            return Enumerable.Range(0, incidence.Times.Length).All(i => incidence.Times[i] is var t
                && Math.Abs(incidence.Incidence[i] - (1 - survival.At(t))) < 1e-12
                && (survival.At(t) == 0 || Math.Abs(Math.Sqrt(incidence.Variance[i]) - survival.StandardErrorAt(t)) < 1e-7));
        });

    [Fact]
    public void Incidence_without_censoring_is_the_share_of_patients() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 2]).Array[1, 40].Sample(sample =>
        {
            var incidence = AalenJohansen.Fit([.. sample.Select(s => new CompetingTime(s.Item1, s.Item2))]);
            return Enumerable.Range(0, 21).All(t =>
                sample.Count(s => s.Item1 <= t && s.Item2 == 1) / (double)sample.Length is var share
                && Math.Abs(incidence.At(t) - share) < 1e-12);
        });

    [Fact]
    public void Variance_of_incidence_without_censoring_is_binomial() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 2]).Array[2, 40].Sample(sample =>
        {
            var incidence = AalenJohansen.Fit([.. sample.Select(s => new CompetingTime(s.Item1, s.Item2))]);
            double n = sample.Length;
            return Enumerable.Range(0, incidence.Times.Length).All(i =>
                Math.Abs(incidence.Variance[i] - incidence.Incidence[i] * (1 - incidence.Incidence[i]) / n) < 1e-10);
        });

    private static void AssertInterval(double low, double high, Interval actual, double tolerance)
    {
        Assert.Equal(low, actual.Low, tolerance);
        Assert.Equal(high, actual.High, tolerance);
    }
}
