using System.Globalization;
using System.Text;
using Thymus.Reports.Words;
using Thymus.Trials.Analysis;
using static Thymus.Reports.Html.HtmlWriter;

namespace Thymus.Reports.Figures;

/// <summary>Kaplan–Meier curves of all arms, with bands, censor ticks and numbers at risk under the ticks.</summary>
internal sealed class KaplanMeierFigure : Figure
{
    private const int MostRows = 800;

    private readonly string _endpoint;
    private readonly IReadOnlyList<(string Title, SurvivalCurve Curve, ArmStyle Style)> _arms;
    private readonly double _lastMonth;
    private readonly bool _thinned;

    /// <summary>A figure of one endpoint.</summary>
    public KaplanMeierFigure(
        string id, string title, string endpoint, IReadOnlyList<(string Title, SurvivalCurve Curve, ArmStyle Style)> arms, double days)
        : base(id, title)
    {
        _endpoint = endpoint;
        _arms = arms;
        _lastMonth = days / Format.DaysPerMonth;
        Data = new DataTable(
            "arm", "time (months)", "survival", "95% CI low", "95% CI high", "at risk", "events to here", "censored to here");
        foreach (var (name, curve, _) in arms)
        {
            _thinned |= curve.Times.Length > MostRows;
            AddRows(name, curve);
        }
    }

    /// <summary>Draws one minus the curve, on an axis as high as it needs: patients with the event.</summary>
    public bool IsIncidence { get; init; }

    /// <summary>What time 0 is.</summary>
    public string Origin { get; init; } = "randomisation";

    /// <inheritdoc />
    public override DataTable Data { get; }

    /// <inheritdoc />
    public override string Caption => IsIncidence
        ? "One minus the Kaplan–Meier estimate; shaded: pointwise 95 % interval (log–log). The axis ends above the highest curve, not at 100 %. Below: patients still at risk at each time."
            + (_thinned ? " The saved data, of patients without the event, have about 800 times per arm; every time is in endpoints.parquet." : " The saved data are of patients without the event.")
        : $"Kaplan–Meier estimate of {_endpoint}; shaded: pointwise 95 % interval (log–log); small ticks: censored patients; "
        + "dashed grey line: 50 %. Below: patients still at risk at each time."
        + (_thinned ? " The saved data have about 800 times per arm; every time is in endpoints.parquet." : string.Empty);

    /// <inheritdoc />
    public override string Alternative => IsIncidence
        ? $"Cumulative incidence of {_endpoint}. " + string.Join(' ', _arms.Select(a =>
            $"{a.Title}: {Format.Percent(1 - a.Curve.Survival[^1])} at the end, {Format.Count(a.Curve.TotalEvents)} events."))
        : $"Kaplan–Meier curves of {_endpoint}. " + string.Join(' ', _arms.Select(a =>
        $"{a.Title}: median {Format.MedianMonths(a.Curve.Median)} months, {Format.Count(a.Curve.TotalEvents)} events."));

    /// <inheritdoc />
    public override IReadOnlyList<LegendItem> Legend =>
        [.. _arms.Select(a => LegendItem.Stroke(a.Title, a.Style.Colour, a.Style.Dash))];

    /// <inheritdoc />
    public override void Draw(Canvas canvas)
    {
        bool narrow = canvas.Narrow;
        double left = narrow ? 40 : 58, right = canvas.Width - (narrow ? 12 : 18), top = 10, bottom = narrow ? 250 : 400;
        var ticks = Axis.MonthTicks(_lastMonth, narrow ? 5 : 10);
        var x = new Axis(0, Math.Max(_lastMonth, 1e-6), left, right);
        double most = IsIncidence ? HighestIncidence() : 1;
        var y = new Axis(0, most, bottom, top);
        bool hasMiddle = !IsIncidence;
        foreach (double p in IsIncidence ? y.Ticks(5) : [0, 0.25, 0.5, 0.75, 1])
        {
            canvas.Line(left, y.At(p), right, y.At(p), hasMiddle && p == 0.5 ? Palette.Reference : "#e7eaee", 1, hasMiddle && p == 0.5 ? "5 4" : null);
            canvas.Text(left - 7, y.At(p) + 4, IsIncidence ? Axis.Label(100 * p) : Format.Fixed(100 * p, 0), "end", Canvas.Muted);
        }

        canvas.Text(narrow ? 10 : 14, (top + bottom) / 2, IsIncidence ? "Patients with the event (%)" : $"{Format.Capital(_endpoint)} (%)", "middle", Canvas.Muted, turn: -90);
        canvas.Line(left, bottom, right, bottom, Canvas.Ink);
        foreach (double tick in ticks)
        {
            canvas.Line(x.At(tick), bottom, x.At(tick), bottom + 5, Canvas.Ink);
            canvas.Text(x.At(tick), bottom + 18, Axis.Label(tick), "middle", Canvas.Muted);
        }

        canvas.Text((left + right) / 2, bottom + 35, $"Months since {Origin}", "middle", Canvas.Muted);

        using (canvas.Group(
            ("data-mode", "step"), ("data-x0", Number(left)), ("data-x1", Number(right)), ("data-y0", Number(top)), ("data-y1", Number(bottom)),
            ("data-from", "0"), ("data-to", _lastMonth.ToString("R", CultureInfo.InvariantCulture))))
        {
            foreach (var (_, curve, style) in _arms.Select(a => (a.Title, Shown(a.Curve), a.Style)))
            {
                canvas.Path(BandPath(curve, x, y), "none", 0, fill: style.Light, opacity: 0.45);
            }

            foreach (var (_, curve, style) in _arms.Select(a => (a.Title, Shown(a.Curve), a.Style)))
            {
                if (!IsIncidence)
                {
                    canvas.Path(CensorPath(curve, x, y), style.Colour, 1);
                }

                canvas.Path(StepPath(curve.Times, curve.Survival, x, y), style.Colour, narrow ? 2 : 2.4, style.Dash);
                if (hasMiddle && curve.Median.Value / Format.DaysPerMonth <= _lastMonth)
                {
                    double at = x.At(curve.Median.Value / Format.DaysPerMonth);
                    canvas.Line(at, y.At(0.5), at, bottom, style.Colour, 1, "2 3");
                    canvas.Sign(style.Sign, at, y.At(0.5), 4.5, style.Colour);
                }
            }
        }

        canvas.Height = DrawAtRisk(canvas, ticks, x, bottom + (narrow ? 56 : 58));
    }

    /// <summary>The curve as it is drawn.</summary>
    private SurvivalCurve Shown(SurvivalCurve curve) => !IsIncidence
        ? curve
        : curve with { Survival = [.. curve.Survival.Select(s => 1 - s)], Low = [.. curve.High.Select(s => 1 - s)], High = [.. curve.Low.Select(s => 1 - s)] };

    /// <summary>Top of the axis: above all bands.</summary>
    private double HighestIncidence()
    {
        double highest = _arms.SelectMany(a => a.Curve.Low.Concat(a.Curve.Survival)).Where(double.IsFinite).Select(s => 1 - s).DefaultIfEmpty(0).Max();
        return highest > 0 ? Math.Min(1, 1.05 * highest) : 0.01;
    }

    private double DrawAtRisk(Canvas canvas, IReadOnlyList<double> ticks, Axis x, double y)
    {
        canvas.Text(narrowLeft(), y, "Number at risk", bold: true);
        y += canvas.TextSize + 6;
        foreach (var (title, curve, style) in _arms)
        {
            canvas.Text(narrowLeft(), y, title, colour: style.Colour, bold: true, size: canvas.TextSize - 0.5);
            y += canvas.TextSize + 3;
            foreach (double tick in ticks)
            {
                canvas.Text(x.At(tick), y, Format.Count(curve.AtRiskAt(tick * Format.DaysPerMonth)), tick == 0 && canvas.Narrow ? "start" : "middle");
            }

            y += canvas.TextSize + 7;
        }

        return y - canvas.TextSize + 4;

        double narrowLeft() => canvas.Narrow ? 2 : 14;
    }

    /// <summary>A step function as a path. A vertex that would move the pen by less than a fifth of a pixel is left out.</summary>
    internal static string StepPath(IReadOnlyList<double> times, IReadOnlyList<double> values, Axis x, Axis y)
    {
        var path = new StringBuilder();
        double value = double.IsNaN(values[0]) ? 1 : values[0];   // the interval of S = 1 may be missing
        double penX = x.Inside(times[0] / Format.DaysPerMonth), penY = y.Inside(value);
        path.Append('M').Append(Number(penX)).Append(' ').Append(Number(penY));
        for (int i = 1; i < times.Count; i++)
        {
            double px = x.Inside(times[i] / Format.DaysPerMonth);
            value = double.IsNaN(values[i]) ? value : values[i];
            double py = y.Inside(value);
            bool last = i == times.Count - 1;
            if (!last && Math.Abs(py - penY) < 0.2)
            {
                continue;
            }

            path.Append('H').Append(Number(px));
            if (py != penY)
            {
                path.Append('V').Append(Number(py));
            }

            penX = px;
            penY = py;
        }

        return path.ToString();
    }

    private static string BandPath(SurvivalCurve curve, Axis x, Axis y)
    {
        // The lower end backwards needs its vertices in reverse: draw it as its own step path and turn that around.
        string up = StepPath(curve.Times, curve.High, x, y);
        var vertices = Vertices(StepPath(curve.Times, curve.Low, x, y));
        var path = new StringBuilder(up);
        for (int i = vertices.Count - 1; i >= 0; i--)
        {
            path.Append('L').Append(Number(vertices[i].X)).Append(' ').Append(Number(vertices[i].Y));
        }

        return path.Append('Z').ToString();
    }

    private static List<(double X, double Y)> Vertices(string path)
    {
        var vertices = new List<(double X, double Y)>();
        int at = 0;
        (double x, double y) = (0, 0);
        while (at < path.Length)
        {
            char command = path[at++];
            int end = path.AsSpan(at).IndexOfAny('H', 'V');
            string numbers = end < 0 ? path[at..] : path.Substring(at, end);
            at += numbers.Length;
            var parts = numbers.Split(' ');
            double first = double.Parse(parts[0], CultureInfo.InvariantCulture);
            (x, y) = command switch
            {
                'H' => (first, y),
                'V' => (x, first),
                _ => (first, double.Parse(parts[1], CultureInfo.InvariantCulture)),
            };
            vertices.Add((x, y));
        }

        return vertices;
    }

    private static string CensorPath(SurvivalCurve curve, Axis x, Axis y)
    {
        var path = new StringBuilder();
        double pen = double.NegativeInfinity;
        for (int i = 0; i < curve.Times.Length; i++)
        {
            double px = x.Inside(curve.Times[i] / Format.DaysPerMonth);
            if (curve.Censored[i] > 0 && px - pen >= 1)
            {
                pen = px;
                path.Append('M').Append(Number(px)).Append(' ').Append(Number(y.Inside(curve.Survival[i]) - 4)).Append("v8");
            }
        }

        return path.Length == 0 ? "M0 0" : path.ToString();
    }

    private void AddRows(string name, SurvivalCurve curve)
    {
        int n = curve.Times.Length, events = 0, censored = 0, wanted = 0;
        int steps = Math.Min(n, MostRows);
        for (int i = 0; i < n; i++)
        {
            events += curve.Events[i];
            censored += curve.Censored[i];
            if (i == (int)((long)wanted * (n - 1) / Math.Max(1, steps - 1)))
            {
                wanted++;
                Data.Add(
                    name, curve.Times[i] / Format.DaysPerMonth, curve.Survival[i], curve.Low[i], curve.High[i], curve.AtRisk[i], events, censored);
            }
        }
    }
}
