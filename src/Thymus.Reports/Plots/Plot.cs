using System.Collections.Immutable;

namespace Thymus.Reports.Plots;

/// <summary>Curves over one axis, such as outputs of a simulation over time.</summary>
/// <param name="Title">What is shown; empty for none.</param>
/// <param name="XLabel">Label of the horizontal axis, with its unit.</param>
/// <param name="YLabel">Label of the vertical axis, with its unit; empty for none.</param>
/// <param name="Curves">The curves.</param>
public sealed record Plot(string Title, string XLabel, string YLabel, ImmutableArray<Curve> Curves)
{
    /// <summary>Whether equal ratios of x are equal distances; points at 0 or below are left out then.</summary>
    public bool IsLogX { get; init; }

    /// <summary>Whether equal ratios of y are equal distances; points at 0 or below are left out then.</summary>
    public bool IsLogY { get; init; }

    /// <summary>A logarithmic axis does not go below this share of its largest value: what is smaller would only squeeze the rest.</summary>
    public double LeastShare { get; init; } = 1e-12;

    /// <summary>Range of what can be shown of x.</summary>
    internal (double From, double To) RangeX => Range(Curves.SelectMany(c => c.X), IsLogX, 0);

    /// <summary>Range of what can be shown of y, with a little space.</summary>
    internal (double From, double To) RangeY => Range(Curves.SelectMany(c => c.Y), IsLogY, 0.04);

    /// <summary>Whether a point can be shown.</summary>
    internal bool Shows(double x, double y) => double.IsFinite(x) && double.IsFinite(y) && !(IsLogX && x <= 0) && !(IsLogY && y <= 0);

    private (double From, double To) Range(IEnumerable<double> values, bool isLogarithmic, double space)
    {
        var shown = values.Where(v => double.IsFinite(v) && (!isLogarithmic || v > 0));
        double from = double.PositiveInfinity, to = double.NegativeInfinity;
        foreach (double value in shown)
        {
            (from, to) = (Math.Min(from, value), Math.Max(to, value));
        }

        if (from > to)
        {
            return isLogarithmic ? (1, 10) : (0, 1);
        }

        if (isLogarithmic)
        {
            from = Math.Max(from, to * LeastShare);
            return from < to ? (from, to) : (from / 2, to * 2);
        }

        // Values that are all positive begin at 0 unless they are far from it.
        double begin = from > 0 && from < 0.5 * to ? 0 : from;
        double size = to - begin;
        return size > 1e-12 * Math.Max(Math.Abs(to), Math.Abs(begin)) ? (begin == 0 ? 0 : begin - (space * size), to + (space * size))
            : to == 0 ? (-1, 1)
            : (to - (Math.Abs(to) / 2), to + (Math.Abs(to) / 2));
    }
}

/// <summary>A curve: points joined by lines, with gaps where a value is no number.</summary>
public sealed record Curve(string Name, ImmutableArray<double> X, ImmutableArray<double> Y);
