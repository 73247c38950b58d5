using System.Collections.Immutable;

namespace Thymus.Trials.Statistics;

/// <summary>A time to the first of several competing events.</summary>
/// <param name="Time">Time [d], at least 0.</param>
/// <param name="Cause">0 censored, 1 the event of interest, 2 and more: events that compete with it, such as death.</param>
public readonly record struct CompetingTime(double Time, int Cause);

/// <summary>Cumulative incidence of an event when others compete with it: the Aalen–Johansen estimate.</summary>
/// <param name="Times">Distinct times of events of any cause, ascending.</param>
/// <param name="Incidence">Probability of the event of interest by each time.</param>
/// <param name="Variance">Its variance (delta method); Greenwood's when nothing competes.</param>
/// <remarks>
/// Aalen &amp; Johansen 1978, Scand. J. Stat. 5:141–150; variance: Marubini &amp; Valsecchi 1995, Analysing survival data, ch. 10.
/// One minus Kaplan–Meier with deaths censored overstates the incidence.
/// </remarks>
public sealed record AalenJohansen(ImmutableArray<double> Times, ImmutableArray<double> Incidence, ImmutableArray<double> Variance)
{
    /// <summary>Estimates the incidence of cause 1.</summary>
    public static AalenJohansen Fit(IReadOnlyList<CompetingTime> sample)
    {
        CompetingTime[] sorted = [.. sample.OrderBy(s => RiskSets.Checked(s.Time))];
        List<double> times = [], incidences = [], variances = [];
        double survival = 1, incidence = 0;
        double hazard = 0, hazardF = 0, hazardFF = 0, own = 0, cross = 0, crossF = 0;   // sums that make the variance O(1) a time
        for (int i = 0, end; i < sorted.Length; i = end)
        {
            double n = sorted.Length - i, d = 0, d1 = 0;
            for (end = i; end < sorted.Length && sorted[end].Time == sorted[i].Time; end++)
            {
                d += sorted[end].Cause > 0 ? 1 : 0;
                d1 += sorted[end].Cause == 1 ? 1 : 0;
            }

            if (d == 0)
            {
                continue;
            }

            incidence += survival * d1 / n;
            double w = d < n ? d / (n * (n - d)) : 0;   // the last time of all adds nothing: F no longer changes
            hazard += w;
            hazardF += w * incidence;
            hazardFF += w * incidence * incidence;
            own += survival * survival * d1 * (n - d1) / (n * n * n);
            cross += survival * d1 / (n * n);
            crossF += survival * d1 / (n * n) * incidence;
            survival *= (n - d) / n;
            times.Add(sorted[i].Time);
            incidences.Add(incidence);
            variances.Add(Math.Max(0, incidence * incidence * hazard - 2 * incidence * hazardF + hazardFF + own - 2 * (incidence * cross - crossF)));
        }

        return new([.. times], [.. incidences], [.. variances]);
    }

    /// <summary>Incidence by a time.</summary>
    public double At(double time) => Index(time) is >= 0 and var i ? Incidence[i] : 0;

    /// <summary>Interval of the incidence by a time, symmetric on ln(−ln(1 − F)); NaN before the first event.</summary>
    public Interval IntervalAt(double time, double level = 0.95)
    {
        if (Index(time) is not (>= 0 and var i) || Incidence[i] is <= 0 or >= 1)
        {
            return new(double.NaN, double.NaN);
        }

        double s = 1 - Incidence[i];
        double spread = Probability.TwoSidedNormal(level) * Math.Sqrt(Variance[i]) / (s * Math.Log(s));   // negative
        return new(1 - Math.Pow(s, Math.Exp(spread)), 1 - Math.Pow(s, Math.Exp(-spread)));
    }

    private int Index(double time)
    {
        int i = Times.BinarySearch(time);
        return i >= 0 ? i : ~i - 1;
    }
}
