using Thymus.Reports.Html;
using static Thymus.Reports.Html.HtmlWriter;

namespace Thymus.Reports.Figures;

/// <summary>Draws one SVG. Presentation is in attributes, so that a saved figure looks as it does in the page.</summary>
internal sealed class Canvas : IDisposable
{
    /// <summary>Text colour.</summary>
    public const string Ink = "#1f2933";

    /// <summary>Colour of text that matters less.</summary>
    public const string Muted = "#52606d";

    private const string Faint = "#d9dee4";

    private readonly StringWriter _buffer = new();
    private readonly HtmlWriter _html;

    /// <summary>An empty canvas.</summary>
    public Canvas(bool narrow, string id)
    {
        Narrow = narrow;
        Id = id + (narrow ? "-n" : "-w");
        _html = new HtmlWriter(_buffer);
    }

    /// <summary>Whether this is the variant for a phone.</summary>
    public bool Narrow { get; }

    /// <summary>Unique in the page.</summary>
    public string Id { get; }

    /// <summary>Width in user units, one CSS pixel each at full size.</summary>
    public double Width => Narrow ? 360 : 860;

    /// <summary>Height; the figure sets it.</summary>
    public double Height { get; set; }

    /// <summary>Ordinary text size.</summary>
    public double TextSize => Narrow ? 11 : 12.5;

    /// <summary>What was drawn.</summary>
    public string Markup => _buffer.ToString();

    /// <summary>A group with attributes of its own.</summary>
    public HtmlWriter.Scope Group(params ReadOnlySpan<(string Name, string Value)> attributes) => _html.Element("g", attributes);

    /// <summary>A straight line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string colour = Faint, double width = 1, string? dash = null)
    {
        ReadOnlySpan<(string, string)> attributes =
        [
            ("x1", Number(x1)), ("y1", Number(y1)), ("x2", Number(x2)), ("y2", Number(y2)), ("stroke", colour),
            ("stroke-width", Number(width)), ("stroke-dasharray", dash ?? "none"),
        ];
        _html.Empty("line", dash is null ? attributes[..^1] : attributes);
    }

    /// <summary>A rectangle; <paramref name="row"/> ties it to a row of the figure's data.</summary>
    public void Rectangle(double x, double y, double width, double height, string fill, int row = -1, string stroke = "none")
    {
        ReadOnlySpan<(string, string)> attributes =
        [
            ("x", Number(x)), ("y", Number(y)), ("width", Number(Math.Max(0, width))), ("height", Number(Math.Max(0, height))), ("fill", fill),
            ("stroke", stroke), ("data-r", Row(row)),
        ];
        _html.Empty("rect", row < 0 ? attributes[..^1] : attributes);
    }

    /// <summary>A path.</summary>
    public void Path(string d, string stroke, double width, string? dash = null, string fill = "none", int row = -1, double opacity = 1)
    {
        var attributes = new List<(string, string)> { ("d", d), ("fill", fill) };
        if (stroke != "none")
        {
            attributes.Add(("stroke", stroke));
            attributes.Add(("stroke-width", Number(width)));
            attributes.Add(("stroke-linejoin", "round"));
        }

        if (dash is not null)
        {
            attributes.Add(("stroke-dasharray", dash));
        }

        if (opacity < 1)
        {
            attributes.Add(("opacity", Number(opacity)));
        }

        if (row >= 0)
        {
            attributes.Add(("data-r", Row(row)));
        }

        _html.Empty("path", [.. attributes]);
    }

    /// <summary>Text; anchor is start, middle or end.</summary>
    public void Text(
        double x, double y, string text, string anchor = "start", string colour = Ink, double size = 0, bool bold = false, double turn = 0)
    {
        var attributes = new List<(string, string)> { ("x", Number(x)), ("y", Number(y)) };
        if (anchor != "start")
        {
            attributes.Add(("text-anchor", anchor));
        }

        if (colour != Ink)
        {
            attributes.Add(("fill", colour));
        }

        if (size > 0)
        {
            attributes.Add(("font-size", Number(size)));
        }

        if (bold)
        {
            attributes.Add(("font-weight", "600"));
        }

        if (turn != 0)
        {
            attributes.Add(("transform", $"rotate({Number(turn)} {Number(x)} {Number(y)})"));
        }

        _html.Text("text", text, [.. attributes]);
    }

    /// <summary>A label beside a row, in two lines when it has more than <paramref name="most"/> letters; the middle of it is at <paramref name="y"/>.</summary>
    public void Label(double x, double y, string text, string anchor, int most)
    {
        if (text.Length <= most)
        {
            Text(x, y + 4, text, anchor);
            return;
        }

        int half = text.Length / 2, before = text.LastIndexOf(' ', half), after = text.IndexOf(' ', half);
        int cut = before < 0 || (after >= 0 && after - half < half - before) ? after : before;
        cut = cut < 0 ? half : cut;
        Text(x, y - 3, text[..cut].TrimEnd(), anchor);
        Text(x, y + 11, text[cut..].TrimStart(), anchor);
    }

    /// <summary>A small sign at a point: 0 circle, 1 square, 2 diamond, 3 triangle, 4 cross, 5 arrow to the right, 6 triangle down.</summary>
    public void Sign(int shape, double x, double y, double r, string fill, string stroke = "#ffffff", int row = -1)
    {
        string F(double dx, double dy) => Number(x + (dx * r)) + " " + Number(y + (dy * r));
        string d = shape switch
        {
            0 => $"M{F(-1, 0)}a{Number(r)} {Number(r)} 0 1 0 {Number(2 * r)} 0a{Number(r)} {Number(r)} 0 1 0 {Number(-2 * r)} 0Z",
            1 => $"M{F(-0.9, -0.9)}L{F(0.9, -0.9)}L{F(0.9, 0.9)}L{F(-0.9, 0.9)}Z",
            2 => $"M{F(0, -1.25)}L{F(1.25, 0)}L{F(0, 1.25)}L{F(-1.25, 0)}Z",
            3 => $"M{F(0, -1.15)}L{F(1.1, 0.85)}L{F(-1.1, 0.85)}Z",
            4 => $"M{F(-0.9, -0.9)}L{F(0.9, 0.9)}M{F(0.9, -0.9)}L{F(-0.9, 0.9)}",
            5 => $"M{F(0, -1)}L{F(1.6, 0)}L{F(0, 1)}Z",
            _ => $"M{F(0, 1.15)}L{F(1.1, -0.85)}L{F(-1.1, -0.85)}Z",
        };
        if (shape == 4)
        {
            Path(d, fill, 1.8, row: row);
        }
        else
        {
            Path(d, stroke, fill == "#ffffff" ? 1.7 : 0.8, fill: fill, row: row);   // an open sign is its outline
        }
    }

    /// <summary>A clip path for a plot area; returns the value of the attribute clip-path.</summary>
    public string Clip(string name, double x, double y, double width, double height)
    {
        string id = Id + "-" + name;
        using (_html.Element("clipPath", ("id", id)))
        {
            Rectangle(x, y, width, height, "#000");
        }

        return $"url(#{id})";
    }

    /// <inheritdoc />
    public void Dispose() => _buffer.Dispose();

    private static string Row(int row) => row.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
