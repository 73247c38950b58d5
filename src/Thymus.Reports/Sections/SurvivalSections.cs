using Thymus.Reports.Figures;
using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Sections;

/// <summary>Overall and progression-free survival.</summary>
internal static class SurvivalSections
{
    public static void WriteOverall(HtmlWriter html, TrialView trial) => Write(
        html, trial, "os-figure", "overall survival", "Death of any cause, from randomisation; patients alive are censored when last known alive.",
        a => a.OverallSurvival, c => c.OverallSurvival);

    public static void WriteProgressionFree(HtmlWriter html, TrialView trial) => Write(
        html, trial, "pfs-figure", "progression-free survival",
        $"Progression by RECIST 1.1 at an assessment (every {Format.Span(trial.Study.Assessments.Interval)}) or death, whichever is first. "
        + "Progression is seen only at assessments, hence the steps.",
        a => a.ProgressionFreeSurvival, c => c.ProgressionFreeSurvival);

    private static void Write(
        HtmlWriter html, TrialView trial, string id, string endpoint, string definition, Func<ArmAnalysis, SurvivalCurve> curve,
        Func<ArmComparison, SurvivalComparison> comparison)
    {
        html.Text("p", definition);
        var result = new Table(
            "Events and medians", "Arm", "#Patients", "#Events", "#Median, months (95\u00A0%\u00A0CI)");
        foreach (var arm in trial.Arms)
        {
            var c = curve(arm.Results);
            result.Row(arm.Title, Format.Count(arm.Analysed), Format.Count(c.TotalEvents), Format.MedianMonths(c.Median));
        }

        result.Note("NR: not reached within follow-up. " + string.Join(' ', trial.Data.Analysis.Comparisons.Select(c => Sentence(trial, c, comparison(c)))));
        result.Write(html);
        new KaplanMeierFigure(
            id, $"Kaplan–Meier: {endpoint}", endpoint, [.. trial.Arms.Select(a => (a.Title, curve(a.Results), a.Style))], trial.Study.Duration).Write(html);
        WriteLandmarks(html, trial, curve);
    }

    /// <summary>S at a time [d]; NaN after the last time when patients were censored there, for then S is not known.</summary>
    public static Estimate Rate(SurvivalCurve curve, double days) => days > curve.Times[^1] && curve.Survival[^1] > 0
        ? Estimate.None
        : curve.At(days);

    private static string Sentence(TrialView trial, ArmComparison c, SurvivalComparison s)
    {
        string text = $"{trial.Title(c.Arm)} against {trial.Title(c.Control)}: hazard ratio {Format.Ratio(s.HazardRatio)} (Cox model, Efron ties; Wald {Format.P(s.CoxP)}); "
            + $"log-rank test, two-sided, {Format.P(s.LogRankP)}.";
        if (double.IsFinite(s.RestrictedMeanDifference.Value))
        {
            text += $" Restricted mean to {Format.Months(s.Horizon)} months: difference {Format.Months(s.RestrictedMeanDifference.Value)} months "
                + $"(95\u00A0%\u00A0CI {Format.Interval(s.RestrictedMeanDifference, 1, 1 / Format.DaysPerMonth, "—")}).";
        }

        if (double.IsFinite(s.ProportionalHazardsP))
        {
            text += $" Test of proportional hazards: {Format.P(s.ProportionalHazardsP)}"
                + (s.ProportionalHazardsP < 0.05 ? "; the hazard ratio is an average over an effect that changes with time: read it with the restricted mean and the rates below." : ".");
        }

        return text;
    }

    private static void WriteLandmarks(HtmlWriter html, TrialView trial, Func<ArmAnalysis, SurvivalCurve> curve)
    {
        var table = new Table(
            "Rates at landmarks (95\u00A0%\u00A0CI), and patients at risk",
            ["Months", .. trial.Arms.Select(a => "#" + a.Title)]);
        foreach (double month in trial.Landmarks)
        {
            double days = trial.Days(month);
            table.Row([Format.Significant(month), .. trial.Arms.Select(a =>
                $"{Format.PercentWithInterval(Rate(curve(a.Results), days))}; {Format.Count(curve(a.Results).AtRiskAt(days))}")]);
        }

        if (trial.Landmarks[^1] * Format.DaysPerMonth > trial.Study.Duration)
        {
            table.Note($"The last row is read at the end of follow-up, {Format.Span(trial.Study.Duration)}.");
        }

        table.Write(html);
    }
}
