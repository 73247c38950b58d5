using System.Collections.Immutable;
using Thymus.Clinic;
using Thymus.Clinic.Recist;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Analysis;

/// <summary>Analyses one arm.</summary>
internal static class ArmAnalyser
{
    private static readonly Response[] Responses =
        [Response.Complete, Response.Partial, Response.Stable, Response.Progressive, Response.NotEvaluable];

    private static readonly (string Label, TreatmentEnd Why)[] TreatmentEnds =
    [
        ("Treatment goes on", TreatmentEnd.Ongoing),
        ("Completed treatment", TreatmentEnd.Completed),
        ("Stopped: progression", TreatmentEnd.Progression),
        ("Stopped: adverse event", TreatmentEnd.AdverseEvent),
        ("Stopped: death", TreatmentEnd.Death),
        ("Stopped: left the study", TreatmentEnd.LostToFollowUp),
    ];

    private static readonly (string Label, StudyEnd Where)[] StudyEnds =
    [
        ("Alive at the end", StudyEnd.InFollowUp),
        ("Left before the end", StudyEnd.LostToFollowUp),
        ("Died", StudyEnd.Died),
    ];

    public static ArmAnalysis Analyse(ArmPatients arm)
    {
        var patients = arm.Analysed;
        TimeToEvent[] durations = [.. patients.Where(p => p.DurationOfResponse is not null).Select(p => p.DurationOfResponse!.Value)];
        double[] doses = [.. arm.Treated.Select(p => (double)p.Doses).Order()];
        return new()
        {
            Arm = arm.Arm.Id,
            Title = arm.Arm.Title,
            Patients = patients.Length + arm.Failed,
            Failed = arm.Failed,
            Flow = Flow(arm),
            Baseline = BaselineAnalyser.Analyse(arm),
            OverallSurvival = Curve(arm.OverallSurvival),
            ProgressionFreeSurvival = Curve(arm.ProgressionFreeSurvival),
            DurationOfResponse = durations.Length == 0 ? null : Curve(durations),
            BestResponse = [.. Responses.Select(r => new LabelledCount(r.Code, patients.Count(p => Row(p.BestResponse) == r)))],
            ObjectiveResponse = ArmPatients.Share(arm.Responders, patients.Length),
            DiseaseControl = ArmPatients.Share(patients.Count(p => p.BestResponse.IsControl), patients.Length),
            Treated = arm.Treated.Length,
            AdverseEvents = HarmsAnalyser.Analyse(arm),
            AnyAdverseEvent = HarmsAnalyser.AtLeast(arm, 1),
            SevereAdverseEvents = HarmsAnalyser.AtLeast(arm, 3),
            DosesGiven = arm.Treated.Sum(p => (long)p.Doses),
            Doses = new(Quantile.Of(doses, 0.5), Quantile.Of(doses, 0.25), Quantile.Of(doses, 0.75)),
        };
    }

    /// <summary>A Kaplan–Meier curve that starts at time 0.</summary>
    public static SurvivalCurve Curve(IReadOnlyList<TimeToEvent> sample)
    {
        var fit = KaplanMeier.Fit(sample);
        var (low, high) = fit.MedianInterval;
        var median = new Estimate(fit.Median, low, high);
        ImmutableArray<double> lows = [.. fit.Intervals.ToArray().Select(i => i.Low)], highs = [.. fit.Intervals.ToArray().Select(i => i.High)];
        return fit.Times.Length > 0 && fit.Times[0] == 0
            ? new(fit.Times, fit.Survival, lows, highs, fit.AtRisk, fit.Events, fit.Censored, median)
            : new(
                [0, .. fit.Times], [1, .. fit.Survival], [1, .. lows], [1, .. highs],
                [sample.Count, .. fit.AtRisk], [0, .. fit.Events], [0, .. fit.Censored], median);
    }

    /// <summary>NON-CR/NON-PD is shown with stable disease: the table of the report has five rows.</summary>
    private static Response Row(Response response) => response is Response.NonCompleteNonProgressive ? Response.Stable : response;

    /// <summary>Where the analysed patients are: first every treated one by the end of treatment, then everyone by the end of the study.</summary>
    private static ImmutableArray<LabelledCount> Flow(ArmPatients arm) =>
    [
        new("Never treated", arm.Analysed.Length - arm.Treated.Length),
        .. TreatmentEnds.Select(e => new LabelledCount(e.Label, arm.Treated.Count(p => p.TreatmentEnd == e.Why))),
        .. StudyEnds.Select(e => new LabelledCount(e.Label, arm.Analysed.Count(p => p.StudyEnd == e.Where))),
    ];
}
