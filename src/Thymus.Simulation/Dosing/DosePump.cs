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
    private readonly List<DoseSlopes> _changedSlopes = [];

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
    public void Give(Dose dose, double time) => Give(dose, time, slopes: null);

    /// <summary>The same for a dose that depends on parameters by which the model is differentiated.</summary>
    internal void Give(Dose dose, double time, DoseSlopes? slopes)
    {
        if (dose.Duration <= EventTime.Slack(time))
        {
            _entries.Add(new Entry(dose.Target, time, time, dose.Amount, Rate: 0, IsBolus: true, IsRunning: false, slopes));   // too short to integrate
        }
        else if (dose.Rate != 0 || slopes is not null)
        {
            _entries.Add(new Entry(dose.Target, time, time + dose.Duration, Amount: 0, dose.Rate, IsBolus: false, IsRunning: false, slopes));
        }
    }

    /// <summary>Takes equal doses at <paramref name="first"/> + k·<paramref name="interval"/>, k = 0 … <paramref name="count"/> − 1; they may overlap.</summary>
    public void Give(Dose dose, double first, double interval, int count) => Give(dose, first, interval, count, slopes: null);

    /// <summary>The same for doses that depend on parameters by which the model is differentiated.</summary>
    internal void Give(Dose dose, double first, double interval, int count, DoseSlopes? slopes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(interval);
        }

        if (count > 0)
        {
            _series.Add(new Series(dose, first, interval, Given: 0, count, slopes));
        }
    }

    /// <summary>Whether <see cref="Apply"/> has left a change that is due, as its time moves differently from that of the others.</summary>
    internal bool IsDue(double now) => EventTime.IsDue(NextChange, now);

    /// <summary>
    /// When to stop next, after <see cref="Apply"/>: now again where it has left a change.
    /// </summary>
    internal double NextAfter(double now) => NextChange is var next && EventTime.IsDue(next, now) ? Math.Min(now, next) : next;

    /// <summary>Writes how the time of the first change that is due moves with the parameters (<see cref="ICourse.MoveStop"/>).</summary>
    internal void Move(double now, Span<double> moment)
    {
        StartSeries(now);
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
        {
            if (EventTime.IsDue(entry.IsRunning ? entry.Stop : entry.Start, now))
            {
                entry.Moment.CopyTo(moment);
                return;
            }
        }
    }

    /// <summary>
    /// Makes every change that is due and moves with the parameters as the present moment does: boluses into the state, running infusions into the
    /// input parameters, and the derivatives of both.
    /// </summary>
    /// <returns>Whether anything changed.</returns>
    public bool Apply(ref LaneState at)
    {
        StartSeries(at.Time);
        _changed.Clear();
        _changedSlopes.Clear();
        bool any = false;
        int kept = 0;
        for (int i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            if (!EventTime.IsDue(entry.IsRunning ? entry.Stop : entry.Start, at.Time) || !Moves(entry, at.Moment))
            {
                _entries[kept++] = entry;
                continue;
            }

            any = true;
            if (entry.IsBolus)
            {
                at.State[entry.Target.State] += entry.Amount;
                AddSlopes(entry.Slopes, at.State);
                continue;
            }

            if (entry.Slopes is not null)
            {
                _changedSlopes.Add(entry.Slopes);
            }

            if (!_changed.Contains(entry.Target.Input))
            {
                _changed.Add(entry.Target.Input);
            }

            if (!entry.IsRunning && (!EventTime.IsDue(entry.Stop, at.Time) || !Moves(entry with { IsRunning = true }, at.Moment)))
            {
                _entries[kept++] = entry with { IsRunning = true };
            }
        }

        _entries.RemoveRange(kept, _entries.Count - kept);
        foreach (int input in _changed)
        {
            at.Parameters[input] = RunningRate(input);
        }

        foreach (var slopes in _changedSlopes)
        {
            SetInputSlopes(slopes.Target, at.Parameters);
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
                ClearSlopes(entry.Slopes, parameters);
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
                Give(series.Dose, series.Next, series.Slopes);
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

    // Whether a change moves as a moment does, which is nothing where a model has no sensitivities.
    private static bool Moves(in Entry entry, ReadOnlySpan<double> moment) =>
        entry.Moment.IsEmpty ? !moment.ContainsAnyExcept(0.0) : entry.Moment.SequenceEqual(moment);

    private static void AddSlopes(DoseSlopes? slopes, Span<double> state)
    {
        for (int j = 0; j < (slopes?.Amount.Length ?? 0); j++)
        {
            if (slopes!.Target.States[j] is >= 0 and var sensitivity)
            {
                state[sensitivity] += slopes.Amount[j];
            }
        }
    }

    private static void ClearSlopes(DoseSlopes? slopes, Span<double> parameters)
    {
        foreach (int input in slopes?.Target.Inputs ?? [])
        {
            if (input >= 0)
            {
                parameters[input] = 0;
            }
        }
    }

    private void SetInputSlopes(DoseSensitivities target, Span<double> parameters)
    {
        for (int j = 0; j < target.Inputs.Length; j++)
        {
            if (target.Inputs[j] < 0)
            {
                continue;
            }

            double sum = 0;
            foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
            {
                sum += entry.IsRunning && entry.Slopes is { } slopes && slopes.Target.Inputs[j] == target.Inputs[j] ? slopes.Rate[j] : 0;
            }

            parameters[target.Inputs[j]] = sum;
        }
    }

    private readonly record struct Entry(
        DoseTarget Target, double Start, double Stop, double Amount, double Rate, bool IsBolus, bool IsRunning, DoseSlopes? Slopes)
    {
        /// <summary>How the time of its next change moves.</summary>
        public ReadOnlySpan<double> Moment => IsRunning ? Slopes?.Stop : Slopes?.Start;
    }

    private readonly record struct Series(Dose Dose, double First, double Interval, int Given, int Count, DoseSlopes? Slopes)
    {
        public double Next => First + (Given * Interval);   // never accumulated
    }
}
