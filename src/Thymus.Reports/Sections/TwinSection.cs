using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Sections;

/// <summary>With twins every patient is in every arm, so effects on one patient can be counted, which no real trial can.</summary>
internal static class TwinSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        html.Text("p", "Every virtual patient went through every arm with the same body, tumour and chance. So the effect on one patient can be counted, "
            + "which no real trial can do. It rests on the model's assumption about what two courses of the same patient share.");
        foreach (var comparison in trial.Data.Analysis.Comparisons)
        {
            WriteComparison(html, trial, comparison);
        }
    }

    private static void WriteComparison(HtmlWriter html, TrialView trial, ArmComparison comparison)
    {
        string arm = trial.Title(comparison.Arm), control = trial.Title(comparison.Control);
        var pairs = trial.Data.Patients.Where(p => p.Arm == comparison.Arm).Join(
            trial.Data.Patients.Where(p => p.Arm == comparison.Control), a => a.Patient, c => c.Patient, (a, c) => (Arm: a, Control: c)).ToList();
        double days = trial.Days(trial.Milestone);
        var known = pairs.Where(p => Known(p.Arm, days) && Known(p.Control, days)).ToList();
        string at = Format.Plural(trial.Milestone, "month");
        var table = new Table($"The same patient with {arm} and with {control}", "Outcome", "#Pairs", $"#only with {arm}", $"#only with {control}", "#with both", "#with neither");
        Row(table, "Objective response", [.. pairs.Select(p => (Responds(p.Arm), Responds(p.Control)))]);
        Row(table, $"Alive at {at}", [.. known.Select(p => (AliveAt(p.Arm, days), AliveAt(p.Control, days)))]);
        table.Note("Pairs: patients whose outcome is known in both arms.");
        table.Write(html);
    }

    private static void Row(Table table, string label, IReadOnlyList<(bool Arm, bool Control)> pairs)
    {
        string Share(Func<(bool Arm, bool Control), bool> is_) =>
            pairs.Count == 0 ? "—" : $"{Format.Count(pairs.Count(is_))} ({Format.Percent((double)pairs.Count(is_) / pairs.Count)})";
        table.Row(label, Format.Count(pairs.Count), Share(p => p.Arm && !p.Control), Share(p => !p.Arm && p.Control), Share(p => p.Arm && p.Control),
            Share(p => !p.Arm && !p.Control));
    }

    private static bool Responds(PatientTimeline patient) => patient.BestResponse is "CR" or "PR";

    private static bool Known(PatientTimeline patient, double days) => double.IsFinite(patient.Death) || patient.TimeOnStudy >= days;

    private static bool AliveAt(PatientTimeline patient, double days) => !(patient.Death <= days);
}
