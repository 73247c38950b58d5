using Thymus.Clinic;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Tests.Statistics;

/// <summary>Reference values MH-n: R survival 3.5.3, all digits that it prints.</summary>
public sealed class LogRankTests
{
    [Fact]
    public void Lung_by_sex_is_that_of_R()   // MH-6
    {
        var test = LogRank.Test(SurvivalData.Lung.Times, SurvivalData.Lung.Groups("sex"));

        Assert.Equal(10.326742, test.ChiSquared, 5e-7);
        Assert.Equal(91.58173903, test.Expected[0], 5e-9);
        Assert.Equal(40.37143398, test.Covariance[0][0], 5e-9);
        Assert.Equal(0.00131116, test.P, 5e-9);
        Assert.Equal(1, test.DegreesOfFreedom);
        Assert.Equal([112, 53], test.Observed);
    }

    [Fact]
    public void Peto_test_is_that_of_R() =>   // MH-7
        Assert.Equal(12.7141514, LogRank.Test(SurvivalData.Lung.Times, SurvivalData.Lung.Groups("sex"), rho: 1).ChiSquared, 5e-8);

    [Fact]
    public void Aml_is_that_of_R()   // MH-14
    {
        var test = LogRank.Test(SurvivalData.Aml.Times, SurvivalData.Aml.Groups("x"));

        Assert.Equal(3.396388699, test.ChiSquared, 5e-10);
        Assert.Equal(10.6893359923, test.Expected[0], 5e-11);
    }

    [Fact]
    public void Ovarian_is_that_of_R() =>   // MH-18
        Assert.Equal(1.062739861, LogRank.Test(SurvivalData.Ovarian.Times, SurvivalData.Ovarian.Groups("rx")).ChiSquared, 5e-10);

    [Fact]
    public void Identical_groups_do_not_differ() =>
        Gen.Select(Gen.Int[1, 20], Gen.Bool).Array[2, 30].Sample(sample =>
        {
            TimeToEvent[] times = [.. sample.Select(s => new TimeToEvent(s.Item1, s.Item2))];
            var test = LogRank.Test([.. times, .. times], [.. times.Select(_ => 0), .. times.Select(_ => 1)]);
            return double.IsNaN(test.ChiSquared) ? test.Covariance[0][0] == 0 : test.ChiSquared < 1e-20;
        });

    [Fact]
    public void Sum_of_differences_over_the_groups_is_zero() =>
        Gen.Select(Gen.Int[1, 20], Gen.Bool, Gen.Int[0, 2], Gen.Int[0, 1]).Array[1, 60].Sample(sample =>
        {
            var test = Test(sample);
            return Math.Abs(test.Observed.Sum() - test.Expected.Sum()) < 1e-9;
        });

    [Fact]
    public void Statistic_does_not_depend_on_the_names_of_the_groups() =>
        Gen.Select(Gen.Int[1, 20], Gen.Bool, Gen.Int[0, 2], Gen.Int[0, 1]).Array[20, 60].Sample(sample =>
        {
            double a = Test(sample).ChiSquared;
            double b = Test([.. sample.Select(s => (s.Item1, s.Item2, 2 - s.Item3, s.Item4))]).ChiSquared;
            return double.IsNaN(a) ? double.IsNaN(b) : Math.Abs(a - b) <= 1e-8 * (1 + a);
        });

    [Fact]
    public void Groups_that_all_die_at_once_cannot_be_compared() =>
        Assert.Equal(double.NaN, LogRank.Test([new(1, true), new(1, true)], [0, 1]).ChiSquared);

    [Fact]
    public void Strata_with_one_group_each_tell_nothing() =>
        Assert.Equal(
            double.NaN,
            LogRank.Test(SurvivalData.Lung.Times, SurvivalData.Lung.Groups("sex"), SurvivalData.Lung.Groups("sex")).ChiSquared);

    [Fact]
    public void Strata_are_tests_added_up()
    {
        var data = SurvivalData.Lung.WithoutMissing("ecog");
        var whole = LogRank.Test(data.Times, data.Groups("sex"), data.Groups("ecog"));
        LogRank[] parts =
        [
            .. Enumerable.Range(0, 4).Select(e => data.Where("ecog", e))
                .Select(d => LogRank.Test(d.Times, [.. d["sex"].Select(s => (int)s - 1)])),
        ];

        double difference = parts.Sum(p => p.Observed[0] - p.Expected[0]), variance = parts.Sum(p => p.Covariance[0][0]);
        Assert.Equal(difference * difference / variance, whole.ChiSquared, 1e-9);
    }

    [Fact]
    public void Score_test_of_Cox_is_the_log_rank_test_when_no_times_are_tied() =>
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Bool, Gen.Bool).Array[5, 60].Sample(sample =>
        {
            var distinct = sample.DistinctBy(s => s.Item1).ToArray();
            TimeToEvent[] times = [.. distinct.Select(s => new TimeToEvent(s.Item1, s.Item2))];
            var test = LogRank.Test(times, [.. distinct.Select(s => s.Item3 ? 1 : 0)]);
            var cox = Cox.Fit(times, [[.. distinct.Select(s => s.Item3 ? 1.0 : 0.0)]]);
            return cox.Status is not CoxStatus.Converged || Math.Abs(cox.ScoreTest - test.ChiSquared) <= 1e-8 * (1 + test.ChiSquared);
        });

    private static LogRank Test((int Time, bool Event, int Group, int Stratum)[] sample) => LogRank.Test(
        [.. sample.Select(s => new TimeToEvent(s.Time, s.Event))], [.. sample.Select(s => s.Group)], [.. sample.Select(s => s.Stratum)]);
}
