using Thymus.Reports.Words;

namespace Thymus.Reports.Figures;

/// <summary>Incidence of adverse events by term: a bar per arm, its dark part grade 3 and more.</summary>
internal sealed class HarmsFigure : Figure
{
    private readonly IReadOnlyList<(string Title, ArmStyle Style, int Treated)> _arms;
    private readonly List<(string Term, List<(double Any, double Severe, int Row)> Arms)> _terms = [];
    private readonly double _highest = 5;

    /// <summary>A figure of the terms, in the order given. Each term has the counts by worst grade of every arm.</summary>
    public HarmsFigure(IReadOnlyList<(string Title, ArmStyle Style, int Treated)> arms, IReadOnlyList<HarmTerm> rows)
        : base("harms-figure", "Adverse events by term and severity")
    {
        _arms = arms;
        Data = new DataTable("term", "class", "arm", "treated", "any grade (%)", "grade 3 or more (%)", "grade 5 (%)");
        foreach (var row in rows)
        {
            var bars = new List<(double, double, int)>();
            for (int i = 0; i < arms.Count; i++)
            {
                if (!row.Modelled(i))
                {
                    bars.Add((double.NaN, double.NaN, -1));
                    continue;
                }

                double any = Share(row.Any(i), arms[i].Treated), severe = Share(row.Severe(i), arms[i].Treated);
                _highest = Math.Max(_highest, any);
                bars.Add((any, severe, Data.Add(
                    row.Term, row.Class, arms[i].Title, arms[i].Treated, any, severe, Share(row.Count(i, 5), arms[i].Treated))));
            }

            _terms.Add((row.Term, bars));
        }

        _highest = Math.Min(100, Axis.RoundStep(_highest));
        if (_highest < _terms.SelectMany(t => t.Arms).Select(a => a.Any).Where(double.IsFinite).DefaultIfEmpty(0).Max())
        {
            _highest = 100;
        }
    }

    /// <inheritdoc />
    public override DataTable Data { get; }

    /// <inheritdoc />
    public override string Caption =>
        "Share of treated patients whose worst grade of the term is 1–2 (light) or 3–5 (dark). Numbers: any grade, then grade 3–5 in brackets. "
        + "CTCAE terms and grades; most frequent first.";

    /// <inheritdoc />
    public override string Alternative => "Adverse events: " + string.Join("; ", _terms.Select(t => t.Term + ": "
        + string.Join(", ", t.Arms.Select((a, i) => double.IsNaN(a.Any)
            ? $"{_arms[i].Title} not modelled"
            : $"{_arms[i].Title} {Format.Fixed(a.Any, 1)} %, grade 3 or more {Format.Fixed(a.Severe, 1)} %")))) + ".";

    /// <inheritdoc />
    public override IReadOnlyList<LegendItem> Legend =>
    [
        .. _arms.SelectMany(a => new[]
        {
            LegendItem.Patch($"{a.Title}, grade 1–2", a.Style.Light), LegendItem.Patch($"{a.Title}, grade 3–5", a.Style.Colour),
        }),
    ];

    /// <inheritdoc />
    public override void Draw(Canvas canvas)
    {
        bool narrow = canvas.Narrow;
        double left = narrow ? 4 : 230, right = canvas.Width - (narrow ? 88 : 120), bar = narrow ? 11 : 13, gap = narrow ? 8 : 10;
        var x = new Axis(0, _highest, left, right);
        double y = 6, top = y, block = (narrow ? 15 : 0) + (_arms.Count * bar) + gap, bottom = y + (_terms.Count * block);
        foreach (double tick in x.Ticks(5))
        {
            canvas.Line(x.At(tick), top, x.At(tick), bottom, "#e7eaee");
            canvas.Text(x.At(tick), bottom + 16, Axis.Label(tick) + " %", tick == 0 && narrow ? "start" : "middle", Canvas.Muted);
        }

        foreach (var (term, bars) in _terms)
        {
            if (narrow)
            {
                canvas.Text(left, y + 11, term);
                y += 15;
            }
            else
            {
                canvas.Text(left - 12, y + (_arms.Count * bar / 2) + 4, term, "end");
            }

            for (int i = 0; i < bars.Count; i++)
            {
                var (any, severe, row) = bars[i];
                if (double.IsNaN(any))
                {
                    canvas.Text(canvas.Width, y + bar - 3, "not modelled", "end", Canvas.Muted, canvas.TextSize - 1);
                    y += bar;
                    continue;
                }

                canvas.Rectangle(left, y, x.At(any) - left, bar - 1.5, _arms[i].Style.Light, row);
                canvas.Rectangle(left, y, x.At(severe) - left, bar - 1.5, _arms[i].Style.Colour, row);
                canvas.Text(
                    canvas.Width, y + bar - 3, $"{Format.Fixed(any, 1)} % ({Format.Fixed(severe, 1)} %)", "end", _arms[i].Style.Colour,
                    canvas.TextSize - 1);
                y += bar;
            }

            y += gap;
        }

        canvas.Line(left, top, left, bottom, Canvas.Muted);
        canvas.Height = bottom + 24;
    }

    private static double Share(int count, int of) => of == 0 ? 0 : 100.0 * count / of;
}

/// <summary>A term with the patients of every arm by worst grade (index 0 = never, 1 to 5); <see langword="null"/> where it is not modelled.</summary>
internal sealed record HarmTerm(string Term, string Class, IReadOnlyList<IReadOnlyList<int>?> ByGrade)
{
    /// <summary>Whether the therapy of an arm can have it.</summary>
    public bool Modelled(int arm) => ByGrade[arm] is not null;

    /// <summary>Patients of an arm with that worst grade.</summary>
    public int Count(int arm, int grade) => ByGrade[arm] is { } counts && grade < counts.Count ? counts[grade] : 0;

    /// <summary>Patients of an arm with any grade.</summary>
    public int Any(int arm) => ByGrade[arm]?.Skip(1).Sum() ?? 0;

    /// <summary>Patients of an arm with grade 3 or more.</summary>
    public int Severe(int arm) => ByGrade[arm]?.Skip(3).Sum() ?? 0;
}
