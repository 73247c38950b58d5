using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

// Outputs that go to a sink, block after block, in bounded memory.
public static partial class PopulationSimulator
{
    private const int MostBlockNumbers = 1 << 20;   // 8 MiB
    private const int MostBlockPatients = 4096;
    private const int LanesAhead = 4;

    /// <summary>
    /// Runs all patients and gives their outputs to a sink, in the order of the patients. Memory is bounded by the blocks in
    /// flight, not by the population: where the sink is slower than the engine, the engine waits.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="sink">Where outputs go; called on this thread.</param>
    /// <param name="progress">Told the number of patients that were written, after every block; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Stops between two steps or two blocks; what the sink has got are whole blocks.</param>
    /// <exception cref="ArgumentException">The request makes no sense for the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static StreamSummary Stream(
        PopulationRequest request, IPopulationSink sink, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        var plan = new PopulationPlan(request);
        int patients = request.BlockSize > 0 ? request.BlockSize : Math.Clamp(MostBlockNumbers / Math.Max(1, request.RecordLength), 1, MostBlockPatients);

        // A block that is written, one that waits, and for each thread one that it works on and one that it goes on with; more
        // where blocks are so small that the lanes would run out of patients.
        int lanes = (int)request.Width * request.Threads;
        var window = new BlockWindow(request, patients, blocks: 2 + Math.Max(2 * request.Threads, LanesAhead * lanes / patients));
        using var threads = new WorkerThreads(cancellation);
        using var closing = threads.Cancellation.Register(window.Close);
        for (int t = 0; t < request.Threads; t++)
        {
            threads.Start("Thymus population", Work);
        }

        try
        {
            while (window.WaitForComplete() is { } block)
            {
                sink.Write(block);
                long written = block.First + block.Patients;
                window.Written();
                progress?.Report(written);
            }
        }
        catch
        {
            threads.Stop();
            throw;
        }

        return new StreamSummary(threads.Join(cancellation), window.LargestInFlight) { MethodChoice = plan.MethodChoice };

        EngineStatistics Work(CancellationToken stop)
        {
            using var worker = new PopulationWorker(request, plan, window, window.Draw);
            var total = default(EngineStatistics);
            while (window.WaitForRoom())
            {
                total += worker.Run(stop);
            }

            return total;
        }
    }
}
