namespace Thymus.Solvers.Lanes;

// Sensitivities at moments that move with the parameters (docs/science/sensitivities.md). Between events S is dx/dp at a given time. At an event at
// τ(p) it becomes the derivative at the moving moment, S + f dτ/dp, which assignments change by the chain rule alone, and goes back to S with
// the f that holds afterwards.
internal sealed unsafe partial class LaneEngine<TLanes>
{
    private readonly int _momentCount;          // parameters that the sensitivities are by
    private readonly double* _rates;            // f at the moment
    private readonly double* _triggerSlopes;
    private readonly double* _delaySlopes;

    // Reads how triggers at a root move; before the sensitivities are brought to a moment.
    private void LookAtTriggerSlopes()
    {
        if (_momentCount > 0)
        {
            _kernel.TriggerSlopes(_time, _state, _parameters, _triggerSlopes);
        }
    }

    // Works out dτ/dp of a trigger at its own root, by the derivative of g(τ(p), x(τ(p), p), p) = 0. Returns whether there is one: what no parameter
    // moves stays where it is, however flat the trigger is.
    private bool FindMoment(int trigger, int lane)
    {
        double[] moment = _slots[lane].NextMoment;
        double* slopes = _triggerSlopes + (trigger * (_momentCount + 1) * TLanes.Width) + lane;
        double byTime = slopes[_momentCount * TLanes.Width];
        bool isFound = true;
        for (int j = 0; j < moment.Length; j++)
        {
            double byParameter = slopes[j * TLanes.Width];
            moment[j] = byParameter == 0 ? 0 : -byParameter / byTime;
            isFound &= byParameter == 0 || (byTime > 0 && double.IsFinite(moment[j]));
        }

        return isFound;
    }

    // Brings the sensitivities of lanes to the moment that is next in each: S + f (next − now).
    private void BringToMoment(uint lanes)
    {
        uint moving = 0;
        foreach (int lane in new LaneSet(_momentCount > 0 ? lanes & _active : 0))
        {
            LaneSlot slot = _slots[lane];
            moving |= slot.Moment.AsSpan().SequenceEqual(slot.NextMoment) ? 0 : 1u << lane;
        }

        if (moving == 0)
        {
            return;
        }

        _kernel.Field(_time, _state, _parameters, _rates);
        foreach (int lane in new LaneSet(moving))
        {
            BringToMoment(lane);
        }

        _kernel.Prepare(_parameters);
    }

    private void BringToMoment(int lane)
    {
        LaneSlot slot = _slots[lane];
        if (!slot.HasMoved)
        {
            slot.HasMoved = true;
            LaneArray.Gather<TLanes>(_state + (_shape.ModelStates * TLanes.Width), lane, slot.KeptSensitivities);
        }

        for (int j = 0; j < _momentCount; j++)
        {
            SensitivityGroup group = _shape.Sensitivities[j];
            double by = slot.NextMoment[j] - slot.Moment[j];
            for (int i = 0; by != 0 && i < group.Of.Length; i++)
            {
                double* sensitivity = _state + ((group.First + i) * TLanes.Width) + lane;
                *sensitivity = Math.FusedMultiplyAdd(_rates[(group.Of[i] * TLanes.Width) + lane], by, *sensitivity);
            }

            if (group.Moment >= 0)
            {
                _parameters[(group.Moment * TLanes.Width) + lane] = slot.NextMoment[j];
            }

            slot.Moment[j] = slot.NextMoment[j];
        }
    }

    // Brings the sensitivities back to a given time; those of a lane where nothing has changed are what they were, to the bit.
    private void LeaveMoments(uint lanes)
    {
        uint moved = 0;
        foreach (int lane in new LaneSet(_momentCount > 0 ? lanes & _active : 0))
        {
            moved |= _slots[lane].HasMoved ? 1u << lane : 0;
            Array.Clear(_slots[lane].NextMoment);
        }

        BringToMoment(moved);
        foreach (int lane in new LaneSet(moved))
        {
            _slots[lane].HasMoved = false;
            if ((_restarting & (1u << lane)) == 0)
            {
                LaneArray.Scatter<TLanes>(_slots[lane].KeptSensitivities, _state + (_shape.ModelStates * TLanes.Width), lane);
            }
        }
    }
}
