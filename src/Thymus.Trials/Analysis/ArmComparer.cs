using System.Collections.Immutable;
using Thymus.Clinic;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Analysis;

/// <summary>Compares an arm with the control.</summary>
internal static class ArmComparer
{
    public static ArmComparison Compare(ArmPatients arm, ArmPatients control)
    {
        double duration = arm.Study.Duration;
        return new(
            arm.Arm.Id, control.Arm.Id,
            Compare(arm.OverallSurvival, control.OverallSurvival, duration),
            Compare(arm.ProgressionFreeSurvival, control.ProgressionFreeSurvival, duration),
            Difference(arm, control));
    }

    /// <summary>Compares two samples of times to an event, restricted means to a duration [d] at most.</summary>
    internal static SurvivalComparison Compare(ImmutableArray<TimeToEvent> arm, ImmutableArray<TimeToEvent> control, double duration)
    {
        ImmutableArray<TimeToEvent> both = [.. arm, .. control];
        int[] groups = [.. both.Select((_, i) => i < arm.Length ? 1 : 0)];
        var cox = Cox.Fit(both, [[.. groups.Select(g => (double)g)]]);
        var (low, high) = cox.HazardRatioInterval(0);
        var (armCurve, controlCurve) = (KaplanMeier.Fit(arm), KaplanMeier.Fit(control));
        double horizon = Math.Min(duration, Math.Min(Reach(armCurve), Reach(controlCurve)));
        var mean = horizon > 0
            ? RestrictedMean.Difference(RestrictedMean.Of(armCurve, horizon), RestrictedMean.Of(controlCurve, horizon))
            : (double.NaN, double.NaN, new Interval(double.NaN, double.NaN), double.NaN);
        return new(
            new(cox.HazardRatio(0), low, high), cox.WaldP(0), LogRank.Test(both, groups).P,
            new(mean.Item1, mean.Item3.Low, mean.Item3.High), horizon, cox.ProportionalHazards().P);
    }

    /// <summary>Time up to which a curve is known: for ever once it is 0.</summary>
    private static double Reach(KaplanMeier curve) =>
        curve.Times.Length == 0 ? 0 : curve.Survival[^1] == 0 ? double.PositiveInfinity : curve.Times[^1];

    private static Estimate Difference(ArmPatients arm, ArmPatients control)
    {
        int n1 = arm.Analysed.Length, n2 = control.Analysed.Length;
        if (n1 == 0 || n2 == 0)
        {
            return Estimate.None;
        }

        var (low, high) = BinomialInterval.NewcombeDifference(arm.Responders, n1, control.Responders, n2);
        return new((double)arm.Responders / n1 - (double)control.Responders / n2, low, high);
    }
}
