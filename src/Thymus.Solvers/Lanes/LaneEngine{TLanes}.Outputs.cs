using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Lanes;

// Writes outputs, from the dense output of the step that crosses their times.
internal sealed unsafe partial class LaneEngine<TLanes>
{
    private const int MostBlocks = 32;

    private readonly double* _block;          // times, then values, of a last block
    private readonly double* _blockThetas;
    private readonly int[] _observedStates;   // the state that each observable is, −1 where it is computed
    private readonly bool _observesStates;    // whether all of them are states

    // The lanes with an output up to the end of the step.
    private uint DueOutputs(uint lanes) =>
        TLanes.MaskBits(TLanes.LessThanOrEqual(TLanes.Load(_output), StepControl<TLanes>.LastOutput(TLanes.Load(_end)))) & lanes;

    // Gives every output that is due from the dense output of the step, where θ holds the end of the lane's step: many times of one
    // lane at once where that is less work, otherwise one of each lane at a time.
    private void WriteOutputs(uint due)
    {
        foreach (int lane in new LaneSet(_observesStates ? due : 0))
        {
            if (_slots[lane].IsRecorded && TimesDue(lane) is var count && ManyTimesAreLess(count))
            {
                WriteTimes(lane, count);
                due &= ~(1u << lane);
            }
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

    // Whether the work over times is less than over lanes; either gives the same bits. In instructions, about: over times a value
    // needs its coefficients broadcast; over lanes all states are computed, for some three lanes, and each value is stored by itself.
    private bool ManyTimesAreLess(int count)
    {
        int observables = _observedStates.Length;
        int blocks = (count + TLanes.Width - 1) / TLanes.Width;
        return (10 + (5 * blocks)) * observables < count * ((2 * observables) + (2 * _shape.States) + 16);
    }

    // How many outputs of a recorded lane lie up to the end of its step.
    private int TimesDue(int lane)
    {
        LaneSlot slot = _slots[lane];
        double* times = slot.RecordTimes + slot.Written;
        int left = slot.RecordLength - slot.Written;
        TLanes limit = StepControl<TLanes>.LastOutput(TLanes.Broadcast(_end[lane]));
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

        double last = StepControl<Lanes1>.LastOutput(new Lanes1(_end[lane])).Value;
        while (due < left && times[due] <= last)
        {
            due++;
        }

        return due;
    }

    // Writes the next outputs of a lane, a vector of times at once. What is written past the last one is written again later.
    private void WriteTimes(int lane, int count)
    {
        LaneSlot slot = _slots[lane];
        int end = slot.Written + count;
        while (slot.Written < end)
        {
            int blocks = Math.Min((end - slot.Written + TLanes.Width - 1) / TLanes.Width, MostBlocks);
            int whole = Math.Min(blocks, (slot.RecordLength - slot.Written) / TLanes.Width);
            FindThetas(lane, slot.RecordTimes + slot.Written, slot.RecordLength - slot.Written, blocks, whole);
            WriteBlocks(lane, slot, blocks, whole);
            slot.Written = Math.Min(slot.Written + (blocks * TLanes.Width), end);
        }

        _output[lane] = slot.NextOutput;
    }

    // θ of the times; in a last block that the times do not fill, that of the last time again.
    private void FindThetas(int lane, double* times, int count, int blocks, int whole)
    {
        if (whole < blocks)
        {
            for (int i = 0; i < TLanes.Width; i++)
            {
                _block[i] = times[Math.Min((whole * TLanes.Width) + i, count - 1)];
            }
        }

        TLanes start = TLanes.Broadcast(_time[lane]);
        TLanes end = TLanes.Broadcast(_end[lane]);
        TLanes step = TLanes.Broadcast(_step[lane]);
        TLanes last = TLanes.Broadcast(_theta[lane]);
        for (int block = 0; block < blocks; block++)
        {
            TLanes at = TLanes.Load(block < whole ? times + (block * TLanes.Width) : _block);
            TLanes theta = TLanes.Max(at - start, TLanes.Zero) / step;
            TLanes.Store(_blockThetas + (block * TLanes.Width), TLanes.Select(TLanes.LessThan(at, end), theta, last));
        }
    }

    // Every observable at the θ of the blocks: the same operations as LaneStepper.Interpolate, over times.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteBlocks(int lane, LaneSlot slot, int blocks, int whole)
    {
        int[] observed = _observedStates;
        double* thetas = _blockThetas;
        double* target = slot.Record + slot.Written;
        int length = slot.RecordLength;
        int left = length - slot.Written - (whole * TLanes.Width);
        int vector = _shape.States * TLanes.Width;
        int terms = _arrays.DenseTerms;
        double* state = _state + lane;
        double* next = _next + lane;
        double* interpolant = _arrays.Interpolant + lane;
        TLanes one = TLanes.Broadcast(1);
        for (int k = 0; k < observed.Length; k++, target += length)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(target + (blocks * TLanes.Width) + 16);   // where the next step of this lane will write
            }

            int place = observed[k] * TLanes.Width;
            TLanes y = TLanes.Broadcast(state[place]);
            TLanes end = TLanes.Broadcast(next[place]);
            TLanes last = TLanes.Broadcast(interpolant[place + ((terms - 1) * vector)]);
            for (int block = 0; block < blocks; block++)
            {
                TLanes right = TLanes.Load(thetas + (block * TLanes.Width));
                TLanes rest = one - right;
                TLanes sum = last;
                for (int m = terms - 2; m >= 0; m--)
                {
                    sum = TLanes.MultiplyAdd(right, sum, TLanes.Broadcast(interpolant[place + (m * vector)]));
                }

                TLanes inner = TLanes.MultiplyAdd(rest, sum, end);
                TLanes value = TLanes.MultiplyAdd(right, inner, TLanes.NegateMultiplyAdd(right, y, y));
                if (block < whole)
                {
                    TLanes.Store(target + (block * TLanes.Width), value);
                }
                else
                {
                    TLanes.Store(_block, value);
                    new Span<double>(_block, left).CopyTo(new Span<double>(target + (block * TLanes.Width), left));
                }
            }
        }
    }
}
