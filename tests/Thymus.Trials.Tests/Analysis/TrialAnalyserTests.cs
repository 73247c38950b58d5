using Thymus.Clinic;
using Thymus.Clinic.Recist;
using Thymus.Trials.Analysis;

namespace Thymus.Trials.Tests.Analysis;

/// <summary>A small trial, counted by hand.</summary>
public sealed class TrialAnalyserTests
{
    private static readonly TrialAnalysis Analysis = TrialAnalyser.Analyse(SmallTrial.Study(), SmallTrial.Outcomes);

    private static ArmAnalysis New => Analysis.Arms[0];

    private static ArmAnalysis Old => Analysis.Arms[1];

    [Fact]
    public void Failed_patients_are_counted_and_left_out()
    {
        Assert.Equal((6, 1, 4), (New.Patients, New.Failed, New.Treated));
        Assert.Equal((5, 1, 4), (Old.Patients, Old.Failed, Old.Treated));
        Assert.Equal(5, New.OverallSurvival.AtRisk[0]);
        Assert.Equal(0, New.AdverseEvents.Sum(a => a.ByGrade[5]));
    }

    [Fact]
    public void Flow_says_where_every_analysed_patient_is()
    {
        Assert.Equal(
            [
                "Never treated 1", "Treatment goes on 1", "Completed treatment 0", "Stopped: progression 1", "Stopped: adverse event 1",
                "Stopped: death 0", "Stopped: left the study 1", "Alive at the end 1", "Left before the end 1", "Died 3",
            ],
            New.Flow.Select(f => $"{f.Label} {f.Count}"));
        Assert.Equal(New.Flow.Select(f => f.Label), Old.Flow.Select(f => f.Label));
    }

    [Fact]
    public void Responses_are_counted_with_exact_intervals()
    {
        Assert.Equal(["CR 1", "PR 1", "SD 1", "PD 1", "NE 1"], New.BestResponse.Select(r => $"{r.Label} {r.Count}"));
        Assert.Equal(0.4, New.ObjectiveResponse.Value);
        Assert.Equal(0.0527, New.ObjectiveResponse.Low, 5e-5);    // 2 of 5: the tabulated exact interval
        Assert.Equal(0.8534, New.ObjectiveResponse.High, 5e-5);
        Assert.Equal(0.6, New.DiseaseControl.Value);
        Assert.Equal(0, Old.ObjectiveResponse.Value);
        Assert.Null(Old.DurationOfResponse);
        Assert.Equal(63, New.DurationOfResponse!.Median.Value);
    }

    [Fact]
    public void Curves_start_at_time_zero()
    {
        var curve = New.OverallSurvival;

        Assert.Equal([0, 20, 100, 200, 250, 300], curve.Times);
        Assert.Equal([1, 0.8, 0.8, 0.8 * 2 / 3, 0.8 / 3, 0.8 / 3], curve.Survival.Select(s => Math.Round(s, 15)), new Close());
        Assert.Equal([5, 5, 4, 3, 2, 1], curve.AtRisk);
        Assert.Equal([0, 1, 0, 1, 1, 0], curve.Events);
        Assert.Equal([0, 0, 1, 0, 0, 1], curve.Censored);
        Assert.Equal(250, curve.Median.Value);
    }

    [Fact]
    public void Curve_with_censoring_at_time_zero_is_not_started_twice()
    {
        var curve = ArmAnalyser.Curve([new(0, false), new(5, true)]);

        Assert.Equal([0, 5], curve.Times);
        Assert.Equal([2, 1], curve.AtRisk);
        Assert.Equal([1, 0], curve.Censored);
    }

    [Fact]
    public void Harms_have_the_worst_grade_and_first_onset_of_treated_patients()
    {
        var colitis = New.AdverseEvents.Single(a => a.Term == "Colitis");

        Assert.Equal(["Pneumonitis", "Colitis", "Rash"], New.AdverseEvents.Select(a => a.Term));   // modelled first
        Assert.Equal([2, 0, 1, 1, 0, 0], colitis.ByGrade);
        Assert.Equal(25, colitis.MedianOnset);
        Assert.Equal("immune-related", colitis.Class);
        Assert.Equal(0.5, New.SevereAdverseEvents.Value);
        Assert.Equal(["Neutrophil count decreased"], Old.AdverseEvents.Select(a => a.Term));   // what is not modelled has no row
    }

    [Fact]
    public void Baseline_has_quartiles_or_counts_of_the_analysed()
    {
        var (sex, age) = (New.Baseline.Single(b => b.Name == "SEX"), New.Baseline.Single(b => b.Name == "AGE"));

        Assert.Equal(["female 2", "male 3"], sex.Levels.Select(l => $"{l.Label} {l.Count}"));
        Assert.Equal(new Estimate(53, 52, 54), age.MedianAndQuartiles);
        Assert.Equal((51, 55), (age.Minimum, age.Maximum));
        Assert.Empty(age.Levels);
    }

    [Fact]
    public void Doses_are_of_treated_patients() => Assert.Equal(new Estimate(5, 3.5, 8), New.Doses);

    [Fact]
    public void Comparison_is_of_the_arm_with_the_control()
    {
        var comparison = Assert.Single(Analysis.Comparisons);

        Assert.Equal(("new", "old"), (comparison.Arm, comparison.Control));
        Assert.InRange(comparison.OverallSurvival.HazardRatio.Value, 0.05, 0.9);
        Assert.Equal(0.4, comparison.ResponseDifference.Value);

        // to 300 d: the control lives (50 + 80 + 120 + 210)/4 = 115 d on average, the arm 20 + 0.8·180 + 0.8·2/3·50 + 0.8/3·50 = 204 d
        Assert.Equal(300, comparison.OverallSurvival.Horizon);
        Assert.Equal(20 + 0.8 * 180 + 0.8 * 2 / 3 * 50 + 0.8 / 3 * 50 - 115, comparison.OverallSurvival.RestrictedMeanDifference.Value, 1e-9);

        // progression-free survival of the arm is watched up to 252 d only
        Assert.Equal(252, comparison.ProgressionFreeSurvival.Horizon);
    }

    [Fact]
    public void Order_of_patients_does_not_matter()
    {
        var reversed = TrialAnalyser.Analyse(SmallTrial.Study(), [.. SmallTrial.Outcomes.Reverse()]);

        Assert.Equal(Analysis.Comparisons[0].OverallSurvival, reversed.Comparisons[0].OverallSurvival);
        Assert.Equal(New.OverallSurvival.Survival, reversed.Arms[0].OverallSurvival.Survival);
    }

    [Fact]
    public void Trial_without_patients_has_an_analysis()
    {
        var empty = TrialAnalyser.Analyse(SmallTrial.Study(), []);

        Assert.Equal(0, empty.Arms[0].Patients);
        Assert.Equal(double.NaN, empty.Arms[0].ObjectiveResponse.Value);
        Assert.Equal(double.NaN, empty.Comparisons[0].OverallSurvival.HazardRatio.Value);
        Assert.Equal(double.NaN, empty.Comparisons[0].ResponseDifference.Value);
    }

    [Fact]
    public void Arms_that_differ_twofold_in_hazard_show_it()
    {
        // 20,000 patients at quantiles of exponential times, followed for 300 d
        const int n = 10_000;
        var outcomes = Enumerable.Range(0, 2 * n).Select(i =>
        {
            double time = -Math.Log((i % n + 0.5) / n) * (i < n ? 400 : 200);
            var survival = new TimeToEvent(Math.Min(time, 300), time <= 300);
            return new PatientOutcome
            {
                Patient = (ulong)i,
                Arm = i < n ? "new" : "old",
                OverallSurvival = survival,
                ProgressionFreeSurvival = survival,
                BestResponse = Response.Stable,
            };
        }).ToList();

        var comparison = TrialAnalyser.Analyse(SmallTrial.Study(), outcomes).Comparisons[0].OverallSurvival;

        Assert.Equal(0.5, comparison.HazardRatio.Value, 1e-3);
        Assert.InRange(comparison.ProportionalHazardsP, 0.5, 1);
        Assert.Equal(400 * (1 - Math.Exp(-0.75)) - 200 * (1 - Math.Exp(-1.5)), comparison.RestrictedMeanDifference.Value, 0.01);
    }

    private sealed class Close : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-12;

        public int GetHashCode(double obj) => 0;
    }
}
