using System.Collections.Immutable;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Analysis;

/// <summary>The harms of one arm, among treated patients.</summary>
internal static class HarmsAnalyser
{
    private const int Grades = 6;   // 0 = never, 1 to 5

    /// <summary>
    /// A row for every term the arm's therapy has, in its order, also when nobody had it, then terms that only occurred. A term that
    /// a therapy does not model has no row: absence of a model is no absence of harm.
    /// </summary>
    public static ImmutableArray<AdverseEventRow> Analyse(ArmPatients arm)
    {
        var byTerm = arm.Treated
            .SelectMany(WorstByTerm)
            .ToLookup(w => w.Term);
        var modelled = arm.Arm.Therapy.AdverseEvents.Where(arm.Arm.CanHave).Select(e => (e.Term, e.Class));
        return
        [
            .. modelled.Concat(byTerm.Select(g => (Term: g.Key, Class: ""))).DistinctBy(t => t.Term)
                .Select(t => Row(t.Term, t.Class, [.. byTerm[t.Term]], arm.Treated.Length)),
        ];
    }

    /// <summary>Treated patients with any adverse event of a grade or more.</summary>
    public static Estimate AtLeast(ArmPatients arm, int grade) =>
        ArmPatients.Share(arm.Treated.Count(p => p.AdverseEvents.Any(a => a.Grade >= grade)), arm.Treated.Length);

    /// <summary>Treated patients whose worst grade of one of some terms lies in a range.</summary>
    public static Estimate WithGrade(ArmPatients arm, Func<string, bool> isTerm, int least, int most)
    {
        int Worst(PatientOutcome p) => p.AdverseEvents.Where(a => isTerm(a.Term)).Select(a => a.Grade).DefaultIfEmpty(0).Max();
        return ArmPatients.Share(arm.Treated.Count(p => Worst(p) >= least && Worst(p) <= most), arm.Treated.Length);
    }

    /// <summary>One entry a term: the worst grade and the first onset.</summary>
    private static IEnumerable<WorstGrade> WorstByTerm(PatientOutcome patient) => patient.AdverseEvents
        .Where(a => a.Grade > 0)
        .GroupBy(a => a.Term)
        .Select(g => new WorstGrade(g.Key, Math.Min(g.Max(a => a.Grade), Grades - 1), g.Min(a => a.Onset), g.Sum(a => a.Episodes)));

    private static AdverseEventRow Row(string term, string group, WorstGrade[] patients, int treated)
    {
        int[] byGrade = new int[Grades];
        byGrade[0] = treated - patients.Length;
        foreach (var patient in patients)
        {
            byGrade[patient.Grade]++;
        }

        double[] onsets = [.. patients.Select(p => p.Onset).Order()];
        return new(term, group, [.. byGrade], Quantile.Of(onsets, 0.5)) { Episodes = patients.Sum(p => p.Episodes) };
    }
}
