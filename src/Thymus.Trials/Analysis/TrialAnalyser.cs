using System.Collections.Immutable;

namespace Thymus.Trials.Analysis;

/// <summary>Analyses a trial: from what each patient contributed to what the trial showed.</summary>
/// <remarks>
/// Every analysed patient counts in the arm of randomisation, treated or not; harms count the treated. With twins the arms are
/// compared as if they were different patients, which is conservative. docs/science/statistics.md has the methods.
/// </remarks>
public static class TrialAnalyser
{
    /// <summary>Analyses a trial.</summary>
    /// <param name="study">The study.</param>
    /// <param name="outcomes">One outcome per patient and arm, in any order; outcomes of arms that the study does not have are ignored.</param>
    public static TrialAnalysis Analyse(Study study, IReadOnlyList<PatientOutcome> outcomes)
    {
        var byArm = outcomes.ToLookup(o => o.Arm);
        ImmutableArray<ArmPatients> arms = [.. study.Arms.Select(arm => new ArmPatients(study, arm, [.. byArm[arm.Id].OrderBy(o => o.Patient)]))];
        ImmutableArray<ArmAnalysis> analyses = [.. arms.Select(ArmAnalyser.Analyse)];
        var control = arms.FirstOrDefault(a => a.Arm.Id == study.Control);
        ImmutableArray<ArmComparison> comparisons = control is null
            ? []
            : [.. arms.Where(a => a != control).Select(a => ArmComparer.Compare(a, control))];
        var endpoints = EndpointAnalyser.Analyse(study, arms, control);
        return new()
        {
            Arms = analyses,
            Comparisons = comparisons,
            Endpoints = endpoints,
            Published = [.. study.Published.Select(p => PublishedComparer.Compare(p, arms, analyses, comparisons, endpoints))],
        };
    }
}
