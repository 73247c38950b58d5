using System.Collections.Concurrent;
using System.Collections.Immutable;
using Thymus.Compilation.Factoring;
using Thymus.Compilation.Flattening;
using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Numerics.Linear;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Compilation.Emission;

/// <summary>A named tape and the parts it is cut into.</summary>
internal sealed record KernelMethod(string Name, Tape Tape, IReadOnlyList<Chunk> Chunks);

/// <summary>Everything of a kernel that does not depend on its width.</summary>
internal sealed class KernelProgram
{
    /// <summary>Updates up to which the factors are straight code (measured: engine notes, section 4).</summary>
    public const int LargestUnrolledFactor = 3000;

    /// <summary>States up to which a step is one piece of code: the code of a larger one no longer fits the cache of instructions.</summary>
    public const int LargestFusedStep = 12;

    private readonly ConcurrentDictionary<SolverMethod, Lazy<StepProgram>> _steps = [];

    // What still compiles within half a minute and a gigabyte.
    private const int MostJacobianEntries = 1_000_000;
    private const long MostUpdates = 50_000_000;

    private KernelProgram(FlatModel model, JacobianPlan plan, SymbolicLu factors, int largestUnrolledFactor)
    {
        JacobianPlaces = [.. plan.Entries];
        var graph = model.Graph;
        int states = model.States.Length;
        var lowering = new Lowering(graph, model.Parameters.Length);
        var (entries, jacobian, slopes) = plan;
        Factors = factors;
        List<(string Name, Tape Tape)> tapes =
        [
            ("Initialise", lowering.Lower(model.States.Select((s, i) => new Output(s.Initial, Arrays.Result, i)))),
            ("Field", lowering.Lower(model.States.Select((s, i) => new Output(s.Derivative, Arrays.Result, i)))),
            ("Jacobian", lowering.Lower(
                [.. jacobian.Select((d, i) => new Output(d, Arrays.Result, i)),
                .. slopes.Select((d, i) => new Output(d, Arrays.SecondResult, i))])),
            ("Observe", lowering.Lower(model.Observables.Select((o, i) => new Output(o.Node, Arrays.Result, i)))),
            ("Triggers", lowering.Lower(model.Triggers.Select((t, i) => new Output(t.Node, Arrays.Result, i)))),
        ];
        tapes.AddRange(EventTapes(model, lowering));
        int[] field = [.. model.States.Select(s => s.Derivative), .. jacobian, .. slopes];
        var lags = LagPlan.Of(graph, field, [.. field, .. NodesOutside(model)], lowering);
        tapes.AddRange(lags.Tapes(lowering));
        tapes.Add(("Merge", lowering.Lower(model.Merging.Select((m, i) => new Output(m.Value, Arrays.Result, i)))));
        var partials = model.Invariants.SelectMany(i => i.Partials).ToList();
        tapes.Add(("Invariants", lowering.Lower(
            [.. model.Invariants.Select((v, i) => new Output(v.Node, Arrays.Result, i)), .. partials.Select((p, i) => new Output(p.Value, Arrays.SecondResult, i))])));
        tapes.Add(("Prepare", lowering.LowerDerived()));
        int derived = lowering.DerivedCount;
        int scratch = 0;
        List<KernelMethod> methods = [];
        foreach (var (name, tape) in tapes)
        {
            var chunks = ChunkPlanner.Plan(tape, new Home(Arrays.Parameters, model.Parameters.Length + derived), out int used);
            methods.Add(new KernelMethod(name, tape, chunks));
            scratch = Math.Max(scratch, used);
        }

        if (Factors.Targets.Length <= largestUnrolledFactor)
        {
            methods.Add(Straight("Factor", FactorTapes.Factor(Factors)));
            methods.Add(Straight("Solve", FactorTapes.Solve(Factors)));
            methods.Add(Straight("SolveStage", FactorTapes.SolveStage(Factors)));
        }
        else
        {
            Loops = new IndexedLu(Factors);
        }

        DependsOnTime = slopes.Any(s => s != graph.Zero);
        ObservedStates = [.. model.Observables.Select(o => graph[o.Node] is { Operation: Operation.State } state ? state.A : -1)];
        Methods = [.. methods];
        Shape = new KernelShape(
            states, model.Parameters.Length, derived + scratch, entries.Count, Factors.Factors.Entries.Length,
            model.Observables.Length, model.Triggers.Length, model.Events.Length)
        {
            Sensitivities = model.Sensitivities,
            Lags = lags.Forms,
            Merged = [.. model.Merging.Select(m => m.State)],
            Settled = [.. model.Settling.Select(m => m.State)],
            Continued = model.Continued,
            Invariants = [.. model.Invariants.Select(i => (ImmutableArray<int>)[.. i.Partials.Select(p => p.State)])],
            Found = model.Found,
        };
        Events = [.. model.Events.Select(e => e.Form)];
        Cost = Loops is null
            ? new KernelCost(WorkOf("Field"), WorkOf("Jacobian"), WorkOf("Factor"), WorkOf("Solve"))
            : new KernelCost(WorkOf("Field"), WorkOf("Jacobian"), Factors.Targets.Length + Factors.Factors.Entries.Length + (8 * states), Factors.Factors.Entries.Length);
    }

    /// <summary>Plans the kernel of a model; <see langword="null"/> and a finding where it would be too large.</summary>
    public static KernelProgram? Plan(
        FlatModel model, BoundModel source, ICollection<Diagnostic> findings, int largestUnrolledFactor = LargestUnrolledFactor)
    {
        if (Differentiate(model) is not { } plan)
        {
            return TooLarge($"states depend on each other in more than {MostJacobianEntries:N0} ways");
        }

        KernelProgram? settling = null;
        if (SettlingModel.Of(model) is { } part && (settling = Plan(part, source, findings, largestUnrolledFactor)) is null)
        {
            return null;
        }

        return SymbolicLu.TryAnalyse(new SparsePattern(model.States.Length, [.. plan.Entries]), MostUpdates) is { } factors
            ? new KernelProgram(model, plan, factors, largestUnrolledFactor) { Settling = settling }
            : TooLarge($"states are so closely coupled that a step of an implicit method takes more than {MostUpdates:N0} multiplications");

        KernelProgram? TooLarge(string why)
        {
            findings.Add(new Diagnostic(
                CompilationRules.TooLarge, new SourceSpan(source.Symbols.FirstOrDefault()?.Span.File ?? "", 1, 1, 0),
                "let a sum of many be a state of its own, or lump what behaves alike", source.Id, why));
            return null;
        }
    }

    /// <summary>The model's events, in the order of their triggers.</summary>
    public ImmutableArray<EventForm> Events { get; }

    /// <summary>The equations by which constraints settle; <see langword="null"/> where there are none.</summary>
    public KernelProgram? Settling { get; private init; }

    /// <summary>Whether the time itself enters a derivative.</summary>
    public bool DependsOnTime { get; }

    /// <summary>The state that each observable is, −1 where it is computed.</summary>
    public ImmutableArray<int> ObservedStates { get; }

    /// <summary>Sizes of the arrays.</summary>
    public KernelShape Shape { get; }

    /// <summary>Work of the methods.</summary>
    public KernelCost Cost { get; }

    /// <summary>The methods to emit.</summary>
    public ImmutableArray<KernelMethod> Methods { get; }

    /// <summary>The plan of the factors; its pattern has the places of the Jacobian, row by row.</summary>
    public SymbolicLu Factors { get; }

    /// <summary>The place of each non-zero of the Jacobian, in the order that kernels write them.</summary>
    public ImmutableArray<MatrixEntry> JacobianPlaces { get; }

    /// <summary>The loops that stand for Factor and Solve where they are too long; otherwise <see langword="null"/>.</summary>
    public IndexedLu? Loops { get; }

    /// <summary>A whole step of a method; made on first use. <see langword="null"/> where the model is too large, or the method no straight code.</summary>
    public StepProgram? Step(SolverMethod method) => Loops is null && Shape.Lags.IsEmpty && Shape.Merged.IsEmpty && Shape.Invariants.IsEmpty && Shape.States <= LargestFusedStep && StepRecording.CanRecord(method)
        ? _steps.GetOrAdd(method, m => new Lazy<StepProgram>(() => StepProgram.Of(this, m))).Value
        : null;

    // What is computed at a time, beside the rates of change.
    private static IEnumerable<int> NodesOutside(FlatModel model) =>
    [
        .. model.Observables.Select(o => o.Node), .. model.Triggers.Select(t => t.Node),
        .. model.Events.SelectMany(e => (int[])[e.Delay, e.Priority, .. e.Values, .. e.Sizes]), .. model.Merging.Select(m => m.Value),
    ];

    private double WorkOf(string method)
    {
        double work = 0;
        foreach (var instruction in Methods.Single(m => m.Name == method).Tape.Instructions)
        {
            work += instruction.Work;
        }

        return work;
    }

    private static KernelMethod Straight(string name, Tape tape) =>
        new(name, tape, ChunkPlanner.Plan(tape, new Home(-1, 0), out _));

    private static JacobianPlan? Differentiate(FlatModel model)
    {
        var differentiation = new Differentiation(model.Graph);
        List<MatrixEntry> entries = [];
        List<int> jacobian = [];
        List<int> slopes = [];
        for (int row = 0; row < model.States.Length; row++)
        {
            int slope = model.Graph.Zero;
            foreach (var (variable, derivative) in differentiation.Of(model.States[row].Derivative))
            {
                if (variable == Differentiation.TimeVariable)
                {
                    slope = derivative;
                }
                else
                {
                    entries.Add(new MatrixEntry(row, variable));
                    jacobian.Add(derivative);
                }
            }

            slopes.Add(slope);
            if (entries.Count > MostJacobianEntries)
            {
                return null;
            }
        }

        return new JacobianPlan(entries, jacobian, slopes);
    }

    private static IEnumerable<(string Name, Tape Tape)> EventTapes(FlatModel model, Lowering lowering)
    {
        var events = model.Events;
        for (int i = 0; i < events.Length; i++)
        {
            yield return ($"Assign{i}", lowering.Lower(events[i].Values.Select((v, k) => new Output(v, Arrays.Result, k))));
            int plain = events[i].Form.PlainTargets;
            yield return ($"Sizes{i}", lowering.Lower(events[i].Sizes.Skip(plain).Select((s, k) => new Output(s, Arrays.Result, plain + k))));
        }

        yield return ("Delays", lowering.Lower(events.Select((e, i) => new Output(e.Delay, Arrays.Result, i))));
        yield return ("TriggerSlopes", lowering.Lower(model.TriggerSlopes.Select((s, i) => new Output(s, Arrays.Result, i))));
        yield return ("DelaySlopes", lowering.Lower(model.DelaySlopes.Select((s, i) => new Output(s, Arrays.Result, i))));
        yield return ("Priorities", lowering.Lower(events.Select((e, i) => new Output(e.Priority, Arrays.Result, i))));
    }

    /// <summary>Places of the Jacobian with the node of each, and the nodes of ∂f/∂t.</summary>
    private sealed record JacobianPlan(List<MatrixEntry> Entries, List<int> Jacobian, List<int> Slopes);
}
