namespace Thymus.Trials.Statistics;

/// <summary>Quantiles of a sample.</summary>
public static class Quantile
{
    /// <summary>Type 7 of Hyndman &amp; Fan 1996 (the default of R): linear between the order statistics at 1 + (n − 1)p.</summary>
    /// <param name="sorted">The sample, ascending.</param>
    /// <param name="p">Probability, 0 to 1.</param>
    /// <returns>The quantile; NaN for an empty sample.</returns>
    public static double Of(ReadOnlySpan<double> sorted, double p)
    {
        if (sorted.IsEmpty)
        {
            return double.NaN;
        }

        double position = (sorted.Length - 1) * p;
        int below = Math.Clamp((int)position, 0, sorted.Length - 1);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
