using System.Collections.Immutable;
using Thymus.Clinic;
using Thymus.Trials.Endpoints;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Analysis;

/// <summary>Analyses the endpoints that a study declares. docs/science/statistics.md has the methods.</summary>
internal static class EndpointAnalyser
{
    private const double DaysPerYear = 365.25;

    public static ImmutableArray<EndpointAnalysis> Analyse(Study study, ImmutableArray<ArmPatients> arms, ArmPatients? control) =>
        [.. study.Endpoints.SelectMany(e => Analyse(e, arms, control))];

    private static IEnumerable<EndpointAnalysis> Analyse(StudyEndpoint endpoint, ImmutableArray<ArmPatients> arms, ArmPatients? control) => endpoint switch
    {
        ContinuousEndpoint continuous => [Continuous(continuous, arms, control)],
        ResponderEndpoint responder => responder.Thresholds.Select(t => Responder(responder, t, arms, control)),
        TimeToEventEndpoint timeToEvent => [TimeToEvent(timeToEvent, arms, control)],
        _ => [],
    };

    private static ContinuousAnalysis Continuous(ContinuousEndpoint endpoint, ImmutableArray<ArmPatients> arms, ArmPatients? control)
    {
        var samples = arms.ToDictionary(a => a, a => a.Values(endpoint.Id).Select(v => v.Value).Where(v => !double.IsNaN(v)).ToArray());
        var means = samples.ToDictionary(s => s.Key, s => Means.Of([.. s.Value.Select(x => endpoint.IsGeometric ? Math.Log(x) : x)]));
        return new(endpoint.Id, endpoint.Title, endpoint.Better, endpoint)
        {
            Arms = [.. arms.Select(a => Arm(endpoint, a, samples[a], means[a]))],
            Comparisons = control is null ? [] : [.. arms.Where(a => a != control).Select(a => Compare(endpoint, a, control, means[a], means[control]))],
        };
    }

    private static ContinuousArm Arm(ContinuousEndpoint endpoint, ArmPatients arm, double[] sample, SampleMean mean)
    {
        double[] baseline = [.. arm.Values(endpoint.Id + ":baseline").Select(v => v.Value).Where(v => !double.IsNaN(v) && (v > 0 || !endpoint.IsGeometric))];
        double[] sorted = [.. sample.Order()];
        var interval = Means.Interval(mean);
        var estimate = new Estimate(mean.Mean, interval.Low, interval.High);
        double atBaseline = Means.Of([.. baseline.Select(x => endpoint.IsGeometric ? Math.Log(x) : x)]).Mean;
        return new(
            arm.Arm.Id, sample.Length, arm.Analysed.Length - sample.Length, endpoint.IsGeometric ? Exp(estimate) : estimate,
            endpoint.IsGeometric ? Math.Exp(mean.StandardDeviation) : mean.StandardDeviation,
            new(Quantile.Of(sorted, 0.5), Quantile.Of(sorted, 0.25), Quantile.Of(sorted, 0.75)),
            endpoint.IsGeometric ? Math.Exp(atBaseline) : atBaseline);
    }

    private static ContinuousComparison Compare(ContinuousEndpoint endpoint, ArmPatients arm, ArmPatients control, SampleMean mean, SampleMean other)
    {
        var welch = Means.Compare(mean, other);
        var difference = new Estimate(welch.Difference, welch.Interval.Low, welch.Interval.High);
        if (endpoint.IsGeometric)
        {
            return new(arm.Arm.Id, control.Arm.Id, Estimate.None, Exp(difference), welch.P);
        }

        var (ratio, interval) = Means.Ratio(mean, other);
        return new(arm.Arm.Id, control.Arm.Id, difference, new(ratio, interval.Low, interval.High), welch.P);
    }

    private static ResponderAnalysis Responder(ResponderEndpoint endpoint, ResponseThreshold threshold, ImmutableArray<ArmPatients> arms, ArmPatients? control)
    {
        var counts = arms.Select(arm =>
        {
            var values = arm.Values(threshold.Id);
            int responders = values.Count(v => v.IsEvent), patients = arm.Analysed.Length;
            return new ResponderArm(arm.Arm.Id, patients, values.Count(v => double.IsNaN(v.Value)), responders, ArmPatients.Share(responders, patients));
        }).ToImmutableArray();
        var other = counts.FirstOrDefault(c => c.Arm == control?.Arm.Id);
        return new(threshold.Id, threshold.Title, endpoint.Better, endpoint)
        {
            Arms = counts,
            Comparisons = other is null ? [] : [.. counts.Where(c => c != other).Select(c => Compare(c, other))],
        };
    }

    private static ResponderComparison Compare(ResponderArm arm, ResponderArm control)
    {
        if (arm.Patients == 0 || control.Patients == 0)
        {
            return new(arm.Arm, control.Arm, Estimate.None, Estimate.None);
        }

        var (low, high) = BinomialInterval.NewcombeDifference(arm.Responders, arm.Patients, control.Responders, control.Patients);
        var (ratio, interval) = RiskRatio.Katz(arm.Responders, arm.Patients, control.Responders, control.Patients);
        return new(
            arm.Arm, control.Arm, new(arm.Share.Value - control.Share.Value, low, high),
            double.IsFinite(ratio) ? new(ratio, interval.Low, interval.High) : Estimate.None);
    }

    private static TimeToEventAnalysis TimeToEvent(TimeToEventEndpoint endpoint, ImmutableArray<ArmPatients> arms, ArmPatients? control)
    {
        var samples = arms.ToDictionary(a => a, a => a.Values(endpoint.Id).Where(v => !double.IsNaN(v.Value)).Select(v => new TimeToEvent(v.Value, v.IsEvent)).ToImmutableArray());
        ImmutableArray<TimeToEventArm> results = [.. arms.Select(a => Arm(a, samples[a]))];
        return new(endpoint.Id, endpoint.Title, endpoint.Better, endpoint)
        {
            Arms = results,
            Comparisons = control is null ? [] :
            [
                .. arms.Select((a, i) => (Arm: a, Index: i)).Where(a => a.Arm != control)
                    .Select(a => Compare(endpoint, results[a.Index], results[arms.IndexOf(control)], samples[a.Arm], samples[control], Math.Min(endpoint.To, control.Study.Duration))),
            ],
        };
    }

    private static TimeToEventArm Arm(ArmPatients arm, ImmutableArray<TimeToEvent> sample)
    {
        int events = sample.Count(s => s.Event);
        double years = sample.Sum(s => s.Time) / DaysPerYear;
        var (low, high) = EventRates.Rate(events, years);
        return new(
            arm.Arm.Id, sample.Length, arm.Analysed.Length - sample.Length, events, years,
            new(years > 0 ? events / years : double.NaN, low, high), ArmAnalyser.Curve(sample));
    }

    private static TimeToEventComparison Compare(
        TimeToEventEndpoint endpoint, TimeToEventArm arm, TimeToEventArm control, ImmutableArray<TimeToEvent> sample, ImmutableArray<TimeToEvent> other,
        double duration)
    {
        var (ratio, interval) = EventRates.Ratio(arm.Events, arm.Years, control.Events, control.Years);
        double horizon = Math.Min(arm.Curve.Times[^1], control.Curve.Times[^1]);
        var (a, c) = (arm.Curve.At(horizon), control.Curve.At(horizon));
        double difference = c.Value - a.Value;   // of incidences, the complements
        return new(
            arm.Arm, control.Arm, ArmComparer.Compare(sample, other, duration - endpoint.From),
            double.IsFinite(ratio) ? new(ratio, interval.Low, interval.High) : Estimate.None,
            new(
                difference,
                difference - Root(c.Value - c.Low, a.High - a.Value),
                difference + Root(c.High - c.Value, a.Value - a.Low)),
            horizon);
    }

    private static double Root(double x, double y) => Math.Sqrt((x * x) + (y * y));

    private static Estimate Exp(Estimate e) => new(Math.Exp(e.Value), Math.Exp(e.Low), Math.Exp(e.High));
}
