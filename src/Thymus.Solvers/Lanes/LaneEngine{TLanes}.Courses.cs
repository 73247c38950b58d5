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
            LaneSlot slot = _slots[lane];
            LaneArray.Gather<TLanes>(_scratch, lane, slot.State);
            slot.Course!.BeginState(slot.State);
            LaneArray.Scatter<TLanes>(slot.State, _state, lane);
            LaneArray.Scatter<TLanes>(slot.State, _next, lane);
            int missing = LaneArray.NotFinite<TLanes>(_state, lane, _shape.States);
            if (missing >= 0)
            {
                End(lane, SolveStatus.NotANumber, missing, _state);
                started &= ~(1u << lane);
                continue;
            }

            for (int trigger = 0; trigger < _shape.Triggers; trigger++)
            {
                _now[(trigger * TLanes.Width) + lane] = _forms[trigger].StartsTrue ? 1 : -1;
            }

            _output[lane] = slot.NextOutput;
            _end[lane] = _time[lane];
            _trial.BeginCourse(lane);
        }

        KeepBefore();
        Settle(started);
        Reconcile(started & _active, isStart: true);
        started &= _active;
        for (uint due = DueOutputs(started); due != 0; due = DueOutputs(due))
        {
            WriteOutputs(due, _state);
        }

        Attend(started);
    }

    // Calls the courses that are at a stop or have events to run, until nothing is due at this time any more: the call at the start
    // first, then events, one by one, then a stop; after each the triggers are looked at again.
    private void Attend(uint lanes)
    {
        KeepBefore();
        uint attended = lanes;
        LookAtTriggers(lanes, isAtRoot: true);
        while ((lanes = Choose(lanes)) != 0)
        {
            BringToMoment(lanes);
            RunEvents(lanes);
            SettleChanged();
            lanes &= _active;
            _kernel.Observe(_time, _state, _parameters, _observed);
            foreach (int lane in new LaneSet(lanes))
            {
                Call(lane);
            }

            _kernel.Prepare(_parameters);
            SettleChanged();
            lanes &= _active;
            LookAtTriggers(lanes, isAtRoot: false);
        }

        ReconcileTouched();
        LeaveMoments(attended);
    }

    // Chooses what each lane does next; returns the lanes that have something to do. The others get their next stop.
    private uint Choose(uint lanes)
    {
        lanes &= _active;
        uint contended = LookAtPriorities(lanes);
        uint busy = 0;
        foreach (int lane in new LaneSet(lanes))
        {
            LaneSlot slot = _slots[lane];
            bool isEvent = !slot.IsStarting && slot.Events.CountDue(_time[lane]) > 0;
            if (!slot.IsStarting && !isEvent && !(slot.Stop <= _time[lane]))
            {
                _stop[lane] = NextStop(lane);
                continue;
            }

            if (slot.Cascades(_time[lane]))
            {
                End(lane, SolveStatus.EventCascade, -1, _state, isEvent ? slot.Events.First(_time[lane]) : -1);
                continue;
            }

            busy |= 1u << lane;
            slot.Firing = isEvent ? TakeEvent(lane, isContended: (contended & (1u << lane)) != 0) : -1;
            if (!isEvent && _momentCount > 0)
            {
                Array.Clear(slot.NextMoment);
                if (!slot.IsStarting)
                {
                    slot.Course!.MoveStop(_time[lane], slot.NextMoment);
                }
            }
        }

        return busy;
    }

    private double NextStop(int lane) => Math.Min(Math.Min(_slots[lane].Stop, _slots[lane].Events.Next), _trial.NextBreak(lane));

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
            Moment = slot.Moment,
        };
        NextStop next;
        if (slot.Firing >= 0)
        {
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
            _changed |= 1u << lane;
        }

        slot.Stop = next.Time;
        if (next.IsFinished)
        {
            End(lane, next.Status, -1, _state);
        }
    }
}
