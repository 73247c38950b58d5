using System.Text.RegularExpressions;
using Thymus.Reports.Html;
using Thymus.Therapies;

namespace Thymus.Reports.Sections;

/// <summary>Papers behind the models and the comparisons.</summary>
internal static partial class SourcesSection
{
    public static void Write(HtmlWriter html, TrialView trial)
    {
        foreach (var therapy in trial.Therapies.Where(t => t.Citations.Length > 0))
        {
            html.Text("h3", therapy.Title);
            using (html.Element("ul"))
            {
                foreach (var citation in therapy.Citations)
                {
                    WriteCitation(html, citation);
                }
            }
        }

        var published = trial.Data.Analysis.Published.Select(p => $"{p.Published.Trial}: {p.Published.Source}").Distinct().ToList();
        if (published.Count > 0)
        {
            html.Text("h3", "Published results");
            using (html.Element("ul"))
            {
                foreach (string source in published)
                {
                    html.Text("li", source);
                }
            }
        }
    }

    /// <summary>A DOI as a link, when it is one: 10.nnnn/suffix, the only address a report links to.</summary>
    public static void WriteDoi(HtmlWriter html, string doi)
    {
        string bare = doi.StartsWith("https://doi.org/", StringComparison.OrdinalIgnoreCase) ? doi["https://doi.org/".Length..]
            : doi.StartsWith("doi:", StringComparison.OrdinalIgnoreCase) ? doi["doi:".Length..].Trim() : doi.Trim();
        if (Doi().IsMatch(bare))
        {
            html.Text("a", "doi:" + bare, ("href", "https://doi.org/" + Uri.EscapeDataString(bare).Replace("%2F", "/", StringComparison.Ordinal)), ("rel", "noreferrer"));
        }
        else
        {
            html.Text(bare);
        }
    }

    private static void WriteCitation(HtmlWriter html, Citation citation)
    {
        using (html.Element("li"))
        {
            html.Text(citation.Text);
            if (citation.Doi is { Length: > 0 } doi)
            {
                html.Text(" ");
                WriteDoi(html, doi);
            }
        }
    }

    [GeneratedRegex(@"^10\.\d{4,9}/[^\s""<>]{1,200}$", RegexOptions.CultureInvariant)]
    private static partial Regex Doi();
}
