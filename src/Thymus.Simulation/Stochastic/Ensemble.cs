using Thymus.Compilation;
using Thymus.Solvers.Jumps;

namespace Thymus.Simulation.Stochastic;

/// <summary>Many runs of one model by chance.</summary>
public sealed record EnsembleRequest
{
    /// <summary>The model.</summary>
    public required CompiledJumps Model { get; init; }

    /// <summary>Times of the outputs, ascending, from 0 on, in the model's unit.</summary>
    public required double[] Times { get; init; }

    /// <summary>How many runs.</summary>
    public required long Runs { get; init; }

    /// <summary>Parameters of a run, from 1 on: each run is a patient of its own.</summary>
    public required Func<long, double[]> Parameters { get; init; }

    /// <summary>Settings.</summary>
    public JumpOptions Options { get; init; } = new();

    /// <summary>Threads; no result depends on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Values of a row that are averaged, from the observables; <see langword="null"/> for the observables themselves.</summary>
    public RowValues? Values { get; init; }

    /// <summary>How many values a row has.</summary>
    public int Columns { get; init; }
}

/// <summary>Turns the observables of a row into the values that are averaged.</summary>
public delegate void RowValues(ReadOnlySpan<double> observed, Span<double> values);

/// <summary>Means and deviations over runs.</summary>
/// <param name="Columns">Values in a row.</param>
/// <param name="Means">Mean of value k in row i at [i · Columns + k]; of a single run its values.</param>
/// <param name="Deviations">Standard deviations over the runs, with n − 1; NaN for a single run.</param>
/// <param name="Completed">Runs that came to their end. Only these count.</param>
/// <param name="Failed">Runs that did not.</param>
/// <param name="FirstFailed">Number of the first of them; 0 for none.</param>
/// <param name="FirstEnd">How it ended.</param>
/// <param name="Firings">Firings of reactions, of all runs.</param>
public sealed record Ensemble(
    int Columns, double[] Means, double[] Deviations, long Completed, long Failed, long FirstFailed, JumpEnd FirstEnd, long Firings)
{
    private const int MostBlocks = 256;
    private const long MostSums = 8_000_000;

    /// <summary>Runs, in blocks whose number depends on the request alone, so that sums are formed in the same order on any number of threads.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="done">Called with the number of runs that have just ended, by any thread.</param>
    /// <param name="cancellation">Stops within a run.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Ensemble Run(EnsembleRequest request, Action<long>? done, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        long cells = Math.Max(1, (long)request.Times.Length * ColumnsOf(request));
        int blocks = (int)Math.Min(request.Runs, Math.Clamp(MostSums / cells, 1, MostBlocks));
        var sums = new RunSums[blocks];
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.Threads, CancellationToken = cancellation };
        Parallel.For(0, blocks, options, () => new EnsembleWorker(request, ColumnsOf(request)), (block, _, worker) =>
        {
            var own = new RunSums((int)cells);
            for (long run = 1 + (request.Runs * block / blocks); run <= request.Runs * (block + 1) / blocks; run++)
            {
                worker.Run(run, own, cancellation);
                done?.Invoke(1);
            }

            sums[block] = own;
            return worker;
        }, _ => { });
        for (int block = 1; block < blocks; block++)
        {
            sums[0].Add(sums[block]);
        }

        return sums[0].ToEnsemble(ColumnsOf(request));
    }

    private static int ColumnsOf(EnsembleRequest request) => request.Values is null ? request.Model.ObservableNames.Length : request.Columns;
}
