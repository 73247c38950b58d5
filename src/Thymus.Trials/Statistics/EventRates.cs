using MathNet.Numerics.Distributions;

namespace Thymus.Trials.Statistics;

/// <summary>Rates of events per time at risk, and their ratio, with exact intervals.</summary>
public static class EventRates
{
    /// <summary>Exact interval of a Poisson rate: events over time.</summary>
    /// <remarks>Garwood 1936, Biometrika 28:437–442, doi:10.1093/biomet/28.3-4.437.</remarks>
    public static Interval Rate(int events, double time, double level = 0.95)
    {
        double tail = (1 - level) / 2;
        return !(time > 0)
            ? new(double.NaN, double.NaN)
            : new(
                events == 0 ? 0 : Gamma.InvCDF(events, 1, tail) / time,
                Gamma.InvCDF(events + 1, 1, 1 - tail) / time);
    }

    /// <summary>
    /// Ratio of two rates, first over second, with the exact interval given all events: their split is binomial (Clopper–Pearson,
    /// adjusted for the times at risk). It exists without an event in the first group too, as in trials of vaccines that work.
    /// </summary>
    public static (double Ratio, Interval Interval) Ratio(int events1, double time1, int events2, double time2, double level = 0.95)
    {
        if (!(time1 > 0) || !(time2 > 0) || events1 + events2 == 0)
        {
            return (double.NaN, new(double.NaN, double.NaN));
        }

        var (low, high) = BinomialInterval.ClopperPearson(events1, events1 + events2, level);
        return (events2 == 0 ? double.PositiveInfinity : events1 / time1 / (events2 / time2), new(AsRatio(low), AsRatio(high)));

        double AsRatio(double share) => share >= 1 ? double.PositiveInfinity : share / (1 - share) * time2 / time1;
    }
}
