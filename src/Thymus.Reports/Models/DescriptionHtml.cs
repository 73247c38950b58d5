using Thymus.Reports.Html;
using Thymus.Reports.Words;

namespace Thymus.Reports.Models;

/// <summary>A description as one HTML file that opens offline; mathematics is MathML, which browsers set themselves.</summary>
public static class DescriptionHtml
{
    /// <summary>Writes the page.</summary>
    public static void Write(ModelDescription description, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(output);
        var html = new HtmlWriter(output);
        Page.Write(html, description.Title, "model.css", () => Body(html, description));
    }

    private static void Body(HtmlWriter html, ModelDescription description)
    {
        (string Id, string Title, int Count, Action Write)[] sections =
        [
            ("equations", "Differential equations", description.Equations.Length, () => Equations(html, description.Equations)),
            ("rules", "Rules and rates", description.Definitions.Length, () => Equations(html, description.Definitions)),
            ("computed", "Computed at the start", description.AtStart.Length, () => Equations(html, description.AtStart)),
            ("reactions", "Reactions", description.Reactions.Length, () => Reactions(html, description)),
            ("events", "Events", description.Events.Length, () => Events(html, description)),
            ("starts", "Start values", description.Starts.Length, () => Values(html, description.Starts)),
            ("parameters", "Parameters", description.Parameters.Length, () => Values(html, description.Parameters)),
            ("moieties", "Conserved sums", description.Model.Reactions.Length, () => Moieties(html, description)),
            ("scales", "Time scales", 1, () => Sentences(html, DescriptionWords.TimeScales(description))),
        ];
        if (description.Model.Id != description.Title)
        {
            html.Text("p", $"Model {description.Model.Id}", ("class", "kicker"));
        }

        html.Text("h1", description.Title);
        Sentences(html, DescriptionWords.Size(description).Concat(DescriptionWords.Units(description)));
        Sources(html, description);
        using (html.Element("nav"))
        {
            foreach (var section in sections.Where(s => s.Count > 0))
            {
                html.Text("a", section.Title, ("href", "#" + section.Id));
                html.Text(" ");
            }
        }

        foreach (var section in sections.Where(s => s.Count > 0))
        {
            using (html.Element("section"))
            {
                html.Text("h2", section.Title, ("id", section.Id));
                section.Write();
            }

            html.Line();
        }

        html.Text("p", "Written by Thymus. Research use only.", ("class", "note"));
    }

    private static void Sentences(HtmlWriter html, IEnumerable<string> sentences)
    {
        foreach (string sentence in sentences)
        {
            html.Text("p", char.ToUpperInvariant(sentence[0]) + sentence[1..] + ".");
        }
    }

    private static void Sources(HtmlWriter html, ModelDescription description)
    {
        if (!description.Sources.IsEmpty)
        {
            using (html.Element("p", ("class", "note")))
            {
                html.Text("Sources: ");
                Links(html, description.Sources);
            }
        }

        if (description.Notes is { } notes)
        {
            using (html.Element("details"))
            {
                html.Text("summary", "Notes of the model");
                html.Text("p", notes);
            }
        }
    }

    private static void Equations(HtmlWriter html, IReadOnlyCollection<DescribedEquation> equations)
    {
        using (html.Element("div", ("class", "equations")))
        {
            foreach (var equation in equations)
            {
                using (html.Element("div", ("class", "equation")))
                {
                    using (html.Element("span", ("class", "left")))
                    {
                        MathMl.Write(html, new MathDisplay(equation.Left));
                    }

                    using (html.Element("span", ("class", "right")))
                    {
                        Terms(html, [new MathSign("=")], equation.Right, []);
                    }

                    html.Text("span", equation.Unit is null ? "" : Format.Unit(equation.Unit), ("class", "unit"));
                    html.Text("span", "", ("class", "rule"));
                }

                html.Line();
            }
        }
    }

    // Each term for itself, so that a long sum can go on in further lines.
    private static void Terms(HtmlWriter html, MathNode[] before, MathNode node, MathNode[] after)
    {
        MathNode[] terms = node is MathSum sum ? [.. sum.Terms] : [node];
        for (int i = 0; i < terms.Length; i++)
        {
            using (html.Element("span"))
            {
                MathMl.Write(html, new MathDisplay(new MathRow([.. i == 0 ? before : [], terms[i], .. i == terms.Length - 1 ? after : []])));
            }
        }
    }

    private static void Reactions(HtmlWriter html, ModelDescription description)
    {
        bool hasTitles = description.Reactions.Any(r => r.Title is not null && r.Title != r.Name);
        using (Table(html, ["Reaction", .. hasTitles ? ["Name"] : Array.Empty<string>(), "Scheme", "Rate"]))
        {
            foreach (var reaction in description.Reactions)
            {
                using (html.Element("tr"))
                {
                    html.Text("td", reaction.Name, ("class", "id"));
                    if (hasTitles)
                    {
                        html.Text("td", reaction.Title ?? "");
                    }

                    Math(html, reaction.Scheme, "");
                    Math(html, reaction.Rate, "no rate");
                }

                html.Line();
            }
        }
    }

    private static void Events(HtmlWriter html, ModelDescription description)
    {
        using (Table(html, "Event", "Fires when", "", "Sets"))
        {
            foreach (var item in description.Events)
            {
                using (html.Element("tr"))
                {
                    html.Text("td", item.Name);
                    Math(html, item.Trigger, "");
                    using (html.Element("td"))
                    {
                        foreach (var (i, (words, value)) in item.Details.Index())
                        {
                            html.Text((i > 0 ? ", " : "") + words + " ");
                            if (value is not null)
                            {
                                MathMl.Write(html, value);
                            }
                        }
                    }

                    using (html.Element("td"))
                    {
                        foreach (var assignment in item.Assignments)
                        {
                            using (html.Element("div"))
                            {
                                MathMl.Write(html, MathRow.Of(assignment.Left, new MathSign("←"), assignment.Right));
                            }
                        }
                    }
                }
            }
        }
    }

    private static void Values(HtmlWriter html, IReadOnlyCollection<DescribedValue> values)
    {
        bool hasTitles = values.Any(v => v.Title is not null && v.Title != v.Name), hasSources = values.Any(v => !v.Sources.IsEmpty);
        using (Table(html, ["Symbol", "Value", "Unit", "Identifier", "What it is", .. hasTitles ? ["Name"] : Array.Empty<string>(), .. hasSources ? ["Sources"] : Array.Empty<string>()]))
        {
            foreach (var value in values)
            {
                using (html.Element("tr"))
                {
                    Math(html, new MathName(value.Name), "");
                    Math(html, value.Value is { } number ? new MathNumber(number) : null, value.Missing);
                    html.Text("td", value.Unit is null ? "" : Format.Unit(value.Unit));
                    html.Text("td", value.Name, ("class", "id"));
                    html.Text("td", value.Kind);
                    if (hasTitles)
                    {
                        html.Text("td", value.Title == value.Name ? "" : value.Title ?? "");
                    }

                    if (hasSources)
                    {
                        using (html.Element("td", ("class", "sources")))
                        {
                            Links(html, value.Sources);
                        }
                    }
                }

                html.Line();
            }
        }
    }

    private static void Moieties(HtmlWriter html, ModelDescription description)
    {
        if (description.Moieties is not { IsEmpty: false } moieties)
        {
            html.Text("p", description.Moieties is null ? "Not looked for: the model is too large." : "No sum of amounts is conserved by the reactions.");
            return;
        }

        html.Text("p", "Sums of amounts that no reaction changes:");
        foreach (var moiety in moieties)
        {
            using (html.Element("p", ("class", "sum")))
            {
                Terms(html, [], moiety, [new MathSign("="), new MathWord("const")]);
            }
        }
    }

    private static void Links(HtmlWriter html, IEnumerable<string> resources)
    {
        foreach (var (i, resource) in resources.Index())
        {
            html.Text(i > 0 ? ", " : "");
            bool isAddress = resource.StartsWith("https://", StringComparison.Ordinal) || resource.StartsWith("http://", StringComparison.Ordinal);
            if (isAddress)
            {
                html.Text("a", DescriptionWords.Short(resource), ("href", resource), ("rel", "noreferrer"));
            }
            else
            {
                html.Text(DescriptionWords.Short(resource));
            }
        }
    }

    private static void Math(HtmlWriter html, MathNode? node, string missing)
    {
        using (html.Element("td"))
        {
            if (node is null)
            {
                html.Text(missing);
            }
            else
            {
                MathMl.Write(html, node);
            }
        }
    }

    private static Nested Table(HtmlWriter html, params string[] heads)
    {
        var scroll = html.Element("div", ("class", "scroll"));
        var table = html.Element("table");
        using (html.Element("thead"))
        using (html.Element("tr"))
        {
            foreach (string head in heads)
            {
                html.Text("th", head, ("scope", "col"));
            }
        }

        return new Nested(scroll, table, html.Element("tbody"));
    }

    private readonly struct Nested(HtmlWriter.Scope outer, HtmlWriter.Scope middle, HtmlWriter.Scope inner) : IDisposable
    {
        public void Dispose()
        {
            inner.Dispose();
            middle.Dispose();
            outer.Dispose();
        }
    }
}
