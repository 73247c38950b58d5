using Thymus.Reports.Figures;
using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Trials;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Sections;

/// <summary>Published results beside the simulated ones: where the model agrees and where it misses.</summary>
internal static class PublishedSection
{
    private static readonly Dictionary<string, string> Quantities = new(StringComparer.Ordinal)
    {
        ["orr"] = "Objective response",
        ["dcr"] = "Disease control",
        ["median-os"] = "Median overall survival",
        ["median-pfs"] = "Median progression-free survival",
        ["os-rate"] = "Overall survival",
        ["pfs-rate"] = "Progression-free survival",
        ["grade-3-5"] = "Adverse events of grade 3–5",
        ["mean"] = "Mean",
        ["median"] = "Median",
        ["mean-difference"] = "Difference of means",
        ["relative-difference"] = "Relative difference of means",
        ["geometric-mean"] = "Geometric mean",
        ["geometric-mean-ratio"] = "Ratio of geometric means",
        ["responders"] = "Responders",
        ["responder-difference"] = "Difference of responders",
        ["event-free-rate"] = "Without event",
        ["hazard-ratio"] = "Hazard ratio",
        ["hazard-ratio-os"] = "Hazard ratio of death",
        ["hazard-ratio-pfs"] = "Hazard ratio of progression or death",
        ["efficacy"] = "Efficacy (1 − hazard ratio)",
        ["rate-efficacy"] = "Efficacy (1 − rate ratio)",
        ["neutropenia-3-4"] = "Neutropenia of grade 3–4",
        ["adverse-event"] = "Adverse event",
        ["adverse-event-per-dose"] = "Adverse event per dose",
    };

    public static void Write(HtmlWriter html, TrialView trial)
    {
        var all = trial.Data.Analysis.Published;
        int misses = all.Count(p => !p.Agrees);
        html.Text("p", $"{all.Length - misses} of {all.Length} simulated values lie within the published uncertainty; "
            + (misses == 0 ? "none misses." : $"{misses} {(misses == 1 ? "misses" : "miss")}. A miss, and why, is worth more than an agreement: see the remarks."));
        new PublishedFigure(all.Select(p => (p, Subject(trial, p.Published), Where(trial, p.Published)))).Write(html);

        var table = new Table(
            "Published and simulated results", "Result", "Published in", "#Published (95\u00A0%\u00A0CI)", "#Simulated (95\u00A0%\u00A0CI)", "Verdict", "Remark and population");
        foreach (var p in all)
        {
            table.Row(
                IsOfEndpoint(p.Published) ? $"{Subject(trial, p.Published)}: {Kind(p.Published)}, {trial.Title(p.Published.Arm)}" : $"{Subject(trial, p.Published)}, {trial.Title(p.Published.Arm)}",
                $"{p.Published.Trial} [{p.Published.Confidence}]{(p.Published.Patients > 0 ? $", n\u00A0=\u00A0{Format.Count(p.Published.Patients)}" : string.Empty)}",
                Value(new Estimate(p.Published.Value, p.Published.Low, p.Published.High), p.Published.Unit, NotPublished(p.Published)),
                Value(p.Simulated, p.Published.Unit, "NR"), p.Agrees ? "✓ agrees" : "✗ misses",
                Sentence(p.Remark) + Sentence(p.Published.Population.Length > 0 ? "There: " + p.Published.Population : string.Empty)
                + Sentence(p.Published.Matches.Length > 0 ? "Match: " + p.Published.Matches : string.Empty));
        }

        table.Note("Marks: V, verified against the source; M, from memory, not verified; C, computed; A, assumption of ours. Times are in months. NR: not reached. Sources are listed at the end.");
        table.Write(html);
    }

    private static bool IsOfEndpoint(PublishedResult p) => p.Endpoint.Length + p.Term.Length > 0;

    /// <summary>What it is about: the endpoint, the adverse event, or the quantity itself.</summary>
    private static string Subject(TrialView trial, PublishedResult p) =>
        p.Endpoint.Length > 0 ? trial.Data.Analysis.Endpoints.FirstOrDefault(e => e.Id == p.Endpoint)?.Title ?? p.Endpoint
        : p.Term.Length > 0 ? p.Term
        : Kind(p);

    private static string Where(TrialView trial, PublishedResult p) =>
        $"{(IsOfEndpoint(p) ? Kind(p) + " · " : string.Empty)}{trial.Title(p.Arm)} · {p.Trial}";

    private static string Kind(PublishedResult p) =>
        (Quantities.GetValueOrDefault(p.Quantity) ?? p.Quantity)
        + (double.IsFinite(p.At) ? $" at {Format.Plural(Math.Round(p.At / Format.DaysPerMonth, 1), "month")}" : string.Empty);

    private static string Sentence(string text) => text.Length == 0 ? string.Empty : text.TrimEnd().TrimEnd('.') + ". ";

    private static string NotPublished(PublishedResult p) => double.IsFinite(p.Low) ? "NR" : string.Empty;

    private static string Value(Estimate e, string unit, string missing)
    {
        int decimals = unit is "%" or "months" or "month" ? 1 : Math.Max(1, EndpointWords.Decimals(e));
        string value = double.IsNaN(e.Value) ? "not reached" : $"{Format.Fixed(e.Value, decimals)}{(unit == "%" ? "\u00A0%" : string.Empty)}";
        return double.IsFinite(e.Low) ? $"{value} ({Format.Interval(e, decimals, 1, missing)})" : value;
    }
}
