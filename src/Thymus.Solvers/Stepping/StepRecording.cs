using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Stepping;

/// <summary>The parts of a step that can be recorded.</summary>
public enum StepPart
{
    /// <summary>A trial step with the decision on it: <see cref="FusedStep.Take"/>.</summary>
    Take,

    /// <summary>The dense output: <see cref="FusedStep.PrepareDense"/>.</summary>
    PrepareDense,

    /// <summary>The second correction of the dense output: <see cref="FusedStep.RefineDense"/>.</summary>
    RefineDense,
}

/// <summary>An array that recorded code reads and writes, by its place among the arguments of <see cref="FusedStep.Take"/>.</summary>
/// <param name="Start">First number.</param>
/// <param name="Length">Numbers.</param>
public unsafe readonly record struct RecordedArray(nint Start, int Length);

/// <summary>
/// Runs the general code of a step once over lanes that write down what is done with them. The code has no branch that depends
/// on a number, so the record is the step for every number.
/// </summary>
public static unsafe class StepRecording
{
    /// <summary>Whether a step of the method does the same work whatever its numbers.</summary>
    public static bool CanRecord(SolverMethod method) => method is SolverMethod.Rodas5P or SolverMethod.Rodas4 or SolverMethod.Tsit5;

    /// <summary>Runs a part of a step of the method over <typeparamref name="TLanes"/>, which have one lane.</summary>
    /// <param name="kernel">The equations, over the same lanes.</param>
    /// <param name="method">The method.</param>
    /// <param name="part">What to run.</param>
    /// <param name="watch">Gets the arrays before the code runs on them: control, state, parameters, work, settings.</param>
    public static void Run<TLanes>(
        LaneKernel kernel, SolverMethod method, StepPart part, Action<IReadOnlyList<RecordedArray>> watch)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(watch);
        using var memory = new LaneMemory();
        var arrays = new StepArrays(kernel.Shape, TrialStep<TLanes>.FormOf(method), TLanes.Width, memory, isRecorded: true);
        var trial = TrialStep<TLanes>.Create(kernel, method, arrays, memory);
        watch(
        [
            new RecordedArray((nint)arrays.Control, arrays.ControlLength),
            new RecordedArray((nint)arrays.State, arrays.StatesLength),
            new RecordedArray((nint)arrays.Parameters, arrays.ParametersLength),
            new RecordedArray((nint)arrays.Work, arrays.WorkLength),
            new RecordedArray((nint)arrays.Settings, arrays.SettingsLength),
        ]);
        switch (part)
        {
            case StepPart.Take:
                trial.Take();
                break;
            case StepPart.PrepareDense:
                trial.Stepper.PrepareDense();
                break;
            default:
                trial.Stepper.RefineDense();
                break;
        }
    }

    /// <summary>Vectors of the work array of a method.</summary>
    public static int WorkOf(KernelShape shape, SolverMethod method)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return StepArrays.WorkVectors(shape, TrialStep<Lanes1>.FormOf(method));
    }
}
