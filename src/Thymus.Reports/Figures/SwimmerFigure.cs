using Thymus.Reports.Words;

namespace Thymus.Reports.Figures;

/// <summary>What happened to each patient over time: a bar of time on study with time on treatment in it, and signs of events.</summary>
internal sealed class SwimmerFigure : Figure
{
    private const int Most = 30;

    private const string ResponseColour = "#00614a";
    private const string ProgressionColour = "#1f2933";

    private readonly List<(string Title, ArmStyle Style, List<(PatientTimeline Patient, int Row)> Shown)> _panels = [];
    private readonly double _lastMonth;
    private readonly int _largest;

    /// <summary>A figure of all arms.</summary>
    public SwimmerFigure(IReadOnlyList<ArmPatients> arms, double days) : base("swimmer", "Course of individual patients")
    {
        _lastMonth = days / Format.DaysPerMonth;
        Data = new DataTable(
            "arm", "patient", "best response", "on treatment (months)", "on study (months)", "response from (months)", "progression (months)",
            "death (months)", "treatment ended because");
        foreach (var arm in arms)
        {
            _largest = Math.Max(_largest, arm.Patients.Count);
            var shown = Sampling.Take(arm.Patients, Most)
                .OrderByDescending(p => p.TimeOnStudy).ThenBy(p => p.Patient)
                .Select(p => (p, Data.Add(
                    arm.Title, p.Patient, p.BestResponse, p.TimeOnTreatment / Format.DaysPerMonth, p.TimeOnStudy / Format.DaysPerMonth,
                    p.ResponseStart / Format.DaysPerMonth, p.Progression / Format.DaysPerMonth, p.Death / Format.DaysPerMonth,
                    p.TreatmentOngoing ? "(treatment goes on)" : p.DiscontinuationReason))).ToList();
            _panels.Add((arm.Title, arm.Style, shown));
        }
    }

    /// <inheritdoc />
    public override DataTable Data { get; }

    /// <inheritdoc />
    public override string Caption =>
        "Each bar is a patient, numbered at the left, in the colour of the arm. Longest time on study first."
        + Sampling.Words(_largest, Math.Min(_largest, Most)) + " All patients are in patients.parquet.";

    /// <inheritdoc />
    public override string Alternative =>
        $"Swimmer plot: time on treatment and on study of {Format.Count(_panels.Sum(p => p.Shown.Count))} patients, with response, progression and death.";

    /// <inheritdoc />
    public override IReadOnlyList<LegendItem> Legend =>
    [
        LegendItem.Patch("on treatment", Palette.Arm(0).Colour), LegendItem.Patch("off treatment, followed", Palette.Arm(0).Light),
        LegendItem.Point("response starts", 3, ResponseColour), LegendItem.Point("progression", 2, "#ffffff") with { Draw = c => c.Sign(2, 13, 7, 4.5, "#ffffff", ProgressionColour) },
        LegendItem.Point("death", 4, Canvas.Ink), LegendItem.Point("treatment goes on", 5, Canvas.Ink),
    ];

    /// <inheritdoc />
    public override void Draw(Canvas canvas)
    {
        int columns = canvas.Narrow ? 1 : Math.Min(2, _panels.Count);
        double gap = 50, first = canvas.Narrow ? 34 : 44, slot = canvas.Narrow ? 9 : 12;
        double width = (canvas.Width - first - 14 - ((columns - 1) * gap)) / columns;
        double y = 0;
        for (int i = 0; i < _panels.Count; i += columns)
        {
            int tallest = 0;
            for (int j = i; j < Math.Min(_panels.Count, i + columns); j++)
            {
                DrawPanel(canvas, _panels[j], first + ((j - i) * (width + gap)), y + 24, width, slot);
                tallest = Math.Max(tallest, _panels[j].Shown.Count);
            }

            y += 24 + (tallest * slot) + 54;
        }

        canvas.Height = y - 8;
    }

    private void DrawPanel(
        Canvas canvas, (string Title, ArmStyle Style, List<(PatientTimeline Patient, int Row)> Shown) panel, double left, double top, double width,
        double slot)
    {
        double right = left + width, bottom = top + (panel.Shown.Count * slot);
        var x = new Axis(0, Math.Max(_lastMonth, 1e-6), left, right);
        canvas.Text(left, top - 9, panel.Title, colour: panel.Style.Colour, bold: true);
        foreach (double tick in Axis.MonthTicks(_lastMonth, canvas.Narrow ? 5 : 6))
        {
            canvas.Line(x.At(tick), top, x.At(tick), bottom, "#e7eaee");
            canvas.Text(x.At(tick), bottom + 15, Axis.Label(tick), "middle", Canvas.Muted);
        }

        canvas.Text((left + right) / 2, bottom + 31, "Months since randomisation", "middle", Canvas.Muted);
        for (int i = 0; i < panel.Shown.Count; i++)
        {
            DrawPatient(canvas, panel.Shown[i].Patient, panel.Shown[i].Row, panel.Style, x, left, top + (i * slot), slot);
        }
    }

    private static void DrawPatient(Canvas canvas, PatientTimeline p, int row, ArmStyle style, Axis x, double left, double y, double slot)
    {
        double height = slot - (canvas.Narrow ? 2 : 3), middle = y + (height / 2), r = canvas.Narrow ? 3 : 3.7;
        double At(double days) => x.Inside(days / Format.DaysPerMonth);
        canvas.Text(left - 5, middle + 3, Format.Count(p.Patient), "end", Canvas.Muted, canvas.Narrow ? 8 : 9);
        canvas.Rectangle(left, y, At(p.TimeOnStudy) - left, height, style.Light, row);
        if (p.TimeOnTreatment > 0)
        {
            canvas.Rectangle(left, y, At(p.TimeOnTreatment) - left, height, style.Colour, row);
        }

        if (double.IsFinite(p.ResponseStart))
        {
            canvas.Sign(3, At(p.ResponseStart), middle, r, ResponseColour, "#ffffff", row);
        }

        if (double.IsFinite(p.Progression))
        {
            canvas.Sign(2, At(p.Progression), middle, r * 0.85, "#ffffff", ProgressionColour, row);
        }

        if (double.IsFinite(p.Death))
        {
            canvas.Sign(4, At(p.Death), middle, r * 0.9, Canvas.Ink, row: row);
        }
        else if (p.TreatmentOngoing)
        {
            canvas.Sign(5, At(p.TimeOnStudy) + 1, middle, r, Canvas.Ink, "none", row);
        }
    }
}
