using System.Collections.Concurrent;
using System.Collections.Immutable;
using Thymus.Numerics.Lanes;
using Thymus.Numerics.Linear;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Emission;

/// <summary>A kernel whose methods were emitted; it keeps their assembly loaded. Without state, so threads may share it.</summary>
internal sealed unsafe class EmittedKernel<T> : LaneKernel
    where T : unmanaged, ILanes<T>
{
    private readonly KernelProgram _program;
    private readonly ConcurrentDictionary<SolverMethod, Lazy<FusedStep>> _steps = [];
    private readonly Type _type;
    private readonly IndexedLu? _loops;
    private readonly ImmutableArray<EventForm> _events;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _prepare;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _initialise;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _field;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _jacobian;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _factor;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _solve;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _solveStage;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _observe;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _triggers;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _delays;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _priorities;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _merge;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _invariants;
    private readonly Lazy<LaneKernel?> _settling;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _triggerSlopes;
    private readonly delegate*<double*, double*, double*, double*, double*, void> _delaySlopes;
    private readonly nint[] _assign;
    private readonly nint[] _sizes;
    private readonly nint[] _lags;        // by level
    private readonly nint[] _fieldLags;

    /// <summary>Emits and compiles a program.</summary>
    public EmittedKernel(KernelProgram program)
    {
        _program = program;
        var emitter = new KernelEmitter(typeof(T), T.Width);
        foreach (var method in program.Methods)
        {
            emitter.Define(method.Name, method.Tape, method.Chunks);
        }

        _type = emitter.Create();
        _loops = program.Loops;
        _events = program.Events;
        Shape = program.Shape;
        _prepare = Find(nameof(Prepare));
        _initialise = Find(nameof(Initialise));
        _field = Find(nameof(Field));
        _jacobian = Find(nameof(Jacobian));
        _observe = Find(nameof(Observe));
        _triggers = Find(nameof(Triggers));
        _delays = Find(nameof(Delays));
        _priorities = Find(nameof(Priorities));
        _triggerSlopes = Find(nameof(TriggerSlopes));
        _delaySlopes = Find(nameof(DelaySlopes));
        _assign = [.. Enumerable.Range(0, Shape.Events).Select(i => KernelEmitter.AddressOf(_type, $"Assign{i}"))];
        _sizes = [.. Enumerable.Range(0, Shape.Events).Select(i => KernelEmitter.AddressOf(_type, $"Sizes{i}"))];
        _merge = Find(nameof(Merge));
        _invariants = Find(nameof(Invariants));
        _settling = new Lazy<LaneKernel?>(() => program.Settling is { } settling ? new EmittedKernel<Lanes1>(settling) : null);
        int levels = Shape.Lags.IsEmpty ? 0 : Shape.Lags[^1].Level + 1;
        _lags = [.. Enumerable.Range(0, levels).Select(i => KernelEmitter.AddressOf(_type, $"Lags{i}"))];
        _fieldLags = [.. Enumerable.Range(0, levels).Select(i => KernelEmitter.AddressOf(_type, $"FieldLags{i}"))];
        if (_loops is null)
        {
            _factor = Find(nameof(Factor));
            _solve = Find(nameof(Solve));
            _solveStage = Find(nameof(SolveStage));
        }
    }

    /// <inheritdoc />
    public override LaneWidth Width => (LaneWidth)T.Width;

    /// <inheritdoc />
    public override KernelShape Shape { get; }

    /// <inheritdoc />
    public override bool DependsOnTime => _program.DependsOnTime;

    /// <inheritdoc />
    public override int ObservedState(int observable) => _program.ObservedStates[observable];

    /// <inheritdoc />
    /// <remarks>One lane runs one patient: compiling a step for it would take longer than it saves.</remarks>
    public override FusedStep? Fused(SolverMethod method) => T.Width > 1 && _program.Step(method) is { } step
        ? _steps.GetOrAdd(method, _ => new Lazy<FusedStep>(() => new EmittedStep<T>(step))).Value
        : null;

    /// <inheritdoc />
    public override void Prepare(double* parameters) => _prepare(null, null, parameters, null, null);

    /// <inheritdoc />
    public override void Initialise(double* t, double* parameters, double* y) => _initialise(t, null, parameters, y, null);

    /// <inheritdoc />
    public override void Field(double* t, double* y, double* parameters, double* dydt) => _field(t, y, parameters, dydt, null);

    /// <inheritdoc />
    public override void Jacobian(double* t, double* y, double* parameters, double* jacobian, double* dfdt) =>
        _jacobian(t, y, parameters, jacobian, dfdt);

    /// <inheritdoc />
    public override void Factor(double* jacobian, double* shift, double* factors)
    {
        if (_loops is null)
        {
            _factor(jacobian, shift, factors, null, null);
        }
        else
        {
            _loops.Factor<T>(jacobian, shift, factors);
        }
    }

    /// <inheritdoc />
    public override void Solve(double* factors, double* x)
    {
        if (_loops is null)
        {
            _solve(factors, x, null, null, null);
        }
        else
        {
            _loops.Solve<T>(factors, x);
        }
    }

    /// <inheritdoc />
    public override void SolveStage(double* factors, double* field, double* scale, double* x)
    {
        if (_loops is null)
        {
            _solveStage(factors, x, field, scale, null);
            return;
        }

        var scales = T.Load(scale);
        for (int i = 0; i < Shape.States * T.Width; i += T.Width)
        {
            T.Store(x + i, T.MultiplyAdd(T.Load(x + i), scales, T.Load(field + i)));
        }

        _loops.Solve<T>(factors, x);
    }

    /// <inheritdoc />
    public override void Observe(double* t, double* y, double* parameters, double* observed) =>
        _observe(t, y, parameters, observed, null);

    /// <inheritdoc />
    public override void Triggers(double* t, double* y, double* parameters, double* values) =>
        _triggers(t, y, parameters, values, null);

    /// <inheritdoc />
    public override EventForm FormOf(int trigger) => trigger < _events.Length ? _events[trigger] : EventForm.Watch;

    /// <inheritdoc />
    public override void Assign(int trigger, double* t, double* y, double* parameters, double* values) =>
        ((delegate*<double*, double*, double*, double*, double*, void>)_assign[trigger])(t, y, parameters, values, null);

    /// <inheritdoc />
    public override void Sizes(int trigger, double* t, double* y, double* parameters, double* sizes) =>
        ((delegate*<double*, double*, double*, double*, double*, void>)_sizes[trigger])(t, y, parameters, sizes, null);

    /// <inheritdoc />
    public override void Delays(double* t, double* y, double* parameters, double* delays) => _delays(t, y, parameters, delays, null);

    /// <inheritdoc />
    public override void Priorities(double* t, double* y, double* parameters, double* priorities) =>
        _priorities(t, y, parameters, priorities, null);

    /// <inheritdoc />
    public override void Lags(int level, bool isField, double* t, double* y, double* parameters, double* lags) =>
        ((delegate*<double*, double*, double*, double*, double*, void>)(isField ? _fieldLags : _lags)[level])(t, y, parameters, lags, null);

    /// <inheritdoc />
    public override LaneKernel? Settling => _settling.Value;

    /// <inheritdoc />
    public override void Merge(double* t, double* y, double* parameters, double* values) => _merge(t, y, parameters, values, null);

    /// <inheritdoc />
    public override void Invariants(double* t, double* y, double* parameters, double* values, double* partials) =>
        _invariants(t, y, parameters, values, partials);

    /// <inheritdoc />
    public override void TriggerSlopes(double* t, double* y, double* parameters, double* slopes) =>
        _triggerSlopes(t, y, parameters, slopes, null);

    /// <inheritdoc />
    public override void DelaySlopes(double* t, double* y, double* parameters, double* slopes) =>
        _delaySlopes(t, y, parameters, slopes, null);

    private delegate*<double*, double*, double*, double*, double*, void> Find(string name) =>
        (delegate*<double*, double*, double*, double*, double*, void>)KernelEmitter.AddressOf(_type, name);
}
