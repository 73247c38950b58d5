using System.Runtime.InteropServices;
using Thymus.Numerics.Random;
using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Events;

/// <summary>
/// The events of one course that were set off and have not run yet, in the order in which they were set off. An event may wait in it
/// more than once. It allocates only to grow.
/// </summary>
/// <param name="forms">The triggers.</param>
/// <param name="slopes">Numbers that say how the time of an event moves: dτ/dp of each parameter that sensitivities are by.</param>
internal sealed class EventQueue(EventForm[] forms, int slopes = 0)
{
    private readonly int _width = slopes + (forms.Length == 0 ? 0 : forms.Max(f => f.Targets.Length));
    private readonly List<Entry> _entries = new(forms.Length);
    private readonly List<double> _values = [];
    private int _revocable;
    private CourseName _name;
    private ulong _taken;   // runs of events so far, which with the course names the draws

    /// <summary>When the next event is due; positive infinity for none.</summary>
    public double Next { get; private set; } = double.PositiveInfinity;

    /// <summary>Whether an event waits that is dropped when its trigger turns false.</summary>
    public bool HasRevocable => _revocable > 0;

    /// <summary>Drops all, for a new course.</summary>
    public void Clear(CourseName name = default)
    {
        _name = name;
        _entries.Clear();
        _values.Clear();
        _revocable = 0;
        _taken = 0;
        Next = double.PositiveInfinity;
    }

    /// <summary>Takes an event that is due at a time; returns where the values that it assigns go, and, as the last numbers, its dτ/dp.</summary>
    public Span<double> Add(int trigger, double due)
    {
        _entries.Add(new Entry(trigger, due));
        CollectionsMarshal.SetCount(_values, _entries.Count * _width);
        _revocable += forms[trigger].IsPersistent ? 0 : 1;
        Next = Math.Min(Next, due);
        return ValuesOf(_entries.Count - 1);
    }

    /// <summary>Drops every waiting run of an event.</summary>
    public void Drop(int trigger)
    {
        for (int i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Trigger == trigger)
            {
                Remove(i);
            }
        }
    }

    /// <summary>How many events are due: two times within the slack of <see cref="EventTime"/> are one.</summary>
    public int CountDue(double now)
    {
        if (!EventTime.IsDue(Next, now))
        {
            return 0;
        }

        int due = 0;
        foreach (var entry in _entries)
        {
            due += EventTime.IsDue(entry.Due, now) ? 1 : 0;
        }

        return due;
    }

    /// <summary>
    /// Takes out the event that runs first of those that are due: that of the highest priority, of equal ones one by chance (SBML Level 3
    /// Version 2, section 4.11.3), of those without a priority the first in the order of the triggers, and of one event the run that was
    /// set off first. The draw depends on whose course it is and how many events it has run, and on nothing else.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="priorities">Priority of each event; empty where only one is due.</param>
    /// <param name="values">Gets the values that were kept.</param>
    /// <param name="moment">Gets dτ/dp, how its time moves with each parameter.</param>
    /// <returns>The trigger.</returns>
    public int Take(double now, ReadOnlySpan<double> priorities, Span<double> values, Span<double> moment = default)
    {
        int first = -1;
        for (int i = 0; i < _entries.Count; i++)
        {
            if (EventTime.IsDue(_entries[i].Due, now) && (first < 0 || IsBefore(_entries[i].Trigger, _entries[first].Trigger, priorities)))
            {
                first = i;
            }
        }

        int trigger = _entries[first].Trigger;
        ValuesOf(first)[..forms[trigger].Targets.Length].CopyTo(values);
        ValuesOf(first)[^slopes..].CopyTo(moment);
        Remove(first);
        _taken++;
        return trigger;
    }

    /// <summary>The trigger of the first event in the queue that is due.</summary>
    public int First(double now) => _entries.Find(e => EventTime.IsDue(e.Due, now)).Trigger;

    private bool IsBefore(int a, int b, ReadOnlySpan<double> priorities)
    {
        double first = PriorityOf(a, priorities);
        double second = PriorityOf(b, priorities);
        return first > second || (first == second && a != b && (double.IsFinite(first) ? Draw(a) < Draw(b) : a < b));
    }

    // Twice: a trigger and a count are no patient, whose number names all that is drawn for it.
    private double Draw(int trigger)
    {
        ulong course = BitConverter.DoubleToUInt64Bits(RandomStream.For(_name.Seed, _name.Patient, "order of events").NextUniform());
        return RandomStream.For(course + (ulong)trigger, _taken, "order of events").NextUniform();
    }

    private static double PriorityOf(int trigger, ReadOnlySpan<double> priorities) =>
        trigger < priorities.Length ? priorities[trigger] : double.NegativeInfinity;

    private Span<double> ValuesOf(int entry) => CollectionsMarshal.AsSpan(_values).Slice(entry * _width, _width);

    private void Remove(int at)
    {
        _revocable -= forms[_entries[at].Trigger].IsPersistent ? 0 : 1;
        _entries.RemoveAt(at);
        _values.RemoveRange(at * _width, _width);
        Next = double.PositiveInfinity;
        foreach (var entry in _entries)
        {
            Next = Math.Min(Next, entry.Due);
        }
    }

    private readonly record struct Entry(int Trigger, double Due);
}
