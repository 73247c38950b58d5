using Thymus.Compilation.Emission;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Recording;

/// <summary>The equations of a program over <see cref="RecordedLanes"/>: the tapes become parts of what is recorded.</summary>
internal sealed unsafe class RecordedKernel(KernelProgram program) : LaneKernel
{
    /// <inheritdoc />
    public override LaneWidth Width => LaneWidth.Scalar;

    /// <inheritdoc />
    public override KernelShape Shape => program.Shape;

    /// <inheritdoc />
    public override bool DependsOnTime => program.DependsOnTime;

    /// <inheritdoc />
    public override void Field(double* t, double* y, double* parameters, double* dydt) =>
        Play(nameof(Field), t, y, parameters, dydt, null);

    /// <inheritdoc />
    public override void Jacobian(double* t, double* y, double* parameters, double* jacobian, double* dfdt) =>
        Play(nameof(Jacobian), t, y, parameters, jacobian, dfdt);

    /// <inheritdoc />
    public override void Factor(double* jacobian, double* shift, double* factors) =>
        Play(nameof(Factor), jacobian, shift, factors, null, null);

    /// <inheritdoc />
    public override void Solve(double* factors, double* x) => Play(nameof(Solve), factors, x, null, null, null);

    /// <inheritdoc />
    public override void SolveStage(double* factors, double* field, double* scale, double* x) =>
        Play(nameof(SolveStage), factors, x, field, scale, null);

    /// <inheritdoc />
    public override void Prepare(double* parameters) => throw NotInAStep();

    /// <inheritdoc />
    public override void Initialise(double* t, double* parameters, double* y) => throw NotInAStep();

    /// <inheritdoc />
    public override void Observe(double* t, double* y, double* parameters, double* observed) => throw NotInAStep();

    /// <inheritdoc />
    public override void Triggers(double* t, double* y, double* parameters, double* values) => throw NotInAStep();

    /// <inheritdoc />
    public override void Assign(int trigger, double* t, double* y, double* parameters, double* values) => throw NotInAStep();

    private static NotSupportedException NotInAStep() => new("A step does not use this function.");

    private void Play(string name, params Span<nint> arrays)
    {
        var recorder = Recorder.Current;
        var instructions = program.Methods.Single(m => m.Name == name).Tape.Instructions;
        int[] values = new int[instructions.Length];
        for (int i = 0; i < instructions.Length; i++)
        {
            var instruction = instructions[i];
            switch (instruction.Kind)
            {
                case InstructionKind.Constant:
                    values[i] = recorder.Constant(instruction.Bits);
                    break;
                case InstructionKind.Load:
                    values[i] = recorder.Read(arrays[instruction.A] + (instruction.B * sizeof(double)));
                    break;
                case InstructionKind.Store:
                    recorder.Write(arrays[instruction.A] + (instruction.B * sizeof(double)), values[instruction.C]);
                    break;
                default:
                    values[i] = recorder.Compute(
                        instruction.Code,
                        values[instruction.A],
                        instruction.B < 0 ? -1 : values[instruction.B],
                        instruction.C < 0 ? -1 : values[instruction.C]);
                    break;
            }
        }
    }

    private void Play(string name, double* a, double* b, double* c, double* d, double* e) =>
        Play(name, (nint)a, (nint)b, (nint)c, (nint)d, (nint)e);
}
