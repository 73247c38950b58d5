namespace Thymus.Fuzz;

/// <summary>Counts what an answer takes: the time, and the memory that it asks for, all together, whether it is kept or not.</summary>
internal static class Answer
{
    /// <summary>Longest time of an answer on the processor; instrumented code takes some three times as long as the product's.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(1);

    private const long MostMemory = 200L << 20;   // [bytes]

    private static long _memory;
    private static TimeSpan _time;

    /// <summary>Counts from here.</summary>
    public static void Begin() => (_memory, _time) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.UserTime);

    /// <summary>The answer is there; the next one is counted by itself.</summary>
    /// <exception cref="PropertyException">It took too long, or asked for too much memory.</exception>
    public static void End()
    {
        long memory = GC.GetAllocatedBytesForCurrentThread() - _memory;
        var time = Environment.CpuUsage.UserTime - _time;
        if (memory > MostMemory)
        {
            throw new PropertyException($"it asked for {memory >> 20} MiB of memory");
        }

        if (time > LongestTime)
        {
            throw new PropertyException($"it took {time.TotalSeconds:F1} s of processor time");
        }

        Begin();
    }
}
