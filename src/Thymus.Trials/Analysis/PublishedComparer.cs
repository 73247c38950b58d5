using System.Collections.Immutable;
using System.Globalization;
using Thymus.Clinic.Ctcae;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Analysis;

/// <summary>Puts a simulated value beside a published one and says whether they agree.</summary>
/// <remarks>
/// A simulated value agrees when it lies in the published 95 % interval; without one, a proportion in the exact binomial interval of
/// the published proportion and its number of patients, anything else within ± 15 % of the published value.
/// </remarks>
internal static class PublishedComparer
{
    private const double Margin = 0.15;

    public static PublishedComparison Compare(
        PublishedResult published, ImmutableArray<ArmPatients> arms, ImmutableArray<ArmAnalysis> analyses, ImmutableArray<ArmComparison> comparisons,
        ImmutableArray<EndpointAnalysis> endpoints)
    {
        int i = analyses.IndexOf(analyses.FirstOrDefault(a => a.Arm == published.Arm)!);
        if (i < 0 || PublishedQuantities.Problem(published, arms[0].Study.Control) is not null)
        {
            return Missing(published, "this study cannot compute it");
        }

        if (PublishedQuantities.IsOfEndpoint(published.Quantity))
        {
            return endpoints.FirstOrDefault(e => e.Id == published.Endpoint) is { } endpoint
                ? OfEndpoint(published, endpoint)
                : Missing(published, "this study does not have the endpoint");
        }

        var (arm, analysis) = (arms[i], analyses[i]);
        var comparison = comparisons.FirstOrDefault(c => c.Arm == published.Arm);
        return published.Quantity switch
        {
            "orr" => Judge(published, analysis.ObjectiveResponse.ToPercent()),
            "dcr" => Judge(published, analysis.DiseaseControl.ToPercent()),
            "median-os" => Median(published, analysis.OverallSurvival),
            "median-pfs" => Median(published, analysis.ProgressionFreeSurvival),
            "os-rate" => Rate(published, analysis.OverallSurvival),
            "pfs-rate" => Rate(published, analysis.ProgressionFreeSurvival),
            "grade-3-5" => analysis.AdverseEvents.IsEmpty
                ? Missing(published, "adverse events are not modelled in this arm")
                : Judge(published, analysis.SevereAdverseEvents.ToPercent()),
            "neutropenia-3-4" => analysis.AdverseEvents.Any(a => IsNeutropenia(a.Term))
                ? Judge(published, HarmsAnalyser.WithGrade(arm, IsNeutropenia, 3, 4).ToPercent())
                : Missing(published, "neutropenia is not modelled in this arm"),
            "adverse-event" => analysis.AdverseEvents.FirstOrDefault(a => a.Term == published.Term) is { } row
                ? Judge(published, ArmPatients.Share(row.ByGrade.Skip(1).Sum(), analysis.Treated).ToPercent())
                : Missing(published, "the adverse event is not modelled in this arm"),
            "adverse-event-per-dose" => analysis.AdverseEvents.FirstOrDefault(a => a.Term == published.Term) is { } row
                ? Judge(published, ArmPatients.Share(row.Episodes, (int)Math.Min(int.MaxValue, analysis.DosesGiven)).ToPercent())
                : Missing(published, "the adverse event is not modelled in this arm"),
            "hazard-ratio-os" => Ratio(published, comparison?.OverallSurvival),
            _ => Ratio(published, comparison?.ProgressionFreeSurvival),
        };
    }

    private static PublishedComparison OfEndpoint(PublishedResult published, EndpointAnalysis endpoint)
    {
        Estimate? simulated = (endpoint, published.Quantity) switch
        {
            (ContinuousAnalysis c, "mean" or "geometric-mean") => c.Arms.First(a => a.Arm == published.Arm).Mean,
            (ContinuousAnalysis c, "median") => c.Arms.First(a => a.Arm == published.Arm).MedianAndQuartiles,
            (ContinuousAnalysis c, "mean-difference") => c.Comparisons.FirstOrDefault(a => a.Arm == published.Arm)?.Difference,
            (ContinuousAnalysis c, "relative-difference") =>
                c.Comparisons.FirstOrDefault(a => a.Arm == published.Arm) is { Ratio: var r } ? new(100 * (r.Value - 1), 100 * (r.Low - 1), 100 * (r.High - 1)) : null,
            (ContinuousAnalysis c, "geometric-mean-ratio") => c.Comparisons.FirstOrDefault(a => a.Arm == published.Arm)?.Ratio,
            (ResponderAnalysis r, "responders") => r.Arms.First(a => a.Arm == published.Arm).Share.ToPercent(),
            (ResponderAnalysis r, "responder-difference") => r.Comparisons.FirstOrDefault(a => a.Arm == published.Arm) is { } c ? c.Difference.ToPercent() : null,
            (TimeToEventAnalysis t, "hazard-ratio") => t.Comparisons.FirstOrDefault(a => a.Arm == published.Arm)?.Survival.HazardRatio,
            (TimeToEventAnalysis t, "efficacy") => t.Comparisons.FirstOrDefault(a => a.Arm == published.Arm) is { } c ? c.Efficacy.ToPercent() : null,
            (TimeToEventAnalysis t, "rate-efficacy") => t.Comparisons.FirstOrDefault(a => a.Arm == published.Arm) is { } c ? c.RateEfficacy.ToPercent() : null,
            _ => null,
        };
        return endpoint is TimeToEventAnalysis time && published.Quantity == "event-free-rate" ? Rate(published, time.Arms.First(a => a.Arm == published.Arm).Curve)
            : simulated is null ? Missing(published, "this study cannot compute it")
            : Judge(published, simulated.Value);
    }

    private static bool IsNeutropenia(string term) => CtcaeGrading.Find(term) is { Name: "Neutrophil count decreased" };

    private static PublishedComparison Median(PublishedResult published, SurvivalCurve curve)
    {
        var m = curve.Median;
        var months = new Estimate(m.Value / PublishedQuantities.DaysPerMonth, m.Low / PublishedQuantities.DaysPerMonth, m.High / PublishedQuantities.DaysPerMonth);
        if (!double.IsNaN(months.Value))
        {
            return Judge(published, months);
        }

        // all that is known of a median that was not reached is that it lies beyond the last time at which someone was watched
        double seen = curve.Times[^1] / PublishedQuantities.DaysPerMonth;
        var (low, high, words) = Accepted(published);
        string notReached = $"the simulated median was not reached within {Number(seen, published)} months";
        return seen > high ? new(published, months, false, $"{notReached}: it is above {words}")
            : double.IsNaN(high) && seen >= low ? new(published, months, true, $"{notReached}: that agrees with {words}")
            : new(published, months, false, $"{notReached}, too short to compare with {words}");
    }

    private static PublishedComparison Rate(PublishedResult published, SurvivalCurve curve) =>
        curve.Times[^1] < published.At * (1 - 1e-9) && curve.Survival[^1] > 0
            ? Missing(published, $"no simulated patient was watched for {Number(published.At / PublishedQuantities.DaysPerMonth, published)} months")
            : Judge(published, curve.At(published.At).ToPercent());

    private static PublishedComparison Ratio(PublishedResult published, SurvivalComparison? comparison) =>
        comparison is null || double.IsNaN(comparison.HazardRatio.Value)
            ? Missing(published, "the simulated hazard ratio does not exist: an arm has no event")
            : Judge(published, comparison.HazardRatio);

    private static PublishedComparison Judge(PublishedResult published, Estimate simulated)
    {
        if (double.IsNaN(simulated.Value))
        {
            return Missing(published, "there is no simulated value: no patient counts for it");
        }

        var (low, high, words) = Accepted(published);
        string value = Number(simulated.Value, published);
        return double.IsNaN(low) && double.IsNaN(high) ? Missing(published, "the published value has no interval and is no number to compare with", simulated)
            : simulated.Value < low ? new(published, simulated, false, $"simulated {value} is below {words}")
            : simulated.Value > high ? new(published, simulated, false, $"simulated {value} is above {words}")
            : new(published, simulated, true, $"simulated {value} lies in {words}");
    }

    private static PublishedComparison Missing(PublishedResult published, string why, Estimate? simulated = null) =>
        new(published, simulated ?? Estimate.None, false, $"not compared: {why}");

    /// <summary>The interval that a simulated value must lie in (an end that is NaN is open), and its name.</summary>
    private static (double Low, double High, string Words) Accepted(PublishedResult published)
    {
        if (!double.IsNaN(published.Low) || !double.IsNaN(published.High))
        {
            return (published.Low, published.High, $"the published 95 % interval {Range(published.Low, published.High, published)}");
        }

        if (published.Unit == "%" && published.Patients > 0 && !PublishedQuantities.IsComparison(published.Quantity) && published.Value is >= 0 and <= 100)
        {
            var (low, high) = BinomialInterval.ClopperPearson(published.Value / 100 * published.Patients, published.Patients);
            return (100 * low, 100 * high,
                string.Create(CultureInfo.InvariantCulture, $"the 95 % binomial interval {Range(100 * low, 100 * high, published)} of {published.Value} % of {published.Patients}"));
        }

        double margin = Margin * Math.Abs(published.Value);
        var (from, to) = (published.Value - margin, published.Value + margin);
        return (from, to, string.Create(CultureInfo.InvariantCulture, $"{Range(from, to, published)}, the published {published.Value} ± 15 % (it has no interval)"));
    }

    private static string Range(double low, double high, PublishedResult published) =>
        $"{(double.IsNaN(low) ? "not given" : Number(low, published))}{(low < 0 || high < 0 ? " to " : "–")}{(double.IsNaN(high) ? "NR" : Number(high, published))}";

    private static string Number(double value, PublishedResult published) =>
        value.ToString(
            published.Unit is "%" or "months" or "month" ? "0.0" : published.Unit is "" or "1" ? "0.00" : "G4", CultureInfo.InvariantCulture);
}
