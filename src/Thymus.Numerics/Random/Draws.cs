using Thymus.Numerics.Functions;

namespace Thymus.Numerics.Random;

/// <summary>Draws from a distribution, whole or cut at two bounds that belong to it.</summary>
/// <remarks>
/// Distributions with a closed inverse are drawn by it, between the probabilities of the bounds, from the side where these do not
/// cancel; counts and gamma are drawn whole until one lies within the bounds. Numbers that no such distribution has give NaN.
/// </remarks>
public static class Draws
{
    private const int MostTrials = 1_000_000;

    /// <summary>How many numbers a distribution has, without bounds.</summary>
    public static int CountOf(Distribution distribution) => distribution switch
    {
        Distribution.Bernoulli or Distribution.ChiSquare or Distribution.Exponential or Distribution.Poisson or Distribution.Rayleigh => 1,
        _ => 2,
    };

    /// <summary>Whether a draw takes that many numbers: its own, a scale alone where the location may be left out, or with two bounds.</summary>
    public static bool Takes(Distribution distribution, int count)
    {
        int own = CountOf(distribution);
        return count == own
            || (count == own + 2 && distribution is not (Distribution.Uniform or Distribution.Bernoulli))
            || (count == 1 && distribution is Distribution.Cauchy or Distribution.Laplace);
    }

    /// <summary>One draw.</summary>
    /// <param name="stream">Numbers of this purpose.</param>
    /// <param name="distribution">The distribution.</param>
    /// <param name="numbers">Its numbers, then the bounds where there are any (<see cref="Takes"/>).</param>
    public static double Draw(ref RandomStream stream, Distribution distribution, ReadOnlySpan<double> numbers)
    {
        int own = numbers.Length == 1 ? 1 : CountOf(distribution);
        double low = numbers.Length > own ? numbers[own] : double.NegativeInfinity;
        double high = numbers.Length > own ? numbers[own + 1] : double.PositiveInfinity;
        if (!(low <= high))
        {
            return double.NaN;
        }

        double a = own == 2 ? numbers[0] : 0;
        double b = numbers[own - 1];
        switch (distribution)
        {
            case Distribution.Normal:
                return Located(ref stream, a, b, low, high, SpecialFunctions.NormalCdf, SpecialFunctions.NormalQuantile);
            case Distribution.Cauchy:
                return Located(ref stream, a, b, low, high, CauchyCdf, CauchyQuantile);
            case Distribution.Laplace:
                return Located(ref stream, a, b, low, high, LaplaceCdf, LaplaceQuantile);
            case Distribution.LogNormal:
                double least = low > 0 ? Elementary.Log(low) : double.NegativeInfinity;
                return high > 0
                    ? Elementary.Exp(Located(ref stream, a, b, least, Elementary.Log(high), SpecialFunctions.NormalCdf, SpecialFunctions.NormalQuantile))
                    : double.NaN;
            case Distribution.Uniform:
                return a <= b && double.IsFinite(b - a) ? a + ((b - a) * stream.NextUniform()) : double.NaN;
            case Distribution.Bernoulli:
                return b is >= 0 and <= 1 ? stream.NextUniform() < b ? 1 : 0 : double.NaN;
            case Distribution.Exponential:
                return b > 0 && high >= 0 ? Memoryless(ref stream, Math.Max(0, low) * b, high * b) / b : double.NaN;
            case Distribution.Rayleigh:
                double from = Math.Max(0, low) / b;
                double to = high / b;
                return b > 0 && high >= 0 ? b * Math.Sqrt(2 * Memoryless(ref stream, from * from / 2, to * to / 2)) : double.NaN;
            default:
                return Rejected(ref stream, distribution, a, b, low, high);
        }
    }

    // location + scale · z, z symmetric around 0 with a closed distribution function.
    private static double Located(
        ref RandomStream stream, double location, double scale, double low, double high, Func<double, double> cdf, Func<double, double> quantile)
    {
        if (!(scale >= 0) || !double.IsFinite(location) || !double.IsFinite(scale))
        {
            return double.NaN;
        }

        double from = (low - location) / scale;
        double to = (high - location) / scale;
        if (scale == 0 || low == high)
        {
            double only = scale == 0 ? location : low;
            return only >= low && only <= high ? only : double.NaN;
        }

        bool isFlipped = from > 0;
        (from, to) = isFlipped ? (-to, -from) : (from, to);
        double least = cdf(from);
        double width = cdf(to) - least;
        if (!(width > 0))
        {
            return double.NaN;   // so far out that no probability is left
        }

        double z = Math.Clamp(quantile(least + (width * stream.NextUniform())), from, to);
        return location + (scale * (isFlipped ? -z : z));
    }

    // Exponential of mean 1 between two bounds.
    private static double Memoryless(ref RandomStream stream, double low, double high)
    {
        double u = stream.NextUniform();
        return double.IsPositiveInfinity(high) ? low - Elementary.Log(u) : Math.Min(high, low - Elementary.Log1p(u * Elementary.Expm1(low - high)));
    }

    private static double Rejected(ref RandomStream stream, Distribution distribution, double a, double b, double low, double high)
    {
        for (int i = 0; i < MostTrials; i++)
        {
            double x = distribution switch
            {
                Distribution.Binomial => Counts.Binomial(ref stream, a, b),
                Distribution.Poisson => Counts.Poisson(ref stream, b),
                Distribution.ChiSquare => 2 * Counts.Gamma(ref stream, b / 2),
                Distribution.Gamma => b > 0 ? b * Counts.Gamma(ref stream, a) : double.NaN,
                _ => throw new ArgumentOutOfRangeException(nameof(distribution), distribution, "Not a distribution to draw from."),
            };
            if (double.IsNaN(x) || (x >= low && x <= high))
            {
                return x;
            }
        }

        return double.NaN;
    }

    private static double CauchyCdf(double z) => z < -1 ? Elementary.Atan(-1 / z) / Math.PI : 0.5 + (Elementary.Atan(z) / Math.PI);

    private static double CauchyQuantile(double p) => p < 0.25 ? -1 / Elementary.Tan(Math.PI * p) : Elementary.Tan(Math.PI * (p - 0.5));

    private static double LaplaceCdf(double z) => z < 0 ? 0.5 * Elementary.Exp(z) : 1 - (0.5 * Elementary.Exp(-z));

    private static double LaplaceQuantile(double p) => p < 0.5 ? Elementary.Log(2 * p) : -Elementary.Log(2 * (1 - p));
}
