using System.Collections.Immutable;
using Thymus.Clinic;

namespace Thymus.Trials.Statistics;

/// <summary>The Nelson–Aalen estimate of a cumulative hazard: Σ d/n, with variance Σ d/n².</summary>
/// <param name="Times">Distinct times of events and censoring, ascending.</param>
/// <param name="Hazard">Cumulative hazard just after each time.</param>
/// <param name="Variance">Its variance.</param>
/// <remarks>Aalen 1978, Ann. Stat. 6:701–726, doi:10.1214/aos/1176344247.</remarks>
public sealed record NelsonAalen(ImmutableArray<double> Times, ImmutableArray<double> Hazard, ImmutableArray<double> Variance)
{
    /// <summary>Estimates the cumulative hazard of a sample.</summary>
    public static NelsonAalen Fit(IReadOnlyList<TimeToEvent> sample)
    {
        var sets = RiskSets.Of(sample);
        double[] hazard = new double[sets.Times.Length], variance = new double[sets.Times.Length];
        double h = 0, v = 0;
        for (int i = 0; i < hazard.Length; i++)
        {
            double n = sets.AtRisk[i], d = sets.Events[i];
            (hazard[i], variance[i]) = (h += d / n, v += d / (n * n));
        }

        return new([.. sets.Times], [.. hazard], [.. variance]);
    }

    /// <summary>Cumulative hazard at a time.</summary>
    public double At(double time)
    {
        int i = Times.BinarySearch(time);
        i = i >= 0 ? i : ~i - 1;
        return i >= 0 ? Hazard[i] : 0;
    }
}
