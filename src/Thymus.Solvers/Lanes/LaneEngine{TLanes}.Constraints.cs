namespace Thymus.Solvers.Lanes;

// Brings what is held to constraints there after the start and after changes.
internal sealed unsafe partial class LaneEngine<TLanes>
{
    private uint _changed;   // lanes whose state or parameters were changed and whose constraints may not hold
    private uint _touched;   // those of them whose invariants have not been looked at since

    private readonly double* _before;   // the states before changes
    private readonly double[] _beforeRow;

    // Keeps the states, which are at rest, while they are changed.
    private void KeepBefore()
    {
        if (_settler is not null)
        {
            int length = _shape.States * TLanes.Width;
            new Span<double>(_state, length).CopyTo(new Span<double>(_before, length));
        }
    }

    private void SettleChanged()
    {
        uint changed = _changed & _active;
        _changed = 0;
        _touched |= changed;
        Settle(changed);
        KeepBefore();
    }

    // Looks whether invariants hold once all changes of a moment are made, which may contradict each other in between.
    private void ReconcileTouched()
    {
        uint touched = _touched & _active;
        _touched = 0;
        Reconcile(touched, isStart: false);
    }

    private void Reconcile(uint lanes, bool isStart)
    {
        if (_trial.Projection is not { } projection || lanes == 0)
        {
            return;
        }

        uint found = TLanes.MaskBits(projection.Search(_time, _state, MaskOf(lanes), isStart));
        foreach (int lane in new LaneSet(lanes))
        {
            if ((found & (1u << lane)) == 0)
            {
                End(lane, SolveStatus.Unsettled, -1, _state);
            }
            else if (projection.Contradicted(lane, isStart) is >= 0 and var state)
            {
                End(lane, SolveStatus.Contradiction, state, _state);
            }
            else
            {
                LaneArray.Copy<TLanes>(_state, _next, lane, _shape.States);
            }
        }

        Settle(lanes & _active);
    }

    private void Settle(uint lanes)
    {
        if (_settler is null || lanes == 0)
        {
            return;
        }

        bool merges = !_shape.Merged.IsEmpty;
        if (merges)
        {
            _trial.Merge(MaskOf(lanes));
        }

        uint settled = 0;
        foreach (int lane in new LaneSet(lanes))
        {
            LaneSlot slot = _slots[lane];
            LaneArray.Gather<TLanes>(_state, lane, slot.State);
            LaneArray.Gather<TLanes>(_parameters, lane, slot.Parameters);
            LaneArray.Gather<TLanes>(_before, lane, _beforeRow);
            if (_settler.Settle(_time[lane], _beforeRow, slot.State, slot.Parameters))
            {
                settled |= 1u << lane;
                LaneArray.Scatter<TLanes>(slot.State, _state, lane);
                LaneArray.Scatter<TLanes>(slot.State, _next, lane);
            }
            else
            {
                End(lane, SolveStatus.Unsettled, -1, _state);
            }
        }

        if (merges)
        {
            _trial.Merge(MaskOf(settled));
        }
    }
}
