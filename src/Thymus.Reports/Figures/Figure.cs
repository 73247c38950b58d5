using Thymus.Reports.Html;
using static Thymus.Reports.Html.HtmlWriter;

namespace Thymus.Reports.Figures;

/// <summary>A figure: two drawings of the same data (wide, and narrow for phones), a caption, and the data.</summary>
internal abstract class Figure(string id, string title)
{
    /// <summary>Anchor in the page and name of saved files.</summary>
    public string Id { get; } = id;

    /// <summary>Title, a line.</summary>
    public string Title { get; } = title;

    /// <summary>How to read it: below the drawing.</summary>
    public abstract string Caption { get; }

    /// <summary>What it shows, for a reader who cannot see it.</summary>
    public abstract string Alternative { get; }

    /// <summary>The signs and colours in words, above the drawing.</summary>
    public virtual IReadOnlyList<LegendItem> Legend => [];

    /// <summary>The numbers; filled before drawing.</summary>
    public abstract DataTable Data { get; }

    /// <summary>Draws one variant and sets its height.</summary>
    public abstract void Draw(Canvas canvas);

    /// <summary>Writes the figure.</summary>
    public void Write(HtmlWriter html)
    {
        var table = Data;
        using (html.Element("figure", ("id", Id)))
        {
            html.Text("h3", Title, ("class", "figure-title"));
            if (Legend.Count > 0)
            {
                WriteLegend(html);
            }

            WriteVariant(html, narrow: false);
            WriteVariant(html, narrow: true);
            using (html.Element("figcaption"))
            {
                html.Text(Caption);
                html.Text("span", string.Empty, ("class", "save"), ("data-save", Id));
            }

            using (html.Element("script", ("type", "application/json"), ("id", "data-" + Id)))
            using (var json = new StringWriter())
            {
                table.WriteJson(json);
                html.Raw(json.ToString());
            }
        }

        html.Line();
    }

    private void WriteVariant(HtmlWriter html, bool narrow)
    {
        using var canvas = new Canvas(narrow, Id);
        Draw(canvas);
        using (html.Element(
            "svg", ("class", narrow ? "narrow" : "wide"), ("viewBox", $"0 0 {Number(canvas.Width)} {Number(canvas.Height)}"),
            ("width", Number(canvas.Width)), ("height", Number(canvas.Height)), ("role", "img"), ("aria-label", Alternative),
            ("font-family", "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"),
            ("font-size", Number(canvas.TextSize)), ("fill", Canvas.Ink)))
        {
            html.Raw(canvas.Markup);
        }

        html.Line();
    }

    private void WriteLegend(HtmlWriter html)
    {
        using (html.Element("ul", ("class", "legend")))
        {
            foreach (var item in Legend)
            {
                using (html.Element("li"))
                {
                    using (html.Element("svg", ("width", "26"), ("height", "14"), ("viewBox", "0 0 26 14"), ("aria-hidden", "true")))
                    using (var canvas = new Canvas(narrow: false, Id + "-legend"))
                    {
                        item.Draw(canvas);
                        html.Raw(canvas.Markup);
                    }

                    html.Text(item.Words);
                }
            }
        }
    }
}

/// <summary>A sign of a figure (26 by 14) and what it means.</summary>
internal sealed record LegendItem(string Words, Action<Canvas> Draw)
{
    /// <summary>A patch of colour.</summary>
    public static LegendItem Patch(string words, string colour) => new(words, c => c.Rectangle(3, 1, 20, 12, colour));

    /// <summary>A line, as an arm's.</summary>
    public static LegendItem Stroke(string words, string colour, string? dash) => new(words, c => c.Line(0, 7, 26, 7, colour, 2.5, dash));

    /// <summary>A sign.</summary>
    public static LegendItem Point(string words, int shape, string colour) => new(words, c => c.Sign(shape, 13, 7, 5, colour));
}
