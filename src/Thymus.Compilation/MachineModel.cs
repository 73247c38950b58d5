using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.Intrinsics;
using Thymus.Compilation.Emission;
using Thymus.Compilation.Flattening;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Numerics.Lanes;
using Thymus.Numerics.Linear;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation;

/// <summary>A model flattened, differentiated and planned; its machine code is made per width, on first use.</summary>
internal sealed class MachineModel : CompiledModel
{
    private readonly Dictionary<string, int> _parameters;
    private readonly Dictionary<string, int> _states;
    private readonly Lazy<LaneKernel> _scalar;
    private readonly Lazy<LaneKernel> _vector256;
    private readonly Lazy<LaneKernel> _vector512;
    private readonly Lazy<LaneKernel> _twoVectors512;

    private MachineModel(BoundModel model, FlatModel flat, KernelProgram program, TimeSpan elapsed)
    {
        Model = model;
        Program = program;
        StateNames = [.. flat.States.Select(s => s.Name)];
        ParameterNames = [.. flat.Parameters.Select(p => p.Name)];
        DefaultParameters = [.. flat.Parameters.Select(p => p.Default)];
        ObservableNames = [.. flat.Observables.Select(o => o.Name)];
        SensitivityNames = flat.SensitivityNames;
        TriggerNames = [.. flat.Triggers.Select(t => t.Name)];
        _parameters = Numbers(ParameterNames);
        _states = Numbers(StateNames);
        _scalar = new Lazy<LaneKernel>(() => new EmittedKernel<Lanes1>(program));
        _vector256 = new Lazy<LaneKernel>(() => new EmittedKernel<Lanes4>(program));
        _vector512 = new Lazy<LaneKernel>(() => Vector512.IsHardwareAccelerated
            ? new EmittedKernel<Lanes8>(program)
            : new EmittedKernel<PairLanes<Lanes4>>(program));
        _twoVectors512 = new Lazy<LaneKernel>(() => Vector512.IsHardwareAccelerated
            ? new EmittedKernel<PairLanes<Lanes8>>(program)
            : new EmittedKernel<PairLanes<PairLanes<Lanes4>>>(program));
        Statistics = new CompileStatistics(
            program.Shape.States, program.Methods.Sum(m => m.Tape.OperationCount), program.Shape.JacobianEntries,
            program.Shape.FactorEntries, elapsed);
    }

    /// <inheritdoc />
    public override BoundModel Model { get; }

    /// <inheritdoc />
    public override ImmutableArray<string> StateNames { get; }

    /// <inheritdoc />
    public override ImmutableArray<string> ParameterNames { get; }

    /// <inheritdoc />
    public override ImmutableArray<double> DefaultParameters { get; }

    /// <inheritdoc />
    public override ImmutableArray<string> ObservableNames { get; }

    /// <inheritdoc />
    public override ImmutableArray<MatrixEntry> JacobianPlaces => Program.JacobianPlaces;

    /// <inheritdoc />
    public override int OwnStates => Program.Shape.ModelStates;

    /// <inheritdoc />
    public override bool HasDelays => !Program.Shape.Lags.IsEmpty;

    /// <inheritdoc />
    public override bool IsConstrained => Program.Shape.IsConstrained || !Program.Shape.Invariants.IsEmpty;

    /// <inheritdoc />
    public override bool HasFastConstraints => Program.Shape.IsConstrained;

    /// <inheritdoc />
    public override ImmutableArray<string> SensitivityNames { get; }

    /// <inheritdoc />
    public override ImmutableArray<string> TriggerNames { get; }

    /// <inheritdoc />
    public override KernelCost Cost => Program.Cost;

    /// <inheritdoc />
    public override CompileStatistics Statistics { get; }

    /// <summary>The plan of the kernels.</summary>
    internal KernelProgram Program { get; }

    /// <inheritdoc />
    public override int ParameterIndex(string name) => _parameters.GetValueOrDefault(name, -1);

    /// <inheritdoc />
    public override int StateIndex(string name) => _states.GetValueOrDefault(name, -1);

    /// <inheritdoc />
    public override LaneKernel Kernel(LaneWidth width) => width switch
    {
        LaneWidth.Scalar => _scalar.Value,
        LaneWidth.Vector256 => _vector256.Value,
        LaneWidth.Vector512 => _vector512.Value,
        LaneWidth.TwoVectors512 => _twoVectors512.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "A kernel has 1, 4, 8 or 16 lanes."),
    };

    /// <summary>Compiles as far as it does not depend on the width.</summary>
    internal static Checked<CompiledModel> Build(CompileRequest request, int largestUnrolledFactor)
    {
        long start = Stopwatch.GetTimestamp();
        List<Diagnostic> findings = [];
        var flat = Flattener.Flatten(request, findings);
        findings.AddRange(flat.Draws.Select(d => new Diagnostic(
            CompilationRules.DrawWithoutChance, d.Span, "simulate with --method ssa, or give it a number", d.Distribution.ToString())));
        if (findings.Any(f => f.IsError))
        {
            return new Checked<CompiledModel>(null, [.. findings]);
        }

        var program = KernelProgram.Plan(flat, request.Model, findings, largestUnrolledFactor);
        var model = program is null ? null : new MachineModel(request.Model, flat, program, Stopwatch.GetElapsedTime(start));
        return new Checked<CompiledModel>(model, [.. findings]);
    }

    private static Dictionary<string, int> Numbers(ImmutableArray<string> names)
    {
        Dictionary<string, int> numbers = [];
        for (int i = 0; i < names.Length; i++)
        {
            numbers.TryAdd(names[i], i);
        }

        return numbers;
    }
}
