using Thymus.Solvers.Jumps;

namespace Thymus.Simulation.Stochastic;

/// <summary>Runs courses on one thread and keeps the rows of the present one.</summary>
internal sealed class EnsembleWorker : IJumpSink
{
    private readonly EnsembleRequest _request;
    private readonly JumpEngine _engine;
    private readonly double[] _rows;
    private readonly double[] _observed;
    private readonly int _columns;

    public EnsembleWorker(EnsembleRequest request, int columns)
    {
        (_request, _columns) = (request, columns);
        _engine = new JumpEngine(request.Model.Shape, request.Model.NewWork(), request.Options, request.Times);
        _rows = new double[request.Times.Length * columns];
        _observed = new double[request.Model.ObservableNames.Length];
    }

    /// <summary>Runs one course and adds it.</summary>
    public void Run(long run, RunSums sums, CancellationToken cancellation)
    {
        var end = _engine.Run(_request.Parameters(run), (ulong)run, this, cancellation);
        if (end.Status is JumpStatus.Completed)
        {
            sums.Add(_rows, end.Firings);
        }
        else
        {
            sums.AddFailure(run, end);
        }
    }

    /// <inheritdoc />
    public void OnOutput(int row, JumpWork work)
    {
        var values = _rows.AsSpan(row * _columns, _columns);
        if (_request.Values is not { } map)
        {
            work.Observe(values);
            return;
        }

        work.Observe(_observed);
        map(_observed, values);
    }
}
