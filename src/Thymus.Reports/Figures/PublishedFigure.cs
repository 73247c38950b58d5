using Thymus.Trials.Analysis;

namespace Thymus.Reports.Figures;

/// <summary>Published values beside simulated ones, with their intervals, one panel per unit.</summary>
internal sealed class PublishedFigure : Figure
{
    private const int MostLetters = 44;
    private const string PublishedColour = "#52606d";
    private const string Agrees = "#007A59";
    private const string Misses = "#D55E00";

    private readonly List<(string Unit, List<(PublishedComparison Comparison, string Quantity, string Where, int Row)> Rows)> _panels = [];

    /// <summary>A figure of all comparisons.</summary>
    public PublishedFigure(IEnumerable<(PublishedComparison Comparison, string Quantity, string Where)> comparisons)
        : base("published-figure", "Side by side")
    {
        Data = new DataTable(
            "quantity", "arm and trial", "unit", "published", "published CI low", "published CI high", "simulated", "simulated CI low", "simulated CI high",
            "agrees");
        foreach (var group in comparisons.GroupBy(c => c.Comparison.Published.Unit))
        {
            _panels.Add((group.Key, [.. group.Select(c =>
            {
                var (p, s) = (c.Comparison.Published, c.Comparison.Simulated);
                return (c.Comparison, c.Quantity, c.Where, Data.Add(
                    c.Quantity, c.Where, p.Unit, p.Value, p.Low, p.High, s.Value, s.Low, s.High, c.Comparison.Agrees ? "yes" : "no"));
            })]));
        }
    }

    /// <inheritdoc />
    public override DataTable Data { get; }

    /// <inheritdoc />
    public override string Caption =>
        "Grey square: published value with its 95 % interval where one was published. Circle: simulated value with its 95 % interval. An open "
        + "circle misses. The study's populations differ in places; see the table.";

    /// <inheritdoc />
    public override string Alternative => "Published and simulated values side by side; the numbers are in the table below.";

    /// <inheritdoc />
    public override IReadOnlyList<LegendItem> Legend =>
    [
        LegendItem.Point("published", 1, PublishedColour), LegendItem.Point("simulated, agrees", 0, Agrees),
        new LegendItem("simulated, misses", c => c.Sign(0, 13, 7, 5, "#ffffff", Misses)),
    ];

    /// <inheritdoc />
    public override void Draw(Canvas canvas)
    {
        double y = 0;
        foreach (var (unit, rows) in _panels)
        {
            y = DrawPanel(canvas, y, unit, rows);
        }

        canvas.Height = y;
    }

    private static double DrawPanel(Canvas canvas, double offset, string unit, List<(PublishedComparison Comparison, string Quantity, string Where, int Row)> rows)
    {
        bool narrow = canvas.Narrow;
        double left = narrow ? 6 : 300, right = canvas.Width - 22, slot = narrow ? 44 : rows.Any(r => r.Quantity.Length > MostLetters || r.Where.Length > MostLetters) ? 58 : 36, top = offset + 22;
        double bottom = top + (rows.Count * slot);
        double highest = rows.SelectMany(r => new[]
        {
            r.Comparison.Published.Value, r.Comparison.Published.High, r.Comparison.Simulated.Value, r.Comparison.Simulated.High,
        }).Where(double.IsFinite).DefaultIfEmpty(1).Max();
        double lowest = rows.SelectMany(r => new[]
        {
            r.Comparison.Published.Value, r.Comparison.Published.Low, r.Comparison.Simulated.Value, r.Comparison.Simulated.Low,
        }).Where(double.IsFinite).Append(0).Min();
        var x = new Axis(lowest < 0 ? lowest * 1.05 : 0, unit == "%" && lowest >= 0 ? 100 : Math.Max(highest * 1.05, 1e-6), left, right);
        canvas.Text(narrow ? 0 : left, offset + 14, Words.EndpointWords.PublishedUnit(unit), bold: true);
        foreach (double tick in x.Ticks(narrow ? 4 : 6))
        {
            canvas.Line(x.At(tick), top, x.At(tick), bottom, "#e7eaee");
            canvas.Text(x.At(tick), bottom + 16, Axis.Label(tick), "middle", Canvas.Muted);
        }

        canvas.Line(left, bottom, right, bottom, Canvas.Muted);
        for (int i = 0; i < rows.Count; i++)
        {
            var (comparison, quantity, where, row) = rows[i];
            double at = top + (i * slot) + (narrow ? 27 : slot / 2);
            if (narrow)
            {
                canvas.Text(0, at - 11, $"{quantity}, {where}", size: canvas.TextSize - 0.5);
            }
            else
            {
                double next = at - (slot > 36 ? 14 : 2);
                foreach (string line in Lines(quantity))
                {
                    canvas.Text(left - 14, next, line, "end");
                    next += 14;
                }

                foreach (string line in Lines(where))
                {
                    canvas.Text(left - 14, next, line, "end", Canvas.Muted, canvas.TextSize - 1);
                    next += 13;
                }
            }

            var p = comparison.Published;
            DrawEstimate(canvas, new Estimate(p.Value, p.Low, p.High), 1, PublishedColour, PublishedColour, x, at - 4.5, row);
            string colour = comparison.Agrees ? Agrees : Misses;
            DrawEstimate(canvas, comparison.Simulated, 0, comparison.Agrees ? colour : "#ffffff", colour, x, at + 4.5, row);
        }

        return bottom + 34;
    }

    /// <summary>At most two lines of a long text; what does not fit is in the table.</summary>
    private static string[] Lines(string text)
    {
        int cut = text.Length <= MostLetters ? -1 : text.LastIndexOf(' ', MostLetters);
        return cut <= 0 ? [text] : [text[..cut], text.Length - cut > MostLetters ? string.Concat(text.AsSpan(cut + 1, MostLetters - 1), "…") : text[(cut + 1)..]];
    }

    private static void DrawEstimate(Canvas canvas, Estimate e, int sign, string fill, string colour, Axis x, double y, int row)
    {
        if (double.IsNaN(e.Value))
        {
            canvas.Text(x.End, y + 4, "not reached", "end", colour, canvas.TextSize - 2);
            return;
        }

        if (double.IsFinite(e.Low))
        {
            canvas.Line(x.Inside(e.Low), y, double.IsFinite(e.High) ? x.Inside(e.High) : x.End, y, colour, 1.8);
            if (!double.IsFinite(e.High))
            {
                canvas.Sign(5, x.End, y, 4, colour, "none");
            }
        }

        canvas.Sign(sign, x.Inside(e.Value), y, 4.2, fill, colour, row);
    }
}
