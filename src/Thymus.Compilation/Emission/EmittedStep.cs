using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Emission;

/// <summary>A step whose code was emitted; it keeps its assembly loaded. Without state, so threads may share it.</summary>
internal sealed unsafe class EmittedStep<T> : FusedStep
    where T : unmanaged, ILanes<T>
{
    private const int Line = 64;   // bytes of a cache line, and of the widest vector

    private readonly Type _type;
    private readonly nint[] _take;
    private readonly nint[] _prepareDense;
    private readonly nint[] _refineDense;

    /// <summary>Emits and compiles a step.</summary>
    public EmittedStep(StepProgram program)
    {
        var emitter = new KernelEmitter(typeof(T), T.Width);
        foreach (var method in program.Methods)
        {
            emitter.DefineParts(method.Name, method.Tape, method.Chunks);
        }

        _type = emitter.Create();
        Scratch = program.Scratch;
        _take = Parts(nameof(Take));
        _prepareDense = Parts(nameof(PrepareDense));
        _refineDense = Parts(nameof(RefineDense));

        nint[] Parts(string name) => KernelEmitter.AddressesOf(_type, name, program.Methods.Single(m => m.Name == name).Chunks.Count);
    }

    /// <inheritdoc />
    public override int Scratch { get; }

    /// <inheritdoc />
    public override void Take(double* control, double* state, double* parameters, double* work, double* settings) =>
        Run(_take, control, state, parameters, work, settings);

    /// <inheritdoc />
    public override void PrepareDense(double* control, double* state, double* parameters, double* work, double* settings) =>
        Run(_prepareDense, control, state, parameters, work, settings);

    /// <inheritdoc />
    public override void RefineDense(double* control, double* state, double* parameters, double* work, double* settings) =>
        Run(_refineDense, control, state, parameters, work, settings);

    // The runtime places vectors that it keeps on the stack at even places from where the method was called, but a stack begins anywhere:
    // where that is half a vector off, every one of them lies across two cache lines, and steps take up to 1.8 times as long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run(nint[] parts, double* control, double* state, double* parameters, double* work, double* settings)
    {
        byte* top = stackalloc byte[16];
        byte* aligned = stackalloc byte[(int)((nuint)top % Line)];
        Keep(aligned);
        foreach (nint part in parts)
        {
            ((delegate*<double*, double*, double*, double*, double*, void>)part)(control, state, parameters, work, settings);
        }
    }

    // What nobody reads is not put on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep(byte* _)
    {
    }
}
