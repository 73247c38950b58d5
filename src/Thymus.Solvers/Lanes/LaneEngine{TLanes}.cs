using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Constraints;
using Thymus.Solvers.Delays;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Lanes;

/// <summary>
/// The loop: joins stepper, tolerance, control and courses, and holds no numerics of its own. Sets of lanes are bit sets,
/// bit l for lane l. Idle lanes are stepped with whatever they hold; nothing of it is ever looked at.
/// </summary>
internal sealed unsafe partial class LaneEngine<TLanes> : LaneEngine
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly LaneKernel _kernel;
    private readonly KernelShape _shape;
    private readonly LaneMemory _memory = new();
    private readonly StepArrays _arrays;
    private readonly TrialStep<TLanes> _trial;
    private readonly FusedStep? _fused;
    private readonly LaneStepper<TLanes> _stepper;
    private readonly StepControl<TLanes> _control;
    private readonly LaneSlot[] _slots = new LaneSlot[TLanes.Width];
    private readonly double _restartFactor;
    private readonly Settler? _settler;
    private readonly bool _isGuarded;       // whether a state is protected from turning negative

    // One number per lane: rows of the control array, then those that only the loop uses.
    private readonly double* _time;
    private readonly double* _step;
    private readonly double* _end;          // time at the end of the step
    private readonly double* _stop;         // the next stop; infinite for none
    private readonly double* _output;       // the next output; infinite for none
    private readonly double* _accepted;
    private readonly double* _rejected;
    private readonly double* _theta;
    private readonly double* _mask;
    private readonly double* _outputTheta;
    private readonly double* _scratchTime;

    // One vector per state, parameter, observable, trigger.
    private readonly double* _state;
    private readonly double* _next;
    private readonly double* _scratch;
    private readonly double* _parameters;
    private readonly double* _observed;

    private uint _active;
    private uint _restarting;
    private bool _isExhausted;
    private bool _isDense;                  // whether the dense output of the last step is ready
    private bool _isRefined;                // whether it is as accurate as it gets in every lane
    private ICourseSource _source = null!;
    private long _courses;
    private long _failed;
    private long _acceptedSteps;
    private long _rejectedSteps;
    private long _laneSteps;

    public LaneEngine(LaneKernel kernel, SolverOptions options)
    {
        kernel = kernel.Shape.Lags.IsEmpty ? kernel : new DelayedKernel<TLanes>(kernel);
        _kernel = kernel;
        _shape = kernel.Shape;
        _fused = StepRecording.CanRecord(options.Method) ? kernel.Fused(options.Method) : null;
        _arrays = new StepArrays(_shape, TrialStep<TLanes>.FormOf(options.Method), TLanes.Width, _memory, _fused?.Scratch ?? 0);
        _trial = TrialStep<TLanes>.Create(kernel, options.Method, _arrays, _memory);
        _trial.Tolerance.Set(options);
        _trial.NonNegativity.Set(options.NonNegative);
        _isGuarded = !_trial.NonNegativity.IsEmpty;
        _settler = kernel.Settling is { } settling ? new Settler(settling, _shape, options) : null;
        _stepper = _trial.Stepper;
        _control = _trial.Control;
        _restartFactor = 0.5 * Elementary.Pow(options.RelativeTolerance, 1.0 / (_stepper.EmbeddedOrder + 2));
        _forms = [.. Enumerable.Range(0, _shape.Triggers).Select(kernel.FormOf)];
        _revokes = Array.Exists(_forms, f => f is { HasDelay: true, IsPersistent: false });
        _hasPriorities = Array.Exists(_forms, f => f.HasPriority);
        for (int lane = 0; lane < TLanes.Width; lane++)
        {
            _slots[lane] = new LaneSlot(_shape, _forms);
        }

        _observedStates = [.. Enumerable.Range(0, _shape.Observables).Select(kernel.ObservedState)];
        _manyTimes = _trial.Projection is null ? ManyTimes(_observedStates, _shape.States) : 0;
        _block = Vectors(1 + _observedStates.Length);
        _time = _arrays.Row(ControlRow.Time);
        _step = _arrays.Row(ControlRow.Step);
        _end = _arrays.Row(ControlRow.End);
        _stop = _arrays.Row(ControlRow.Stop);
        _output = _arrays.Row(ControlRow.Output);
        _accepted = _arrays.Row(ControlRow.Accepted);
        _rejected = _arrays.Row(ControlRow.Rejected);
        _theta = Vectors(1);
        _outputTheta = Vectors(1);
        _scratchTime = Vectors(1);
        _mask = Vectors(1);
        _state = _arrays.State;
        _next = _arrays.Next;
        _scratch = Vectors(_shape.States);
        _parameters = _arrays.Parameters;
        _observed = Vectors(_shape.Observables);
        _now = Vectors(_shape.Triggers);
        _middle = Vectors(_shape.Triggers);
        _ahead = Vectors(_shape.Triggers);
        _assigned = Vectors(_slots[0].Assigned.Length);
        _eventNumbers = Vectors(_shape.Events);
        _beforeRow = new double[_settler is null ? 0 : _shape.States];
        _before = Vectors(_settler is null ? 0 : _shape.States);
        _momentCount = _shape.Sensitivities.Length;
        _rates = Vectors(_momentCount > 0 ? _shape.States : 0);
        _triggerSlopes = Vectors(_momentCount > 0 ? _shape.Triggers * (_momentCount + 1) : 0);
        _delaySlopes = Vectors(_momentCount * _shape.Events);
    }

    private static uint AllLanes => (1u << TLanes.Width) - 1;

    public override void Dispose()
    {
        ReleaseRecords();
        (_kernel as IDisposable)?.Dispose();
        _settler?.Dispose();
        _memory.Dispose();
    }

    public override EngineStatistics Run(ICourseSource source, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        Reset(source);
        Refill();
        while (_active != 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (_restarting != 0)
            {
                ProposeFirstSteps();
                if (_active != AllLanes && !_isExhausted)
                {
                    Refill();   // a course that cannot begin leaves its lane to the next one
                    continue;
                }
            }

            Take();
            uint attention = Bits(ControlRow.Attention);
            if (_shape.Triggers > 0)
            {
                attention |= Bits(ControlRow.Good);
            }

            if ((attention & _active) != 0)
            {
                Follow();
                if (_active != AllLanes)
                {
                    Refill();
                }
            }
        }

        return new EngineStatistics(_courses, _failed, _acceptedSteps, _rejectedSteps, _laneSteps);
    }

    private void Take()
    {
        _isDense = _trial.PreparesDense;
        _isRefined = _isDense;
        _laneSteps += TLanes.Width;
        if (_fused is null)
        {
            _trial.Take();
        }
        else
        {
            _fused.Take(_arrays.Control, _state, _parameters, _arrays.Work, _arrays.Settings);
        }

        if (_isGuarded)
        {
            _trial.Guard();
        }
    }

    // Makes the dense output ready in some lanes; the others have it or not.
    private void PrepareDense(uint lanes)
    {
        if (!_isDense)
        {
            _isDense = true;
            if (_fused is null)
            {
                _stepper.PrepareDense();
            }
            else
            {
                _fused.PrepareDense(_arrays.Control, _state, _parameters, _arrays.Work, _arrays.Settings);
            }
        }

        if (!_isRefined && (Bits(ControlRow.Coarse) & lanes) != 0)
        {
            _isRefined = true;
            if (_fused is null)
            {
                _stepper.RefineDense();
            }
            else
            {
                _fused.RefineDense(_arrays.Control, _state, _parameters, _arrays.Work, _arrays.Settings);
            }
        }
    }

    private double* Vectors(int count) => _memory.Allocate(count * TLanes.Width);

    // The courses of a run that was cancelled do not end.
    private void ReleaseRecords()
    {
        foreach (LaneSlot slot in _slots)
        {
            slot.ReleaseRecord();
        }
    }

    private void Reset(ICourseSource source)
    {
        ReleaseRecords();
        _source = source;
        _isExhausted = false;
        _active = 0;
        _restarting = 0;
        (_courses, _failed, _acceptedSteps, _rejectedSteps, _laneSteps) = (0, 0, 0, 0, 0);
        TLanes.Store(_arrays.Row(ControlRow.Good), TLanes.Zero);
        TLanes.Store(_stop, TLanes.Broadcast(double.PositiveInfinity));
        TLanes.Store(_output, TLanes.Broadcast(double.PositiveInfinity));
    }

    // Does what the steps just tried ask for: ends the courses that cannot go on, looks for triggers, writes outputs, then moves
    // the lanes to the ends of their steps and calls the courses that are at a stop.
    private void Follow()
    {
        EndStuck();
        uint accepted = Bits(ControlRow.Good) & _active;
        TLanes.Store(_theta, TLanes.Broadcast(1));
        uint cut = 0;
        if (_shape.Triggers > 0 && accepted != 0)
        {
            PrepareDense(accepted);
            cut = LocateTriggers(ref accepted);
            TLanes.Store(_arrays.Row(ControlRow.Good), MaskOf(accepted));
        }

        uint due = DueOutputs(accepted);
        if (due != 0)
        {
            PrepareDense(due);
            WriteOutputs(due);
        }

        if (cut != 0)
        {
            _stepper.Interpolate(_theta, _scratch);
            foreach (int lane in new LaneSet(cut))
            {
                LaneArray.Copy<TLanes>(_scratch, _next, lane, _shape.States);
            }

            _trial.Projection?.Apply(_end, _next, MaskOf(cut));
        }

        uint arrived = TLanes.MaskBits(TLanes.GreaterThanOrEqual(TLanes.Load(_end), TLanes.Load(_stop))) & accepted;
        if ((arrived | cut) != 0 || _active != AllLanes)
        {
            TLanes.Store(_arrays.Row(ControlRow.Good), MaskOf(accepted));
            _trial.Commit();
            if (cut != 0 && _stepper.KeepsField)
            {
                _stepper.Begin();
            }

            Attend(arrived | cut);
        }
    }

    private void EndStuck()
    {
        uint good = Bits(ControlRow.Good);
        uint spent = Bits(ControlRow.Spent) & _active;
        uint stuck = Bits(ControlRow.Stuck) & _active;
        foreach (int lane in new LaneSet(spent | stuck))
        {
            // The step that was one too many, or led nowhere, does not count.
            ((good & (1u << lane)) != 0 ? _accepted : _rejected)[lane] -= (spent & (1u << lane)) != 0 ? 1 : 0;
            Fail(lane, (spent & (1u << lane)) != 0 ? SolveStatus.StepLimitReached : SolveStatus.StepTooSmall);
        }
    }

    // The first step is a part of the time in which the state changes by its own size, as the field says
    // (Hairer, Nørsett & Wanner 1993, §II.4, without the second estimate: the error control does the rest).
    private void ProposeFirstSteps()
    {
        _stepper.Begin();
        foreach (int lane in new LaneSet(_restarting))
        {
            var (size, slope) = _trial.Tolerance.NormsOf(_state, _stepper.Field, lane);
            if (!double.IsFinite(size + slope) && NotFinite(lane) >= 0)
            {
                Fail(lane, SolveStatus.NotANumber);
                continue;
            }

            if (_trial.NonNegativity.Lowest(_state, lane) is >= 0 and var negative)
            {
                End(lane, SolveStatus.NegativeState, negative, _state);
                continue;
            }

            double remaining = _stop[lane] - _time[lane];
            double step = slope > 0
                ? _restartFactor * Math.Max(size, 1) / slope
                : 1e-3 * (double.IsFinite(remaining) ? remaining : 1);
            _trial.Restart(lane, Math.Max(step, 4 * StepControl<TLanes>.Smallest(_time[lane])));
            _stop[lane] = Math.Min(_stop[lane], _trial.NextBreak(lane));
        }

        _restarting = 0;
    }

    private void Fail(int lane, SolveStatus status)
    {
        if (_trial.HasBadDelay(lane))
        {
            End(lane, SolveStatus.BadDelay, -1, _state);
            return;
        }

        _stepper.Begin();
        int state = NotFinite(lane);
        if (state >= 0 && status is SolveStatus.StepTooSmall)
        {
            status = SolveStatus.NotANumber;
        }

        if (state < 0)
        {
            if (status is SolveStatus.StepTooSmall && _trial.NonNegativity.Lowest(_next, lane) is >= 0 and var negative)
            {
                End(lane, SolveStatus.NegativeState, negative, _next);
                return;
            }

            state = _trial.Tolerance.Largest(_state, _next, _stepper.Error, lane);
        }

        End(lane, status, state, _state);
    }

    // Index of a state of the lane that is not finite, or whose right side is not, −1 if there is none.
    private int NotFinite(int lane)
    {
        int state = LaneArray.NotFinite<TLanes>(_state, lane, _shape.States);
        return state >= 0 ? state : LaneArray.NotFinite<TLanes>(_stepper.Field, lane, _shape.States);
    }

    // Ends the course of a lane; the state to blame has its value in y.
    private void End(int lane, SolveStatus status, int state, double* y, int trigger = -1)
    {
        LaneSlot slot = _slots[lane];
        ICourse course = slot.Course!;
        int accepted = (int)_accepted[lane];
        int rejected = (int)_rejected[lane];
        _courses++;
        _failed += status is SolveStatus.Completed ? 0 : 1;
        _acceptedSteps += accepted;
        _rejectedSteps += rejected;
        _active &= ~(1u << lane);
        _restarting &= ~(1u << lane);
        _stop[lane] = double.PositiveInfinity;
        _output[lane] = double.PositiveInfinity;
        slot.EndRecord();
        slot.Course = null;
        double value = state >= 0 ? y[(state * TLanes.Width) + lane] : double.NaN;
        course.OnEnd(new CourseEnd(status, _time[lane], state, value, accepted, rejected) { Trigger = trigger });
    }

    private uint Bits(int row) => TLanes.MaskBits(TLanes.Load(_arrays.Row(row)));

    private TLanes MaskOf(uint lanes)
    {
        for (int lane = 0; lane < TLanes.Width; lane++)
        {
            ((ulong*)_mask)[lane] = (lanes & (1u << lane)) != 0 ? ulong.MaxValue : 0;
        }

        return TLanes.Load(_mask);
    }
}
