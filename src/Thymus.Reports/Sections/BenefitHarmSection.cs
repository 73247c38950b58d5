using Thymus.Reports.Figures;
using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Trials.Analysis;

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
            "Points with 95 % intervals (response and harms: exact; alive and progression-free: Kaplan–Meier, log–log). Harms are counted in treated "
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
        return arm is null || control is null ? new(double.NaN, double.NaN, double.NaN) : Difference(value(arm), value(control));
    }

    private static List<(string Group, string Label, Func<ArmView, Estimate> Value)> Quantities(TrialView trial, string at)
    {
        double days = trial.Days(trial.Milestone);
        return
        [
            (Benefit, "Objective response", a => a.Results.ObjectiveResponse),
            (Benefit, $"Progression-free at {at}", a => SurvivalSections.Rate(a.Results.ProgressionFreeSurvival, days)),
            (Benefit, $"Alive at {at}", a => SurvivalSections.Rate(a.Results.OverallSurvival, days)),
            (Harm, "Any adverse event of grade 3–5", a => a.Results.SevereAdverseEvents),
        ];
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
            var difference = label == "Objective response" ? comparison.ResponseDifference : Difference(trial, comparison, value);
            table.Level(label, Of(trial, comparison.Arm, value), Of(trial, comparison.Control, value),
                double.IsNaN(difference.Value) ? "—" : $"{Format.Fixed(100 * difference.Value, 1)} ({Format.Interval(difference, 1, 100, "—")})");
        }

        table.Note(
            "Differences are in percentage points, arm minus control. Intervals of differences other than response are recovered from those of "
            + "the arms (Zou and Donner 2008). They show chance among simulated patients, not uncertainty about the model.");
        table.Write(html);
    }

    private static string Of(TrialView trial, string arm, Func<ArmView, Estimate> value) =>
        trial.Arms.FirstOrDefault(a => a.Id == arm) is { } view ? Format.Fixed(100 * value(view).Value, 1) : "—";

    private static Estimate Scale(Estimate e) => new(100 * e.Value, 100 * e.Low, 100 * e.High);

    private static double Square(double x) => x * x;
}
