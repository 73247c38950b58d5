using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Emission;

/// <summary>A step whose code was emitted; it keeps its assembly loaded. Without state, so threads may share it.</summary>
internal sealed unsafe class EmittedStep<T> : FusedStep
    where T : unmanaged, ILanes<T>
{
    private readonly Type _type;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _take;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _prepareDense;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _refineDense;

    /// <summary>Emits and compiles a step.</summary>
    public EmittedStep(StepProgram program)
    {
        var emitter = new KernelEmitter(typeof(T), T.Width);
        foreach (var method in program.Methods)
        {
            emitter.Define(method.Name, method.Tape, method.Chunks);
        }

        _type = emitter.Create();
        Scratch = program.Scratch;
        _take = Find(nameof(Take));
        _prepareDense = Find(nameof(PrepareDense));
        _refineDense = Find(nameof(RefineDense));
    }

    /// <inheritdoc />
    public override int Scratch { get; }

    /// <inheritdoc />
    public override void Take(double* control, double* state, double* parameters, double* work, double* settings) =>
        _take(control, state, parameters, work, settings);

    /// <inheritdoc />
    public override void PrepareDense(double* control, double* state, double* parameters, double* work, double* settings) =>
        _prepareDense(control, state, parameters, work, settings);

    /// <inheritdoc />
    public override void RefineDense(double* control, double* state, double* parameters, double* work, double* settings) =>
        _refineDense(control, state, parameters, work, settings);

    private delegate*<double*, double*, double*, double*, double*, void> Find(string name) =>
        (delegate*<double*, double*, double*, double*, double*, void>)KernelEmitter.AddressOf(_type, name);
}
