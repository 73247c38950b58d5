using Thymus.Solvers.Events;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Lanes;

// Finds where triggers turn true.
internal sealed unsafe partial class LaneEngine<TLanes>
{
    // A root nearer than this part of the step to one of its ends is taken from the interpolant: its error, which is one order
    // lower, is smaller there by the same part. For others the step is made again, a little past the root.
    private const double NearEnd = 0.01;
    private const double Overshoot = 1.001;

    private readonly double* _now;      // triggers at the time of the lane
    private readonly double* _middle;   // in the middle of the step
    private readonly double* _ahead;    // at its end, and during a search
    private readonly RootBracket[] _brackets = new RootBracket[TLanes.Width];

    // Evaluates the triggers at the time of every lane, drops the events whose reason is gone and takes those that are set off: at roots of their
    // own where a step has ended, otherwise by what has just changed.
    private void LookAtTriggers(uint lanes, bool isAtRoot)
    {
        if (_shape.Triggers == 0 || lanes == 0)
        {
            return;
        }

        _kernel.Triggers(_time, _state, _parameters, _ahead);
        uint risen = 0;
        foreach (int lane in new LaneSet(lanes))
        {
            LaneSlot slot = _slots[lane];
            for (int trigger = 0; trigger < _forms.Length; trigger++)
            {
                int i = (trigger * TLanes.Width) + lane;
                slot.Risen[trigger] = false;
                if (slot.IsStarting && !_forms[trigger].StartsTrue)
                {
                    continue;   // whether it holds at the start is asked after the call there
                }

                bool held = _now[i] > 0;
                bool holds = _ahead[i] > 0;
                if (!_forms[trigger].IsPersistent && !(held && holds))
                {
                    slot.Events.Drop(trigger);
                }

                if (holds && !held)
                {
                    slot.Risen[trigger] = true;
                    risen |= 1u << lane;
                }

                _now[i] = _ahead[i];
            }
        }

        if (risen != 0)
        {
            SetOff(risen, isAtRoot);
        }
    }

    // Looks for triggers that turn true within the accepted steps. Returns the lanes whose step was cut at the first of them; a
    // lane whose step must be made again is taken out of the accepted ones.
    private uint LocateTriggers(ref uint accepted)
    {
        TLanes half = TLanes.Broadcast(0.5);
        TLanes.Store(_theta, half);
        TLanes.Store(_scratchTime, TLanes.MultiplyAdd(half, TLanes.Load(_step), TLanes.Load(_time)));
        _stepper.Interpolate(_theta, _scratch);
        _kernel.Triggers(_scratchTime, _scratch, _parameters, _middle);
        _kernel.Triggers(_end, _next, _parameters, _ahead);
        TLanes.Store(_theta, TLanes.Broadcast(1));

        uint crossed = FindCrossings(accepted);
        KeepTriggers(accepted & ~crossed);
        if (crossed == 0)
        {
            return 0;
        }

        foreach (int lane in new LaneSet(crossed))
        {
            Bracket(lane);
        }

        Search(crossed);
        uint cut = 0;
        foreach (int lane in new LaneSet(crossed))
        {
            double at = _brackets[lane].High;
            double shorter = at * _step[lane] * Overshoot;
            bool isNear = _trial.IsDenseOutputAsAccurate || at < NearEnd || at > 1 - NearEnd;
            if (isNear || shorter <= StepControl<TLanes>.Smallest(_time[lane]))
            {
                cut |= 1u << lane;
                _theta[lane] = at;
                _end[lane] = at < 1 ? Math.Min(TimeAt(lane, at), _end[lane]) : _end[lane];
                if (at > 0.5)
                {
                    LaneArray.Copy<TLanes>(_middle, _now, lane, _shape.Triggers);   // what held before the root
                }
            }
            else
            {
                accepted &= ~(1u << lane);
                _control.LimitOnce(lane, shorter);
                _accepted[lane]--;
                _rejected[lane]++;
            }
        }

        return cut;
    }

    // Lanes where a trigger is false at the start and true in the middle, or false in the middle and true at the end.
    private uint FindCrossings(uint accepted)
    {
        TLanes crossed = TLanes.Zero;
        for (int i = 0; i < _shape.Triggers * TLanes.Width; i += TLanes.Width)
        {
            TLanes now = TLanes.GreaterThan(TLanes.Load(_now + i), TLanes.Zero);
            TLanes middle = TLanes.GreaterThan(TLanes.Load(_middle + i), TLanes.Zero);
            TLanes end = TLanes.GreaterThan(TLanes.Load(_ahead + i), TLanes.Zero);
            TLanes rising = TLanes.Or(TLanes.And(TLanes.Not(now), middle), TLanes.And(TLanes.Not(middle), end));
            crossed = TLanes.Or(crossed, rising);
        }

        return TLanes.MaskBits(crossed) & accepted;
    }

    private void KeepTriggers(uint lanes)
    {
        TLanes mask = MaskOf(lanes);
        for (int i = 0; i < _shape.Triggers * TLanes.Width; i += TLanes.Width)
        {
            TLanes.Store(_now + i, TLanes.Select(mask, TLanes.Load(_ahead + i), TLanes.Load(_now + i)));
        }

        if (_revokes)
        {
            foreach (int lane in new LaneSet(lanes))
            {
                DropFallen(lane);
            }
        }
    }

    // Drops the waiting events of the lane whose trigger turned false within the step.
    private void DropFallen(int lane)
    {
        LaneSlot slot = _slots[lane];
        if (!slot.Events.HasRevocable)
        {
            return;
        }

        for (int trigger = 0; trigger < _forms.Length; trigger++)
        {
            int i = (trigger * TLanes.Width) + lane;
            if (!_forms[trigger].IsPersistent && !(_middle[i] > 0 && _ahead[i] > 0))
            {
                slot.Events.Drop(trigger);
            }
        }

        _stop[lane] = NextStop(lane);
    }

    // Sets up the search in the first half of the step where a trigger turns true.
    private void Bracket(int lane)
    {
        bool[] armed = _slots[lane].Armed;
        bool isFirst = false;
        for (int trigger = 0; trigger < armed.Length; trigger++)
        {
            int i = (trigger * TLanes.Width) + lane;
            armed[trigger] = !(_now[i] > 0);
            isFirst |= armed[trigger] && _middle[i] > 0;
        }

        double tolerance = StepControl<TLanes>.RoundOff / 2
            * Math.Max(1, Math.Max(Math.Abs(_time[lane]), Math.Abs(_end[lane])) / _step[lane]);
        if (isFirst)
        {
            _brackets[lane] = RootBracket.Start(0, Leading(_now, lane), 0.5, Leading(_middle, lane), tolerance);
            return;
        }

        for (int trigger = 0; trigger < armed.Length; trigger++)
        {
            armed[trigger] = !(_middle[(trigger * TLanes.Width) + lane] > 0);
        }

        _brackets[lane] = RootBracket.Start(0.5, Leading(_middle, lane), 1, Leading(_ahead, lane), tolerance);
    }

    // The largest of the armed triggers: it is greater than 0 as soon as one of them is.
    private double Leading(double* triggers, int lane)
    {
        bool[] armed = _slots[lane].Armed;
        double largest = double.NegativeInfinity;
        for (int trigger = 0; trigger < armed.Length; trigger++)
        {
            double value = triggers[(trigger * TLanes.Width) + lane];
            largest = armed[trigger] && value > largest ? value : largest;
        }

        return largest;
    }

    // Narrows the brackets of all lanes together, each with its own tolerance.
    private void Search(uint lanes)
    {
        while (true)
        {
            uint open = 0;
            foreach (int lane in new LaneSet(lanes))
            {
                if (!_brackets[lane].IsDone)
                {
                    _theta[lane] = _brackets[lane].Next();
                    _scratchTime[lane] = TimeAt(lane, _theta[lane]);
                    open |= 1u << lane;
                }
            }

            if (open == 0)
            {
                return;
            }

            _stepper.Interpolate(_theta, _scratch);
            _kernel.Triggers(_scratchTime, _scratch, _parameters, _ahead);
            foreach (int lane in new LaneSet(open))
            {
                _brackets[lane].Narrow(_theta[lane], Leading(_ahead, lane));
            }
        }
    }

    private double TimeAt(int lane, double theta) => Math.FusedMultiplyAdd(theta, _step[lane], _time[lane]);
}
