using System.Globalization;
using System.Text;
using Thymus.Reports.Figures;
using Thymus.Reports.Html;
using static Thymus.Reports.Html.HtmlWriter;

namespace Thymus.Reports.Plots;

/// <summary>Plots as one SVG, one below the other, in the look of the reports (ADR 0009).</summary>
public static class SvgPlot
{
    private const double Left = 74, Right = 16, PlotHeight = 300, CharacterWidth = 7.2, LegendLine = 20;

    /// <summary>Writes a file.</summary>
    public static void Write(IReadOnlyList<Plot> plots, TextWriter output)
    {
        var html = new HtmlWriter(output);
        html.Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        Element(html, plots);
        html.Line();
    }

    /// <summary>Writes a page with the drawing, which opens offline.</summary>
    public static void WritePage(string title, IReadOnlyList<Plot> plots, TextWriter output)
    {
        var html = new HtmlWriter(output);
        Page.Write(html, title, "model.css", () =>
        {
            html.Text("h1", title);
            Element(html, plots);
        });
    }

    private static void Element(HtmlWriter html, IReadOnlyList<Plot> plots)
    {
        using var canvas = new Canvas(narrow: false, "plot");
        double top = 8;
        foreach (var (i, plot) in plots.Index())
        {
            top = Draw(canvas, plot, top, i);
        }

        using (html.Element(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {Number(canvas.Width)} {Number(top)}"), ("width", Number(canvas.Width)), ("height", Number(top)),
            ("role", "img"), ("aria-label", string.Join(". ", plots.Select(p => $"{p.Title} {p.YLabel} by {p.XLabel}: {string.Join(", ", p.Curves.Select(c => c.Name))}"))),
            ("font-family", "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"), ("font-size", Number(canvas.TextSize)), ("fill", Canvas.Ink), ("style", "max-width: 100%; height: auto; background: #ffffff")))
        {
            html.Raw(canvas.Markup);
        }
    }

    private static double Draw(Canvas canvas, Plot plot, double top, int number)
    {
        if (plot.Title.Length > 0)
        {
            canvas.Text(Left, top + 14, plot.Title, size: 14, bold: true);
            top += 24;
        }

        top = Legend(canvas, plot, top) + 10;
        double bottom = top + PlotHeight, right = canvas.Width - Right;
        var (x, y) = (AxisOf(plot.RangeX, Left, right, plot.IsLogX), AxisOf(plot.RangeY, bottom, top, plot.IsLogY));
        foreach (double tick in y.Ticks(5))
        {
            canvas.Line(Left, y.At(tick), right, y.At(tick), "#e7eaee");
            canvas.Text(Left - 7, y.At(tick) + 4, Axis.Label(tick), "end", Canvas.Muted);
        }

        foreach (double tick in x.Ticks(8))
        {
            canvas.Line(x.At(tick), bottom, x.At(tick), bottom + 4, Canvas.Muted);
            canvas.Text(x.At(tick), bottom + 18, Axis.Label(tick), "middle", Canvas.Muted);
        }

        canvas.Line(Left, bottom, right, bottom, Canvas.Muted);
        canvas.Text((Left + right) / 2, bottom + 36, plot.XLabel, "middle", Canvas.Muted);
        canvas.Text(14, (top + bottom) / 2, plot.YLabel, "middle", Canvas.Muted, turn: -90);
        using (canvas.Group(("clip-path", canvas.Clip("area" + number.ToString(CultureInfo.InvariantCulture), Left, top - 2, right - Left, PlotHeight + 4))))
        {
            foreach (var (i, curve) in plot.Curves.Index())
            {
                var (colour, dash) = StyleOf(i);
                canvas.Path(Line(plot, curve, x, y), colour, 2, dash);
            }
        }

        return bottom + 56;
    }

    private static double Legend(Canvas canvas, Plot plot, double top)
    {
        double x = Left, y = top + 12;
        foreach (var (i, curve) in plot.Curves.Index())
        {
            double width = 34 + (CharacterWidth * curve.Name.Length) + 18;
            if (x > Left && x + width > canvas.Width - Right)
            {
                (x, y) = (Left, y + LegendLine);
            }

            var (colour, dash) = StyleOf(i);
            canvas.Line(x, y - 4, x + 26, y - 4, colour, 2.5, dash);
            canvas.Text(x + 32, y, curve.Name);
            x += width;
        }

        return y + 4;
    }

    // Six colours with dashes of their own; the next six take the dashes of others.
    private static (string Colour, string? Dash) StyleOf(int i) => (Palette.Arm(i).Colour, Palette.Arm(i + (i / 6)).Dash);

    private static Axis AxisOf((double From, double To) range, double start, double end, bool isLogarithmic) => new(range.From, range.To, start, end, isLogarithmic);

    private static string Line(Plot plot, Curve curve, Axis x, Axis y)
    {
        var path = new StringBuilder();
        bool isOpen = false;
        for (int i = 0; i < Math.Min(curve.X.Length, curve.Y.Length); i++)
        {
            if (!plot.Shows(curve.X[i], curve.Y[i]))
            {
                isOpen = false;
                continue;
            }

            path.Append(isOpen ? 'L' : 'M').Append(Number(x.At(curve.X[i]))).Append(' ').Append(Number(y.At(curve.Y[i])));
            isOpen = true;
        }

        return path.Length == 0 ? "M0 0" : path.ToString();
    }
}
