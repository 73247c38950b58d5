namespace Thymus.Trials.Statistics;

/// <summary>Ratio of two proportions.</summary>
public static class RiskRatio
{
    /// <summary>p1 / p2 with the interval on the log scale; NaN ends where a group has no success.</summary>
    /// <remarks>Katz et al. 1978, Biometrics 34:469–474, doi:10.2307/2530610.</remarks>
    public static (double Ratio, Interval Interval) Katz(int count1, int trials1, int count2, int trials2, double level = 0.95)
    {
        double ratio = (double)count1 / trials1 / ((double)count2 / trials2);
        if (count1 == 0 || count2 == 0)
        {
            return (ratio, new(double.NaN, double.NaN));
        }

        double variance = (1.0 / count1) - (1.0 / trials1) + (1.0 / count2) - (1.0 / trials2);
        double factor = Math.Exp(Probability.TwoSidedNormal(level) * Math.Sqrt(variance));
        return (ratio, new(ratio / factor, ratio * factor));
    }
}
