using Thymus.Reports.Html;
using Thymus.Reports.Words;

namespace Thymus.Reports.Sections;

/// <summary>Patient flow in the manner of CONSORT: the counts reconcile, and the section says where they do not.</summary>
internal static class FlowSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        int all = trial.Study.Twins ? trial.Arms.Max(a => a.Results.Patients) : trial.Arms.Sum(a => a.Results.Patients);
        var parts = Partitions(trial.Arms);
        using (html.Element("div", ("class", "flow")))
        {
            using (html.Element("div", ("class", "box top")))
            {
                html.Text("Virtual patients generated ");
                html.Text("b", Format.Count(all));
                html.Empty("br");
                html.Text(trial.Study.Twins ? "each in every arm" : "each in one arm");
            }

            html.Text("div", string.Empty, ("class", "stem"));
            using (html.Element("div", ("class", "arms")))
            {
                foreach (var arm in trial.Arms)
                {
                    WriteArm(html, arm, parts, trial);
                }
            }
        }

        foreach (var arm in trial.Arms.Where(a => a.Results.Treated > a.Analysed || a.Analysed < 0))
        {
            html.Text("p", $"The counts of {arm.Title} do not reconcile: {Format.Count(arm.Results.Treated)} treated of {Format.Count(arm.Analysed)} analysed.",
                ("class", "warning"));
        }

        html.Text(
            "p", "Endpoints are analysed in every patient whose simulation completed, in the arm of assignment; harms in those who had at least one dose.",
            ("class", "note"));
    }

    private static void WriteArm(HtmlWriter html, ArmView arm, IReadOnlyList<Range> parts, TrialView trial)
    {
        using (html.Element("div", ("class", "lane")))
        {
            html.Text("div", string.Empty, ("class", "stem"));
            using (html.Element("div", ("class", "box"), ("style", $"border-top:4px solid {arm.Style.Colour}")))
            {
                html.Text("b", arm.FullTitle);
                Counts(html, [("Assigned", arm.Results.Patients), ("Simulation failed", arm.Results.Failed), ("Analysed", arm.Analysed)]);
            }

            html.Text("div", string.Empty, ("class", "stem"));
            using (html.Element("div", ("class", "box")))
            {
                Counts(html, [("Received treatment", arm.Results.Treated), ("Not treated", arm.Analysed - arm.Results.Treated)]);
            }

            html.Text("div", string.Empty, ("class", "stem"));
            using (html.Element("div", ("class", "box")))
            {
                html.Text("Course of those analysed");
                foreach (var part in parts)
                {
                    var rows = arm.Results.Flow.AsSpan()[part].ToArray();
                    Counts(html, rows.Where(f => IsShown(trial, f.Label)).Select(f => (Words(trial, f.Label), f.Count)), rows.Sum(f => f.Count) == arm.Analysed ? arm.Analysed : -1);
                }
            }
        }
    }

    /// <summary>What cannot happen in a study without tumours or survival is left out where it did not.</summary>
    private static bool IsShown(TrialView trial, string label) =>
        !((label == "Stopped: progression" && !trial.Study.HasTumour) || (label is "Stopped: death" or "Died" && !trial.Study.HasSurvival))
        || trial.Arms.Any(a => a.Results.Flow.Any(f => f.Label == label && f.Count > 0));

    private static string Words(TrialView trial, string label) => label == "Alive at the end" && !trial.Study.HasSurvival ? "Followed to the end" : label;

    /// <summary>
    /// Runs of the flow's labels whose counts add up to those analysed in every arm, such as the reasons why treatment ended and then
    /// where patients are at the end; what adds up to nothing is a run of its own.
    /// </summary>
    public static IReadOnlyList<Range> Partitions(IReadOnlyList<ArmView> arms)
    {
        var parts = new List<Range>();
        int labels = arms.Min(a => a.Results.Flow.Length), start = 0;
        for (int i = 0; i < labels; i++)
        {
            bool complete = arms.All(a => a.Results.Flow.AsSpan()[start..(i + 1)].ToArray().Sum(f => f.Count) == a.Analysed);
            bool nothingFollows = i + 1 == labels || arms.Any(a => a.Results.Flow[i + 1].Count > 0);
            if (i + 1 == labels || (complete && nothingFollows))
            {
                parts.Add(start..(i + 1));
                start = i + 1;
            }
        }

        return parts;
    }

    private static void Counts(HtmlWriter html, IEnumerable<(string Label, int Count)> counts, int sum = -1)
    {
        using (html.Element("ul"))
        {
            foreach (var (label, count) in counts)
            {
                using (html.Element("li"))
                {
                    html.Text("span", label);
                    html.Text("b", Format.Count(count));
                }
            }

            if (sum >= 0)
            {
                using (html.Element("li", ("class", "sum")))
                {
                    html.Text("span", "together");
                    html.Text("b", Format.Count(sum));
                }
            }
        }
    }
}
