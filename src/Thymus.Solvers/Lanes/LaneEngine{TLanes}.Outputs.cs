using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Lanes;

// Writes outputs, from the dense output of the step that crosses their times.
internal sealed unsafe partial class LaneEngine<TLanes>
{
    private readonly double* _block;          // times, then values, of a last block
    private readonly int[] _observedStates;   // the state that each observable is, −1 where it is computed
    private readonly int _manyTimes;          // so many outputs of a lane are written at once, fewer one by one

    // Whether every observable is a state as it is interpolated.
    private bool ObservesStates => _manyTimes > 0;

    // The lanes with an output up to the end of the step.
    private uint DueOutputs(uint lanes) =>
        TLanes.MaskBits(TLanes.LessThanOrEqual(TLanes.Load(_output), StepControl<TLanes>.LastOutput(TLanes.Load(_end)))) & lanes;

    // Gives every output that is due from the dense output of the step, where θ holds the end of the lane's step: many times of one
    // lane at once where that is less work, otherwise one of each lane at a time.
    private void WriteOutputs(uint due)
    {
        foreach (int lane in new LaneSet(ObservesStates ? due : 0))
        {
            if (HasManyTimes(lane))
            {
                WriteTimes(lane);
                due &= ~(1u << lane);
            }
        }

        for (; due != 0; due = DueOutputs(due))
        {
            LookAtOutputTimes(due);
            _stepper.Interpolate(_outputTheta, _scratch);
            _trial.Projection?.Apply(_output, _scratch, MaskOf(due));
            WriteOutputs(due, _scratch);
        }
    }

    private void WriteOutputs(uint due, double* state)
    {
        if (!ObservesStates || NotRecorded(due))
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

    // From how many outputs of a lane on the work over times is less than over lanes; either gives the same bits. In instructions,
    // about: over times a value needs its coefficients broadcast; over lanes all states are computed, for some three lanes, and each
    // value is stored by itself. Zero where an observable is computed: then it is never less; or where the states have to be corrected first.
    private static int ManyTimes(ReadOnlySpan<int> observedStates, int states)
    {
        int observables = observedStates.Length;
        return observedStates.Contains(-1) ? 0 : 1 + (15 * observables / ((2 * observables) + (2 * states) + 16));
    }

    private bool HasManyTimes(int lane)
    {
        LaneSlot slot = _slots[lane];
        int last = slot.Written + _manyTimes - 1;
        return slot.IsRecorded && last < slot.RecordLength
            && slot.RecordTimes[last] <= StepControl<Lanes1>.LastOutput(new Lanes1(_end[lane])).Value;
    }

    // Writes every output of a lane that is due, a vector of times at once: the same operations as LaneStepper.Interpolate, over
    // times. What is written past the last one is written again later.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteTimes(int lane)
    {
        LaneSlot slot = _slots[lane];
        double* times = slot.RecordTimes;
        double* record = slot.Record;
        int length = slot.RecordLength;
        int written = slot.Written;
        TLanes limit = StepControl<TLanes>.LastOutput(TLanes.Broadcast(_end[lane]));
        uint within = AllLanes;
        while (within == AllLanes && written + TLanes.Width <= length)
        {
            TLanes at = TLanes.Load(times + written);
            within = TLanes.MaskBits(TLanes.LessThanOrEqual(at, limit));
            WriteBlock(lane, ThetaOf(lane, at), record + written, length);
            written += BitOperations.PopCount(within);
        }

        if (within == AllLanes && written < length)
        {
            written += WriteLastBlock(lane, slot, written, limit);
        }

        slot.Written = written;
        _output[lane] = slot.NextOutput;
    }

    // The last times, which do not fill a vector: the last one stands for those that are missing.
    private int WriteLastBlock(int lane, LaneSlot slot, int written, TLanes limit)
    {
        int left = slot.RecordLength - written;
        for (int i = 0; i < TLanes.Width; i++)
        {
            _block[i] = slot.RecordTimes[written + Math.Min(i, left - 1)];
        }

        TLanes at = TLanes.Load(_block);
        double* values = _block + TLanes.Width;
        WriteBlock(lane, ThetaOf(lane, at), values, TLanes.Width);
        for (int k = 0; k < _observedStates.Length; k++)
        {
            new Span<double>(values + (k * TLanes.Width), left).CopyTo(new Span<double>(slot.Record + (k * slot.RecordLength) + written, left));
        }

        return Math.Min(left, BitOperations.PopCount(TLanes.MaskBits(TLanes.LessThanOrEqual(at, limit))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes ThetaOf(int lane, TLanes at)
    {
        TLanes theta = TLanes.Max(at - TLanes.Broadcast(_time[lane]), TLanes.Zero) / TLanes.Broadcast(_step[lane]);
        return TLanes.Select(TLanes.LessThan(at, TLanes.Broadcast(_end[lane])), theta, TLanes.Broadcast(_theta[lane]));
    }

    // Every observable at θ, a vector of times; those of one observable lie `length` after those of the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteBlock(int lane, TLanes theta, double* target, int length)
    {
        int[] observed = _observedStates;
        int vector = _shape.States * TLanes.Width;
        int highest = (_arrays.DenseTerms - 1) * vector;
        double* state = _state + lane;
        double* next = _next + lane;
        double* interpolant = _arrays.Interpolant + lane;
        TLanes rest = TLanes.Broadcast(1) - theta;
        for (int k = 0; k < observed.Length; k++, target += length)
        {
            int place = observed[k] * TLanes.Width;
            TLanes y = TLanes.Broadcast(state[place]);
            TLanes sum = TLanes.Broadcast(interpolant[place + highest]);
            for (int m = highest - vector; m >= 0; m -= vector)
            {
                sum = TLanes.MultiplyAdd(theta, sum, TLanes.Broadcast(interpolant[place + m]));
            }

            TLanes inner = TLanes.MultiplyAdd(rest, sum, TLanes.Broadcast(next[place]));
            TLanes.Store(target, TLanes.MultiplyAdd(theta, inner, TLanes.NegateMultiplyAdd(theta, y, y)));
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(target + (2 * TLanes.Width) + 16);   // where the next step of this lane will write
            }
        }
    }
}
