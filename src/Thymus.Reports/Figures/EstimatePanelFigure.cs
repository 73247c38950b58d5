using Thymus.Reports.Words;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Figures;

/// <summary>A panel of estimates on an axis of its own.</summary>
/// <param name="Title">What is estimated, with its unit.</param>
/// <param name="Rows">Label, estimate and index of the arm whose looks it has.</param>
/// <param name="Logarithmic">Whether equal ratios are equal distances.</param>
/// <param name="Reference">Value of no effect, drawn as a line; NaN for none.</param>
/// <param name="Note">What the panel shows, in a few words under its title; empty for none.</param>
/// <param name="From">A value that the axis holds, so that panels can share it; NaN for none.</param>
/// <param name="To">Another.</param>
internal sealed record EstimatePanel(
    string Title, IReadOnlyList<(string Label, Estimate Estimate, int Arm)> Rows, bool Logarithmic = false, double Reference = double.NaN, string Note = "",
    double From = double.NaN, double To = double.NaN);

/// <summary>Estimates with 95 % intervals in panels, each with its own unit and axis: means of arms, or differences between them (a forest).</summary>
internal sealed class EstimatePanelFigure : Figure
{
    private readonly string _caption;
    private readonly IReadOnlyList<ArmStyle> _styles;
    private readonly List<(EstimatePanel Panel, int[] Rows)> _panels = [];

    /// <summary>A figure of panels.</summary>
    public EstimatePanelFigure(string id, string title, string caption, IReadOnlyList<ArmStyle> styles, IEnumerable<EstimatePanel> panels)
        : base(id, title)
    {
        _caption = caption;
        _styles = styles;
        Data = new DataTable("endpoint", "arm", "estimate", "95% CI low", "95% CI high");
        foreach (var panel in panels)
        {
            _panels.Add((panel, [.. panel.Rows.Select(r => Data.Add(panel.Title, r.Label, r.Estimate.Value, r.Estimate.Low, r.Estimate.High))]));
        }
    }

    /// <inheritdoc />
    public override DataTable Data { get; }

    /// <inheritdoc />
    public override string Caption => _caption;

    /// <inheritdoc />
    public override string Alternative => string.Join("; ", _panels.Select(p => p.Panel.Title + ": "
        + string.Join(", ", p.Panel.Rows.Select(r => $"{r.Label} {EndpointWords.Value(r.Estimate)}")))) + ".";

    /// <inheritdoc />
    public override void Draw(Canvas canvas)
    {
        double y = 0;
        foreach (var (panel, rows) in _panels)
        {
            y = DrawPanel(canvas, y, panel, rows);
        }

        canvas.Height = y;
    }

    private double DrawPanel(Canvas canvas, double offset, EstimatePanel panel, int[] rows)
    {
        bool narrow = canvas.Narrow;
        double left = narrow ? 10 : 190, right = canvas.Width - (narrow ? 14 : 190), step = narrow ? 34 : 24;
        canvas.Text(0, offset + 14, panel.Title, bold: true);
        double top = offset + (panel.Note.Length > 0 ? 34 : 22);
        if (panel.Note.Length > 0)
        {
            canvas.Text(0, offset + 29, panel.Note, colour: Canvas.Muted, size: canvas.TextSize - 0.5);
        }

        double bottom = top + (panel.Rows.Count * step) + 4;
        if (AxisOf(panel, left, right) is not { } x)
        {
            canvas.Text(left, top + 16, "no estimate", colour: Canvas.Muted);
            return bottom + 10;
        }

        foreach (double tick in x.Ticks(narrow ? 4 : 6))
        {
            canvas.Line(x.At(tick), top, x.At(tick), bottom, "#e7eaee");
            canvas.Text(x.At(tick), bottom + 16, Axis.Label(tick).Replace('-', '−'), "middle", Canvas.Muted);
        }

        canvas.Line(left, bottom, right, bottom, Canvas.Muted);
        if (panel.Reference >= x.From && panel.Reference <= x.To)
        {
            canvas.Line(x.At(panel.Reference), top, x.At(panel.Reference), bottom, Palette.Reference, 1.4);
        }

        for (int i = 0; i < panel.Rows.Count; i++)
        {
            var (label, e, arm) = panel.Rows[i];
            var style = _styles[arm];
            double at = top + (i * step) + (narrow ? 24 : step / 2) + 1;
            canvas.Text(narrow ? 0 : left - 14, narrow ? at - 11 : at + 4, label, narrow ? "start" : "end", style.Colour);
            canvas.Text(canvas.Width, narrow ? at - 11 : at + 4, EndpointWords.Value(e), "end", style.Colour);
            if (double.IsNaN(e.Value))
            {
                continue;
            }

            if (double.IsFinite(e.Low) && double.IsFinite(e.High))
            {
                canvas.Line(x.Inside(e.Low), at, x.Inside(e.High), at, style.Colour, 2);
            }

            canvas.Sign(style.Sign, x.Inside(e.Value), at, narrow ? 4.5 : 5.5, style.Colour, row: rows[i]);
        }

        return bottom + 40;
    }

    /// <summary>An axis that holds all intervals and the reference; <see langword="null"/> when there is nothing to show.</summary>
    private static Axis? AxisOf(EstimatePanel panel, double left, double right)
    {
        double[] values =
        [
            .. panel.Rows.SelectMany(r => new[] { r.Estimate.Value, r.Estimate.Low, r.Estimate.High }).Append(panel.Reference).Append(panel.From).Append(panel.To)
                .Where(v => double.IsFinite(v) && (!panel.Logarithmic || v > 0)),
        ];
        if (panel.Rows.All(r => !double.IsFinite(r.Estimate.Value)) || values.Length == 0)
        {
            return null;
        }

        double low = values.Min(), high = values.Max();
        if (panel.Logarithmic)
        {
            return new Axis(low / 1.25, high * 1.25, left, right, Logarithmic: true);
        }

        double margin = high > low ? 0.08 * (high - low) : Math.Max(0.1 * Math.Abs(high), 1e-9);
        bool isSpan = low >= 0 && high - low > 0.08 * high;   // a scale that starts at 0 does not make small differences look large
        return new Axis(isSpan ? 0 : low - margin, high + margin, left, right);
    }
}
