using Thymus.Solvers.Jumps;

namespace Thymus.Simulation.Stochastic;

/// <summary>Means and sums of squared deviations of runs, cell by cell (Welford 1962; put together as Chan, Golub &amp; LeVeque 1983, doi:10.1080/00031305.1983.10483115).</summary>
internal sealed class RunSums(int cells)
{
    private readonly double[] _means = new double[cells];
    private readonly double[] _squares = new double[cells];
    private long _completed;
    private long _failed;
    private long _firstFailed;
    private JumpEnd _firstEnd;
    private long _firings;

    /// <summary>Adds a run that came to its end.</summary>
    public void Add(ReadOnlySpan<double> values, long firings)
    {
        _completed++;
        _firings += firings;
        for (int i = 0; i < _means.Length; i++)
        {
            double difference = values[i] - _means[i];
            _means[i] += difference / _completed;
            _squares[i] += difference * (values[i] - _means[i]);
        }
    }

    /// <summary>Counts a run that failed.</summary>
    public void AddFailure(long run, JumpEnd end)
    {
        (_firstFailed, _firstEnd) = _failed == 0 ? (run, end) : (_firstFailed, _firstEnd);
        _failed++;
        _firings += end.Firings;
    }

    /// <summary>Adds the runs of another, which come after these.</summary>
    public void Add(RunSums other)
    {
        double all = _completed + other._completed;
        for (int i = 0; i < _means.Length && all > 0; i++)
        {
            double difference = other._means[i] - _means[i];
            _means[i] += difference * (other._completed / all);
            _squares[i] += other._squares[i] + (difference * difference * (_completed * (other._completed / all)));
        }

        (_firstFailed, _firstEnd) = _failed == 0 ? (other._firstFailed, other._firstEnd) : (_firstFailed, _firstEnd);
        _completed += other._completed;
        _failed += other._failed;
        _firings += other._firings;
    }

    /// <summary>The means and standard deviations.</summary>
    public Ensemble ToEnsemble(int columns)
    {
        double[] deviations = [.. _squares.Select(s => _completed > 1 ? Math.Sqrt(s / (_completed - 1)) : double.NaN)];
        return new Ensemble(columns, _means, deviations, _completed, _failed, _firstFailed, _firstEnd, _firings);
    }
}
