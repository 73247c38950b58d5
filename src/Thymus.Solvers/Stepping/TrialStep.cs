using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;

namespace Thymus.Solvers.Stepping;

/// <summary>
/// One turn of the loop in every lane: the state moves to the end of the last step where that was good, a step is tried, its
/// error decides on it. Joins method, tolerance and control; without branches on numbers, so that it can be recorded.
/// </summary>
internal sealed unsafe class TrialStep<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly StepArrays _arrays;

    public TrialStep(LaneKernel kernel, SolverMethod method, StepArrays arrays, LaneMemory memory)
    {
        _arrays = arrays;
        Stepper = new RosenbrockStepper<TLanes>(kernel, RosenbrockTableau.Of(method), arrays, memory);
        Tolerance = new Tolerance<TLanes>(arrays);
        Control = new StepControl<TLanes>(Stepper.EmbeddedOrder + 1, arrays);
    }

    /// <summary>The method.</summary>
    public LaneStepper<TLanes> Stepper { get; }

    /// <summary>Weighs errors.</summary>
    public Tolerance<TLanes> Tolerance { get; }

    /// <summary>Sizes of the steps.</summary>
    public StepControl<TLanes> Control { get; }

    /// <summary>Sizes of a method.</summary>
    public static StepForm FormOf(SolverMethod method)
    {
        var tableau = RosenbrockTableau.Of(method);
        return new StepForm(tableau.Stages, tableau.Dense.Length);
    }

    /// <summary>Takes a trial step in every lane and decides on it.</summary>
    public void Take()
    {
        Commit();
        Control.Choose();
        Stepper.Step();
        Control.Decide(Tolerance.SquaredNorm(_arrays.State, _arrays.Next, Stepper.Error));
    }

    /// <summary>Moves the lanes whose last step was good to its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Commit()
    {
        double* state = _arrays.State;
        double* next = _arrays.Next;
        TLanes good = TLanes.Load(_arrays.Row(ControlRow.Good));
        for (int i = 0; i < _arrays.States * TLanes.Width; i += TLanes.Width)
        {
            TLanes.Store(state + i, TLanes.Select(good, TLanes.Load(next + i), TLanes.Load(state + i)));
        }

        double* time = _arrays.Row(ControlRow.Time);
        TLanes.Store(time, TLanes.Select(good, TLanes.Load(_arrays.Row(ControlRow.End)), TLanes.Load(time)));
        TLanes.Store(_arrays.Row(ControlRow.Good), TLanes.Zero);
    }
}
