using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Engine;

/// <summary>
/// Arithmetic on a few numbers, shared among threads as patients are. It needs nothing but processors: what it gains from a second thread is
/// what the machine gives at that time, which is less than two where its processors are halves of a core or have other work.
/// </summary>
internal sealed class ProcessorLoop
{
    private const int Numbers = 2048;   // 16 kB: they stay in the innermost cache
    private const int Apart = 64;       // numbers on either side, so that no line of the cache belongs to two threads
    private const int PassesPerShare = 256;
    private const double SecondsAlone = 0.1;

    private readonly int _shares = 1;

    /// <summary>Measures how much work takes one thread about a tenth of a second.</summary>
    public ProcessorLoop()
    {
        while (Run(threads: 1) < SecondsAlone)
        {
            _shares *= 2;
        }
    }

    /// <summary>Does the work; returns the time it took on the clock [s].</summary>
    public double Run(int threads)
    {
        int left = _shares;
        long start = Stopwatch.GetTimestamp();
        using var workers = new WorkerThreads(CancellationToken.None);
        workers.Share(threads, _ =>
        {
            double[] numbers = new double[Apart + Numbers + Apart];
            while (Interlocked.Decrement(ref left) >= 0)
            {
                Work(numbers.AsSpan(Apart, Numbers));
            }

            return default;
        });
        workers.Join(CancellationToken.None);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Work(Span<double> numbers)
    {
        var factor = new Vector<double>(0.999);
        var summand = new Vector<double>(0.001);
        for (int pass = 0; pass < PassesPerShare; pass++)
        {
            for (int i = 0; i <= numbers.Length - Vector<double>.Count; i += Vector<double>.Count)
            {
                var place = numbers[i..];
                Vector.FusedMultiplyAdd(new Vector<double>(place), factor, summand).CopyTo(place);
            }
        }
    }
}
