using Thymus.Clinic;

namespace Thymus.Trials.Statistics;

/// <summary>The Cox partial likelihood with its gradient and information, in one pass over patients sorted by time.</summary>
internal sealed class CoxLikelihood
{
    private const double Rounding = 1e-13;   // a constant covariate minus its mean is 0

    private readonly bool _efron;
    private readonly int[] _order;        // patients, by stratum, then by descending time
    private readonly bool[] _stratumStarts;
    private readonly TimeToEvent[] _sample;
    private readonly double[] _x;         // centred covariates in that order, row after row

    public CoxLikelihood(IReadOnlyList<TimeToEvent> sample, double[][] covariates, IReadOnlyList<int>? strata, Ties ties)
    {
        _efron = ties is Ties.Efron;
        Count = sample.Count;
        Size = covariates.Length;
        double[] means = [.. covariates.Select(c => c.Length == 0 ? 0 : c.Average())];
        Reach = new double[Size];
        _order = [.. Enumerable.Range(0, Count).OrderBy(i => strata?[i] ?? 0).ThenByDescending(i => RiskSets.Checked(sample[i].Time))];
        _sample = [.. _order.Select(i => sample[i])];
        _stratumStarts = [.. _order.Select((p, k) => k == 0 || (strata?[p] ?? 0) != (strata?[_order[k - 1]] ?? 0))];
        _x = new double[Count * Size];
        for (int k = 0; k < Count; k++)
        {
            for (int j = 0; j < Size; j++)
            {
                double centred = covariates[j][_order[k]] - means[j];
                _x[k * Size + j] = Math.Abs(centred) > Rounding * Math.Abs(means[j]) ? centred : 0;
                Reach[j] = Math.Max(Reach[j], Math.Abs(centred));
            }
        }
    }

    public int Count { get; }

    public int Size { get; }

    /// <summary>Largest distance of each covariate from its mean.</summary>
    public double[] Reach { get; }

    /// <summary>Called at each distinct time of events, latest first, with the moments of the covariates among those at risk.</summary>
    /// <param name="time">The time.</param>
    /// <param name="deaths">Rows of the patients who have the event.</param>
    /// <param name="means">Mean covariates of the risk set, averaged over the tied events; centred.</param>
    /// <param name="covariance">Sum over the tied events of the covariance of the risk set.</param>
    public delegate void AtEvents(double time, ReadOnlySpan<int> deaths, ReadOnlySpan<double> means, ReadOnlySpan<double> covariance);

    /// <summary>Centred covariates of a row.</summary>
    public ReadOnlySpan<double> Row(int k) => _x.AsSpan(k * Size, Size);

    /// <summary>Log partial likelihood at β; fills the gradient and the information.</summary>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> information, AtEvents? visit = null)
    {
        int p = Size;
        gradient.Clear();
        information.Clear();
        double logL = 0;
        double[] risk = Risks(beta, out double[] eta);
        double s0 = 0, d0 = 0;
        double[] s1 = new double[p], s2 = new double[p * p], d1 = new double[p], d2 = new double[p * p], mean = new double[p];
        double[] sumMean = new double[p], sumCovariance = new double[p * p];
        int[] deaths = new int[Count];
        for (int k = 0, end; k < Count; k = end)
        {
            if (_stratumStarts[k])
            {
                s0 = 0;
                Array.Clear(s1);
                Array.Clear(s2);
            }

            d0 = 0;
            Array.Clear(d1);
            Array.Clear(d2);
            int died = 0;
            for (end = k; end < Count && _sample[end].Time == _sample[k].Time && (end == k || !_stratumStarts[end]); end++)
            {
                var x = Row(end);
                Accumulate(risk[end], x, ref s0, s1, s2);
                if (_sample[end].Event)
                {
                    deaths[died++] = end;
                    logL += eta[end];
                    Accumulate(risk[end], x, ref d0, d1, d2);
                    for (int i = 0; i < p; i++)
                    {
                        gradient[i] += x[i];
                    }
                }
            }

            if (died == 0)
            {
                continue;
            }

            Array.Clear(sumMean);
            Array.Clear(sumCovariance);
            for (int l = 0; l < died; l++)
            {
                double w = _efron ? (double)l / died : 0;
                double denominator = s0 - w * d0;
                logL -= Math.Log(denominator);
                for (int i = 0; i < p; i++)
                {
                    mean[i] = (s1[i] - w * d1[i]) / denominator;
                    sumMean[i] += mean[i];
                    gradient[i] -= mean[i];
                    for (int j = 0; j <= i; j++)
                    {
                        double c = (s2[i * p + j] - w * d2[i * p + j]) / denominator - mean[i] * mean[j];
                        sumCovariance[i * p + j] += c;
                        sumCovariance[j * p + i] = sumCovariance[i * p + j];
                    }
                }
            }

            for (int i = 0; i < p * p; i++)
            {
                information[i] += sumCovariance[i];
            }

            if (visit is not null)
            {
                for (int i = 0; i < p; i++)
                {
                    sumMean[i] /= died;
                }

                visit(_sample[k].Time, deaths.AsSpan(0, died), sumMean, sumCovariance);
            }
        }

        return logL;
    }

    /// <summary>Expected events of each patient at β: the cumulative baseline hazard, consistent with the ties, times the risk.</summary>
    public double[] ExpectedEvents(ReadOnlySpan<double> beta)
    {
        double[] risk = Risks(beta, out _);
        double[] expected = new double[Count];
        for (int first = 0, stop; first < Count; first = stop)
        {
            stop = first + 1;
            while (stop < Count && !_stratumStarts[stop])
            {
                stop++;
            }

            AddStratum(first, stop, risk, expected);
        }

        return expected;
    }

    private void AddStratum(int first, int stop, double[] risk, double[] expected)
    {
        double[] atRisk = new double[stop - first];   // Σ of risks from each patient's time on
        double sum = 0;
        for (int k = first; k < stop; k++)
        {
            atRisk[k - first] = sum += risk[k];
        }

        double hazard = 0;
        for (int last = stop - 1; last >= first;)   // forward in time
        {
            int k = last;
            double died = 0, d0 = 0;
            for (; k >= first && _sample[k].Time == _sample[last].Time; k--)
            {
                died += _sample[k].Event ? 1 : 0;
                d0 += _sample[k].Event ? risk[k] : 0;
            }

            double own = 0, before = hazard;
            for (int l = 0; l < died; l++)
            {
                double w = _efron ? l / died : 0;
                double step = 1 / (atRisk[last - first] - w * d0);
                hazard += step;
                own += (1 - w) * step;
            }

            for (int j = k + 1; j <= last; j++)
            {
                expected[_order[j]] = risk[j] * (_sample[j].Event ? before + own : hazard);
            }

            last = k;
        }
    }

    private double[] Risks(ReadOnlySpan<double> beta, out double[] eta)
    {
        eta = new double[Count];
        double largest = 0;
        for (int k = 0; k < Count; k++)
        {
            var x = Row(k);
            for (int j = 0; j < Size; j++)
            {
                eta[k] += beta[j] * x[j];
            }

            largest = Math.Max(largest, eta[k]);
        }

        double[] risk = new double[Count];
        for (int k = 0; k < Count; k++)
        {
            eta[k] -= largest;   // the likelihood does not change, and no risk overflows
            risk[k] = Math.Exp(eta[k]);
        }

        return risk;
    }

    private static void Accumulate(double risk, ReadOnlySpan<double> x, ref double s0, double[] s1, double[] s2)
    {
        s0 += risk;
        for (int i = 0; i < x.Length; i++)
        {
            double rx = risk * x[i];
            s1[i] += rx;
            for (int j = 0; j <= i; j++)
            {
                s2[i * x.Length + j] += rx * x[j];
            }
        }
    }
}
