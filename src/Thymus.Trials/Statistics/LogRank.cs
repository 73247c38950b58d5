using System.Collections.Immutable;
using Thymus.Clinic;

namespace Thymus.Trials.Statistics;

/// <summary>The log-rank test and its weighted kin.</summary>
/// <param name="ChiSquared">Test statistic; NaN when there is nothing to compare: no event while two groups are at risk, or all die at once.</param>
/// <param name="DegreesOfFreedom">Groups that were ever at risk of an event, less one.</param>
/// <param name="P">Two-sided p-value.</param>
/// <param name="Observed">Events by group (weighted).</param>
/// <param name="Expected">Events expected by group if the groups were alike (weighted).</param>
/// <param name="Covariance">Covariance of observed − expected, row after row.</param>
/// <remarks>
/// Mantel 1966; Harrington &amp; Fleming 1982, Biometrika 69:553–566, doi:10.1093/biomet/69.3.553, for the weight S(t−)^ρ, with S
/// of all groups of the stratum together.
/// </remarks>
public sealed record LogRank(
    double ChiSquared, int DegreesOfFreedom, double P,
    ImmutableArray<double> Observed, ImmutableArray<double> Expected, ImmutableArray<ImmutableArray<double>> Covariance)
{
    /// <summary>Tests whether groups survive alike.</summary>
    /// <param name="sample">Times to event.</param>
    /// <param name="groups">Group of each patient, from 0 without gaps.</param>
    /// <param name="strata">Stratum of each patient, or <see langword="null"/> for one stratum.</param>
    /// <param name="rho">0: the log-rank test; 1: Peto and Peto's modification of the Gehan–Wilcoxon test.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a group is negative.</exception>
    public static LogRank Test(
        IReadOnlyList<TimeToEvent> sample, IReadOnlyList<int> groups, IReadOnlyList<int>? strata = null, double rho = 0)
    {
        if (groups.Count != sample.Count || (strata is not null && strata.Count != sample.Count) || groups.Any(g => g < 0))
        {
            throw new ArgumentException("Every patient has a time, a group from 0 and, when there are strata, a stratum.", nameof(groups));
        }

        var sums = new Sums(groups.Count == 0 ? 0 : groups.Max() + 1);
        foreach (var stratum in Enumerable.Range(0, sample.Count).GroupBy(i => strata?[i] ?? 0).OrderBy(s => s.Key))
        {
            int[] order = [.. stratum.OrderBy(i => RiskSets.Checked(sample[i].Time))];
            sums.Add([.. order.Select(i => sample[i])], [.. order.Select(i => groups[i])], rho);
        }

        return sums.Result();
    }

    /// <summary>Observed, expected and covariance, summed over the strata.</summary>
    private sealed class Sums(int groups)
    {
        private readonly double[] _observed = new double[groups];
        private readonly double[] _expected = new double[groups];
        private readonly double[,] _covariance = new double[groups, groups];

        /// <summary>Adds a stratum that is sorted by time.</summary>
        public void Add(TimeToEvent[] sample, int[] group, double rho)
        {
            int[] atRisk = new int[groups], died = new int[groups];
            foreach (int g in group)
            {
                atRisk[g]++;
            }

            double survival = 1;
            for (int i = 0, end; i < sample.Length; i = end)
            {
                Array.Clear(died);
                int d = 0, n = sample.Length - i;
                for (end = i; end < sample.Length && sample[end].Time == sample[i].Time; end++)
                {
                    died[group[end]] += sample[end].Event ? 1 : 0;
                    d += sample[end].Event ? 1 : 0;
                }

                if (d > 0)
                {
                    AddTime(atRisk, died, n, d, rho == 0 ? 1 : Math.Pow(survival, rho));
                    survival *= (double)(n - d) / n;
                }

                for (int j = i; j < end; j++)
                {
                    atRisk[group[j]]--;
                }
            }
        }

        public LogRank Result()
        {
            int[] used = [.. Enumerable.Range(0, groups).Where(g => _expected[g] > 0)];
            int df = Math.Max(0, used.Length - 1);
            // the rows of all groups sum to 0: the last one is left out
            double[] difference = [.. used.Take(df).Select(g => _observed[g] - _expected[g])];
            double[] covariance = [.. used.Take(df).SelectMany(g => used.Take(df).Select(h => _covariance[g, h]))];
            double chi = double.NaN;
            if (df > 0 && SymmetricMatrix.TryFactor(covariance, df) is SymmetricMatrix factor)
            {
                chi = difference.Zip(factor.Solve(difference), (a, b) => a * b).Sum();
            }

            return new(
                chi, df, Probability.ChiSquaredUpper(chi, df), [.. _observed], [.. _expected],
                [.. Enumerable.Range(0, groups).Select(i => Enumerable.Range(0, groups).Select(j => _covariance[i, j]).ToImmutableArray())]);
        }

        private void AddTime(int[] atRisk, int[] died, int n, int d, double weight)
        {
            double spread = n > 1 ? weight * weight * d * (n - d) / (n - 1.0) : 0;
            for (int g = 0; g < groups; g++)
            {
                double share = (double)atRisk[g] / n;
                _observed[g] += weight * died[g];
                _expected[g] += weight * d * share;
                for (int h = 0; h < groups; h++)
                {
                    _covariance[g, h] += spread * share * ((g == h ? 1 : 0) - (double)atRisk[h] / n);
                }
            }
        }
    }
}
