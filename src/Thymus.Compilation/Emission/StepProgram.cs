using System.Collections.Immutable;
using Thymus.Compilation.Recording;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Compilation.Emission;

/// <summary>A whole step of a method for one model, for every width.</summary>
internal sealed class StepProgram
{
    private const int WorkArray = 3;

    private StepProgram(ImmutableArray<KernelMethod> methods, int scratch)
    {
        Methods = methods;
        Scratch = scratch;
    }

    /// <summary>The parts of the step, by the names of <see cref="StepPart"/>.</summary>
    public ImmutableArray<KernelMethod> Methods { get; }

    /// <summary>Vectors of the work array that the code uses for itself.</summary>
    public int Scratch { get; }

    /// <summary>Records the step of a method.</summary>
    public static StepProgram Of(KernelProgram program, SolverMethod method)
    {
        var kernel = new RecordedKernel(program);
        var scratch = new Home(WorkArray, StepRecording.WorkOf(program.Shape, method));
        int used = 0;
        List<KernelMethod> methods = [];
        foreach (var part in Enum.GetValues<StepPart>())
        {
            var tape = Recorder.Record(watch => StepRecording.Run<RecordedLanes>(kernel, method, part, watch));
            methods.Add(new KernelMethod(part.ToString(), tape, ChunkPlanner.Plan(tape, scratch, out int count)));
            used = Math.Max(used, count);
        }

        return new StepProgram([.. methods], used);
    }
}
