using Thymus.Trials.Analysis;

namespace Thymus.Trials.Tests.Analysis;

/// <summary>The small trial beside invented published results.</summary>
public sealed class PublishedComparisonTests
{
    private const double Nan = double.NaN;
    private const double Month = 30.4375;

    [Theory]
    [InlineData("orr", 40, 30, 50, true, "simulated 40.0 lies in the published 95 % interval 30.0–50.0")]
    [InlineData("orr", 60, 50, 70, false, "simulated 40.0 is below the published 95 % interval 50.0–70.0")]
    [InlineData("orr", 19, 15, 24, false, "simulated 40.0 is above the published 95 % interval 15.0–24.0")]
    [InlineData("dcr", 60, 50, 70, true, "simulated 60.0 lies in the published 95 % interval 50.0–70.0")]
    [InlineData("median-os", 8.0, 7.0, 9.0, true, "simulated 8.2 lies in the published 95 % interval 7.0–9.0")]
    [InlineData("median-os", 7.2, Nan, Nan, true, "simulated 8.2 lies in 6.1–8.3, the published 7.2 ± 15 % (it has no interval)")]
    [InlineData("median-os", 6.9, Nan, Nan, false, "simulated 8.2 is above 5.9–7.9, the published 6.9 ± 15 % (it has no interval)")]
    [InlineData("median-pfs", 5.0, 4.0, Nan, true, "simulated 4.1 lies in the published 95 % interval 4.0–NR")]
    [InlineData("grade-3-5", 50, 40, 60, true, "simulated 50.0 lies in the published 95 % interval 40.0–60.0")]
    [InlineData("neutropenia-3-4", 10, 5, 15, false, "not compared: neutropenia is not modelled in this arm")]
    [InlineData("hazard-ratio-os", 0.6, 0.01, 0.9, true, null)]
    [InlineData("hazard-ratio-pfs", 5, 4, 6, false, null)]
    public void Verdict_and_remark_follow_the_published_interval(
        string quantity, double value, double low, double high, bool agrees, string? remark)
    {
        var comparison = Compare(SmallTrial.Published("new", quantity, value, low, high));

        Assert.Equal(agrees, comparison.Agrees);
        Assert.Equal(remark ?? comparison.Remark, comparison.Remark);
    }

    [Fact]
    public void Proportion_without_an_interval_is_given_the_exact_one_of_its_patients()
    {
        var comparison = Compare(SmallTrial.Published("new", "orr", 44.8, patients: 154));

        // Clopper-Pearson of 69 of 154: 36.8 to 53.0, as KEYNOTE-024 printed it
        Assert.Equal("simulated 40.0 lies in the 95 % binomial interval 36.8–53.0 of 44.8 % of 154", comparison.Remark);
        Assert.True(comparison.Agrees);
    }

    [Fact]
    public void Neutropenia_counts_grades_three_and_four() =>
        Assert.Equal(50, Compare(SmallTrial.Published("old", "neutropenia-3-4", 50, patients: 100)).Simulated.Value);

    [Theory]
    [InlineData("os-rate", 90, 80)]
    [InlineData("pfs-rate", 63, 60)]
    [InlineData("os-rate", 299, 80.0 / 3)]
    public void Rate_is_read_from_the_curve(string quantity, double at, double percent) =>
        Assert.Equal(percent, Compare(SmallTrial.Published("new", quantity, 50, 1, 99, at: at)).Simulated.Value, 1e-9);

    [Fact]
    public void Rate_beyond_the_follow_up_is_not_compared()
    {
        var comparison = Compare(SmallTrial.Published("new", "os-rate", 50, 1, 99, at: 24 * Month));

        Assert.False(comparison.Agrees);
        Assert.Equal("not compared: no simulated patient was watched for 24.0 months", comparison.Remark);
    }

    [Theory]
    [InlineData(30, 18.3, Nan, false, "the simulated median was not reached within 9.9 months, too short to compare with the published 95 % interval 18.3–NR")]
    [InlineData(30, 8.3, Nan, true, "the simulated median was not reached within 9.9 months: that agrees with the published 95 % interval 8.3–NR")]
    [InlineData(8, 7, 9, false, "the simulated median was not reached within 9.9 months: it is above the published 95 % interval 7.0–9.0")]
    [InlineData(8, 7, 12, false, "the simulated median was not reached within 9.9 months, too short to compare with the published 95 % interval 7.0–12.0")]
    public void Median_that_is_not_reached_is_judged_by_what_is_known(double value, double low, double high, bool agrees, string remark)
    {
        var survivors = SmallTrial.Outcomes.Select(o => o with { OverallSurvival = new(300, false) }).ToList();

        var comparison = TrialAnalyser.Analyse(SmallTrial.Study(SmallTrial.Published("new", "median-os", value, low, high)), survivors).Published[0];

        Assert.Equal((agrees, remark), (comparison.Agrees, comparison.Remark));
    }

    [Theory]
    [InlineData("ord", "%", Nan, "unknown quantity 'ord': known are orr, dcr, median-os, median-pfs, os-rate, pfs-rate, grade-3-5, neutropenia-3-4, hazard-ratio-os, hazard-ratio-pfs, adverse-event, adverse-event-per-dose, mean, median, mean-difference, relative-difference, geometric-mean, geometric-mean-ratio, responders, responder-difference, event-free-rate, hazard-ratio, efficacy, rate-efficacy")]
    [InlineData("orr", "months", Nan, "orr (objective response rate) is in %, not in 'months'")]
    [InlineData("os-rate", "%", Nan, "os-rate needs the time it is for: add 'at', such as 12 months")]
    [InlineData("hazard-ratio-os", "1", Nan, "hazard-ratio-os compares an arm with the control: 'old' is the control")]
    [InlineData("orr", "%", Nan, null)]
    [InlineData("os-rate", "%", 365, null)]
    public void Problem_of_a_published_result_is_put_in_words(string quantity, string unit, double at, string? problem)
    {
        var published = SmallTrial.Published("old", quantity, 1, at: at) with { Unit = unit };

        Assert.Equal(problem, PublishedQuantities.Problem(published, "old"));
        Assert.Equal(problem is not null, Compare(published).Remark == "not compared: this study cannot compute it");
    }

    private static PublishedComparison Compare(PublishedResult published) =>
        TrialAnalyser.Analyse(SmallTrial.Study(published), SmallTrial.Outcomes).Published[0];
}
