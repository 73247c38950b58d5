using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Thymus.Fuzz;

/// <summary>
/// Keeps the input that runs in a file, so that one that kills the process is not lost, and looks after the time: an input that
/// never ends ends the process.
/// </summary>
internal sealed class Watch : IDisposable
{
    /// <summary>Longest time of an input on the processor; instrumented code takes some three times as long as the product's.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Most memory that reading an input may ask for, all together [bytes].</summary>
    public const long MemoryLimit = 200L << 20;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);   // on the processor: the clock goes on where the process is halted
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);   // on the clock, for something that never comes

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Timer _timer;
    private long _started;
    private long _usedBefore;   // processor time [ticks]

    /// <param name="path">Where the running input is kept: its length [4 bytes], then itself.</param>
    public Watch(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, Mutator.Longest + sizeof(int));
        _view = _file.CreateViewAccessor();
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Runs an input; returns what is wrong with it, or <see langword="null"/>.</summary>
    public string? Run(Target target, byte[] input)
    {
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, input.Length);
        long memory = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        var used = Environment.CpuUsage.UserTime;
        Volatile.Write(ref _usedBefore, used.Ticks);
        Volatile.Write(ref _started, started);
        try
        {
            target.Run(input);
        }
#pragma warning disable CA1031 // any exception is what is looked for
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e is PropertyException ? e.Message : e.ToString();
        }
        finally
        {
            Volatile.Write(ref _started, 0);
        }

        memory = GC.GetAllocatedBytesForCurrentThread() - memory;
        used = Environment.CpuUsage.UserTime - used;
        return memory > MemoryLimit ? $"it asked for {memory >> 20} MiB of memory"
            : used > Limit ? $"it took {used.TotalSeconds:F1} s of processor time"
            : null;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _view.Write(0, 0);
        _view.Dispose();
        _file.Dispose();
    }

    private void Look()
    {
        long started = Volatile.Read(ref _started);
        if (started == 0)
        {
            return;
        }

        var used = Environment.CpuUsage.UserTime - TimeSpan.FromTicks(Volatile.Read(ref _usedBefore));
        if (used > Hang || Stopwatch.GetElapsedTime(started) > Wait)
        {
            Environment.FailFast($"an input runs for more than {Hang.TotalSeconds:F0} s of processor time, or {Wait.TotalMinutes:F0} min");
        }
    }
}
