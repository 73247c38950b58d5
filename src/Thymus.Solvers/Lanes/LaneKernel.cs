using System.Collections.Immutable;
using Thymus.Solvers.Delays;
using Thymus.Solvers.Events;

namespace Thymus.Solvers.Lanes;

/// <summary>How many patients are stepped side by side. The width never changes a result, only the speed.</summary>
public enum LaneWidth
{
    /// <summary>One patient at a time.</summary>
    Scalar = 1,

    /// <summary>Four patients in a 256-bit vector.</summary>
    Vector256 = 4,

    /// <summary>Eight patients in a 512-bit vector; in two 256-bit vectors where the processor has no wider one.</summary>
    Vector512 = 8,

    /// <summary>Sixteen patients in two 512-bit vectors, or in four 256-bit ones: for small models, whose instructions wait for each other.</summary>
    TwoVectors512 = 16,
}

/// <summary>Sizes of the arrays a kernel works on, in vectors (one number per lane each).</summary>
/// <param name="States">States n.</param>
/// <param name="Parameters">Parameters that a course sets.</param>
/// <param name="Derived">Values that <see cref="LaneKernel.Prepare"/> computes from the parameters; they follow them in the same array.</param>
/// <param name="JacobianEntries">Structural non-zeros of ∂f/∂y.</param>
/// <param name="FactorEntries">Structural non-zeros of the LU factors.</param>
/// <param name="Observables">Values that <see cref="LaneKernel.Observe"/> computes.</param>
/// <param name="Triggers">Trigger functions: the model's events first, then watches.</param>
/// <param name="Events">How many of the triggers are events of the model, with assignments.</param>
public sealed record KernelShape(
    int States, int Parameters, int Derived, int JacobianEntries, int FactorEntries, int Observables, int Triggers, int Events)
{
    /// <summary>States that are derivatives of the model's own by a parameter, one group a parameter; they are the last states.</summary>
    public ImmutableArray<SensitivityGroup> Sensitivities { get; init; } = [];

    /// <summary>The lags of what the equations look up in the past; a lag comes after those that it depends on.</summary>
    public ImmutableArray<LagForm> Lags { get; init; } = [];

    /// <summary>
    /// The states that <see cref="LaneKernel.Merge"/> sets after every step. Within a step one of them alone says nothing, so <see cref="ICourse.OnOutput"/>
    /// should read observables instead; at stops all are whole.
    /// </summary>
    public ImmutableArray<int> Merged { get; init; } = [];

    /// <summary>The states that are held to constraints, by rates so fast that an implicit one-step method is needed (<see cref="LaneKernel.Settling"/>).</summary>
    public ImmutableArray<int> Settled { get; init; } = [];

    /// <summary>The states that go from their values before a change to those after it while constraints settle.</summary>
    public ImmutableArray<int> Continued { get; init; } = [];

    /// <summary>
    /// What vanishes at all times (<see cref="LaneKernel.Invariants"/>): of each the states that may be corrected where errors of steps make it differ from 0.
    /// </summary>
    public ImmutableArray<ImmutableArray<int>> Invariants { get; init; } = [];

    /// <summary>The states whose start values follow from invariants; their own are where the search begins.</summary>
    public ImmutableArray<int> Found { get; init; } = [];

    /// <summary>Whether states are held to constraints.</summary>
    public bool IsConstrained => !Settled.IsEmpty;

    /// <summary>The model's own states: the first ones.</summary>
    public int ModelStates => Sensitivities.IsEmpty ? States : Sensitivities[0].First;

    /// <summary>The absolute tolerance of a state, in its own unit: of a sensitivity that of its state over the size of the parameter.</summary>
    internal double AbsoluteToleranceOf(int state, SolverOptions options)
    {
        foreach (var group in Sensitivities)
        {
            if (state >= group.First && state < group.End)
            {
                return AbsoluteToleranceOf(group.Of[state - group.First], options) / group.Size;
            }
        }

        return options.AbsoluteTolerances.Count > 0 ? options.AbsoluteTolerances[state] : options.AbsoluteTolerance;
    }
}

/// <summary>States that are the derivatives of others by one parameter.</summary>
/// <param name="First">Index of the first.</param>
/// <param name="Of">Of each the state that it is a derivative of.</param>
/// <param name="Size">Typical size of the parameter, greater than 0.</param>
public sealed record SensitivityGroup(int First, ImmutableArray<int> Of, double Size)
{
    /// <summary>
    /// The kernel's parameter that is dτ/dp, how far the moment τ of an event moves with this parameter p; −1 for none. The engine sets it.
    /// </summary>
    public int Moment { get; init; } = -1;

    /// <summary>Index after the last.</summary>
    public int End => First + Of.Length;
}

/// <summary>
/// The equations of one model over the lanes of one vector. All arrays are lane-interleaved: element i of lane l is at
/// [i * (int)Width + l], aligned to 64 bytes. No method allocates, and no lane's result depends on another lane.
/// </summary>
public abstract unsafe class LaneKernel
{
    /// <summary>Lanes of a vector.</summary>
    public abstract LaneWidth Width { get; }

    /// <summary>Sizes of the arrays.</summary>
    public abstract KernelShape Shape { get; }

    /// <summary>Whether the time itself, not only the state, enters f; where not, ∂f/∂t is 0.</summary>
    public virtual bool DependsOnTime => true;

    /// <summary>The index of the state that observable <paramref name="observable"/> is; −1 where it is computed.</summary>
    public virtual int ObservedState(int observable) => -1;

    /// <summary>Code of this model's own for the steps of a method; <see langword="null"/> where the general code is used.</summary>
    public virtual FusedStep? Fused(SolverMethod method) => null;

    /// <summary>Computes the derived values from the parameters, once per patient and after a change of parameters.</summary>
    public abstract void Prepare(double* parameters);

    /// <summary>Writes the start state at time <paramref name="t"/> (one per lane).</summary>
    public abstract void Initialise(double* t, double* parameters, double* y);

    /// <summary>Writes f(t, y).</summary>
    public abstract void Field(double* t, double* y, double* parameters, double* dydt);

    /// <summary>Writes the non-zeros of ∂f/∂y in the kernel's own order, and ∂f/∂t.</summary>
    public abstract void Jacobian(double* t, double* y, double* parameters, double* jacobian, double* dfdt);

    /// <summary>Factorises W = shift·I − J, with one shift per lane. No pivoting: the shift keeps W regular at small steps.</summary>
    public abstract void Factor(double* jacobian, double* shift, double* factors);

    /// <summary>Solves W x = b in place.</summary>
    public abstract void Solve(double* factors, double* x);

    /// <summary>Solves W x = <paramref name="field"/> + <paramref name="scale"/> x in place, with one scale per lane: a stage of a method.</summary>
    public virtual void SolveStage(double* factors, double* field, double* scale, double* x)
    {
        int width = (int)Width;
        for (int i = 0; i < Shape.States * width; i++)
        {
            x[i] = Math.FusedMultiplyAdd(x[i], scale[i % width], field[i]);
        }

        Solve(factors, x);
    }

    /// <summary>Writes the observables.</summary>
    public abstract void Observe(double* t, double* y, double* parameters, double* observed);

    /// <summary>Writes the trigger functions; a trigger holds while its function is greater than 0.</summary>
    public abstract void Triggers(double* t, double* y, double* parameters, double* values);

    /// <summary>What is fixed of a trigger; of those after the model's events it is <see cref="EventForm.Watch"/>.</summary>
    public virtual EventForm FormOf(int trigger) => EventForm.Watch;

    /// <summary>Writes the values that event <paramref name="trigger"/> assigns, one per target, in the order of its form.</summary>
    public abstract void Assign(int trigger, double* t, double* y, double* parameters, double* values);

    /// <summary>
    /// Writes, at the place of each target that is not plain, the size that a value of event <paramref name="trigger"/> is multiplied by.
    /// Called where the form has such targets.
    /// </summary>
    public virtual void Sizes(int trigger, double* t, double* y, double* parameters, double* sizes) => throw new NotSupportedException();

    /// <summary>Writes the time from trigger to run of every event. Called where an event has one.</summary>
    public virtual void Delays(double* t, double* y, double* parameters, double* delays) => throw new NotSupportedException();

    /// <summary>
    /// The equations, of width <see cref="LaneWidth.Scalar"/>, by which constraints settle where the course has changed something: as many
    /// states, then the time, which stands still, then where those of <see cref="KernelShape.Continued"/> go; the same parameters.
    /// <see langword="null"/> where there are no constraints.
    /// </summary>
    public virtual LaneKernel? Settling => null;

    /// <summary>
    /// Writes new values of the states of <see cref="KernelShape.Merged"/>, by which nothing changes that the equations depend on. Called after every step where
    /// there are such.
    /// </summary>
    public virtual void Merge(double* t, double* y, double* parameters, double* values) => throw new NotSupportedException();

    /// <summary>
    /// Writes what vanishes at all times, one value per entry of <see cref="KernelShape.Invariants"/>, and its derivatives by the states named there, invariant
    /// by invariant. Called where there are such.
    /// </summary>
    public virtual void Invariants(double* t, double* y, double* parameters, double* values, double* partials) => throw new NotSupportedException();

    /// <summary>
    /// Writes the lags of a level, each at its own place, from what was looked up for the levels before. Called where there are lags; of
    /// the field, those alone that a rate of change needs.
    /// </summary>
    public virtual void Lags(int level, bool isField, double* t, double* y, double* parameters, double* lags) => throw new NotSupportedException();

    /// <summary>Writes the priority of every event, −∞ for none. Called where an event has one.</summary>
    public virtual void Priorities(double* t, double* y, double* parameters, double* priorities) => throw new NotSupportedException();

    /// <summary>
    /// Writes, for every trigger g, its derivative by the parameter of each group of sensitivities at a given time, ∂g/∂x S + ∂g/∂p, then that by the
    /// time along the solution, ∂g/∂x f + ∂g/∂t. Called where there are triggers and sensitivities.
    /// </summary>
    public virtual void TriggerSlopes(double* t, double* y, double* parameters, double* slopes) => throw new NotSupportedException();

    /// <summary>
    /// Writes, for every event, the derivative of its delay by the parameter of each group, where the sensitivities in y are those at a moment that moves.
    /// Called where an event has a delay, and there are sensitivities.
    /// </summary>
    public virtual void DelaySlopes(double* t, double* y, double* parameters, double* slopes) => throw new NotSupportedException();
}
