using Thymus.Reports.Words;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Figures;

/// <summary>Estimates of all arms on one axis in per cent, as dots with 95 % intervals: benefit beside harm.</summary>
internal sealed class DotFigure : Figure
{
    private readonly string _caption;
    private readonly IReadOnlyList<(string Title, ArmStyle Style)> _arms;
    private readonly IReadOnlyList<DotRow> _rows;
    private readonly List<int[]> _dataRows = [];

    /// <summary>A dot plot.</summary>
    public DotFigure(string id, string title, string caption, IReadOnlyList<(string Title, ArmStyle Style)> arms, IReadOnlyList<DotRow> rows)
        : base(id, title)
    {
        _caption = caption;
        _arms = arms;
        _rows = rows;
        Data = new DataTable("group", "quantity", "arm", "estimate (%)", "95% CI low (%)", "95% CI high (%)");
        foreach (var row in rows)
        {
            _dataRows.Add([.. row.Estimates.Select((e, i) => Data.Add(row.Group, row.Label, arms[i].Title, e.Value, e.Low, e.High))]);
        }
    }

    /// <inheritdoc />
    public override DataTable Data { get; }

    /// <inheritdoc />
    public override string Caption => _caption;

    /// <inheritdoc />
    public override string Alternative => string.Join("; ", _rows.Select(r => r.Label + ": "
        + string.Join(", ", r.Estimates.Select((e, i) => $"{_arms[i].Title} {Words(e)}")))) + ".";

    /// <inheritdoc />
    public override IReadOnlyList<LegendItem> Legend => [.. _arms.Select(a => LegendItem.Point(a.Title, a.Style.Sign, a.Style.Colour))];

    /// <inheritdoc />
    public override void Draw(Canvas canvas)
    {
        bool narrow = canvas.Narrow;
        double left = narrow ? 10 : 250, right = canvas.Width - (narrow ? 60 : 130), step = narrow ? 17 : 19;
        double y = 4;
        var x = new Axis(0, 100, left, right);
        double top = y;
        var lines = new List<(DotRow Row, int[] Data, double Y, bool Heading)>();
        string group = string.Empty;
        for (int i = 0; i < _rows.Count; i++)
        {
            bool heading = _rows[i].Group.Length > 0 && _rows[i].Group != group;
            group = _rows[i].Group;
            y += heading ? 26 : 6;
            y += narrow ? 17 : 0;
            lines.Add((_rows[i], _dataRows[i], y, heading));
            y += (_arms.Count * step) + 4;
        }

        foreach (double tick in new[] { 0.0, 25, 50, 75, 100 })
        {
            canvas.Line(x.At(tick), top + 18, x.At(tick), y, "#e7eaee");
            canvas.Text(x.At(tick), y + 17, Axis.Label(tick) + (tick == 100 ? " %" : string.Empty), "middle", Canvas.Muted);
        }

        canvas.Line(left, y, right, y, Canvas.Muted);
        foreach (var (row, data, at, heading) in lines)
        {
            DrawRow(canvas, row, data, at, heading, x, step);
        }

        canvas.Height = y + 26;
    }

    private void DrawRow(Canvas canvas, DotRow row, int[] data, double y, bool heading, Axis x, double step)
    {
        if (heading)
        {
            canvas.Text(0, y - (canvas.Narrow ? 21 : 8), row.Group, bold: true);
        }

        double middle = y + (_arms.Count * step / 2);
        if (canvas.Narrow)
        {
            canvas.Text(0, y - 4, row.Label);
        }
        else
        {
            canvas.Label(x.Start - 16, middle, row.Label, "end", 34);
        }

        for (int i = 0; i < row.Estimates.Count; i++)
        {
            var e = row.Estimates[i];
            double at = y + ((i + 0.5) * step);
            if (double.IsNaN(e.Value))
            {
                canvas.Text(canvas.Width, at + 4, "—", "end", Canvas.Muted);
                continue;
            }

            if (double.IsFinite(e.Low) && double.IsFinite(e.High))
            {
                canvas.Line(x.Inside(e.Low), at, x.Inside(e.High), at, _arms[i].Style.Colour, 2);
            }

            canvas.Sign(_arms[i].Style.Sign, x.Inside(e.Value), at, canvas.Narrow ? 4.5 : 5.5, _arms[i].Style.Colour, row: data[i]);
            string text = canvas.Narrow ? Format.Fixed(e.Value, 1) + " %" : Words(e);
            canvas.Text(canvas.Width, at + 4, text, "end", _arms[i].Style.Colour);
        }
    }

    private static string Words(Estimate e) => double.IsNaN(e.Value)
        ? "not estimable"
        : $"{Format.Fixed(e.Value, 1)} % ({Format.Interval(e, 1, 1, "—")})";
}
