namespace Thymus.Reports.Figures;

/// <summary>Which patients a figure shows when an arm has too many to draw.</summary>
internal static class Sampling
{
    /// <summary>
    /// A systematic sample: of n patients in order of their number, those at ⌊(i + ½)·n/k⌋, i = 0 … k − 1. Patients are numbered before
    /// anything about them is drawn, so the number says nothing about the outcome.
    /// </summary>
    public static IReadOnlyList<PatientTimeline> Take(IEnumerable<PatientTimeline> patients, int most)
    {
        var ordered = patients.OrderBy(p => p.Patient).ToList();
        return ordered.Count <= most
            ? ordered
            : [.. Enumerable.Range(0, most).Select(i => ordered[(int)(((2L * i) + 1) * ordered.Count / (2L * most))])];
    }

    /// <summary>The sentence that says so; empty when everyone is shown.</summary>
    public static string Words(int all, int shown) => shown == all
        ? string.Empty
        : $" Shown: a systematic sample of {Number(shown)} of {Number(all)} patients per arm (evenly spaced patient numbers).";

    private static string Number(int count) => Thymus.Reports.Words.Format.Count(count);
}
