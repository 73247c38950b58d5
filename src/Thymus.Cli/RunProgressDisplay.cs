using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Thymus.Store.Runs;

namespace Thymus.Cli;

/// <summary>Shows how far a run is and how long it will take: a bar for eyes, a line now and then for a log file.</summary>
internal sealed class RunProgressDisplay : IProgress<RunProgress>
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly Terminal _terminal;
    private readonly string _noun;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private TimeSpan _nextLog = LogInterval;
    private RunProgress _latest;
    private long _first = -1;

    internal RunProgressDisplay(Terminal terminal, string noun = "patients") => (_terminal, _noun) = (terminal, noun);

    /// <inheritdoc />
    public void Report(RunProgress value)
    {
        lock (_gate)
        {
            _first = _first < 0 ? value.Done : _first;
            _latest = value.Done >= _latest.Done || value.Stage != _latest.Stage ? value : _latest;
            if (!Terminal.IsWatched && _watch.Elapsed >= _nextLog)
            {
                _nextLog = _watch.Elapsed + LogInterval;
                _terminal.Say(Line());
            }
        }
    }

    /// <summary>Runs work on another thread while this one draws.</summary>
    internal async Task<T> WhileAsync<T>(Func<T> work)
    {
        var task = Task.Run(work);
        if (!Terminal.IsWatched)
        {
            return await task;
        }

        await _terminal.Eyes.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask("Preparing", maxValue: 1);
                while (!task.IsCompleted)
                {
                    RunProgress now;
                    lock (_gate)
                    {
                        now = _latest;
                    }

                    if (now.Total > 0)
                    {
                        bar.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{now.Stage}, {now.Done:N0} of {now.Total:N0} {_noun}"));
                        bar.MaxValue = now.Total;
                        bar.Value = now.Done;
                    }

                    await Task.WhenAny(task, Task.Delay(100));
                }
            });
        return await task;
    }

    private string Line()
    {
        double rate = (_latest.Done - _first) / _watch.Elapsed.TotalSeconds;
        string left = rate > 0 ? Seconds((_latest.Total - _latest.Done) / rate) : "unknown";
        return string.Create(CultureInfo.InvariantCulture, $"{_latest.Stage}: {_latest.Done:N0} of {_latest.Total:N0} {_noun}, {rate:N0} per second, about {left} left");
    }

    private static string Seconds(double seconds) =>
        seconds < 90 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min");
}
