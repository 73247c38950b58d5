using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Thymus.Reports.Figures;
using Thymus.Reports.Html;
using static Thymus.Reports.Html.HtmlWriter;

namespace Thymus.Reports.Plots;

/// <summary>Plots as one SVG, one below the other, in the look of the reports (ADR 0009).</summary>
public static class SvgPlot
{
    private const double Left = 74, Right = 16, PlotHeight = 300, HalfHeight = 220, CharacterWidth = 7.2, TitleWidth = 7.9, LegendLine = 20, TitleLine = 18;
    private const double Invisible = 0.1;   // distance from a line that nobody sees [pixels]

    /// <summary>Writes a file.</summary>
    /// <param name="plots">The plots.</param>
    /// <param name="output">Where to.</param>
    /// <param name="columns">Plots side by side. When all have the same curves, one legend at the top serves them.</param>
    public static void Write(IReadOnlyList<Plot> plots, TextWriter output, int columns = 1)
    {
        ArgumentNullException.ThrowIfNull(plots);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var html = new HtmlWriter(output);
        html.Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        Element(html, plots, Math.Min(columns, plots.Count));
        html.Line();
    }

    /// <summary>Writes a page with the drawing, which opens offline.</summary>
    public static void WritePage(string title, IReadOnlyList<Plot> plots, TextWriter output)
    {
        var html = new HtmlWriter(output);
        Page.Write(html, title, "model.css", () =>
        {
            html.Text("h1", title);
            Element(html, plots, 1);
        });
    }

    private static void Element(HtmlWriter html, IReadOnlyList<Plot> plots, int columns)
    {
        using var canvas = new Canvas(narrow: false, "plot");
        double top = 8;
        bool isShared = columns > 1 && plots.All(p => p.Curves.Select(c => c.Name).SequenceEqual(plots[0].Curves.Select(c => c.Name)));
        if (isShared)
        {
            top = Legend(canvas, plots[0], Left, canvas.Width - Right, top) + (HasLegend(plots[0]) ? 14 : 0);
        }

        double width = canvas.Width / columns;
        foreach (var row in plots.Index().Chunk(Math.Max(1, columns)))
        {
            var cells = row.Select((p, i) => new Cell(p.Item, p.Index, (i * width) + Left, ((i + 1) * width) - Right, isShared)).ToArray();
            double area = cells.Max(c => Header(canvas, c, top));
            double height = columns > 1 ? HalfHeight : PlotHeight;
            foreach (var cell in cells)
            {
                Draw(canvas, cell, area, area + height);
            }

            top = area + height + 56;
        }

        using (html.Element(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {Number(canvas.Width)} {Number(top)}"), ("width", Number(canvas.Width)), ("height", Number(top)),
            ("role", "img"), ("aria-label", string.Join(". ", plots.Select(p => $"{p.Title} {p.YLabel} by {p.XLabel}: {string.Join(", ", p.Curves.Select(c => c.Name))}"))),
            ("font-family", "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"), ("font-size", Number(canvas.TextSize)), ("fill", Canvas.Ink), ("style", "max-width: 100%; height: auto; background: #ffffff")))
        {
            html.Raw(WithOwnIds(canvas));
        }
    }

    /// <summary>The drawing with ids that follow from it: those of several figures in one page do not meet, and the same figure is the same file.</summary>
    private static string WithOwnIds(Canvas canvas)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canvas.Markup)).AsSpan(0, 4));
        return canvas.Markup
            .Replace($"id=\"{canvas.Id}-", $"id=\"{canvas.Id}-{hash}-", StringComparison.Ordinal)
            .Replace($"url(#{canvas.Id}-", $"url(#{canvas.Id}-{hash}-", StringComparison.Ordinal);
    }

    /// <summary>Title and legend; returns where the area of the curves begins.</summary>
    private static double Header(Canvas canvas, Cell cell, double top)
    {
        foreach (var (i, line) in Lines(cell.Plot.Title, (int)((cell.Right - cell.Left) / TitleWidth)).Index())
        {
            canvas.Text(cell.Left, top + 14, line, size: 14, bold: true);
            top += i == 0 ? 24 : TitleLine;
        }

        return (cell.IsLegendShared ? top : Legend(canvas, cell.Plot, cell.Left, cell.Right, top)) + 10;
    }

    private static void Draw(Canvas canvas, Cell cell, double top, double bottom)
    {
        var (plot, left, right) = (cell.Plot, cell.Left, cell.Right);
        var (x, y) = (AxisOf(plot.RangeX, left, right, plot.IsLogX), AxisOf(plot.RangeY, bottom, top, plot.IsLogY));
        foreach (double tick in y.Ticks(5))
        {
            canvas.Line(left, y.At(tick), right, y.At(tick), "#e7eaee");
            canvas.Text(left - 7, y.At(tick) + 4, Axis.Label(tick), "end", Canvas.Muted);
        }

        foreach (double tick in x.Ticks(right - left > canvas.Width / 2 ? 8 : 6))
        {
            canvas.Line(x.At(tick), bottom, x.At(tick), bottom + 4, Canvas.Muted);
            canvas.Text(x.At(tick), bottom + 18, Axis.Label(tick), "middle", Canvas.Muted);
        }

        canvas.Line(left, bottom, right, bottom, Canvas.Muted);
        canvas.Text((left + right) / 2, bottom + 36, plot.XLabel, "middle", Canvas.Muted);
        canvas.Text(left - 60, (top + bottom) / 2, plot.YLabel, "middle", Canvas.Muted, turn: -90);
        using (canvas.Group(("clip-path", canvas.Clip("area" + cell.Number.ToString(CultureInfo.InvariantCulture), left, top - 2, right - left, bottom - top + 4))))
        {
            foreach (var (i, curve) in plot.Curves.Index())
            {
                var (colour, dash) = StyleOf(i);
                canvas.Path(Line(plot, curve, x, y), colour, 2, dash);
            }
        }
    }

    /// <summary>A single curve without a name needs no legend.</summary>
    private static bool HasLegend(Plot plot) => plot.Curves.Length > 1 || plot.Curves.Any(c => c.Name.Length > 0);

    private static double Legend(Canvas canvas, Plot plot, double left, double right, double top)
    {
        if (!HasLegend(plot))
        {
            return top;
        }

        double x = left, y = top + 12;
        foreach (var (i, curve) in plot.Curves.Index())
        {
            double width = 34 + (CharacterWidth * curve.Name.Length) + 18;
            if (x > left && x + width > right)
            {
                (x, y) = (left, y + LegendLine);
            }

            var (colour, dash) = StyleOf(i);
            canvas.Line(x, y - 4, x + 26, y - 4, colour, 2.5, dash);
            canvas.Text(x + 32, y, curve.Name);
            x += width;
        }

        return y + 4;
    }

    /// <summary>Whole words in lines of at most a number of characters.</summary>
    private static IEnumerable<string> Lines(string text, int most)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > most)
            {
                yield return line;
                line = "";
            }

            line += line.Length > 0 ? " " + word : word;
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    // Six colours with dashes of their own; the next six take the dashes of others.
    private static (string Colour, string? Dash) StyleOf(int i) => (Palette.Arm(i).Colour, Palette.Arm(i + (i / 6)).Dash);

    private static Axis AxisOf((double From, double To) range, double start, double end, bool isLogarithmic) => new(range.From, range.To, start, end, isLogarithmic);

    private static string Line(Plot plot, Curve curve, Axis x, Axis y)
    {
        var path = new StringBuilder();
        var run = new List<(double X, double Y)>();
        for (int i = 0; i < Math.Min(curve.X.Length, curve.Y.Length); i++)
        {
            if (plot.Shows(curve.X[i], curve.Y[i]))
            {
                run.Add((x.At(curve.X[i]), y.At(curve.Y[i])));
                continue;
            }

            Append(path, run);
            run.Clear();
        }

        Append(path, run);
        return path.Length == 0 ? "M0 0" : path.ToString();
    }

    private static void Append(StringBuilder path, List<(double X, double Y)> run)
    {
        var isKept = Kept(run);
        char command = 'M';
        foreach (var (i, point) in run.Index())
        {
            if (isKept[i])
            {
                path.Append(command).Append(Number(point.X)).Append(' ').Append(Number(point.Y));
                command = 'L';
            }
        }
    }

    /// <summary>Points without which a line would be seen to differ (Ramer 1972; Douglas and Peucker 1973): a file of a tenth of the size.</summary>
    private static bool[] Kept(List<(double X, double Y)> points)
    {
        bool[] isKept = new bool[points.Count];
        var open = new Stack<(int First, int Last)>();
        if (points.Count > 0)
        {
            isKept[0] = isKept[^1] = true;
            open.Push((0, points.Count - 1));
        }

        while (open.TryPop(out var part))
        {
            var (first, last) = (points[part.First], points[part.Last]);
            double dx = last.X - first.X, dy = last.Y - first.Y, length = Math.Sqrt((dx * dx) + (dy * dy));
            double largest = Invisible;
            int farthest = -1;
            for (int i = part.First + 1; i < part.Last; i++)
            {
                double ax = points[i].X - first.X, ay = points[i].Y - first.Y;
                double distance = length > 0 ? Math.Abs((ax * dy) - (ay * dx)) / length : Math.Sqrt((ax * ax) + (ay * ay));
                if (distance > largest)
                {
                    (largest, farthest) = (distance, i);
                }
            }

            if (farthest > 0)
            {
                isKept[farthest] = true;
                open.Push((part.First, farthest));
                open.Push((farthest, part.Last));
            }
        }

        return isKept;
    }

    /// <summary>Where a plot stands.</summary>
    private sealed record Cell(Plot Plot, int Number, double Left, double Right, bool IsLegendShared);
}
