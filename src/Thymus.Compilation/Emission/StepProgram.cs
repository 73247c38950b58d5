using Thymus.Compilation.Recording;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Compilation.Emission;

/// <summary>A whole step of a method for one model, for every width.</summary>
internal sealed class StepProgram
{
    private const int WorkArray = 3;

    private StepProgram(KernelMethod take, KernelMethod prepareDense, int scratch)
    {
        Take = take;
        PrepareDense = prepareDense;
        Scratch = scratch;
    }

    /// <summary>The trial step.</summary>
    public KernelMethod Take { get; }

    /// <summary>The dense output.</summary>
    public KernelMethod PrepareDense { get; }

    /// <summary>Vectors of the work array that the code uses for itself.</summary>
    public int Scratch { get; }

    /// <summary>Records the step of a method.</summary>
    public static StepProgram Of(KernelProgram program, SolverMethod method)
    {
        var kernel = new RecordedKernel(program);
        var take = Recorder.Record(watch => StepRecording.Run<RecordedLanes>(kernel, method, StepPart.Take, watch));
        var dense = Recorder.Record(watch => StepRecording.Run<RecordedLanes>(kernel, method, StepPart.PrepareDense, watch));
        var scratch = new Home(WorkArray, StepRecording.WorkOf(program.Shape, method));
        return new StepProgram(
            new KernelMethod(nameof(Take), take, ChunkPlanner.Plan(take, scratch, out int used)),
            new KernelMethod(nameof(PrepareDense), dense, ChunkPlanner.Plan(dense, scratch, out int usedByDense)),
            Math.Max(used, usedByDense));
    }
}
