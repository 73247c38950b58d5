using Thymus.Compilation.Graphs;

namespace Thymus.Compilation.Flattening;

/// <summary>
/// The equations by which constraints settle after the start or a change: the states that may move do, some go to where the change puts them, the others
/// stand still, and so does the time, which is one more state. Their own time is no time of the model.
/// </summary>
internal static class SettlingModel
{
    /// <summary>The settling of a model; <see langword="null"/> for one without constraints.</summary>
    public static FlatModel? Of(FlatModel model)
    {
        if (model.Settling.IsEmpty)
        {
            return null;
        }

        var graph = model.Graph;
        int time = graph.State(model.States.Length);
        var rates = model.Settling.ToDictionary(m => m.State, m => Substitution.Apply(graph, m.Value, time, graph.State));
        foreach (var (i, state) in model.Continued.Index())
        {
            rates.Add(state, graph.Subtract(graph.State(model.States.Length + 1 + i), graph.State(state)));
        }

        var span = model.States[0].Span;
        return new FlatModel
        {
            Graph = graph,
            States = [
                .. model.States.Select((s, i) => new FlatState(s.Name, graph.Zero, rates.GetValueOrDefault(i, graph.Zero), s.Span)),
                new FlatState("time", graph.Zero, graph.Zero, span),
                .. model.Continued.Select(c => new FlatState(model.States[c].Name + " after", graph.Zero, graph.Zero, span)),
            ],
            Parameters = model.Parameters,
            Observables = [],
            Triggers = [],
            Events = [],
        };
    }

    /// <summary>Whether settling would have to look up the past.</summary>
    public static bool LooksBack(FlatModel model) => Walk.Order(
        model.Graph, model.Settling.Select(m => m.Value), n => model.Graph.RankOf(n) is Rank.Dynamic).Any(model.Graph.IsLookedUp);
}
