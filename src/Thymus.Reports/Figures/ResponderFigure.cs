using Thymus.Reports.Words;

namespace Thymus.Reports.Figures;

/// <summary>Shares of responders as bars from 0 to 100 %, with 95 % intervals: a group of bars for each threshold, a bar for each arm.</summary>
internal sealed class ResponderFigure : Figure
{
    private readonly IReadOnlyList<(string Title, ArmStyle Style)> _arms;
    private readonly IReadOnlyList<DotRow> _rows;
    private readonly List<int[]> _dataRows = [];

    /// <summary>A bar chart.</summary>
    public ResponderFigure(string id, string title, IReadOnlyList<(string Title, ArmStyle Style)> arms, IReadOnlyList<DotRow> rows)
        : base(id, title)
    {
        _arms = arms;
        _rows = rows;
        Data = new DataTable("endpoint", "threshold", "arm", "responders (%)", "95% CI low (%)", "95% CI high (%)");
        foreach (var row in rows)
        {
            _dataRows.Add([.. row.Estimates.Select((e, i) => Data.Add(row.Group, row.Label, arms[i].Title, e.Value, e.Low, e.High))]);
        }
    }

    /// <inheritdoc />
    public override DataTable Data { get; }

    /// <inheritdoc />
    public override string Caption => "Bars: share of all analysed patients; lines: exact 95 % interval.";

    /// <inheritdoc />
    public override string Alternative => string.Join("; ", _rows.Select(r => r.Label + ": "
        + string.Join(", ", r.Estimates.Select((e, i) => $"{_arms[i].Title} {Format.Fixed(e.Value, 1)} %")))) + ".";

    /// <inheritdoc />
    public override IReadOnlyList<LegendItem> Legend => [.. _arms.Select(a => LegendItem.Patch(a.Title, a.Style.Light))];

    /// <inheritdoc />
    public override void Draw(Canvas canvas)
    {
        bool narrow = canvas.Narrow;
        double left = narrow ? 0 : 250, right = canvas.Width - (narrow ? 50 : 60), bar = narrow ? 15 : 17;
        var x = new Axis(0, 100, left, right);
        double y = 4;
        string group = string.Empty;
        var places = new List<(int Row, double Y)>();
        for (int i = 0; i < _rows.Count; i++)
        {
            if (_rows[i].Group.Length > 0 && _rows[i].Group != group)
            {
                y += 20;
                canvas.Text(0, y - 5, _rows[i].Group, bold: true);
            }

            group = _rows[i].Group;
            y += narrow ? 20 : 8;
            places.Add((i, y));
            y += (_arms.Count * bar) + 2;
        }

        foreach (double tick in new[] { 0.0, 25, 50, 75, 100 })
        {
            canvas.Line(x.At(tick), 24, x.At(tick), y + 4, "#e7eaee");
            canvas.Text(x.At(tick), y + 20, Axis.Label(tick) + (tick == 100 ? " %" : string.Empty), tick == 0 && narrow ? "start" : "middle", Canvas.Muted);
        }

        canvas.Line(left, y + 4, right, y + 4, Canvas.Muted);
        foreach (var (row, at) in places)
        {
            DrawRow(canvas, row, at, x, bar);
        }

        canvas.Height = y + 28;
    }

    private void DrawRow(Canvas canvas, int row, double y, Axis x, double bar)
    {
        if (canvas.Narrow)
        {
            canvas.Text(0, y - 4, _rows[row].Label);
        }
        else
        {
            canvas.Label(x.Start - 14, y + (_arms.Count * bar / 2) - 1, _rows[row].Label, "end", 34);
        }

        for (int i = 0; i < _arms.Count; i++)
        {
            var e = _rows[row].Estimates[i];
            var style = _arms[i].Style;
            double top = y + (i * bar), middle = top + (bar / 2) - 1;
            if (double.IsNaN(e.Value))
            {
                canvas.Text(x.Start + 4, middle + 4, "—", colour: Canvas.Muted);
                continue;
            }

            canvas.Rectangle(x.At(0), top, x.At(e.Value) - x.At(0), bar - 2, style.Light, _dataRows[row][i], style.Colour);
            canvas.Line(x.Inside(e.Low), middle, x.Inside(e.High), middle, style.Colour, 2);
            canvas.Text(canvas.Width, middle + 4, Format.Fixed(e.Value, 1) + " %", "end", style.Colour);
        }
    }
}
