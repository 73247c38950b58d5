namespace Thymus.Solvers.Lanes;

// Calls of the courses: start, stops and triggers.
internal sealed unsafe partial class LaneEngine<TLanes>
{
    // Gives courses to idle lanes until all lanes are busy or there are no more.
    private void Refill()
    {
        while (!_isExhausted && _active != AllLanes)
        {
            uint started = 0;
            foreach (int lane in new LaneSet(AllLanes & ~_active))
            {
                if (_source.Next() is not { } course)
                {
                    _isExhausted = true;
                    break;
                }

                LaneSlot slot = _slots[lane];
                slot.Begin(course);
                course.Begin(slot.Parameters);
                slot.BeginRecord();
                LaneArray.Scatter<TLanes>(slot.Parameters, _parameters, lane);
                _time[lane] = course.Start;
                _stop[lane] = double.PositiveInfinity;
                _accepted[lane] = 0;
                _rejected[lane] = 0;
                started |= 1u << lane;
            }

            if (started != 0)
            {
                Start(started);
            }
        }
    }

    private void Start(uint started)
    {
        _active |= started;
        _restarting |= started;
        _kernel.Prepare(_parameters);
        _kernel.Initialise(_time, _parameters, _scratch);
        foreach (int lane in new LaneSet(started))
        {
            LaneArray.Copy<TLanes>(_scratch, _state, lane, _shape.States);
            LaneArray.Copy<TLanes>(_scratch, _next, lane, _shape.States);
            int missing = LaneArray.NotFinite<TLanes>(_state, lane, _shape.States);
            if (missing >= 0)
            {
                End(lane, SolveStatus.NotANumber, missing, _state);
                started &= ~(1u << lane);
                continue;
            }

            for (int trigger = 0; trigger < _shape.Triggers; trigger++)
            {
                _now[(trigger * TLanes.Width) + lane] = _kernel.InitialTriggerValue(trigger) ? 1 : -1;
            }

            _output[lane] = _slots[lane].NextOutput;
            _end[lane] = _time[lane];
        }

        for (uint due = DueOutputs(started); due != 0; due = DueOutputs(due))
        {
            WriteOutputs(due, _state);
        }

        Attend(started);
    }

    // Calls the courses that are at a stop or have triggers to fire, until nothing is due at this time any more: the call at
    // the start first, then triggers in order, then a stop; after each the triggers are looked at again.
    private void Attend(uint lanes)
    {
        LookAtTriggers(lanes);
        while ((lanes = Choose(lanes)) != 0)
        {
            AssignEvents(lanes);
            _kernel.Observe(_time, _state, _parameters, _observed);
            foreach (int lane in new LaneSet(lanes))
            {
                Call(lane);
            }

            lanes &= _active;
            _kernel.Prepare(_parameters);
            LookAtTriggers(lanes);
        }
    }

    // Chooses what each lane does next; returns the lanes that have something to do.
    private uint Choose(uint lanes)
    {
        uint busy = 0;
        foreach (int lane in new LaneSet(lanes & _active))
        {
            LaneSlot slot = _slots[lane];
            int pending = slot.IsStarting ? -1 : slot.FirstPending;
            slot.Firing = pending;
            if (slot.IsStarting || pending >= 0 || _stop[lane] <= _time[lane])
            {
                if (slot.Cascades(_time[lane]))
                {
                    End(lane, SolveStatus.EventCascade, -1, _state);
                }
                else
                {
                    busy |= 1u << lane;
                }
            }
        }

        return busy;
    }

    private void AssignEvents(uint lanes)
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

            _kernel.Assign(trigger, _time, _state, _parameters, _scratch);
            foreach (int lane in new LaneSet(firing))
            {
                if (LaneArray.Copy<TLanes>(_scratch, _state, lane, _shape.States))
                {
                    _restarting |= 1u << lane;
                }
            }
        }
    }

    private void Call(int lane)
    {
        LaneSlot slot = _slots[lane];
        LaneArray.Gather<TLanes>(_state, lane, slot.State);
        LaneArray.Gather<TLanes>(_parameters, lane, slot.Parameters);
        LaneArray.Gather<TLanes>(_observed, lane, slot.Observed);
        var at = new LaneState
        {
            Time = _time[lane],
            State = slot.State,
            Parameters = slot.Parameters,
            Observed = slot.Observed,
        };
        NextStop next;
        if (slot.Firing >= 0)
        {
            slot.Pending[slot.Firing] = false;
            next = slot.Course!.OnTrigger(slot.Firing, ref at);
        }
        else
        {
            slot.IsStarting = false;
            next = slot.Course!.OnStop(ref at);
        }

        bool changed = LaneArray.Scatter<TLanes>(slot.State, _state, lane);
        changed |= LaneArray.Scatter<TLanes>(slot.Parameters, _parameters, lane);
        if (changed)
        {
            _restarting |= 1u << lane;
        }

        _stop[lane] = next.Time;
        if (next.IsFinished)
        {
            End(lane, SolveStatus.Completed, -1, _state);
        }
    }
}
