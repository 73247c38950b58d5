using MathNet.Numerics.Distributions;

namespace Thymus.Trials.Statistics;

/// <summary>Confidence intervals of proportions.</summary>
/// <remarks>Brown, Cai &amp; DasGupta 2001, Stat. Sci. 16:101–133, doi:10.1214/ss/1009213286.</remarks>
public static class BinomialInterval
{
    /// <summary>Clopper–Pearson ("exact"): the one of trial reports.</summary>
    /// <param name="count">Successes; a fraction is allowed, for a proportion that was published rounded.</param>
    /// <param name="trials">Trials; 0 gives (NaN, NaN).</param>
    /// <param name="level">Confidence level.</param>
    public static Interval ClopperPearson(double count, double trials, double level = 0.95)
    {
        double tail = Tail(count, trials, level);
        return trials == 0
            ? new(double.NaN, double.NaN)
            : new(
                count == 0 ? 0 : Beta.InvCDF(count, trials - count + 1, tail),
                count == trials ? 1 : Beta.InvCDF(count + 1, trials - count, 1 - tail));
    }

    /// <summary>Wilson's score interval.</summary>
    public static Interval Wilson(double count, double trials, double level = 0.95)
    {
        Tail(count, trials, level);
        double z = Probability.TwoSidedNormal(level), p = count / trials, zz = z * z / trials;
        double centre = (p + zz / 2) / (1 + zz);
        double margin = z / (1 + zz) * Math.Sqrt(p * (1 - p) / trials + zz / (4 * trials));
        return new(count == 0 ? 0 : centre - margin, count == trials ? 1 : centre + margin);
    }

    /// <summary>Jeffreys' interval: quantiles of Beta(x + ½, n − x + ½), 0 and 1 at the ends.</summary>
    public static Interval Jeffreys(double count, double trials, double level = 0.95)
    {
        double tail = Tail(count, trials, level);
        return trials == 0
            ? new(double.NaN, double.NaN)
            : new(
                count == 0 ? 0 : Beta.InvCDF(count + 0.5, trials - count + 0.5, tail),
                count == trials ? 1 : Beta.InvCDF(count + 0.5, trials - count + 0.5, 1 - tail));
    }

    /// <summary>Interval of the difference p1 − p2 of two independent proportions, from Wilson's intervals.</summary>
    /// <remarks>Newcombe 1998, Stat. Med. 17:873–890 (method 10), doi:10.1002/(SICI)1097-0258(19980430)17:8&lt;873::AID-SIM779&gt;3.0.CO;2-I.</remarks>
    public static Interval NewcombeDifference(double count1, double trials1, double count2, double trials2, double level = 0.95)
    {
        double p1 = count1 / trials1, p2 = count2 / trials2, difference = p1 - p2;
        var (low1, high1) = Wilson(count1, trials1, level);
        var (low2, high2) = Wilson(count2, trials2, level);
        return new(
            difference - Math.Sqrt((p1 - low1) * (p1 - low1) + (high2 - p2) * (high2 - p2)),
            difference + Math.Sqrt((high1 - p1) * (high1 - p1) + (p2 - low2) * (p2 - low2)));
    }

    private static double Tail(double count, double trials, double level) =>
        count >= 0 && count <= trials && level is > 0 and < 1
            ? (1 - level) / 2
            : throw new ArgumentOutOfRangeException(nameof(count), count, "A count lies between 0 and the number of trials, a level between 0 and 1.");
}
