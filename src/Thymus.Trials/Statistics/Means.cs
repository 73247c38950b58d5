using MathNet.Numerics.Distributions;

namespace Thymus.Trials.Statistics;

/// <summary>Means of samples and their comparison, without assuming equal variances.</summary>
/// <remarks>Welch 1947, Biometrika 34:28–35, doi:10.1093/biomet/34.1-2.28; docs/science/statistics.md.</remarks>
public static class Means
{
    /// <summary>Mean, standard deviation (n − 1) and size of a sample; NaN where there are too few values.</summary>
    public static SampleMean Of(IReadOnlyCollection<double> sample)
    {
        int n = sample.Count;
        double mean = n == 0 ? double.NaN : sample.Sum() / n;
        double variance = n < 2 ? double.NaN : sample.Sum(x => (x - mean) * (x - mean)) / (n - 1);
        return new(n, mean, Math.Sqrt(variance));
    }

    /// <summary>Student's interval of a mean.</summary>
    public static Interval Interval(SampleMean sample, double level = 0.95)
    {
        if (sample.Size < 2)
        {
            return new(double.NaN, double.NaN);
        }

        double margin = StudentT.InvCDF(0, 1, sample.Size - 1, (1 + level) / 2) * sample.StandardError;
        return new(sample.Mean - margin, sample.Mean + margin);
    }

    /// <summary>Welch's comparison of two means: first minus second, with Satterthwaite's degrees of freedom.</summary>
    public static WelchComparison Compare(SampleMean first, SampleMean second, double level = 0.95)
    {
        double difference = first.Mean - second.Mean;
        double v1 = first.StandardError * first.StandardError, v2 = second.StandardError * second.StandardError, v = v1 + v2;
        if (first.Size < 2 || second.Size < 2)
        {
            return new(difference, new(double.NaN, double.NaN), double.NaN, double.NaN, double.NaN);
        }

        if (v == 0)
        {
            return new(difference, new(difference, difference), double.NaN, double.NaN, double.NaN);   // everyone alike: there is no test
        }

        double freedom = v * v / ((v1 * v1 / (first.Size - 1)) + (v2 * v2 / (second.Size - 1)));
        double t = difference / Math.Sqrt(v), margin = StudentT.InvCDF(0, 1, freedom, (1 + level) / 2) * Math.Sqrt(v);
        return new(difference, new(difference - margin, difference + margin), t, freedom, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(t)));
    }

    /// <summary>Ratio of two positive means, first over second, with an interval on the log scale by the delta method; NaN when a mean is not positive.</summary>
    public static (double Ratio, Interval Interval) Ratio(SampleMean first, SampleMean second, double level = 0.95)
    {
        if (!(first.Mean > 0) || !(second.Mean > 0))
        {
            return (double.NaN, new(double.NaN, double.NaN));
        }

        double ratio = first.Mean / second.Mean, e1 = first.StandardError / first.Mean, e2 = second.StandardError / second.Mean;
        double factor = Math.Exp(Probability.TwoSidedNormal(level) * Math.Sqrt((e1 * e1) + (e2 * e2)));
        return (ratio, new(ratio / factor, ratio * factor));
    }
}

/// <summary>What a sample says of its mean.</summary>
/// <param name="Size">Values.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their standard deviation, with n − 1.</param>
public readonly record struct SampleMean(int Size, double Mean, double StandardDeviation)
{
    /// <summary>Standard error of the mean.</summary>
    public double StandardError => StandardDeviation / Math.Sqrt(Size);
}

/// <summary>Two means compared.</summary>
/// <param name="Difference">First minus second.</param>
/// <param name="Interval">Its interval.</param>
/// <param name="T">Statistic.</param>
/// <param name="DegreesOfFreedom">Satterthwaite's.</param>
/// <param name="P">Two-sided p-value.</param>
public readonly record struct WelchComparison(double Difference, Interval Interval, double T, double DegreesOfFreedom, double P);
