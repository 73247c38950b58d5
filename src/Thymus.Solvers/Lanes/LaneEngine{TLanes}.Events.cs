using Thymus.Solvers.Events;

namespace Thymus.Solvers.Lanes;

// Runs events: SBML's rules, as docs/science/events.md says them.
internal sealed unsafe partial class LaneEngine<TLanes>
{
    private readonly EventForm[] _forms;
    private readonly double* _assigned;       // values that one event assigns
    private readonly double* _eventNumbers;   // delays or priorities of the model's events
    private readonly bool _revokes;           // whether an event may be dropped while it waits
    private readonly bool _hasPriorities;

    // Puts the events of the triggers that have just turned true into the queues, with the values of this moment where they use them.
    private void SetOff(uint lanes)
    {
        bool isDelayed = false;
        foreach (int lane in new LaneSet(lanes))
        {
            for (int trigger = 0; trigger < _shape.Events; trigger++)
            {
                isDelayed |= _slots[lane].Risen[trigger] && _forms[trigger].HasDelay;
            }
        }

        if (isDelayed)
        {
            _kernel.Delays(_time, _state, _parameters, _eventNumbers);
        }

        for (int trigger = 0; trigger < _forms.Length; trigger++)
        {
            uint risen = 0;
            foreach (int lane in new LaneSet(lanes))
            {
                risen |= _slots[lane].Risen[trigger] ? 1u << lane : 0;
            }

            if (risen != 0 && _forms[trigger].UsesTriggerTime)
            {
                _kernel.Assign(trigger, _time, _state, _parameters, _assigned);
            }

            foreach (int lane in new LaneSet(risen & _active))
            {
                SetOff(trigger, lane);
            }
        }
    }

    private void SetOff(int trigger, int lane)
    {
        EventForm form = _forms[trigger];
        double delay = form.HasDelay ? _eventNumbers[(trigger * TLanes.Width) + lane] : 0;
        if (!(delay >= 0))
        {
            End(lane, SolveStatus.BadEventTime, -1, _state);
        }
        else if (delay < double.PositiveInfinity)   // one that never runs need not wait
        {
            Span<double> values = _slots[lane].Events.Add(trigger, _time[lane] + delay);
            if (form.UsesTriggerTime)
            {
                LaneArray.Gather<TLanes>(_assigned, lane, values[..form.Targets.Length]);
            }
        }
    }

    // Reads the priorities where more than one event is due, and returns the lanes where that is so. They are those of this moment:
    // the event that runs next may change them.
    private uint LookAtPriorities(uint lanes)
    {
        uint contended = 0;
        foreach (int lane in new LaneSet(_hasPriorities ? lanes : 0))
        {
            LaneSlot slot = _slots[lane];
            contended |= !slot.IsStarting && slot.Events.CountDue(_time[lane]) > 1 ? 1u << lane : 0;
        }

        if (contended == 0)
        {
            return 0;
        }

        _kernel.Priorities(_time, _state, _parameters, _eventNumbers);
        foreach (int lane in new LaneSet(contended))
        {
            double[] priorities = _slots[lane].Priorities;
            LaneArray.Gather<TLanes>(_eventNumbers, lane, priorities);
            for (int i = 0; i < priorities.Length; i++)
            {
                // No priority, or one that is not a number, comes last.
                priorities[i] = double.IsNaN(priorities[i]) ? double.NegativeInfinity : priorities[i];
            }
        }

        return contended;
    }

    private int TakeEvent(int lane, bool isContended)
    {
        LaneSlot slot = _slots[lane];
        return slot.Events.Take(_time[lane], isContended ? slot.Priorities : [], slot.Assigned);
    }

    // Makes the assignments of the events that were chosen, one a lane.
    private void RunEvents(uint lanes)
    {
        for (int trigger = 0; trigger < _shape.Events; trigger++)
        {
            uint firing = 0;
            foreach (int lane in new LaneSet(lanes))
            {
                firing |= _slots[lane].Firing == trigger ? 1u << lane : 0;
            }

            if (firing == 0)
            {
                continue;
            }

            EventForm form = _forms[trigger];
            if (!form.UsesTriggerTime)
            {
                _kernel.Assign(trigger, _time, _state, _parameters, _assigned);
                foreach (int lane in new LaneSet(firing))
                {
                    LaneArray.Gather<TLanes>(_assigned, lane, _slots[lane].Assigned.AsSpan(0, form.Targets.Length));
                }
            }

            if (form.PlainTargets < form.Targets.Length)
            {
                _kernel.Sizes(trigger, _time, _state, _parameters, _assigned);   // of the compartments as the event finds them
                foreach (int lane in new LaneSet(firing))
                {
                    double[] values = _slots[lane].Assigned;
                    for (int i = form.PlainTargets; i < form.Targets.Length; i++)
                    {
                        values[i] *= _assigned[(i * TLanes.Width) + lane];
                    }
                }
            }

            foreach (int lane in new LaneSet(firing))
            {
                Set(lane, form);
            }
        }
    }

    // Sets the states that an event sets; a change of any bit begins a new step.
    private void Set(int lane, EventForm form)
    {
        double[] values = _slots[lane].Assigned;
        for (int i = 0; i < form.Targets.Length; i++)
        {
            double* target = _state + (form.Targets[i] * TLanes.Width) + lane;
            if (BitConverter.DoubleToInt64Bits(*target) != BitConverter.DoubleToInt64Bits(values[i]))
            {
                *target = values[i];
                _restarting |= 1u << lane;
                _changed |= 1u << lane;
            }
        }
    }
}
