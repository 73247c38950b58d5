using Thymus.Reports.Words;

namespace Thymus.Reports.Figures;

/// <summary>Maps values to positions, linearly or on the logarithm.</summary>
/// <param name="From">Value at <paramref name="Start"/>; positive when logarithmic.</param>
/// <param name="To">Value at <paramref name="End"/>.</param>
/// <param name="Start">Position of <paramref name="From"/>.</param>
/// <param name="End">Position of <paramref name="To"/>.</param>
/// <param name="Logarithmic">Whether equal ratios are equal distances.</param>
internal readonly record struct Axis(double From, double To, double Start, double End, bool Logarithmic = false)
{
    /// <summary>Position of a value; values outside the range land outside.</summary>
    public double At(double value) => Logarithmic
        ? Start + ((End - Start) * Math.Log(Math.Max(value, From * 1e-3) / From) / Math.Log(To / From))
        : Start + ((End - Start) * (value - From) / (To - From));

    /// <summary>Position of a value, kept inside the range.</summary>
    public double Inside(double value) => At(Math.Clamp(value, From, To));

    /// <summary>Round values within the range, about <paramref name="count"/> of them; powers of ten, or 1, 2 and 5 of each, when logarithmic.</summary>
    public IReadOnlyList<double> Ticks(int count)
    {
        var ticks = new List<double>();
        if (Logarithmic)
        {
            var (from, to) = (From, To);
            double[] within = To / From > 200 ? [1] : [1, 2, 5];
            for (double decade = Math.Pow(10, Math.Floor(Math.Log10(From))); decade <= To; decade *= 10)
            {
                ticks.AddRange(within.Select(m => m * decade).Where(t => t >= from * (1 - 1e-9) && t <= to * (1 + 1e-9)));
            }

            return ticks;
        }

        double step = RoundStep((To - From) / Math.Max(1, count));
        for (double k = Math.Ceiling((From / step) - 1e-9); k * step <= To + (1e-9 * step); k++)
        {
            ticks.Add(k * step);
        }

        return ticks;
    }

    /// <summary>Ticks of a time axis in months: every 1, 2, 3, 6, 12, 24 or 60 months.</summary>
    public static IReadOnlyList<double> MonthTicks(double lastMonth, int most)
    {
        double step = new[] { 1.0, 2, 3, 6, 12, 24, 60 }.FirstOrDefault(s => lastMonth / s <= most, 120);
        return [.. Enumerable.Range(0, (int)Math.Floor((lastMonth / step) + 1e-6) + 1).Select(i => i * step)];
    }

    /// <summary>Smallest round number (1, 2, 2.5 or 5 times a power of ten) that is at least the value.</summary>
    public static double RoundStep(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * new[] { 1, 2, 2.5, 5, 10 }.First(m => m * power >= value * (1 - 1e-9));
    }

    /// <summary>Text of a tick.</summary>
    public static string Label(double tick) => Format.Significant(tick);
}
