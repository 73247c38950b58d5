using System.Numerics;
using System.Runtime.CompilerServices;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Lanes;

// Writes outputs, from the dense output of the step that crosses their times.
internal sealed unsafe partial class LaneEngine<TLanes>
{
    private readonly int[] _observedStates;   // the state that each observable is, −1 where it is computed
    private readonly bool _observesStates;    // whether all of them are states

    // The lanes with an output up to the end of the step.
    private uint DueOutputs(uint lanes)
    {
        TLanes end = TLanes.Load(_end);
        TLanes last = TLanes.MultiplyAdd(TLanes.Abs(end), TLanes.Broadcast(StepControl<TLanes>.OutputSlack), end);
        return TLanes.MaskBits(TLanes.LessThanOrEqual(TLanes.Load(_output), last)) & lanes;
    }

    // Gives every output that is due: at the start from the state, otherwise from the dense output of the step, where θ holds
    // the end of the lane's step. Many times of one lane at once where that is less work, otherwise one of each lane at a time.
    private void WriteOutputs(uint due, bool isStart)
    {
        if (isStart)
        {
            for (; due != 0; due = DueOutputs(due))
            {
                WriteOutputs(due, _state);
            }

            return;
        }

        if (_observesStates && ManyTimesAreLess(due))
        {
            foreach (int lane in new LaneSet(due))
            {
                WriteTimes(lane, TimesDue(lane));
            }

            return;
        }

        for (; due != 0; due = DueOutputs(due))
        {
            LookAtOutputTimes(due);
            _stepper.Interpolate(_outputTheta, _scratch);
            WriteOutputs(due, _scratch);
        }
    }

    private void WriteOutputs(uint due, double* state)
    {
        if (!_observesStates || NotRecorded(due))
        {
            _kernel.Observe(_output, state, _parameters, _observed);
        }

        foreach (int lane in new LaneSet(due))
        {
            WriteOutput(lane, state);
        }
    }

    private void LookAtOutputTimes(uint due)
    {
        TLanes.Store(_outputTheta, TLanes.Load(_theta));
        foreach (int lane in new LaneSet(due))
        {
            if (_output[lane] < _end[lane])
            {
                _outputTheta[lane] = Math.Max(_output[lane] - _time[lane], 0) / _step[lane];
            }
        }
    }

    private bool NotRecorded(uint lanes)
    {
        foreach (int lane in new LaneSet(lanes))
        {
            if (!_slots[lane].IsRecorded)
            {
                return true;
            }
        }

        return false;
    }

    private void WriteOutput(int lane, double* state)
    {
        LaneSlot slot = _slots[lane];
        if (slot.IsRecorded)
        {
            int[] observed = _observedStates;
            double* target = slot.Record + slot.Written;
            int length = slot.RecordLength;
            double* states = state + lane;
            double* computed = _observed + lane;
            for (int k = 0; k < observed.Length; k++, target += length, computed += TLanes.Width)
            {
                *target = observed[k] >= 0 ? states[observed[k] * TLanes.Width] : *computed;
            }

            slot.Written++;
        }
        else
        {
            LaneArray.Gather<TLanes>(state, lane, slot.State);
            LaneArray.Gather<TLanes>(_observed, lane, slot.Observed);
            slot.Course!.OnOutput(_output[lane], slot.State, slot.Observed);
        }

        _output[lane] = slot.NextOutput;
    }

    // Whether the work over times is less than over lanes; either gives the same bits. The weights were measured: a value over
    // times needs its five coefficients broadcast, one over lanes is stored by itself.
    private bool ManyTimesAreLess(uint due)
    {
        int most = 0;
        int all = 0;
        int blocks = 0;
        foreach (int lane in new LaneSet(due))
        {
            if (!_slots[lane].IsRecorded)
            {
                return false;
            }

            int times = TimesDue(lane);
            most = Math.Max(most, times);
            all += times;
            blocks += (times + TLanes.Width - 1) / TLanes.Width;
        }

        return 8 * blocks * _observedStates.Length < (5 * most * _shape.States) + (2 * all * _observedStates.Length);
    }

    // How many outputs of a recorded lane lie up to the end of its step.
    private int TimesDue(int lane)
    {
        LaneSlot slot = _slots[lane];
        double* times = slot.RecordTimes + slot.Written;
        int left = slot.RecordLength - slot.Written;
        double end = _end[lane];
        double last = Math.FusedMultiplyAdd(Math.Abs(end), StepControl<TLanes>.OutputSlack, end);
        TLanes limit = TLanes.Broadcast(last);
        int due = 0;
        while (due + TLanes.Width <= left)
        {
            uint within = TLanes.MaskBits(TLanes.LessThanOrEqual(TLanes.Load(times + due), limit));
            due += BitOperations.PopCount(within);
            if (within != AllLanes)
            {
                return due;
            }
        }

        while (due < left && times[due] <= last)
        {
            due++;
        }

        return due;
    }

    // Writes the next outputs of a lane, a vector of times at once. What is written past the last one is written again later.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteTimes(int lane, int count)
    {
        LaneSlot slot = _slots[lane];
        int length = slot.RecordLength;
        int first = slot.Written;
        double* block = stackalloc double[2 * TLanes.Width];
        TLanes start = TLanes.Broadcast(_time[lane]);
        TLanes end = TLanes.Broadcast(_end[lane]);
        TLanes step = TLanes.Broadcast(_step[lane]);
        TLanes whole = TLanes.Broadcast(_theta[lane]);
        for (int i = first; i < first + count; i += TLanes.Width)
        {
            double* times = slot.RecordTimes + i;
            double* target = slot.Record + i;
            int stride = length;
            bool isWhole = i + TLanes.Width <= length;
            if (!isWhole)
            {
                new Span<double>(times, length - i).CopyTo(new Span<double>(block, TLanes.Width));
                times = block;
                target = block + TLanes.Width;
                stride = 0;
            }

            TLanes at = TLanes.Load(times);
            TLanes theta = TLanes.Max(at - start, TLanes.Zero) / step;
            theta = TLanes.Select(TLanes.LessThan(at, end), theta, whole);
            for (int k = 0; k < _observedStates.Length; k++, target += stride)
            {
                TLanes.Store(target, ValueAt(theta, (_observedStates[k] * TLanes.Width) + lane));
                if (!isWhole)
                {
                    new Span<double>(target, length - i).CopyTo(new Span<double>(slot.Record + (k * length) + i, length - i));
                }
            }
        }

        slot.Written = first + count;
        _output[lane] = slot.NextOutput;
    }

    // One state of one lane within the step: the same operations as LaneStepper.Interpolate, over times.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes ValueAt(TLanes right, int place)
    {
        int vector = _shape.States * TLanes.Width;
        TLanes left = TLanes.Broadcast(1) - right;
        double* first = _arrays.Interpolant + place;
        double* last = first + ((_arrays.DenseTerms - 1) * vector);
        TLanes sum = TLanes.Broadcast(*last);
        for (double* q = last - vector; q >= first; q -= vector)
        {
            sum = TLanes.MultiplyAdd(right, sum, TLanes.Broadcast(*q));
        }

        TLanes inner = TLanes.MultiplyAdd(left, sum, TLanes.Broadcast(_next[place]));
        return TLanes.MultiplyAdd(right, inner, left * TLanes.Broadcast(_state[place]));
    }
}
