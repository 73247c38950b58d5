using System.Runtime.ExceptionServices;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>Threads that work side by side; when one of them fails the others are stopped and the failure is the caller's.</summary>
public sealed class WorkerThreads : IDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly List<Thread> _threads = [];
    private readonly List<Task> _helpers = [];
    private readonly CancellationTokenSource _spent = new();   // cancels helpers that have not begun when the work is done
    private readonly Lock _lock = new();
    private EngineStatistics _statistics;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Threads that stop when the caller cancels.</summary>
    public WorkerThreads(CancellationToken cancellation) => _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

    /// <summary>Cancelled when the caller cancels, when a thread has failed, or by <see cref="Stop"/>.</summary>
    public CancellationToken Cancellation => _stop.Token;

    /// <summary>Starts a thread.</summary>
    public void Start(string name, Func<CancellationToken, EngineStatistics> work)
    {
        var thread = new Thread(() => Work(work)) { IsBackground = true, Name = name };
        _threads.Add(thread);
        thread.Start();
    }

    /// <summary>
    /// Works on the calling thread, with help from the thread pool: its threads need not be started first. Work that is shared is
    /// done without a helper where the pool has no thread for it in time.
    /// </summary>
    /// <param name="threads">How many are to work, with the calling one.</param>
    /// <param name="work">Work of which every thread takes its share until nothing is left.</param>
    public void Share(int threads, Func<CancellationToken, EngineStatistics> work)
    {
        for (int t = 1; t < threads; t++)
        {
            _helpers.Add(Task.Run(() => Work(work), _spent.Token));
        }

        Work(work);
    }

    private void Work(Func<CancellationToken, EngineStatistics> work)
    {
        try
        {
            var done = work(_stop.Token);
            lock (_lock)
            {
                _statistics += done;
            }
        }
#pragma warning disable CA1031 // whatever it is, it is thrown again on the thread that waits
        catch (Exception failure)
#pragma warning restore CA1031
        {
            lock (_lock)
            {
                if (_failure is null or { SourceException: OperationCanceledException })
                {
                    _failure = ExceptionDispatchInfo.Capture(failure);
                }
            }

            _stop.Cancel();
        }
    }

    /// <summary>Asks all threads to stop.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Waits for all threads; returns the work done by all together.</summary>
    /// <exception cref="OperationCanceledException">Cancelled. What a thread threw is thrown here as it is.</exception>
    public EngineStatistics Join(CancellationToken cancellation)
    {
        Wait();
        cancellation.ThrowIfCancellationRequested();
        _failure?.Throw();
        return _statistics;
    }

    /// <summary>Stops the threads and waits for them.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        Wait();
        _spent.Dispose();
        _stop.Dispose();
    }

    private void Wait()
    {
        _threads.ForEach(t => t.Join());
        _spent.Cancel();
        _helpers.ForEach(h => h.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult());
    }
}
