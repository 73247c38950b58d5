using Thymus.Reports.Words;

namespace Thymus.Reports.Figures;

/// <summary>Best change of tumour size per patient, worst to best from left to right, one panel per arm.</summary>
internal sealed class WaterfallFigure : Figure
{
    private const int Most = 500;
    private const double Highest = 100;
    private static readonly string[] Responses = ["CR", "PR", "SD", "PD", "NE"];

    private readonly List<(string Title, ArmStyle Style, List<(PatientTimeline Patient, int Row)> Shown, int Evaluable, int Without)> _panels = [];
    private readonly int _largest;

    /// <summary>A figure of all arms.</summary>
    public WaterfallFigure(IReadOnlyList<ArmPatients> arms) : base("waterfall", "Best change in tumour size, each patient")
    {
        Data = new DataTable("arm", "patient", "best change (%)", "best response");
        foreach (var arm in arms)
        {
            var evaluable = arm.Patients.Where(p => double.IsFinite(p.BestChange)).ToList();
            var shown = Sampling.Take(evaluable, Most)
                .OrderByDescending(p => p.BestChange).ThenBy(p => p.Patient)
                .Select(p => (p, Data.Add(arm.Title, p.Patient, p.BestChange, p.BestResponse))).ToList();
            _panels.Add((arm.Title, arm.Style, shown, evaluable.Count, arm.Patients.Count - evaluable.Count));
            _largest = Math.Max(_largest, evaluable.Count);
        }
    }

    /// <inheritdoc />
    public override DataTable Data { get; }

    /// <inheritdoc />
    public override string Caption =>
        "Best change of the sum of target-lesion diameters from baseline, one bar per patient with an assessment after baseline; colour: best "
        + "overall response. Lines at +20 % and −30 % (the +20 % of RECIST counts from the smallest sum so far, so it is a guide here). Bars under "
        + "a black line are cut at +100 %." + Sampling.Words(_largest, Math.Min(_largest, Most));

    /// <inheritdoc />
    public override string Alternative => "Waterfall plot. " + string.Join(' ', _panels.Select(p =>
        $"{p.Title}: {Format.Count(p.Shown.Count(s => s.Patient.BestChange <= -30))} of {Format.Count(p.Shown.Count)} bars reach −30 % or less."));

    /// <inheritdoc />
    public override IReadOnlyList<LegendItem> Legend =>
        [.. Responses.Where(r => _panels.Any(p => p.Shown.Any(s => s.Patient.BestResponse == r))).Select(r => LegendItem.Patch($"{r} {Palette.ResponseWords(r)}", Palette.Response(r)))];

    /// <inheritdoc />
    public override void Draw(Canvas canvas)
    {
        double y = 0;
        foreach (var (title, style, shown, evaluable, without) in _panels)
        {
            y = DrawPanel(canvas, y, title, style, shown, evaluable, without) + (canvas.Narrow ? 16 : 22);
        }

        canvas.Height = y;
    }

    private static double DrawPanel(
        Canvas canvas, double offset, string title, ArmStyle style, List<(PatientTimeline Patient, int Row)> shown, int evaluable, int without)
    {
        double left = canvas.Narrow ? 40 : 58, right = canvas.Width - 8, top = offset + 24, bottom = top + (canvas.Narrow ? 150 : 210);
        var y = new Axis(-100, Highest, bottom, top);
        canvas.Text(left, offset + 14, title, colour: style.Colour, bold: true);
        canvas.Text(
            right, offset + 14, $"{Format.Count(evaluable)} assessed, {Format.Count(without)} without assessment", "end", Canvas.Muted,
            canvas.TextSize - 1);
        foreach (double tick in new[] { -100.0, -50, 0, 50, 100 })
        {
            canvas.Line(left, y.At(tick), right, y.At(tick), tick == 0 ? Canvas.Ink : "#e7eaee");
            canvas.Text(left - 7, y.At(tick) + 4, Format.Fixed(tick, 0), "end", Canvas.Muted);
        }

        if (!canvas.Narrow)
        {
            canvas.Text(14, (top + bottom) / 2, "Best change (%)", "middle", Canvas.Muted, turn: -90);
        }

        double slot = (right - left) / Math.Max(1, shown.Count);
        double width = slot > 3 ? slot - 1 : slot;
        for (int i = 0; i < shown.Count; i++)
        {
            var (patient, row) = shown[i];
            double x = left + (i * slot), end = y.Inside(patient.BestChange);
            double zero = y.At(0);
            canvas.Rectangle(
                x, Math.Min(zero, end), Math.Max(width, 0.4), Math.Max(1, Math.Abs(end - zero)), Palette.Response(patient.BestResponse), row);
        }

        int cut = shown.Count(s => s.Patient.BestChange > Highest);
        if (cut > 0)
        {
            canvas.Line(left, top - 2.5, left + (cut * slot), top - 2.5, Canvas.Ink, 2);
        }

        canvas.Line(left, y.At(20), right, y.At(20), Palette.Reference, 1, "5 4");
        canvas.Line(left, y.At(-30), right, y.At(-30), Palette.Reference, 1, "5 4");
        canvas.Text(right, y.At(20) - 4, "+20", "end", Canvas.Muted, canvas.TextSize - 1);
        canvas.Text(left + 3, y.At(-30) + 12, "−30", "start", Canvas.Muted, canvas.TextSize - 1);
        return bottom;
    }
}

/// <summary>The patients of one arm, with its looks.</summary>
internal sealed record ArmPatients(string Id, string Title, ArmStyle Style, IReadOnlyList<PatientTimeline> Patients);
