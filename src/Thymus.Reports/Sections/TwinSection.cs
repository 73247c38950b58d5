using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Trials.Analysis;
using Thymus.Trials.Endpoints;
using Thymus.Trials.Statistics;

namespace Thymus.Reports.Sections;

/// <summary>With twins every patient is in every arm, so effects on one patient can be counted, which no real trial can.</summary>
internal static class TwinSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        html.Text("p", "Every virtual patient went through every arm with the same body, disease and chance. So the effect on one patient can be counted, "
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
        if (trial.Study.HasTumour)
        {
            Row(table, "Objective response", [.. pairs.Select(p => (Responds(p.Arm), Responds(p.Control)))]);
        }

        if (trial.Study.HasSurvival)
        {
            Row(table, $"Alive at {at}", [.. known.Select(p => (AliveAt(p.Arm, days), AliveAt(p.Control, days)))]);
        }

        var flags = trial.Data.Analysis.Endpoints.Where(e => e is ResponderAnalysis or TimeToEventAnalysis).ToList();
        foreach (var endpoint in flags)
        {
            Row(table, endpoint.Title, [.. pairs.Select(p => (Flag(p.Arm, endpoint.Id), Flag(p.Control, endpoint.Id)))]);
        }

        if (trial.Study.HasTumour || trial.Study.HasSurvival || flags.Count > 0)
        {
            table.Note("Pairs: patients whose outcome is known in both arms.");
            table.Write(html);
        }

        WriteEffects(html, trial, arm, control, pairs);
    }

    /// <summary>What the arm does to each patient's number, against the same patient in the control.</summary>
    private static void WriteEffects(HtmlWriter html, TrialView trial, string arm, string control, List<(PatientTimeline Arm, PatientTimeline Control)> pairs)
    {
        var endpoints = trial.Data.Analysis.Endpoints.OfType<ContinuousAnalysis>().ToList();
        if (endpoints.Count == 0)
        {
            return;
        }

        var table = new Table(
            $"Effect of {arm} against {control} on one patient", "Endpoint", "#Pairs", "#Median effect", "#5 % to 95 % of patients", "#Better off", "#Worse off");
        foreach (var endpoint in endpoints)
        {
            bool isRatio = endpoint.Endpoint.IsGeometric;
            double[] effects =
            [
                .. pairs.Select(p => (A: Value(p.Arm, endpoint.Id), C: Value(p.Control, endpoint.Id))).Where(p => !double.IsNaN(p.A) && !double.IsNaN(p.C))
                    .Select(p => isRatio ? p.A / p.C : p.A - p.C).Order(),
            ];
            double none = isRatio ? 1 : 0;
            int up = effects.Count(e => e > none), down = effects.Count(e => e < none);
            string Share(int count) => endpoint.Better is Better.Neither || effects.Length == 0 ? "—" : $"{Format.Count(count)} ({Format.Percent((double)count / effects.Length)})";
            table.Row(
                EndpointWords.TitleWithUnit(endpoint) + (isRatio ? ", ratio" : string.Empty), Format.Count(effects.Length), Format.Significant(Quantile.Of(effects, 0.5)),
                $"{Format.Significant(Quantile.Of(effects, 0.05))} to {Format.Significant(Quantile.Of(effects, 0.95))}",
                Share(endpoint.Better is Better.Lower ? down : up), Share(endpoint.Better is Better.Lower ? up : down));
        }

        table.Note($"Effect: the patient's number with {arm} minus that of the same patient with {control}; with measurement error where the endpoint has it, which twins share.");
        table.Write(html);
    }

    private static double Value(PatientTimeline patient, string endpoint) => patient.Endpoints.FirstOrDefault(e => e.Endpoint == endpoint) is { Endpoint: not null } found
        ? found.Value
        : double.NaN;

    private static bool Flag(PatientTimeline patient, string endpoint) => patient.Endpoints.Any(e => e.Endpoint == endpoint && e.IsEvent);

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
