using Thymus.Reports.Html;
using Thymus.Reports.Words;

namespace Thymus.Reports.Sections;

/// <summary>Who the virtual patients are.</summary>
internal static class BaselineSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        var arms = trial.Arms;
        var table = new Table(
            "Virtual patients at baseline", ["Characteristic", .. arms.Select(a => $"#{a.Title} (n = {Format.Count(a.Analysed)})")]);
        foreach (var row in arms.SelectMany(a => a.Results.Baseline).DistinctBy(r => r.Name))
        {
            var perArm = arms.Select(a => (Arm: a, Row: a.Results.Baseline.FirstOrDefault(r => r.Name == row.Name))).ToList();
            string unit = Format.UnitUnlessPure(row.Unit) is { Length: > 0 } own ? $" ({own})" : string.Empty;
            if (row.Levels.IsDefaultOrEmpty)
            {
                table.Row([$"{row.Label}{unit}: median (quartiles)", .. perArm.Select(p => p.Row is { } r
                    ? Format.Quartiles(r.MedianAndQuartiles)
                    : "—")]);
                table.Level(["range", .. perArm.Select(p => p.Row is { } r ? $"{Format.Significant(r.Minimum)}–{Format.Significant(r.Maximum)}" : "—")]);
                continue;
            }

            table.Row([$"{row.Label}: n (%)", .. perArm.Select(_ => string.Empty)]);
            foreach (string label in perArm.Where(p => p.Row is not null).SelectMany(p => p.Row!.Levels).Select(l => l.Label).Distinct())
            {
                table.Level([label, .. perArm.Select(p =>
                {
                    int count = p.Row?.Levels.FirstOrDefault(l => l.Label == label)?.Count ?? 0;
                    return $"{Format.Count(count)} ({Format.Percent(p.Arm.Analysed > 0 ? (double)count / p.Arm.Analysed : double.NaN)})";
                })]);
            }
        }

        if (arms.All(a => a.Results.Baseline.IsDefaultOrEmpty))
        {
            html.Text("p", "The populations of this study have no covariates.");
            return;
        }

        table.Note("No p-values: patients are assigned by a random stream, so differences between arms are chance by construction. A dash: the arm's therapy does not use this covariate.");
        table.Write(html);
    }
}
