using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>Runs one model for many patients.</summary>
public static partial class PopulationSimulator
{
    private const int CoursesPerReport = 64;

    /// <summary>Runs all patients and keeps every output in memory.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="progress">Told the number of courses that have ended, now and then, by any thread; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="ArgumentException">The request makes no sense for the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PopulationResult Run(PopulationRequest request, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var plan = new PopulationPlan(request);
        return Fill(new PopulationResult(request), request, plan, progress, cancellation);
    }

    /// <summary>Runs all patients again into the memory of a result that is no longer needed.</summary>
    /// <param name="result">A result for as many patients, the same times and the same observables; written over and returned.</param>
    /// <param name="request">What to run.</param>
    /// <param name="progress">Told the number of courses that have ended, now and then, by any thread; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Stops between two steps; the result is then of no use.</param>
    /// <exception cref="ArgumentException">The request makes no sense for the model, or has another shape than the result.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PopulationResult RunInto(
        PopulationResult result, PopulationRequest request, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(request);
        var plan = new PopulationPlan(request);
        return result.Fits(request)
            ? Fill(result, request, plan, progress, cancellation)
            : throw new ArgumentException("The result has other patients, times or observables than the request.", nameof(result));
    }

    private static PopulationResult Fill(
        PopulationResult result, PopulationRequest request, PopulationPlan plan, IProgress<long>? progress, CancellationToken cancellation)
    {
        long count = request.Patients.Count;
        long drawn = 0;
        var gate = new Lock();
        long ended = 0;
        IPopulationStore store = progress is null ? result : new CountingStore(result, Count);
        using var threads = new WorkerThreads(cancellation);
        threads.Share(request.Threads, Work);
        result.Statistics = threads.Join(cancellation);
        result.MethodChoice = plan.MethodChoice;
        progress?.Report(count);
        return result;

        EngineStatistics Work(CancellationToken stop)
        {
            using var worker = new PopulationWorker(request, plan, store, Draw);
            return worker.Run(stop);
        }

        PatientShare Draw()
        {
            lock (gate)
            {
                var share = new PatientShare(drawn, PatientShare.Size(count - drawn, request.Threads));
                drawn += share.Count;
                return share;
            }
        }

        void Count()
        {
            long done = Interlocked.Increment(ref ended);
            if (done % CoursesPerReport == 0)
            {
                progress!.Report(done);
            }
        }
    }

    /// <summary>Tells of every course that ends.</summary>
    private sealed class CountingStore(IPopulationStore store, Action ended) : IPopulationStore
    {
        public Memory<double> RecordOf(long patient) => store.RecordOf(patient);

        public void End(long patient, in CourseEnd end)
        {
            store.End(patient, end);
            ended();
        }
    }
}
