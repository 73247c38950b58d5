using Thymus.Reports.Figures;
using Thymus.Reports.Html;
using Thymus.Reports.Words;

namespace Thymus.Reports.Sections;

/// <summary>Tumour response: table, waterfall, spider and swimmer.</summary>
internal static class ResponseSection
{
    private static readonly string[] Order = ["CR", "PR", "SD", "PD", "NE"];

    public static void Write(HtmlWriter html, TrialView trial)
    {
        var plan = trial.Study.Assessments;
        html.Text("p", $"RECIST 1.1 on target lesions every {Format.Span(plan.Interval)}; complete and partial responses "
            + (plan.Confirmation ? "need confirmation at least 4 weeks later" : "are not confirmed by a second assessment")
            + $"; stable disease needs at least {Format.Span(plan.MinimumStableDisease)}. Sums are "
            + (plan.WithMeasurementError ? "measured with the error of a real reader." : "without measurement error.")
            + " New lesions and non-target lesions are not modelled unless a therapy says so.");
        WriteTable(html, trial);
        ArmPatients[] arms = [.. trial.Arms.Select(a => a.Drawn)];
        new WaterfallFigure(arms).Write(html);
        new SpiderFigure(arms).Write(html);
        new SwimmerFigure(arms, trial.Study.Duration).Write(html);
    }

    private static void WriteTable(HtmlWriter html, TrialView trial)
    {
        var arms = trial.Arms;
        var table = new Table("Best overall response", ["Response", .. arms.Select(a => $"#{a.Title} (n = {Format.Count(a.Analysed)})")]);
        var labels = arms.SelectMany(a => a.Results.BestResponse).Select(b => b.Label).Distinct()
            .OrderBy(l => Array.IndexOf(Order, l) is var i && i < 0 ? Order.Length : i);
        foreach (string label in labels)
        {
            string words = Palette.ResponseWords(label);
            table.Row([words == label ? label : $"{char.ToUpperInvariant(words[0])}{words[1..]} ({label})", .. arms.Select(a =>
            {
                int count = a.Results.BestResponse.FirstOrDefault(b => b.Label == label)?.Count ?? 0;
                return $"{Format.Count(count)} ({Format.Percent(a.Analysed > 0 ? (double)count / a.Analysed : double.NaN)})";
            })]);
        }

        table.Group("Rates (95\u00A0%\u00A0CI)");
        table.Level(["Objective response (CR or PR)", .. arms.Select(a => Format.PercentWithInterval(a.Results.ObjectiveResponse))]);
        table.Level(["Disease control (CR, PR or SD)", .. arms.Select(a => Format.PercentWithInterval(a.Results.DiseaseControl))]);
        table.Level(["Duration of response, median months", .. arms.Select(a =>
            a.Results.DurationOfResponse is { } d ? Format.MedianMonths(d.Median) : "no responders")]);
        foreach (var c in trial.Data.Analysis.Comparisons)
        {
            table.Note($"Rates have exact (Clopper–Pearson) intervals. Difference of response rates, {trial.Title(c.Arm)} minus {trial.Title(c.Control)}: "
                + $"{Format.Fixed(100 * c.ResponseDifference.Value, 1)} percentage points (95\u00A0%\u00A0CI {Format.Interval(c.ResponseDifference, 1, 100, "—")}). NR: not reached.");
        }

        table.Write(html);
    }
}
