using Thymus.Reports.Html;

namespace Thymus.Reports.Sections;

/// <summary>Words of the report for readers from other fields.</summary>
internal static class GlossarySection
{
    /// <summary>Sections without which a term does not occur; none for terms of every report.</summary>
    private static readonly Dictionary<string, string[]> Only = new(StringComparer.Ordinal)
    {
        ["Median survival"] = ["overall-survival", "progression-free-survival"],
        ["RECIST 1.1"] = ["response"],
        ["Restricted mean survival"] = ["overall-survival", "progression-free-survival"],
        ["Baseline"] = ["endpoints"],
        ["Geometric mean"] = ["endpoints"],
        ["Number needed to treat"] = ["endpoints"],
        ["Efficacy"] = ["endpoints"],
    };

    private static readonly (string Term, string Meaning)[] Entries =
    [
        ("Virtual patient", "A set of values (weight, severity of the disease, drug clearance, …) drawn from published distributions, for which the model is solved. Nobody real."),
        ("Arm", "A group of patients who get the same treatment."),
        ("Median survival", "The time by which half of the patients have died (or, for progression-free survival, have progressed or died)."),
        ("Hazard ratio", "The rate of events in one arm divided by that in the other; below 1 means fewer events per unit of time. It is one number for the whole follow-up."),
        ("95 % confidence interval (CI)", "A range that would hold the true value of the model in 95 of 100 repeats of the trial with new virtual patients."),
        ("p-value", "How often chance alone would give a difference at least this large if the arms were equal. With many simulated patients it can be made as small as one likes, so it measures the size of the simulation too."),
        ("Censored", "The patient was followed up to this time without the event; what came later is not known."),
        ("RECIST 1.1", "Rules that turn tumour diameters on scans into response: partial response is 30 % less than at baseline, progression 20 % (and 5 mm) more than at the smallest."),
        ("CTCAE grade", "Severity of an adverse event: 1 mild, 2 moderate, 3 severe, 4 life-threatening, 5 death."),
        ("Baseline", "The patient's value before the first dose, or at the time that the endpoint names."),
        ("Geometric mean", "The average on a logarithmic scale, as for antibody titres: a patient with ten times the titre counts as much upwards as one with a tenth downwards."),
        ("Number needed to treat", "How many patients must be treated in place of the control for one more to have the result: one divided by the difference of the shares."),
        ("Efficacy", "The share of events that the treatment prevents: one minus the hazard ratio, or minus the ratio of the rates. 0 % is no effect, 100 % prevents all."),
        ("Restricted mean survival", "Average time alive within a fixed horizon; it makes no assumption about proportional hazards."),
    ];

    public static void Write(HtmlWriter html, TrialView trial)
    {
        using (html.Element("dl", ("class", "words")))
        {
            foreach (var (term, meaning) in Entries.Where(e => !Only.TryGetValue(e.Term, out var sections) || sections.Any(trial.Has)))
            {
                html.Text("dt", term);
                html.Text("dd", meaning);
            }
        }
    }
}
