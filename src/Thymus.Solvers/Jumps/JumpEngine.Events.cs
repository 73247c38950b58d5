using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Jumps;

// Events, by the rules of docs/science/events.md: those that the engine of smooth courses carries out.
public sealed partial class JumpEngine
{
    private const int CascadeLimit = 1000;

    private readonly EventQueue _events;
    private readonly bool[] _held;         // triggers that hold
    private readonly bool[] _risen;        // those that have just turned true
    private readonly double[] _priorities;
    private readonly double[] _assigned;
    private readonly double[] _sizes;
    private readonly bool _hasPriorities;

    private void BeginEvents(ulong patient)
    {
        _events.Clear(new CourseName(_options.Seed, patient));
        for (int trigger = 0; trigger < _held.Length; trigger++)
        {
            _held[trigger] = _shape.Events[trigger].StartsTrue;
        }
    }

    private void LookAtTriggers()
    {
        bool isAny = false;
        for (int trigger = 0; trigger < _held.Length; trigger++)
        {
            isAny |= Look(trigger);
        }

        SetOff(isAny);
    }

    private void LookAtTriggers(int[] triggers)
    {
        bool isAny = false;
        foreach (int trigger in triggers)
        {
            isAny |= Look(trigger);
        }

        SetOff(isAny);
    }

    // Whether a trigger has just turned true; an event that is not persistent is dropped where it does not hold.
    private bool Look(int trigger)
    {
        bool held = _held[trigger];
        bool holds = _work.Trigger(trigger) > 0;
        if (!_shape.Events[trigger].IsPersistent && !(held && holds))
        {
            _events.Drop(trigger);
        }

        _held[trigger] = holds;
        return _risen[trigger] = holds && !held;
    }

    private void SetOff(bool isAny)
    {
        for (int trigger = 0; isAny && trigger < _risen.Length; trigger++)
        {
            if (!_risen[trigger])
            {
                continue;
            }

            _risen[trigger] = false;
            EventForm form = _shape.Events[trigger];
            double delay = form.HasDelay ? _work.Delay(trigger) : 0;
            if (!(delay >= 0))
            {
                Fail(JumpStatus.BadEventTime, -1, -1, delay);
            }
            else if (delay < double.PositiveInfinity)
            {
                Span<double> values = _events.Add(trigger, _time + delay);
                if (form.UsesTriggerTime)
                {
                    _work.Assign(trigger, values);
                }
            }
        }
    }

    // Runs the events that are due, one by one; after each the triggers are looked at again.
    private void RunEvents()
    {
        int runs = 0;
        int due;
        while (_failure is null && (due = _events.CountDue(_time)) > 0)
        {
            if (++runs > CascadeLimit)
            {
                Fail(JumpStatus.EventCascade, -1, -1, double.NaN);
                return;
            }

            bool isContended = _hasPriorities && due > 1;
            for (int trigger = 0; isContended && trigger < _priorities.Length; trigger++)
            {
                double priority = _work.Priority(trigger);
                _priorities[trigger] = double.IsNaN(priority) ? double.NegativeInfinity : priority;
            }

            Run(_events.Take(_time, isContended ? _priorities : [], _assigned));
            if (_failure is null)
            {
                LookAtTriggers();
            }
        }

        if (runs > 0)
        {
            _flow.Restart();
            if (_options.ShowsEvents && _row > 0 && EventTime.IsDue(_time, _times[_row - 1]))
            {
                _sink.OnOutput(_row - 1, _work);
            }
        }
    }

    private void Run(int trigger)
    {
        EventForm form = _shape.Events[trigger];
        Span<double> values = _assigned.AsSpan(0, form.Targets.Length);
        if (!form.UsesTriggerTime)
        {
            _work.Assign(trigger, values);
        }

        if (form.PlainTargets < form.Targets.Length)
        {
            _work.Sizes(trigger, _sizes);
        }

        for (int i = 0; i < values.Length; i++)
        {
            int state = form.Targets[i];
            values[i] *= i < form.PlainTargets ? 1 : _sizes[i];
            _values[state] = values[i];
            if (double.IsNaN(values[i]))
            {
                Fail(JumpStatus.NotANumber, -1, state, values[i]);
            }

            CheckCount(state, -1);
        }

        for (int i = 0; i < values.Length && !IsLeaping && _failure is null; i++)
        {
            foreach (int reaction in _reactionsOf[form.Targets[i]])
            {
                UpdateTime(reaction);
            }
        }
    }
}
