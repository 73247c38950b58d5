using Thymus.Reports.Html;

namespace Thymus.Reports.Sections;

/// <summary>What the model cannot say.</summary>
internal static class LimitsSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        html.Text("p", "These are simulated patients. Intervals show chance among them; they do not show how wrong the model may be.");
        if (trial.Study.Limits.Length > 0)
        {
            html.Text("h3", "This trial");
            List(html, trial.Study.Limits);
        }

        foreach (var therapy in trial.Therapies.Where(t => t.Limits.Length > 0))
        {
            html.Text("h3", therapy.Title);
            List(html, therapy.Limits);
        }
    }

    private static void List(HtmlWriter html, IEnumerable<string> items)
    {
        using (html.Element("ul"))
        {
            foreach (string item in items)
            {
                html.Text("li", item);
            }
        }
    }
}
