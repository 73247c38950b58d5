using System.Text;
using Thymus.Reports.Words;
using static Thymus.Reports.Html.HtmlWriter;

namespace Thymus.Reports.Figures;

/// <summary>Change of tumour size over time, a line per patient, one panel per arm.</summary>
internal sealed class SpiderFigure : Figure
{
    private const int Most = 150;
    private const double Highest = 100;
    private static readonly string[] InLegend = ["CR", "PR", "SD", "PD", "NE"];
    private static readonly string[] DrawnFirstToLast = ["NE", "SD", "PD", "PR", "CR"];

    private readonly List<(string Title, ArmStyle Style, List<(PatientTimeline Patient, int Row)> Shown)> _panels = [];
    private readonly double _lastWeek;
    private readonly int _largest;

    /// <summary>A figure of all arms.</summary>
    public SpiderFigure(IReadOnlyList<ArmPatients> arms) : base("spider", "Tumour size over time, each patient")
    {
        Data = new DataTable("arm", "patient", "best response", "week", "change (%)");
        foreach (var arm in arms)
        {
            var followed = arm.Patients.Where(p => p.AssessmentTimes.Length > 0).ToList();
            var shown = new List<(PatientTimeline, int)>();
            foreach (var patient in Sampling.Take(followed, Most))
            {
                AddRows(arm.Title, patient);
                shown.Add((patient, Data.Count - 1));   // hovering shows the last assessment
                _lastWeek = Math.Max(_lastWeek, patient.AssessmentTimes[^1] / 7);
            }

            _panels.Add((arm.Title, arm.Style, shown));
            _largest = Math.Max(_largest, followed.Count);
        }

        _lastWeek = Math.Max(_lastWeek, 1);
    }

    /// <inheritdoc />
    public override DataTable Data { get; }

    /// <inheritdoc />
    public override string Caption =>
        "Change of the sum of target-lesion diameters from baseline at each assessment; one line per patient, coloured by best overall response; "
        + "lines end at the last assessment. Reference lines at +20 % and −30 %. The axis is cut at +100 %."
        + Sampling.Words(_largest, Math.Min(_largest, Most));

    /// <inheritdoc />
    public override string Alternative => "Spider plot of tumour size over time. " + string.Join(' ', _panels.Select(p =>
        $"{p.Title}: {Format.Count(p.Shown.Count)} patients drawn."));

    /// <inheritdoc />
    public override IReadOnlyList<LegendItem> Legend =>
        [.. ResponsesInLegend().Select(r => LegendItem.Stroke($"{r} {Palette.ResponseWords(r)}", Palette.Response(r), null))];

    private IEnumerable<string> ResponsesInLegend() =>
        InLegend.Where(r => _panels.Any(p => p.Shown.Any(s => s.Patient.BestResponse == r)));

    /// <inheritdoc />
    public override void Draw(Canvas canvas)
    {
        int columns = canvas.Narrow ? 1 : Math.Min(2, _panels.Count);
        double gap = 46, first = canvas.Narrow ? 40 : 58;
        double width = (canvas.Width - first - 8 - ((columns - 1) * gap)) / columns, height = canvas.Narrow ? 190 : 300;
        int rows = (_panels.Count + columns - 1) / columns;
        for (int i = 0; i < _panels.Count; i++)
        {
            double left = first + (i % columns * (width + gap)), top = 24 + (i / columns * (height + 70));
            DrawPanel(canvas, _panels[i].Title, _panels[i].Style, _panels[i].Shown, left, top, width, height, $"p{i}", i % columns == 0);
        }

        canvas.Height = (rows * (height + 70)) - 4;
    }

    private void DrawPanel(
        Canvas canvas, string title, ArmStyle style, List<(PatientTimeline Patient, int Row)> shown, double left, double top, double width,
        double height, string name, bool isFirst)
    {
        double right = left + width, bottom = top + height;
        var x = new Axis(0, _lastWeek, left, right);
        var y = new Axis(-100, Highest, bottom, top);
        canvas.Text(left, top - 9, title, colour: style.Colour, bold: true);
        foreach (double tick in new[] { -100.0, -50, 0, 50, 100 })
        {
            canvas.Line(left, y.At(tick), right, y.At(tick), tick == 0 ? Canvas.Muted : "#e7eaee");
            canvas.Text(left - 6, y.At(tick) + 4, Format.Fixed(tick, 0), "end", Canvas.Muted);
        }

        if (isFirst && !canvas.Narrow)
        {
            canvas.Text(14, (top + bottom) / 2, "Change from baseline (%)", "middle", Canvas.Muted, turn: -90);
        }

        foreach (double tick in WeekTicks(_lastWeek, canvas.Narrow ? 6 : 8))
        {
            canvas.Line(x.At(tick), bottom, x.At(tick), bottom + 4, Canvas.Muted);
            canvas.Text(x.At(tick), bottom + 17, Axis.Label(tick), "middle", Canvas.Muted);
        }

        canvas.Text((left + right) / 2, bottom + 33, "Weeks since randomisation", "middle", Canvas.Muted);
        string clip = canvas.Clip(name, left, top - 2, width, height + 4);
        using (canvas.Group(("clip-path", clip)))
        {
            foreach (string response in DrawnFirstToLast)
            {
                foreach (var (patient, row) in shown.Where(s => s.Patient.BestResponse == response))
                {
                    canvas.Path(Line(patient, x, y), Palette.Response(response), 1.3, row: row, opacity: 0.75);
                }
            }

            canvas.Line(left, y.At(20), right, y.At(20), Canvas.Muted, 1, "5 4");
            canvas.Line(left, y.At(-30), right, y.At(-30), Canvas.Muted, 1, "5 4");
        }
    }

    private void AddRows(string arm, PatientTimeline patient)
    {
        for (int i = 0; i < patient.AssessmentTimes.Length; i++)
        {
            Data.Add(arm, patient.Patient, patient.BestResponse, patient.AssessmentTimes[i] / 7, patient.AssessmentChanges[i]);
        }
    }

    private static string Line(PatientTimeline patient, Axis x, Axis y)
    {
        var path = new StringBuilder("M").Append(Number(x.At(0))).Append(' ').Append(Number(y.At(0)));
        for (int i = 0; i < patient.AssessmentTimes.Length; i++)
        {
            double change = Math.Min(patient.AssessmentChanges[i], 10 * Highest);
            if (double.IsFinite(change))
            {
                path.Append('L').Append(Number(x.At(patient.AssessmentTimes[i] / 7))).Append(' ').Append(Number(y.At(change)));
            }
        }

        return path.ToString();
    }

    private static IEnumerable<double> WeekTicks(double lastWeek, int most)
    {
        double step = new[] { 1.0, 2, 3, 4, 6, 9, 12, 18, 26, 52, 104 }.FirstOrDefault(s => lastWeek / s <= most, 260);
        for (double tick = 0; tick <= lastWeek * (1 + 1e-9); tick += step)
        {
            yield return tick;
        }
    }
}
