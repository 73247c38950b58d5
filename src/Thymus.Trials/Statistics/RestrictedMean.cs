namespace Thymus.Trials.Statistics;

/// <summary>Mean survival time up to a horizon: the area under a Kaplan–Meier curve.</summary>
/// <param name="Value">The mean [d].</param>
/// <param name="Variance">Its variance, of Greenwood's kind (no n/(n − 1)).</param>
/// <param name="Horizon">The horizon [d].</param>
/// <remarks>Royston &amp; Parmar 2013, BMC Med. Res. Methodol. 13:152, doi:10.1186/1471-2288-13-152.</remarks>
public readonly record struct RestrictedMean(double Value, double Variance, double Horizon)
{
    /// <summary>Standard error [d].</summary>
    public double StandardError => Math.Sqrt(Variance);

    /// <summary>The restricted mean of a curve.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="horizon">
    /// The horizon [d]: at most the largest time of the curve, unless that is an event of everyone left; else the curve is
    /// carried on flat.
    /// </param>
    public static RestrictedMean Of(KaplanMeier curve, double horizon)
    {
        int last = curve.Times.Length - 1;
        while (last >= 0 && curve.Times[last] > horizon)
        {
            last--;
        }

        double area = 0, variance = 0, end = horizon;
        for (int i = last; i >= 0; i--)
        {
            double n = curve.AtRisk[i], d = curve.Events[i];
            area += curve.Survival[i] * (end - curve.Times[i]);
            variance += d > 0 && d < n ? area * area * d / (n * (n - d)) : 0;
            end = curve.Times[i];
        }

        return new(area + end, variance, horizon);
    }

    /// <summary>Difference of two independent restricted means to the same horizon, with its interval and two-sided p-value.</summary>
    public static (double Value, double StandardError, Interval Interval, double P) Difference(
        RestrictedMean first, RestrictedMean second, double level = 0.95)
    {
        double value = first.Value - second.Value;
        double error = Math.Sqrt(first.Variance + second.Variance);
        double margin = Probability.TwoSidedNormal(level) * error;
        return (value, error, new(value - margin, value + margin), error > 0 ? Probability.TwoSidedP(value / error) : double.NaN);
    }
}
