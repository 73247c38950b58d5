using Thymus.Reports.Html;
using Thymus.Reports.Words;

namespace Thymus.Reports.Sections;

/// <summary>Who could not be simulated, and why.</summary>
internal static class FailuresSection
{
    private const int MostListed = 50;

    public static void Write(HtmlWriter html, TrialView trial)
    {
        var failures = trial.Data.Failures;
        int counted = trial.Arms.Sum(a => a.Results.Failed), all = trial.Arms.Sum(a => a.Results.Patients);
        if (counted == 0 && failures.Length == 0)
        {
            html.Text("p", $"None: all {Format.Count(all)} simulations completed.");
            return;
        }

        html.Text("p", $"{Format.Count(counted)} of {Format.Count(all)} simulations failed ({Format.Percent((double)counted / Math.Max(1, all))}). "
            + "A failed patient is in no estimate above. If failing goes with being ill, the estimates are biased by as much as this share allows.");
        if (failures.Length != counted)
        {
            html.Text("p", $"The ledger has {Format.Count(failures.Length)} entries for {Format.Count(counted)} counted failures.", ("class", "warning"));
        }

        var reasons = new Table("Failures by reason", "Reason", "Arm", "#Patients", "What to try");
        foreach (var group in failures.GroupBy(f => (f.Reason, f.Arm)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Reason, StringComparer.Ordinal))
        {
            reasons.Row(group.Key.Reason, trial.Title(group.Key.Arm), Format.Count(group.Count()), group.First().Suggestion ?? "—");
        }

        reasons.Write(html);
        using (html.Element("details"))
        {
            html.Text("summary", failures.Length > MostListed ? $"The first {MostListed} failed patients (all are in failures.parquet)" : "Failed patients");
            var list = new Table("Failed patients", "#Patient", "Arm", "#Day", "Reason", "There");
            foreach (var f in failures.OrderBy(f => f.Patient).ThenBy(f => f.Arm, StringComparer.Ordinal).Take(MostListed))
            {
                list.Row(Format.Count(f.Patient), trial.Title(f.Arm), double.IsNaN(f.Time) ? "before the start" : Format.Fixed(f.Time, 1), f.Reason, f.Where);
            }

            list.Write(html);
        }
    }
}
