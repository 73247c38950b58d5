using System.Runtime.InteropServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Delays;

/// <summary>
/// The turn of a one-step method on equations with delays: every good step becomes part of the past of its lane. A step that is longer
/// than a lag looks up what lies within itself: it is made again with its own dense output, until that no longer matters (Bellen &amp; Zennaro 2003,
/// Numerical Methods for Delay Differential Equations, §4.1).
/// </summary>
/// <remarks>A lane that needs no further turn is stepped with the others and gets the same bits again, so no lane depends on another.</remarks>
internal sealed unsafe class DelayedTrial<TLanes> : TrialStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int MostTurns = 8;

    // A change that is this part of what an error may be no longer matters.
    private const double Negligible = 0.01;

    private readonly DelayedKernel<TLanes> _kernel;
    private readonly StepArrays _arrays;
    private readonly double* _before;     // the state at the end of the step, in the turn before
    private readonly double* _norms;
    private readonly BreakPoints[] _breaks = new BreakPoints[TLanes.Width];
    private readonly List<double>[] _lags = new List<double>[TLanes.Width];
    private readonly double[] _longest = new double[TLanes.Width];
    private uint _begun;

    public DelayedTrial(DelayedKernel<TLanes> kernel, LaneStepper<TLanes> stepper, StepArrays arrays, LaneMemory memory)
        : base(stepper, arrays, memory)
    {
        (_kernel, _arrays) = (kernel, arrays);
        _before = memory.Allocate(arrays.States * TLanes.Width);
        _norms = memory.Allocate(TLanes.Width);
        for (int lane = 0; lane < TLanes.Width; lane++)
        {
            _breaks[lane] = new BreakPoints();
            _lags[lane] = [];
        }

        kernel.Attach(arrays);
    }

    public override bool PreparesDense => true;

    public override void BeginCourse(int lane)
    {
        _begun |= 1u << lane;
        _breaks[lane].Clear();
        _kernel.BeginCourse(lane);
    }

    public override void Restart(int lane, double step)
    {
        base.Restart(lane, step);
        _kernel.Jump(lane);
        _kernel.ReadLags(lane, _lags[lane], out _longest[lane]);
        _breaks[lane].Add(_arrays.Row(ControlRow.Time)[lane], CollectionsMarshal.AsSpan(_lags[lane]));
    }

    public override double NextBreak(int lane)
    {
        _breaks[lane].Pass(_arrays.Row(ControlRow.Time)[lane], CollectionsMarshal.AsSpan(_lags[lane]));
        return _breaks[lane].Next;
    }

    public override bool HasBadDelay(int lane) => (_kernel.Bad & (1u << lane)) != 0 || _kernel.HasForgotten(lane);

    public override void Take()
    {
        Commit();
        _kernel.BeginStep();
        if (Stepper.KeepsField)
        {
            Stepper.Begin();   // the last one may have seen the other side of a jump
        }

        Control.Choose();
        Stepper.Step();
        uint failed = Iterate();
        Control.Decide(Tolerance.SquaredNorm(_arrays.State, _arrays.Next, Stepper.Error, Stepper.DampedError));
        if (failed != 0)
        {
            Control.RefuseGood(MaskOf(failed));
        }

        Stepper.PrepareDense();
        _kernel.TakePieces(TLanes.MaskBits(TLanes.Load(_arrays.Row(ControlRow.Good))) & _begun);
    }

    public override void Commit()
    {
        foreach (int lane in new LaneSet(TLanes.MaskBits(TLanes.Load(_arrays.Row(ControlRow.Good))) & _begun))
        {
            _kernel.Commit(lane, _longest[lane]);
        }

        base.Commit();
    }

    // Makes the step again in the lanes that looked into it; returns those where it would not settle.
    private uint Iterate()
    {
        uint open = _kernel.Overlapping & _begun;
        int states = _arrays.States * TLanes.Width;
        for (int turn = 1; open != 0; turn++)
        {
            if (turn > MostTurns)
            {
                return open;
            }

            new Span<double>(_arrays.Next, states).CopyTo(new Span<double>(_before, states));
            Stepper.PrepareDense();
            _kernel.TakePieces(open);
            Stepper.Step();
            for (int i = 0; i < states; i++)
            {
                _before[i] = _arrays.Next[i] - _before[i];
            }

            TLanes.Store(_norms, TLanes.Sqrt(Tolerance.SquaredNorm(_arrays.State, _arrays.Next, _before)));
            foreach (int lane in new LaneSet(open))
            {
                // What is not a number is refused by its error.
                open &= _norms[lane] > Negligible ? uint.MaxValue : ~(1u << lane);
            }
        }

        return 0;
    }

    private TLanes MaskOf(uint lanes)
    {
        for (int lane = 0; lane < TLanes.Width; lane++)
        {
            ((ulong*)_norms)[lane] = (lanes & (1u << lane)) != 0 ? ulong.MaxValue : 0;
        }

        return TLanes.Load(_norms);
    }
}
