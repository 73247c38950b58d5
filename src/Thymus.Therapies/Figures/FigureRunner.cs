using System.Collections.Immutable;
using Thymus.Therapies.Checks;
using Thymus.Units;

namespace Thymus.Therapies.Figures;

/// <summary>Simulates the courses of a figure.</summary>
public static class FigureRunner
{
    /// <summary>Equal steps of the time axis; the times at which a dose begins and ends are added, so that no peak is cut off.</summary>
    private const int Steps = 400;

    private const int MostDoses = 1000;

    /// <summary>Simulates; series by output, then by curve, or why not.</summary>
    public static (ImmutableArray<FigureSeries> Series, string? Failure) Run(Therapy therapy, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(therapy);
        var figure = therapy.Figure ?? throw new ArgumentException($"{therapy.Id} has no figure.", nameof(therapy));
        var shown = figure.Outputs.SelectMany(o => figure.Curves.Select(c => (Output: o, Curve: c))).ToArray();
        var (model, why) = CheckModel.Compile(
            therapy, [.. shown.Select(s => (s.Curve.Setting, s.Output.Name))], [], [], cancellation);
        if (model is null)
        {
            return ([], why);
        }

        double scale = new Quantity(1, TherapyReader.TimeUnit(therapy.Model)).In(figure.TimeUnit);
        var series = ImmutableArray.CreateBuilder<FigureSeries>();
        foreach (var (output, curve) in shown)
        {
            double[] times = Times(figure, curve.Setting.Doses);
            try
            {
                double[] values = model.Observe(curve.Setting, Variation.None, output.Name, times);
                series.Add(new(curve, output, [.. times.Select(t => t * scale)], [.. values]));
            }
            catch (CourseFailedException e)
            {
                return ([], curve.Label.Length > 0 ? $"{curve.Label}: {e.Message}" : e.Message);
            }
        }

        return (series.ToImmutable(), null);
    }

    private static double[] Times(TherapyFigure figure, ImmutableArray<RegimenDose> doses)
    {
        double length = figure.To - figure.From;
        double after = 1e-6 * length;   // an output at the time of a bolus is before it
        var times = Enumerable.Range(0, Steps + 1).Select(i => figure.From + (length * i / Steps)).ToList();
        foreach (var dose in doses)
        {
            for (int i = 0; i < Math.Min(dose.Maximum, MostDoses) && dose.First + (i * dose.Interval) < figure.To; i++)
            {
                double start = dose.First + (i * dose.Interval);
                times.AddRange(start, dose.Duration > 0 ? start + dose.Duration : start + after);
            }
        }

        return [.. times.Where(t => t >= figure.From && t <= figure.To).Distinct().Order()];
    }
}
