using System.Collections.Immutable;
using Thymus.Clinic;

namespace Thymus.Trials.Statistics;

/// <summary>The product-limit estimate of a survival curve, with Greenwood's variance.</summary>
/// <remarks>Kaplan &amp; Meier 1958, J. Am. Stat. Assoc. 53:457–481, doi:10.1080/01621459.1958.10501452; docs/science/statistics.md.</remarks>
public sealed class KaplanMeier
{
    private const double Flat = 1e-9;   // a step at 0.5 is at 0.5 although its product of fractions is rounded

    private readonly double[] _hazardVariance;   // Greenwood's sum: of d / (n (n − d)), the variance of ln S
    private readonly Interval[] _intervals;

    private KaplanMeier(RiskSets sets, double[] survival, double[] hazardVariance, Interval[] intervals)
    {
        (Patients, Times, AtRisk, Events, Censored) = (sets.Patients, [.. sets.Times], [.. sets.AtRisk], [.. sets.Events], [.. sets.Censored]);
        (Survival, _hazardVariance, _intervals) = ([.. survival], hazardVariance, intervals);
    }

    /// <summary>Number of patients.</summary>
    public int Patients { get; }

    /// <summary>Distinct times of events and censoring, ascending.</summary>
    public ImmutableArray<double> Times { get; }

    /// <summary>Number at risk just before each time.</summary>
    public ImmutableArray<int> AtRisk { get; }

    /// <summary>Events at each time.</summary>
    public ImmutableArray<int> Events { get; }

    /// <summary>Censored at each time.</summary>
    public ImmutableArray<int> Censored { get; }

    /// <summary>S just after each time.</summary>
    public ImmutableArray<double> Survival { get; }

    /// <summary>Intervals of S just after each time. Where S is 0 the upper end is that of the time before.</summary>
    public ReadOnlySpan<Interval> Intervals => _intervals;

    /// <summary>First time at which S is at most 0.5, the middle of the step where S is 0.5; NaN when not reached.</summary>
    public double Median => Crossing(i => Survival[i], 0.5);

    /// <summary>Interval of the median: where the band of S crosses 0.5. An end that is not reached is NaN.</summary>
    public Interval MedianInterval => new(Crossing(i => _intervals[i].Low, 0.5), Crossing(i => _intervals[i].High, 0.5));

    /// <summary>Estimates the curve of a sample.</summary>
    /// <param name="sample">Times to event, in any order; an empty sample gives an empty curve.</param>
    /// <param name="kind">Kind of interval.</param>
    /// <param name="level">Confidence level.</param>
    public static KaplanMeier Fit(
        IReadOnlyList<TimeToEvent> sample, SurvivalInterval kind = SurvivalInterval.LogLog, double level = 0.95)
    {
        var sets = RiskSets.Of(sample);
        double z = Probability.TwoSidedNormal(level);
        double[] survival = new double[sets.Times.Length];
        double[] variance = new double[sets.Times.Length];
        var intervals = new Interval[sets.Times.Length];
        double s = 1, sum = 0;
        var interval = new Interval(1, 1);
        for (int i = 0; i < sets.Times.Length; i++)
        {
            double n = sets.AtRisk[i], d = sets.Events[i];
            if (d > 0)
            {
                s *= (n - d) / n;
                sum += d / (n * (n - d));
                interval = s > 0 ? Band(kind, s, Math.Sqrt(sum), z) : new(0, interval.High);
            }

            (survival[i], variance[i], intervals[i]) = (s, sum, interval);
        }

        return new(sets, survival, variance, intervals);
    }

    /// <summary>S at a time [d].</summary>
    public double At(double time) => IndexAt(time) is >= 0 and var i ? Survival[i] : 1;

    /// <summary>S just before a time [d].</summary>
    public double Before(double time)
    {
        int i = Times.BinarySearch(time);
        i = i >= 0 ? i - 1 : ~i - 1;
        return i >= 0 ? Survival[i] : 1;
    }

    /// <summary>Standard error of S at a time (Greenwood); NaN where S is 0.</summary>
    public double StandardErrorAt(double time) => IndexAt(time) is >= 0 and var i ? Survival[i] * Math.Sqrt(_hazardVariance[i]) : 0;

    /// <summary>Interval of S at a time.</summary>
    public Interval IntervalAt(double time) => IndexAt(time) is >= 0 and var i ? _intervals[i] : new(1, 1);

    /// <summary>Time by which a fraction p of patients has had the event; NaN when not reached.</summary>
    public double QuantileOf(double p) => Crossing(i => Survival[i], 1 - p);

    private static Interval Band(SurvivalInterval kind, double s, double error, double z)
    {
        switch (kind)
        {
            case SurvivalInterval.Plain:
                return new(Math.Max(0, s - z * s * error), Math.Min(1, s + z * s * error));
            case SurvivalInterval.Log:
                return new(s * Math.Exp(-z * error), Math.Min(1, s * Math.Exp(z * error)));
            default:
                double spread = z * error / Math.Log(s);   // negative
                return new(Math.Pow(s, Math.Exp(-spread)), Math.Pow(s, Math.Exp(spread)));
        }
    }

    private int IndexAt(double time)
    {
        int i = Times.BinarySearch(time);
        return i >= 0 ? i : ~i - 1;
    }

    private double Crossing(Func<int, double> curve, double level)
    {
        for (int i = 0; i < Times.Length; i++)
        {
            double here = curve(i);
            if (here < level - Flat)
            {
                return Times[i];
            }

            if (here <= level + Flat)
            {
                int end = i;
                while (end < Times.Length && curve(end) >= level - Flat)
                {
                    end++;
                }

                return end < Times.Length ? (Times[i] + Times[end]) / 2 : Times[i];
            }
        }

        return double.NaN;
    }
}
