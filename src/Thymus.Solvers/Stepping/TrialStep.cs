using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Constraints;
using Thymus.Solvers.Delays;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;
using Thymus.Solvers.Multistep;

namespace Thymus.Solvers.Stepping;

/// <summary>
/// One turn of the loop in every lane: the state moves to the end of the last step where that was good, a step is tried, its
/// error decides on it. Joins method, tolerance and control; without branches on numbers, so that it can be recorded.
/// </summary>
internal unsafe class TrialStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly StepArrays _arrays;
    private readonly double* _merged;

    protected TrialStep(LaneStepper<TLanes> stepper, StepArrays arrays, LaneMemory memory)
    {
        _arrays = arrays;
        _merged = arrays.Merged;
        Stepper = stepper;
        Tolerance = new Tolerance<TLanes>(arrays);
        Control = new StepControl<TLanes>(Stepper.EmbeddedOrder + 1, Stepper.Overestimate, arrays);
        NonNegativity = new NonNegativity<TLanes>(arrays);
        Projection = arrays.Shape.Invariants.IsEmpty ? null : new Projection<TLanes>(stepper.Kernel, arrays, memory);
    }

    /// <summary>The method.</summary>
    public LaneStepper<TLanes> Stepper { get; }

    /// <summary>Weighs errors.</summary>
    public Tolerance<TLanes> Tolerance { get; }

    /// <summary>Sizes of the steps.</summary>
    public StepControl<TLanes> Control { get; }

    /// <summary>The states that must not turn negative.</summary>
    public NonNegativity<TLanes> NonNegativity { get; }

    /// <summary>Brings states to where invariants vanish; <see langword="null"/> where there are none.</summary>
    public Projection<TLanes>? Projection { get; }

    /// <summary>
    /// Whether the dense output is as accurate as the step, so that a trigger may be located on it; where not, the step is made
    /// again up to the trigger.
    /// </summary>
    public virtual bool IsDenseOutputAsAccurate => false;

    /// <summary>Whether <see cref="Take"/> makes the dense output ready.</summary>
    public virtual bool PreparesDense => false;

    /// <summary>The turn of a method.</summary>
    public static TrialStep<TLanes> Create(LaneKernel kernel, SolverMethod method, StepArrays arrays, LaneMemory memory) => method switch
    {
        SolverMethod.Tsit5 when kernel is DelayedKernel<TLanes> delayed =>
            new DelayedTrial<TLanes>(delayed, new ExplicitStepper<TLanes>(kernel, ExplicitTableau.Tsit5, arrays, memory), arrays, memory),
        SolverMethod.Rodas5P or SolverMethod.Rodas4 when kernel is DelayedKernel<TLanes> delayed =>
            new DelayedTrial<TLanes>(delayed, new RosenbrockStepper<TLanes>(kernel, RosenbrockTableau.Of(method), arrays, memory), arrays, memory),
        SolverMethod.Bdf => (TrialStep<TLanes>)(object)new MultistepTrial(kernel, arrays, memory),
        SolverMethod.Tsit5 => new TrialStep<TLanes>(new ExplicitStepper<TLanes>(kernel, ExplicitTableau.Tsit5, arrays, memory), arrays, memory),
        _ => new TrialStep<TLanes>(new RosenbrockStepper<TLanes>(kernel, RosenbrockTableau.Of(method), arrays, memory), arrays, memory),
    };

    /// <summary>Sizes of a method.</summary>
    public static StepForm FormOf(SolverMethod method) => method switch
    {
        SolverMethod.Bdf => MultistepStepper.Form,
        SolverMethod.Tsit5 => ExplicitStepper<TLanes>.FormOf(ExplicitTableau.Tsit5),
        _ => RosenbrockStepper<TLanes>.FormOf(RosenbrockTableau.Of(method)),
    };

    /// <summary>Begins anew after the start or a discontinuity, with a guess of the first step; the stepper has begun.</summary>
    public virtual void Restart(int lane, double step) => Control.Restart(lane, step);

    /// <summary>Takes note of a course that begins, whose start state is set.</summary>
    public virtual void BeginCourse(int lane)
    {
    }

    /// <summary>The next time at which a step has to end because the solution is less smooth there; infinite for none.</summary>
    public virtual double NextBreak(int lane) => double.PositiveInfinity;

    /// <summary>Whether a delay is to blame where a step does not succeed.</summary>
    public virtual bool HasBadDelay(int lane) => false;

    /// <summary>Takes a trial step in every lane and decides on it.</summary>
    public virtual void Take()
    {
        Commit();
        Control.Choose();
        Stepper.Step();
        TLanes error = Tolerance.SquaredNorm(_arrays.State, _arrays.Next, Stepper.Error, Stepper.DampedError);
        if (Projection is not null)
        {
            // How far a step leads away from where it should is a part of its error.
            error += Projection.Apply(_arrays.Row(ControlRow.End), _arrays.Next, TLanes.BroadcastBits(ulong.MaxValue));
            Stepper.Correct();
        }

        Control.Decide(error);
    }

    /// <summary>
    /// Refuses the steps just taken that carry a protected state too low. Apart from <see cref="Take"/>, so that steps without
    /// protected states, recorded ones above all, have nothing of it, and with them both kinds are judged by the same code.
    /// </summary>
    public virtual void Guard() => Control.RefuseGood(NonNegativity.Violated(_arrays.Next));

    /// <summary>Moves the lanes whose last step was good to its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public virtual void Commit()
    {
        double* state = _arrays.State;
        double* next = _arrays.Next;
        TLanes good = TLanes.Load(_arrays.Row(ControlRow.Good));
        for (nint i = 0; i < _arrays.States * TLanes.Width; i += TLanes.Width)
        {
            TLanes.Store(state + i, TLanes.Select(good, TLanes.Load(next + i), TLanes.Load(state + i)));
        }

        double* time = _arrays.Row(ControlRow.Time);
        TLanes.Store(time, TLanes.Select(good, TLanes.Load(_arrays.Row(ControlRow.End)), TLanes.Load(time)));
        Stepper.Commit(good);
        TLanes.Store(_arrays.Row(ControlRow.Good), TLanes.Zero);
        if (!_arrays.Shape.Merged.IsEmpty)
        {
            Merge(good);
        }
    }

    /// <summary>Merges states (<see cref="LaneKernel.Merge"/>) in some lanes.</summary>
    public void Merge(TLanes lanes)
    {
        Stepper.Kernel.Merge(_arrays.Row(ControlRow.Time), _arrays.State, _arrays.Parameters, _merged);
        for (int k = 0; k < _arrays.Shape.Merged.Length; k++)
        {
            double* state = _arrays.State + (_arrays.Shape.Merged[k] * TLanes.Width);
            TLanes.Store(state, TLanes.Select(lanes, TLanes.Load(_merged + (k * TLanes.Width)), TLanes.Load(state)));
        }
    }
}
