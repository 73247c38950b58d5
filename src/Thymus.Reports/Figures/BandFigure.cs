using System.Globalization;
using System.Text;
using Thymus.Reports.Words;
using static Thymus.Reports.Html.HtmlWriter;

namespace Thymus.Reports.Figures;

/// <summary>Median and 5 to 95 % of an output over time; a linear panel and, where asked, a logarithmic one.</summary>
internal sealed class BandFigure : Figure
{
    private readonly string _label;
    private readonly string _unit;
    private readonly bool _log;
    private readonly TimeScale _time;
    private readonly IReadOnlyList<(string Title, ArmStyle Style, CourseBand Band)> _bands;

    /// <summary>A figure of bands of one output and unit.</summary>
    public BandFigure(string id, string label, string unit, IReadOnlyList<(string Title, ArmStyle Style, CourseBand Band)> bands)
        : base(id, label)
    {
        _label = label;
        _unit = Format.UnitUnlessPure(unit);
        _bands = bands;
        _log = bands.Any(b => b.Band.LogScale) && Positive().Any();
        _time = TimeScale.Of(bands.Max(b => b.Band.Times.DefaultIfEmpty(0).Max()));
        Data = new DataTable("arm", _time.Word, _unit.Length > 0 ? $"median ({_unit})" : "median", "5 %", "95 %", "patients");
        foreach (var (title, _, band) in bands)
        {
            for (int i = 0; i < band.Times.Length; i++)
            {
                Data.Add(
                    title, band.Times[i] / _time.Days, band.Median[i], band.Low[i], band.High[i], i < band.Patients.Length ? band.Patients[i] : double.NaN);
            }
        }
    }

    /// <inheritdoc />
    public override DataTable Data { get; }

    /// <inheritdoc />
    public override string Caption =>
        $"Line: median; band: 5th to 95th percentile of simulated patients still {(_bands.Any(b => b.Band.OnTreatmentOnly) ? "on treatment" : "followed")}. {(_log ? "Left: linear; right: logarithmic. " : string.Empty)}"
        + "The values are the model's, without measurement error.";

    /// <inheritdoc />
    public override string Alternative => $"{_label}{(_unit.Length > 0 ? $" ({_unit})" : string.Empty)} over time. " + string.Join(' ', _bands.Select(b =>
        $"{b.Title}: median between {Format.Significant(Finite(b.Band.Median).Min())} and {Format.Significant(Finite(b.Band.Median).Max())}."));

    /// <inheritdoc />
    public override IReadOnlyList<LegendItem> Legend =>
        [.. _bands.Select(b => LegendItem.Stroke(b.Title, b.Style.Colour, b.Style.Dash))];

    /// <inheritdoc />
    public override void Draw(Canvas canvas)
    {
        int columns = _log && !canvas.Narrow ? 2 : 1;
        double first = canvas.Narrow ? 44 : 62, gap = 62, height = canvas.Narrow ? 170 : 240;
        double width = (canvas.Width - first - 12 - ((columns - 1) * gap)) / columns;
        DrawPanel(canvas, first, 12, width, height, logarithmic: false);
        if (_log)
        {
            DrawPanel(canvas, columns == 2 ? first + width + gap : first, columns == 2 ? 12 : height + 72, width, height, logarithmic: true);
        }

        canvas.Height = ((_log && columns == 1 ? 2 : 1) * (height + 60)) - 6;
    }

    private void DrawPanel(Canvas canvas, double left, double top, double width, double height, bool logarithmic)
    {
        double right = left + width, bottom = top + height;
        double last = Math.Max(1e-6, _bands.Max(b => b.Band.Times.DefaultIfEmpty(0).Max()) / _time.Days);
        double highest = _bands.SelectMany(b => Finite(b.Band.High)).DefaultIfEmpty(1).Max();
        var x = new Axis(0, last, left, right);
        var y = logarithmic
            ? new Axis(Math.Max(Positive().Min(), highest * 1e-5), highest * 1.05, bottom, top, Logarithmic: true)
            : Linear(highest, bottom, top);
        foreach (double tick in y.Ticks(4))
        {
            canvas.Line(left, y.At(tick), right, y.At(tick), "#e7eaee");
            canvas.Text(left - 6, y.At(tick) + 4, Axis.Label(tick), "end", Canvas.Muted);
        }

        canvas.Text(left, top - 2, (_unit + (logarithmic ? ", logarithmic" : string.Empty)).TrimStart(',', ' '), colour: Canvas.Muted, size: canvas.TextSize - 0.5);
        canvas.Line(left, bottom, right, bottom, Canvas.Muted);
        foreach (double tick in x.Ticks(canvas.Narrow ? 5 : 6))
        {
            canvas.Line(x.At(tick), bottom, x.At(tick), bottom + 4, Canvas.Muted);
            canvas.Text(x.At(tick), bottom + 16, Axis.Label(tick), "middle", Canvas.Muted);
        }

        canvas.Text((left + right) / 2, bottom + 32, $"{_time.Title} since randomisation", "middle", Canvas.Muted);
        using (canvas.Group(
            ("data-mode", "near"), ("data-x0", Number(left)), ("data-x1", Number(right)), ("data-y0", Number(top)), ("data-y1", Number(bottom)),
            ("data-from", "0"), ("data-to", last.ToString("R", CultureInfo.InvariantCulture))))
        {
            foreach (var (_, style, band) in _bands)
            {
                canvas.Path(Area(band, x, y, _time.Days), "none", 0, fill: style.Light, opacity: 0.45);
            }

            foreach (var (_, style, band) in _bands)
            {
                canvas.Path(Line(band.Times, band.Median, x, y, _time.Days), style.Colour, 2, style.Dash);
            }
        }
    }

    private Axis Linear(double highest, double bottom, double top)
    {
        double lowest = _bands.SelectMany(b => Finite(b.Band.Low)).DefaultIfEmpty(0).Min();
        return lowest < 0
            ? new(lowest * 1.05, highest > 0 ? highest * 1.05 : Math.Max(0, lowest / -20), bottom, top)
            : new(0, highest > 0 ? highest * 1.05 : 1, bottom, top);
    }

    private IEnumerable<double> Positive() =>
        _bands.SelectMany(b => b.Band.Low.Concat(b.Band.Median)).Where(v => v > 0 && double.IsFinite(v));

    private static IEnumerable<double> Finite(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(0);

    private static string Line(IReadOnlyList<double> times, IReadOnlyList<double> values, Axis x, Axis y, double unit)
    {
        var path = new StringBuilder();
        for (int i = 0; i < times.Count; i++)
        {
            if (double.IsFinite(values[i]))
            {
                path.Append(path.Length == 0 ? 'M' : 'L').Append(Number(x.Inside(times[i] / unit))).Append(' ').Append(Number(y.Inside(values[i])));
            }
        }

        return path.Length == 0 ? "M0 0" : path.ToString();
    }

    private static string Area(CourseBand band, Axis x, Axis y, double unit)
    {
        string up = Line(band.Times, band.High, x, y, unit);
        string down = Line([.. band.Times.Reverse()], [.. band.Low.Reverse()], x, y, unit);
        return up + "L" + down[1..] + "Z";
    }
}
