using System.Collections.Immutable;
using Thymus.Reports.Figures;
using Thymus.Reports.Html;
using Thymus.Reports.Words;
using Thymus.Therapies;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Sections;

/// <summary>Adverse events by term and grade.</summary>
internal static class HarmsSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        var arms = trial.Arms;
        var terms = Terms(arms);
        html.Text("p", "Worst grade per patient and term, in patients with at least one dose. Only terms that a therapy models can appear: a term that is "
            + "missing here was not simulated, which does not mean that it does not occur. " + Origins(trial));
        var untreated = arms.Where(a => a.Design is { Regimen.Doses.IsEmpty: true }).Select(a => a.Title).ToList();
        if (untreated.Count > 0)
        {
            html.Text("p", $"Nobody is treated in {Format.List(untreated)}: harms of no treatment are not modelled.");
        }

        if (terms.Count == 0)
        {
            html.Text("p", "No adverse events were modelled or none occurred.");
            return;
        }

        new HarmsFigure([.. arms.Select(a => (a.Title, a.Style, a.Results.Treated))], terms).Write(html);
        WriteTable(html, trial, terms);
    }

    private static List<HarmTerm> Terms(IReadOnlyList<ArmView> arms) =>
    [
        .. arms.SelectMany(a => a.Results.AdverseEvents).DistinctBy(e => e.Term)
            .Select(e => new HarmTerm(e.Term, e.Class, [.. arms.Select(a => (IReadOnlyList<int>?)Counts(a, e.Term))]))
            .OrderByDescending(t => arms.Select((a, i) => a.Results.Treated > 0 ? (double)t.Any(i) / a.Results.Treated : 0).Max())
            .ThenBy(t => t.Term, StringComparer.Ordinal),
    ];

    /// <summary>Counts by grade; null when nobody had it and the therapy does not model it, which is no finding of zero.</summary>
    private static ImmutableArray<int>? Counts(ArmView arm, string term)
    {
        if (arm.Results.Treated == 0 && arm.Design is { Regimen.Doses.IsEmpty: true })
        {
            return null;   // nobody is to be treated
        }

        var row = arm.Results.AdverseEvents.FirstOrDefault(r => r.Term == term);
        bool listed = arm.Design is null || arm.Design.Therapy.AdverseEvents.Any(e => e.Term == term && arm.Design.CanHave(e));
        return row is not null && (listed || row.ByGrade.Skip(1).Sum() > 0) ? row.ByGrade : null;
    }

    /// <summary>Events whose rates are per dose, such as reactions to injections.</summary>
    private static void WritePerDose(HtmlWriter html, TrialView trial)
    {
        var terms = trial.Therapies.SelectMany(t => t.AdverseEvents).OfType<PublishedAdverseEvent>().Where(e => e.IsPerDose).Select(e => e.Term).Distinct().ToList();
        if (terms.Count == 0)
        {
            return;
        }

        var table = new Table("Reactions to single doses", "Term", "Arm", "#Doses", "#Reactions", "#Per 10 000 doses");
        foreach (string term in terms)
        {
            foreach (var arm in trial.Arms.Where(a => Counts(a, term) is not null && a.Results.DosesGiven > 0))
            {
                int episodes = arm.Results.AdverseEvents.First(r => r.Term == term).Episodes;
                table.Row(
                    term, arm.Title, Format.Count(arm.Results.DosesGiven), Format.Count(episodes), Format.Significant(1e4 * episodes / arm.Results.DosesGiven));
            }
        }

        table.Write(html);
    }

    private static void WriteTable(HtmlWriter html, TrialView trial, List<HarmTerm> terms)
    {
        var arms = trial.Arms;
        var table = new Table("Adverse events by term: patients (%)", ["Term", .. arms.SelectMany(a => new[] { $"#{a.Title}, any grade", $"#{a.Title}, grade 3–5" })]);
        foreach (var group in terms.GroupBy(t => t.Class))
        {
            table.Group(Format.Capital(group.Key));
            foreach (var term in group)
            {
                table.Level([term.Term, .. arms.SelectMany((a, i) => term.Modelled(i)
                    ? new[] { Share(term.Any(i), a.Results.Treated), Share(term.Severe(i), a.Results.Treated) }
                    : ["not modelled", "—"])]);
            }
        }

        table.Group("Any term");
        table.Level(["Any grade (95\u00A0%\u00A0CI)", .. arms.SelectMany(a => new[] { Modelled(a, a.Results.AnyAdverseEvent), string.Empty })]);
        table.Level(["Grade 3–5 (95\u00A0%\u00A0CI)", .. arms.SelectMany(a => new[] { string.Empty, Modelled(a, a.Results.SevereAdverseEvents) })]);
        table.Note("Of treated patients: " + Format.List([.. arms.Select(a => $"{Format.Count(a.Results.Treated)} with {a.Title}")]) + ".");
        table.Write(html);
        WritePerDose(html, trial);
        using (html.Element("details"))
        {
            html.Text("summary", "Each grade, and time to onset");
            WriteGrades(html, arms, terms);
        }
    }

    private static void WriteGrades(HtmlWriter html, IReadOnlyList<ArmView> arms, List<HarmTerm> terms)
    {
        var table = new Table(
            "Patients by worst grade", "Term", "Arm", "#Grade 1", "#Grade 2", "#Grade 3", "#Grade 4", "#Grade 5", "#Median onset, weeks");
        foreach (var term in terms)
        {
            for (int i = 0; i < arms.Count; i++)
            {
                if (term.Modelled(i))
                {
                    double onset = arms[i].Results.AdverseEvents.First(r => r.Term == term.Term).MedianOnset;
                    table.Row([term.Term, arms[i].Title, .. Enumerable.Range(1, 5).Select(g => Format.Count(term.Count(i, g))), Format.Fixed(onset / 7, 1)]);
                }
            }
        }

        table.Note("Onset: median time to the first onset of any grade, of those who had it.");
        table.Write(html);
    }

    private static string Modelled(ArmView arm, Estimate share) => arm.Results.AdverseEvents.IsEmpty ? "not modelled" : Format.PercentWithInterval(share);

    private static string Share(int count, int treated) =>
        $"{Format.Count(count)} ({Format.Percent(treated > 0 ? (double)count / treated : double.NaN)})";

    /// <summary>A term inside a sentence; names in capitals stay as they are.</summary>
    private static string Lower(string term) => term.Length > 1 && char.IsLower(term[1]) ? char.ToLowerInvariant(term[0]) + term[1..] : term;

    private static string Origins(TrialView trial)
    {
        var events = trial.Therapies.SelectMany(t => t.AdverseEvents).ToList();
        var simulated = events.OfType<SimulatedAdverseEvent>().Select(e => Lower(e.Term)).Distinct().ToList();
        var drawn = events.OfType<PublishedAdverseEvent>().Select(e => Lower(e.Term)).Distinct().ToList();
        return (simulated.Count > 0 ? $"Graded by CTCAE from the simulated course: {Format.List(simulated)}. " : string.Empty)
            + (drawn.Count > 0 ? $"Drawn from published rates, independent of exposure and of each other: {Format.List(drawn)}." : string.Empty);
    }
}
