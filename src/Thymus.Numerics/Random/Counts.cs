using Thymus.Numerics.Functions;

namespace Thymus.Numerics.Random;

/// <summary>Random counts, and the gamma distribution, from the numbers of a stream; the same bits on every platform.</summary>
/// <remarks>How many numbers of the stream a draw takes is a matter of chance; the stream is of one purpose, so no other draw moves.</remarks>
public static class Counts
{
    private const double LeastForRejection = 10;
    private const double HalfLogTwoPi = 0.9189385332046728;

    // ln k! for k below 10.
    private static readonly double[] LogFactorials =
    [
        0, 0, 0.6931471805599453, 1.791759469228055, 3.1780538303479458, 4.787491742782046, 6.579251212010101, 8.525161361065415,
        10.60460290274525, 12.801827480081469,
    ];

    /// <summary>Poisson with that mean; NaN for a mean that is negative or not finite.</summary>
    /// <remarks>Mean below 10: inversion. Otherwise transformed rejection, PTRS of Hörmann 1993, Insur. Math. Econ. 12:39–45, doi:10.1016/0167-6687(93)90997-4.</remarks>
    public static double Poisson(ref RandomStream stream, double mean)
    {
        if (!(mean >= 0) || double.IsPositiveInfinity(mean))
        {
            return double.NaN;
        }

        if (mean < LeastForRejection)
        {
            return Invert(ref stream, Elementary.Exp(-mean), double.PositiveInfinity, 0, mean);
        }

        double b = 0.931 + (2.53 * Math.Sqrt(mean));
        double a = -0.059 + (0.02483 * b);
        double inverseAlpha = 1.1239 + (1.1328 / (b - 3.4));
        double accept = 0.9277 - (3.6224 / (b - 2));
        double logMean = Elementary.Log(mean);
        while (true)
        {
            double u = stream.NextUniform() - 0.5;
            double v = stream.NextUniform();
            double us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + mean + 0.43);
            if (us >= 0.07 && v <= accept)
            {
                return k;
            }

            if (k >= 0 && !(us < 0.013 && v > us)
                && Elementary.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= (k * logMean) - mean - LogFactorial(k))
            {
                return k;
            }
        }
    }

    /// <summary>Number of successes in n trials of probability p; NaN where n is no whole number ≥ 0 or p lies outside 0 to 1.</summary>
    /// <remarks>Few successes (or failures): inversion. Otherwise BTRS of Hörmann 1993, J. Stat. Comput. Simul. 46:101–110, doi:10.1080/00949659308811496.</remarks>
    public static double Binomial(ref RandomStream stream, double n, double p)
    {
        if (!(n >= 0 && n == Math.Floor(n) && n <= 9e15 && p is >= 0 and <= 1))
        {
            return double.NaN;
        }

        if (p > 0.5)
        {
            return n - Binomial(ref stream, n, 1 - p);
        }

        double q = 1 - p;
        if (n * p < LeastForRejection)
        {
            return Invert(ref stream, Elementary.Exp(n * Elementary.Log1p(-p)), n, -p / q, (n + 1) * (p / q));
        }

        double spread = Math.Sqrt(n * p * q);
        double b = 1.15 + (2.53 * spread);
        double a = -0.0873 + (0.0248 * b) + (0.01 * p);
        double accept = 0.92 - (4.2 / b);
        double alpha = (2.83 + (5.1 / b)) * spread;
        double logOdds = Elementary.Log(p / q);
        double mode = Math.Floor((n + 1) * p);
        double peak = LogFactorial(mode) + LogFactorial(n - mode);
        while (true)
        {
            double u = stream.NextUniform() - 0.5;
            double v = stream.NextUniform();
            double us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + (n * p) + 0.5);
            if (us >= 0.07 && v <= accept)
            {
                return k;
            }

            if (k >= 0 && k <= n
                && Elementary.Log(v * alpha / ((a / (us * us)) + b)) <= peak - LogFactorial(k) - LogFactorial(n - k) + ((k - mode) * logOdds))
            {
                return k;
            }
        }
    }

    /// <summary>Gamma with that shape and scale 1; NaN for a shape that is not above 0 and finite.</summary>
    /// <remarks>Marsaglia &amp; Tsang 2000, ACM Trans. Math. Softw. 26:363–372, doi:10.1145/358407.358414.</remarks>
    public static double Gamma(ref RandomStream stream, double shape)
    {
        if (!(shape > 0) || double.IsPositiveInfinity(shape))
        {
            return double.NaN;
        }

        if (shape < 1)
        {
            double power = Elementary.Log(stream.NextUniform()) / shape;
            return Gamma(ref stream, shape + 1) * Elementary.Exp(power);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = stream.NextNormal();
            double root = 1 + (c * x);
            double v = root * root * root;
            double u = stream.NextUniform();
            if (v > 0 && Elementary.Log(u) < (0.5 * x * x) + (d * (1 - v + Elementary.Log(v))))
            {
                return d * v;
            }
        }
    }

    /// <summary>ln k! of a whole number, to 14 digits: Stirling's series from 10 on.</summary>
    internal static double LogFactorial(double k)
    {
        if (k < LogFactorials.Length)
        {
            return LogFactorials[(int)k];
        }

        double inverse = 1 / k;
        double square = inverse * inverse;
        double series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square / 1680))))));
        return ((k + 0.5) * Elementary.Log(k)) - k + HalfLogTwoPi + series;
    }

    // The smallest k whose cumulative probability reaches a uniform number; P(k) / P(k − 1) is a + b/k (Panjer 1981).
    private static double Invert(ref RandomStream stream, double first, double most, double a, double b)
    {
        double left = stream.NextUniform() - first;
        double probability = first;
        double k = 0;
        while (left > 0 && k < most)
        {
            k++;
            probability *= a + (b / k);
            left -= probability;
            if (probability < 1e-300)
            {
                break;   // rounding left a rest that no probability fills
            }
        }

        return k;
    }
}
