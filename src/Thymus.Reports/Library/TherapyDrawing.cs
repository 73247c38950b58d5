using System.Collections.Immutable;
using Thymus.Reports.Plots;
using Thymus.Reports.Words;
using Thymus.Therapies.Figures;

namespace Thymus.Reports.Library;

/// <summary>Draws the figure of a therapy.</summary>
public static class TherapyDrawing
{
    private const int Columns = 2;
    private const double LeastShare = 1e-5;

    /// <summary>The SVG. Equal series give equal bytes.</summary>
    /// <param name="figure">What is shown.</param>
    /// <param name="series">Its values.</param>
    public static string Svg(TherapyFigure figure, ImmutableArray<FigureSeries> series)
    {
        ArgumentNullException.ThrowIfNull(figure);
        using var text = new StringWriter { NewLine = "\n" };
        SvgPlot.Write(Plots(figure, series), text, Columns);
        return text.ToString();
    }

    /// <summary>Of one course, outputs of one unit share a plot; of several courses each output has its own.</summary>
    private static List<Plot> Plots(TherapyFigure figure, ImmutableArray<FigureSeries> series)
    {
        string time = $"Time [{figure.TimeText}]";
        bool isOneCourse = figure.Curves.Length == 1;
        return
        [
            .. series.GroupBy(s => isOneCourse ? (s.Output.Unit.Text, s.Output.IsLogarithmic) : (s.Output.Name, false)).Select(g =>
            {
                var outputs = g.Select(s => s.Output).Distinct().ToArray();
                string unit = Format.UnitUnlessPure(outputs[0].Unit.Text);
                return new Plot(
                    outputs.Length == 1 ? outputs[0].Label : "", time, unit.Length == 0 ? "" : $"[{unit}]",
                    [.. g.Select(s => new Curve(!isOneCourse ? s.Curve.Label : outputs.Length > 1 ? s.Output.Label : "", s.Times, s.Values))])
                {
                    IsLogY = outputs[0].IsLogarithmic,
                    LeastShare = LeastShare,
                };
            }),
        ];
    }
}
