using System.Collections.Immutable;
using Thymus.Compilation.Graphs;
using Thymus.Solvers.Delays;

namespace Thymus.Compilation.Emission;

/// <summary>The lags of a model, in the order in which they are looked up: one that depends on what another finds comes after it.</summary>
internal sealed class LagPlan
{
    private readonly ExpressionGraph _graph;
    private readonly List<int> _lags = [];       // nodes, in the order of Forms
    private readonly Dictionary<int, int> _levels = [];

    private LagPlan(ExpressionGraph graph, IEnumerable<int> fieldRoots, IEnumerable<int> roots, Lowering lowering)
    {
        _graph = graph;
        HashSet<int> inField = [.. LookedUp(fieldRoots).Select(n => graph[n].A)];
        var lookups = LookedUp(roots).GroupBy(n => graph[n].A).OrderBy(g => g.Key).ToList();
        foreach (var group in lookups)
        {
            _levels[group.Key] = LookedUp([group.Key]).Select(n => _levels[graph[n].A] + 1).DefaultIfEmpty(0).Max();
        }

        List<LagForm> forms = [];
        foreach (var group in lookups.OrderBy(g => _levels[g.Key]))
        {
            int before = group.FirstOrDefault(n => graph[n].Operation is Operation.IsBeforeStart, -1);
            _lags.Add(group.Key);
            forms.Add(new LagForm
            {
                IsConstant = graph.RankOf(group.Key) is not Rank.Dynamic,
                IsInField = inField.Contains(group.Key),
                Level = _levels[group.Key],
                Lookups = [.. from n in @group
                              where graph[n].Operation is Operation.Delayed
                              let what = DelayedState.Of(graph[n])
                              select new Lookup(what.State, what.Order, lowering.PlaceOf(n))],
                IsBeforeStart = before < 0 ? -1 : lowering.PlaceOf(before),
            });
        }

        Forms = [.. forms];
    }

    /// <summary>The lags.</summary>
    public ImmutableArray<LagForm> Forms { get; }

    /// <summary>The lags that the nodes need; those of <paramref name="fieldRoots"/> are marked.</summary>
    public static LagPlan Of(ExpressionGraph graph, IEnumerable<int> fieldRoots, IEnumerable<int> roots, Lowering lowering) =>
        new(graph, fieldRoots, roots, lowering);

    /// <summary>The tapes that compute the lags, a level each: all of them, and those alone that the field needs.</summary>
    public IEnumerable<(string Name, Tape Tape)> Tapes(Lowering lowering)
    {
        foreach (int level in Forms.Select(f => f.Level).Distinct())
        {
            yield return ($"Lags{level}", lowering.Lower(Outputs(level, isField: false)));
            yield return ($"FieldLags{level}", lowering.Lower(Outputs(level, isField: true)));
        }
    }

    private IEnumerable<Output> Outputs(int level, bool isField) => Forms.Index()
        .Where(f => f.Item.Level == level && (f.Item.IsInField || !isField))
        .Select(f => new Output(_lags[f.Index], Arrays.Result, f.Index));

    private IEnumerable<int> LookedUp(IEnumerable<int> roots) =>
        Walk.Order(_graph, roots, n => _graph.RankOf(n) is Rank.Dynamic).Where(_graph.IsLookedUp);
}
