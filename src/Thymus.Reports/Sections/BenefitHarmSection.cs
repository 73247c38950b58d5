using Thymus.Reports.Figures;
using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Trials.Analysis;
using Thymus.Trials.Endpoints;

namespace Thymus.Reports.Sections;

/// <summary>What an arm gains and what it costs, on one page and one axis.</summary>
internal static class BenefitHarmSection
{
    private const string Benefit = "Benefit: further right is better";
    private const string Harm = "Harm: further right is worse";

    public static void Write(HtmlWriter html, TrialView trial)
    {
        string at = Format.Plural(trial.Milestone, "month");
        html.Text("p", "Benefit and harm come from the same simulated patients, so they can be weighed side by side.");
        var quantities = Quantities(trial, at);
        new DotFigure(
            "benefit-harm-figure", "Benefit and harm on one axis",
            "Points with 95 % intervals (responders, response and harms: exact; what happens in time: Kaplan–Meier, log–log). Harms are counted in treated "
            + "patients by their worst grade.",
            [.. trial.Arms.Select(a => (a.Title, a.Style))],
            [.. quantities.Select(q => new DotRow(q.Group, q.Label, [.. trial.Arms.Select(a => Scale(q.Value(a)))]))]).Write(html);

        foreach (var comparison in trial.Data.Analysis.Comparisons)
        {
            WriteTable(html, trial, comparison, quantities);
        }
    }

    /// <summary>Difference of two proportions, arm minus control, with an interval from those of the proportions.</summary>
    /// <remarks>Method of variance estimates recovery: Zou and Donner 2008, doi:10.1002/sim.3095, eq. 4.</remarks>
    public static Estimate Difference(Estimate arm, Estimate control)
    {
        double d = arm.Value - control.Value;
        return new Estimate(
            d,
            d - Math.Sqrt(Square(arm.Value - arm.Low) + Square(control.High - control.Value)),
            d + Math.Sqrt(Square(arm.High - arm.Value) + Square(control.Value - control.Low)));
    }

    /// <summary>Difference of a proportion between the arms of a comparison.</summary>
    public static Estimate Difference(TrialView trial, ArmComparison comparison, Func<ArmView, Estimate> value)
    {
        var arm = trial.Arms.FirstOrDefault(a => a.Id == comparison.Arm);
        var control = trial.Arms.FirstOrDefault(a => a.Id == comparison.Control);
        return arm is null || control is null ? Estimate.None : Difference(value(arm), value(control));
    }

    private static List<(string Group, string Label, Func<ArmView, Estimate> Value)> Quantities(TrialView trial, string at)
    {
        double days = trial.Days(trial.Milestone);
        var quantities = new List<(string Group, string Label, Func<ArmView, Estimate> Value)>();
        foreach (var endpoint in trial.Data.Analysis.Endpoints)
        {
            if (endpoint is ResponderAnalysis responder && endpoint.Better is Better.Higher)
            {
                quantities.Add((Benefit, endpoint.Title, a => responder.Arms.FirstOrDefault(r => r.Arm == a.Id)?.Share ?? Estimate.None));
            }
            else if (endpoint is TimeToEventAnalysis timeToEvent && endpoint.Better is not Better.Neither)
            {
                bool isGood = endpoint.Better is Better.Higher;
                quantities.Add((Benefit, isGood ? endpoint.Title : $"Without event: {endpoint.Title}", a => AtEnd(timeToEvent, a, isGood)));
            }
        }

        if (trial.Study.HasTumour)
        {
            quantities.Add((Benefit, "Objective response", a => a.Results.ObjectiveResponse));
            quantities.Add((Benefit, $"Progression-free at {at}", a => SurvivalSections.Rate(a.Results.ProgressionFreeSurvival, days)));
        }

        if (trial.Study.HasSurvival)
        {
            quantities.Add((Benefit, $"Alive at {at}", a => SurvivalSections.Rate(a.Results.OverallSurvival, days)));
        }

        foreach (var responder in trial.Data.Analysis.Endpoints.OfType<ResponderAnalysis>().Where(r => r.Better is Better.Lower))
        {
            quantities.Add((Harm, responder.Title, a => responder.Arms.FirstOrDefault(r => r.Arm == a.Id)?.Share ?? Estimate.None));
        }

        if (!trial.Data.Analysis.Endpoints.IsEmpty)
        {
            quantities.Add((Harm, "Any adverse event", a => a.Results.AdverseEvents.IsEmpty ? Estimate.None : a.Results.AnyAdverseEvent));
        }

        quantities.Add((Harm, "Any adverse event of grade 3–5", a => a.Results.AdverseEvents.IsEmpty && !trial.Study.HasTumour ? Estimate.None : a.Results.SevereAdverseEvents));
        return quantities;
    }

    /// <summary>Patients with, or without, the event of an endpoint when follow-up ends.</summary>
    private static Estimate AtEnd(TimeToEventAnalysis endpoint, ArmView arm, bool withEvent)
    {
        if (endpoint.Arms.FirstOrDefault(a => a.Arm == arm.Id)?.Curve is not { } curve)
        {
            return Estimate.None;
        }

        var free = curve.At(curve.Times[^1]);
        return withEvent ? free.Complement() : free;
    }

    /// <summary>Endpoints that are no shares cannot be on the axis of the figure; they are in the table.</summary>
    private static void AddMeans(Table table, TrialView trial, ArmComparison comparison)
    {
        var means = trial.Data.Analysis.Endpoints.OfType<ContinuousAnalysis>().Where(e => e.Better is not Better.Neither).ToList();
        if (means.Count > 0)
        {
            table.Group("Means, in their own units");
        }

        foreach (var endpoint in means)
        {
            string Of(string arm) => endpoint.Arms.FirstOrDefault(a => a.Arm == arm) is { } a ? EndpointWords.Value(new(a.Mean.Value, double.NaN, double.NaN)) : "—";
            var c = endpoint.Comparisons.FirstOrDefault(x => x.Arm == comparison.Arm);
            table.Level(
                $"{EndpointWords.TitleWithUnit(endpoint)}: {EndpointWords.Direction(endpoint.Better)}", Of(comparison.Arm), Of(comparison.Control),
                c is null ? "—" : endpoint.Endpoint.IsGeometric ? $"× {EndpointWords.Value(c.Ratio)}" : EndpointWords.Value(c.Difference));
        }
    }

    private static void WriteTable(
        HtmlWriter html, TrialView trial, ArmComparison comparison, List<(string Group, string Label, Func<ArmView, Estimate> Value)> quantities)
    {
        string arm = trial.Title(comparison.Arm), control = trial.Title(comparison.Control);
        var table = new Table(
            $"{arm} against {control}: per 100 patients", "Outcome", "#" + arm, "#" + control, "#Difference (95\u00A0%\u00A0CI)");
        string group = string.Empty;
        foreach (var (name, label, value) in quantities)
        {
            if (name != group)
            {
                table.Group(name[..name.IndexOf(':', StringComparison.Ordinal)]);
                group = name;
            }

            // The analysis has its own interval for the difference of response rates; the others are recovered from the arms' intervals.
            var difference = label == "Objective response" ? comparison.ResponseDifference
                : OwnDifference(trial, comparison, label) ?? Difference(trial, comparison, value);
            table.Level(label, Of(trial, comparison.Arm, value), Of(trial, comparison.Control, value),
                double.IsNaN(difference.Value) ? "—" : $"{Format.Fixed(100 * difference.Value, 1)} ({Format.Interval(difference, 1, 100, "—")})");
        }

        AddMeans(table, trial, comparison);
        table.Note(
            "Differences are in percentage points, arm minus control. Intervals of differences other than of responders are recovered from those of "
            + "the arms (Zou and Donner 2008). They show chance among simulated patients, not uncertainty about the model.");
        table.Write(html);
    }

    private static Estimate? OwnDifference(TrialView trial, ArmComparison comparison, string label) => trial.Data.Analysis.Endpoints
        .OfType<ResponderAnalysis>().FirstOrDefault(e => e.Title == label)?.Comparisons.FirstOrDefault(c => c.Arm == comparison.Arm)?.Difference;

    private static string Of(TrialView trial, string arm, Func<ArmView, Estimate> value) =>
        trial.Arms.FirstOrDefault(a => a.Id == arm) is { } view ? Format.Fixed(100 * value(view).Value, 1) : "—";

    private static Estimate Scale(Estimate e) => new(100 * e.Value, 100 * e.Low, 100 * e.High);

    private static double Square(double x) => x * x;
}
