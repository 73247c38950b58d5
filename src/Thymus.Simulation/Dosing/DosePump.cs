using System.Runtime.InteropServices;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Dosing;

/// <summary>
/// Keeps the doses of one patient and turns them into jumps of the state and rates of input. A course asks for
/// <see cref="NextChange"/>, stops there and calls <see cref="Apply"/>. It allocates only to grow its list.
/// </summary>
/// <remarks>
/// Infusions into one target add up. Their sum is formed anew from the running ones, in the order in which they were given,
/// at every change: it is exactly 0 when the last one ends, and depends on nothing that ran before.
/// </remarks>
public sealed class DosePump
{
    private readonly List<Entry> _entries = [];
    private readonly List<int> _changed = [];
    private readonly List<Series> _series = [];

    /// <summary>Number of doses that are waiting or running, and of series that have doses left.</summary>
    public int Count => _entries.Count + _series.Count;

    /// <summary>The next time at which a bolus is due, or an infusion starts or stops; positive infinity for none.</summary>
    public double NextChange
    {
        get
        {
            double next = double.PositiveInfinity;
            foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
            {
                next = Math.Min(next, entry.IsRunning ? entry.Stop : entry.Start);
            }

            foreach (ref readonly var series in CollectionsMarshal.AsSpan(_series))
            {
                next = Math.Min(next, series.Next);
            }

            return next;
        }
    }

    /// <summary>Takes a dose that begins at <paramref name="time"/>, which may be now or in the past for an infusion that still runs.</summary>
    /// <param name="dose">The dose.</param>
    /// <param name="time">Start, after any lag [time].</param>
    public void Give(Dose dose, double time)
    {
        if (dose.Duration <= EventTime.Slack(time))
        {
            _entries.Add(new Entry(dose.Target, time, time, dose.Amount, Rate: 0, IsRunning: false));   // too short to integrate
        }
        else if (dose.Rate != 0)
        {
            _entries.Add(new Entry(dose.Target, time, time + dose.Duration, Amount: 0, dose.Rate, IsRunning: false));
        }
    }

    /// <summary>Takes equal doses at <paramref name="first"/> + k·<paramref name="interval"/>, k = 0 … <paramref name="count"/> − 1; they may overlap.</summary>
    public void Give(Dose dose, double first, double interval, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(interval);
        }

        if (count > 0)
        {
            _series.Add(new Series(dose, first, interval, Given: 0, count));
        }
    }

    /// <summary>Makes every change that is due: boluses into the state, running infusions into the input parameters.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Apply(ref LaneState at)
    {
        StartSeries(at.Time);
        _changed.Clear();
        bool any = false;
        int kept = 0;
        for (int i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            if (!EventTime.IsDue(entry.IsRunning ? entry.Stop : entry.Start, at.Time))
            {
                _entries[kept++] = entry;
                continue;
            }

            any = true;
            if (entry.Rate == 0)
            {
                at.State[entry.Target.State] += entry.Amount;
                continue;
            }

            if (!_changed.Contains(entry.Target.Input))
            {
                _changed.Add(entry.Target.Input);
            }

            if (!EventTime.IsDue(entry.Stop, at.Time))
            {
                _entries[kept++] = entry with { IsRunning = true };
            }
        }

        _entries.RemoveRange(kept, _entries.Count - kept);
        foreach (int input in _changed)
        {
            at.Parameters[input] = RunningRate(input);
        }

        return any;
    }

    /// <summary>Drops every dose, given or running. The input parameters that they raised go back to 0 now.</summary>
    public void Clear(Span<double> parameters)
    {
        foreach (var entry in _entries)
        {
            if (entry.IsRunning)
            {
                parameters[entry.Target.Input] = 0;
            }
        }

        _entries.Clear();
        _series.Clear();
    }

    private void StartSeries(double now)
    {
        int kept = 0;
        for (int i = 0; i < _series.Count; i++)
        {
            var series = _series[i];
            for (; series.Given < series.Count && EventTime.IsDue(series.Next, now); series = series with { Given = series.Given + 1 })
            {
                Give(series.Dose, series.Next);
            }

            if (series.Given < series.Count)
            {
                _series[kept++] = series;
            }
        }

        _series.RemoveRange(kept, _series.Count - kept);
    }

    private double RunningRate(int input)
    {
        double sum = 0;
        foreach (var entry in _entries)
        {
            if (entry.IsRunning && entry.Target.Input == input)
            {
                sum += entry.Rate;
            }
        }

        return sum;
    }

    private readonly record struct Entry(
        DoseTarget Target, double Start, double Stop, double Amount, double Rate, bool IsRunning);

    private readonly record struct Series(Dose Dose, double First, double Interval, int Given, int Count)
    {
        public double Next => First + (Given * Interval);   // never accumulated
    }
}
