using System.Collections.Immutable;
using Thymus.Compilation.Flattening;
using Thymus.Compilation.Graphs;
using Thymus.Solvers.Jumps;

namespace Thymus.Compilation.Jumps;

/// <summary>A model whose reactions fire, as code over one array of numbers, and what depends on what in it.</summary>
internal sealed class JumpPlan
{
    private readonly FlatModel _model;
    private readonly ScalarLayout _layout;

    public JumpPlan(FlatModel model, bool hasPartials)
    {
        _model = model;
        var graph = model.Graph;
        _layout = new ScalarLayout(graph, model.Draws, model.States.Length);
        var counted = model.Reactions.SelectMany(r => r.Changes).Select(c => c.State).ToHashSet();
        int[] flowing = [.. Enumerable.Range(0, model.States.Length).Where(i => !graph.Is(model.States[i].Derivative, 0))];
        var needs = model.Reactions.Select(r => NeedsOf(r.Rate)).ToList();
        var triggerNeeds = model.Triggers.Select(t => NeedsOf(t.Node)).ToList();
        HashSet<int> flows = [.. flowing];
        bool Moves((int[] States, bool Time) need) => need.Time || need.States.Any(flows.Contains);
        Shape = new JumpShape
        {
            States = model.States.Length,
            Reactions = [.. model.Reactions.Select(r => r.Name)],
            Changes = [.. model.Reactions.Select(r => r.Changes.Select(c => new JumpChange(c.State, graph.TryConstant(c.Amount, out double a) ? a : double.NaN)).ToImmutableArray())],
            StatesOf = [.. needs.Select(n => n.States.ToImmutableArray())],
            IsMoving = [.. needs.Select(Moves)],
            Events = [.. model.Events.Select(e => e.Form)],
            StatesOfTrigger = [.. triggerNeeds.Select(n => n.States.ToImmutableArray())],
            IsMovingTrigger = [.. triggerNeeds.Select(Moves)],
            Flowing = [.. flowing],
            IsCount = [.. Enumerable.Range(0, model.States.Length).Select(counted.Contains)],
            Observables = model.Observables.Length,
        };
        var partials = hasPartials ? PartialsOf() : [];
        Rates = Codes(model.Reactions.Select(r => r.Rate));
        Changes = [.. model.Reactions.Select(r => Codes(r.Changes.Select(c => c.Amount)))];
        Slopes = Codes(flowing.Select(i => model.States[i].Derivative));
        Triggers = Codes(model.Triggers.Select(t => t.Node));
        Values = [.. model.Events.Select(e => Codes(e.Values))];
        Sizes = [.. model.Events.Select(e => Codes(e.Sizes))];
        Delays = Codes(model.Events.Select(e => e.Delay));
        Priorities = Codes(model.Events.Select(e => e.Priority));
        Observables = Codes(model.Observables.Select(o => o.Node));
        Partials = [.. partials.Select(p => Codes(p))];
        Starts = [.. model.States.Select(s => _layout.SlotOf(s.Initial))];
        DrawArguments = [.. model.Draws.Select((_, i) => _layout.ArgumentsOf(i))];
        Preparation = _layout.Preparation(Roots(model, partials));
        Parameters = [.. _layout.Parameters];
        Initial = _layout.Initial;
    }

    public JumpShape Shape { get; }

    public ScalarStep[] Preparation { get; }

    public (int Slot, int Parameter)[] Parameters { get; }

    public double[] Initial { get; }

    public int[] Starts { get; }

    public int[][] DrawArguments { get; }

    public ImmutableArray<FlatDraw> Draws => _model.Draws;

    public ScalarCode[] Rates { get; }

    public ScalarCode[][] Changes { get; }

    public ScalarCode[] Slopes { get; }

    public ScalarCode[] Triggers { get; }

    public ScalarCode[][] Values { get; }

    public ScalarCode[][] Sizes { get; }

    public ScalarCode[] Delays { get; }

    public ScalarCode[] Priorities { get; }

    public ScalarCode[] Observables { get; }

    public ScalarCode[][] Partials { get; }

    private ScalarCode[] Codes(IEnumerable<int> roots) => [.. roots.Select(_layout.Code)];

    private int[][] PartialsOf()
    {
        var differentiation = new Differentiation(_model.Graph);
        return [.. _model.Reactions.Select((r, i) =>
        {
            var derivatives = differentiation.Of(r.Rate);
            return Shape.StatesOf[i].Select(s => derivatives.GetValueOrDefault(s, _model.Graph.Zero)).ToArray();
        })];
    }

    // The states that a value depends on, in order, and whether it depends on the time.
    private (int[] States, bool Time) NeedsOf(int root)
    {
        var graph = _model.Graph;
        var leaves = Walk.Order(graph, [root], n => graph.RankOf(n) is Rank.Dynamic).Select(n => graph[n]).ToList();
        return ([.. leaves.Where(n => n.Operation is Operation.State).Select(n => n.A).Order()], leaves.Any(n => n.Operation is Operation.Time));
    }

    private static IEnumerable<int> Roots(FlatModel model, int[][] partials) =>
    [
        .. model.States.SelectMany(s => new[] { s.Initial, s.Derivative }),
        .. model.Reactions.SelectMany(r => r.Changes.Select(c => c.Amount).Append(r.Rate)),
        .. model.Triggers.Select(t => t.Node),
        .. model.Events.SelectMany(e => e.Values.Concat(e.Sizes).Append(e.Delay).Append(e.Priority)),
        .. model.Observables.Select(o => o.Node),
        .. partials.SelectMany(p => p),
    ];
}
