using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Methods;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Lanes;

/// <summary>
/// The loop: joins stepper, tolerance, control and courses, and holds no numerics of its own. Sets of lanes are bit sets,
/// bit l for lane l. Idle lanes are stepped with whatever they hold; nothing of it is ever looked at.
/// </summary>
internal sealed unsafe partial class LaneEngine<TLanes> : LaneEngine
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const double StopSlack = 1e-14;   // an output this close behind the end of a step is taken to be at the end

    private readonly LaneKernel _kernel;
    private readonly KernelShape _shape;
    private readonly SolverOptions _options;
    private readonly LaneMemory _memory = new();
    private readonly RosenbrockStepper<TLanes> _stepper;
    private readonly Tolerance<TLanes> _tolerance;
    private readonly StepControl<TLanes> _control;
    private readonly LaneSlot[] _slots = new LaneSlot[TLanes.Width];
    private readonly double _restartFactor;

    // One number per lane.
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
    private ICourseSource _source = null!;
    private long _courses;
    private long _failed;
    private long _acceptedSteps;
    private long _rejectedSteps;
    private long _laneSteps;

    public LaneEngine(LaneKernel kernel, SolverOptions options)
    {
        _kernel = kernel;
        _shape = kernel.Shape;
        _options = options;
        RosenbrockTableau tableau = RosenbrockTableau.Of(options.Method);
        _stepper = new(kernel, tableau, _memory);
        _tolerance = new(_shape.States, options, _memory);
        _control = new(tableau.EmbeddedOrder + 1, options.LongestStep, _memory);
        _restartFactor = 0.5 * Elementary.Pow(options.RelativeTolerance, 1.0 / (tableau.Order + 1));
        for (int lane = 0; lane < TLanes.Width; lane++)
        {
            _slots[lane] = new LaneSlot(_shape);
        }

        _time = Vectors(1);
        _step = Vectors(1);
        _end = Vectors(1);
        _stop = Vectors(1);
        _output = Vectors(1);
        _accepted = Vectors(1);
        _rejected = Vectors(1);
        _theta = Vectors(1);
        _outputTheta = Vectors(1);
        _mask = Vectors(1);
        _scratchTime = Vectors(1);
        _state = Vectors(_shape.States);
        _next = Vectors(_shape.States);
        _scratch = Vectors(_shape.States);
        _parameters = Vectors(_shape.Parameters + _shape.Derived);
        _observed = Vectors(_shape.Observables);
        _now = Vectors(_shape.Triggers);
        _middle = Vectors(_shape.Triggers);
        _ahead = Vectors(_shape.Triggers);
    }

    private static uint AllLanes => (1u << TLanes.Width) - 1;

    public override void Dispose() => _memory.Dispose();

    public override EngineStatistics Run(ICourseSource source, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        Reset(source);
        Refill();
        while (_active != 0)
        {
            cancellation.ThrowIfCancellationRequested();
            _stepper.Begin(_time, _state, _parameters);
            if (_restarting != 0)
            {
                ProposeFirstSteps();
            }

            uint reaching = _control.Choose(_time, _stop, _step);
            _stepper.Step(_time, _step, _state, _parameters, _next);
            _laneSteps += TLanes.Width;
            uint accepted = Judge(reaching);
            if (accepted != 0)
            {
                Advance(accepted);
            }

            if (_active != AllLanes)
            {
                Refill();
            }
        }

        return new EngineStatistics(_courses, _failed, _acceptedSteps, _rejectedSteps, _laneSteps);
    }

    private double* Vectors(int count) => _memory.Allocate(count * TLanes.Width);

    private void Reset(ICourseSource source)
    {
        _source = source;
        _isExhausted = false;
        _active = 0;
        _restarting = 0;
        (_courses, _failed, _acceptedSteps, _rejectedSteps, _laneSteps) = (0, 0, 0, 0, 0);
        TLanes.Store(_stop, TLanes.Broadcast(double.PositiveInfinity));
        TLanes.Store(_output, TLanes.Broadcast(double.PositiveInfinity));
    }

    // Decides on the steps just tried; ends the courses that cannot go on. Returns the lanes that are accepted.
    private uint Judge(uint reaching)
    {
        TLanes error = _tolerance.Norm(_state, _next, _stepper.Error);
        uint good = _control.Decide(_step, error);
        TLanes mask = MaskOf(good);
        TLanes one = TLanes.Broadcast(1);
        TLanes time = TLanes.Load(_time);
        TLanes end = TLanes.Select(MaskOf(reaching), TLanes.Load(_stop), time + TLanes.Load(_step));
        TLanes accepted = TLanes.Load(_accepted);
        TLanes rejected = TLanes.Load(_rejected);
        uint spent = TLanes.MaskBits(TLanes.GreaterThanOrEqual(accepted + rejected, TLanes.Broadcast(_options.StepLimit)));
        foreach (int lane in new LaneSet(spent & _active))
        {
            Fail(lane, SolveStatus.StepLimitReached);
        }

        TLanes.Store(_end, end);
        TLanes.Store(_accepted, TLanes.Select(mask, accepted + one, accepted));
        TLanes.Store(_rejected, TLanes.Select(mask, rejected, rejected + one));
        uint stuck = TLanes.MaskBits(TLanes.LessThanOrEqual(end, time)) | (_control.TooSmall(time) & ~good);
        foreach (int lane in new LaneSet(stuck & _active))
        {
            Fail(lane, SolveStatus.StepTooSmall);
        }

        return good & _active;
    }

    // Moves the accepted lanes to the ends of their steps: triggers, outputs, then the state, then stops.
    private void Advance(uint accepted)
    {
        TLanes.Store(_theta, TLanes.Broadcast(1));
        uint cut = 0;
        if (_shape.Triggers > 0)
        {
            _stepper.PrepareDense();
            cut = LocateTriggers(ref accepted);
        }

        uint due = DueOutputs(accepted);
        if (due != 0)
        {
            if (_shape.Triggers == 0)
            {
                _stepper.PrepareDense();
            }

            WriteOutputs(due, isStart: false);
        }

        if (cut != 0)
        {
            _stepper.Interpolate(_theta, _state, _next, _scratch);
            foreach (int lane in new LaneSet(cut))
            {
                LaneArray.Copy<TLanes>(_scratch, _next, lane, _shape.States);
            }
        }

        TLanes mask = MaskOf(accepted);
        for (int i = 0; i < _shape.States * TLanes.Width; i += TLanes.Width)
        {
            TLanes.Store(_state + i, TLanes.Select(mask, TLanes.Load(_next + i), TLanes.Load(_state + i)));
        }

        TLanes time = TLanes.Select(mask, TLanes.Load(_end), TLanes.Load(_time));
        TLanes.Store(_time, time);
        uint arrived = TLanes.MaskBits(TLanes.GreaterThanOrEqual(time, TLanes.Load(_stop))) & accepted;
        if ((arrived | cut) != 0)
        {
            Attend(arrived | cut);
        }
    }

    // The first step is a part of the time in which the state changes by its own size, as the field says
    // (Hairer, Nørsett & Wanner 1993, §II.4, without the second estimate: the error control does the rest).
    private void ProposeFirstSteps()
    {
        TLanes.Store(_scratchTime, _tolerance.Norm(_state, _state, _state));
        TLanes.Store(_mask, _tolerance.Norm(_state, _state, _stepper.Field));
        foreach (int lane in new LaneSet(_restarting))
        {
            double size = _scratchTime[lane];
            double slope = _mask[lane];
            if (!double.IsFinite(size + slope) && NotFinite(lane) >= 0)
            {
                Fail(lane, SolveStatus.NotANumber);
                continue;
            }

            double remaining = _stop[lane] - _time[lane];
            double step = slope > 0
                ? _restartFactor * Math.Max(size, 1) / slope
                : 1e-3 * (double.IsFinite(remaining) ? remaining : 1);
            _control.Restart(lane, Math.Max(step, 4 * StepControl<TLanes>.Smallest(_time[lane])));
        }

        _restarting = 0;
    }

    private void Fail(int lane, SolveStatus status)
    {
        int state = NotFinite(lane);
        if (state >= 0 && status is SolveStatus.StepTooSmall)
        {
            status = SolveStatus.NotANumber;
        }

        if (state < 0)
        {
            state = _tolerance.Largest(_state, _next, _stepper.Error, lane);
        }

        End(lane, status, state);
    }

    // Index of a state of the lane that is not finite, or whose right side is not, −1 if there is none.
    private int NotFinite(int lane)
    {
        int state = LaneArray.NotFinite<TLanes>(_state, lane, _shape.States);
        return state >= 0 ? state : LaneArray.NotFinite<TLanes>(_stepper.Field, lane, _shape.States);
    }

    private void End(int lane, SolveStatus status, int state)
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
        slot.Course = null;
        course.OnEnd(new CourseEnd(status, _time[lane], state, accepted, rejected));
    }

    private TLanes MaskOf(uint lanes)
    {
        for (int lane = 0; lane < TLanes.Width; lane++)
        {
            ((ulong*)_mask)[lane] = (lanes & (1u << lane)) != 0 ? ulong.MaxValue : 0;
        }

        return TLanes.Load(_mask);
    }
}
