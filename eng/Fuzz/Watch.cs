using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace Thymus.Fuzz;

/// <summary>
/// Keeps the input that runs in a file, so that one that kills the process is not lost, and looks after the time: an input that
/// never ends ends the process.
/// </summary>
internal sealed class Watch : IDisposable
{
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
        Volatile.Write(ref _usedBefore, Environment.CpuUsage.UserTime.Ticks);
        Volatile.Write(ref _started, Stopwatch.GetTimestamp());
        try
        {
            Answer.Begin();
            target.Run(input);
            Answer.End();
            return null;
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
