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
    private void SetOff(uint lanes, bool isAtRoot)
    {
        if (isAtRoot)
        {
            LookAtTriggerSlopes();
        }

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

            if (risen != 0)
            {
                BringToTrigger(trigger, risen, isAtRoot);
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

    // Brings the sensitivities to the moment of a trigger: that of its root, or the one at which something made it true.
    private void BringToTrigger(int trigger, uint risen, bool isAtRoot)
    {
        if (_momentCount == 0)
        {
            return;
        }

        foreach (int lane in new LaneSet(risen & _active))
        {
            if (!isAtRoot)
            {
                _slots[lane].Moment.CopyTo(_slots[lane].NextMoment, 0);
            }
            else if (!FindMoment(trigger, lane))
            {
                End(lane, SolveStatus.GrazingTrigger, -1, _state, trigger);
            }
        }

        EventForm form = _forms[trigger];
        if (form.UsesTriggerTime || form.HasDelay)
        {
            BringToMoment(risen);
        }

        if (form.HasDelay)
        {
            _kernel.DelaySlopes(_time, _state, _parameters, _delaySlopes);
        }
    }

    private void SetOff(int trigger, int lane)
    {
        EventForm form = _forms[trigger];
        double delay = form.HasDelay ? _eventNumbers[(trigger * TLanes.Width) + lane] : 0;
        if (!(delay >= 0))
        {
            End(lane, SolveStatus.BadEventTime, -1, _state, trigger);
        }
        else if (delay < double.PositiveInfinity)   // one that never runs need not wait
        {
            Span<double> values = _slots[lane].Events.Add(trigger, _time[lane] + delay);
            if (form.UsesTriggerTime)
            {
                LaneArray.Gather<TLanes>(_assigned, lane, values[..form.Targets.Length]);
            }

            for (int j = 0; j < _momentCount; j++)
            {
                double byDelay = form.HasDelay ? _delaySlopes[(((trigger * _momentCount) + j) * TLanes.Width) + lane] : 0;
                values[^(_momentCount - j)] = _slots[lane].NextMoment[j] + byDelay;
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
        return slot.Events.Take(_time[lane], isContended ? slot.Priorities : [], slot.Assigned, slot.NextMoment);
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
                    Multiply(lane, form);
                }
            }

            foreach (int lane in new LaneSet(firing))
            {
                Set(lane, form);
            }
        }
    }

    // Multiplies the values of concentrations by the sizes of their compartments, derivatives of such products first.
    private void Multiply(int lane, EventForm form)
    {
        double[] values = _slots[lane].Assigned;
        double* sizes = _assigned + lane;
        int last = form.Targets.Length - form.Products.Length;
        for (int k = 0; k < form.Products.Length; k++)
        {
            int of = form.Products[k];
            int i = last + k;
            values[i] = (values[i] * sizes[of * TLanes.Width]) + (values[of] * sizes[i * TLanes.Width]);
        }

        for (int i = form.PlainTargets; i < last; i++)
        {
            values[i] *= sizes[i * TLanes.Width];
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
