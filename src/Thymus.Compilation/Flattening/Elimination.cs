using Thymus.Compilation.Graphs;

namespace Thymus.Compilation.Flattening;

/// <summary>Takes states out of a model that are known from others: what they are is put in where they stand.</summary>
internal static class Elimination
{
    /// <summary>The model without these states.</summary>
    /// <param name="model">The model.</param>
    /// <param name="solved">From the number of a state to what it is, in which no state stands that is taken out.</param>
    /// <param name="numbers">The numbers of the states that are left, by their old ones.</param>
    public static FlatModel Apply(FlatModel model, IReadOnlyDictionary<int, int> solved, out IReadOnlyDictionary<int, int> numbers)
    {
        var graph = model.Graph;
        Dictionary<int, int> left = Enumerable.Range(0, model.States.Length).Where(s => !solved.ContainsKey(s)).Select((s, i) => (s, i)).ToDictionary();
        numbers = left;
        if (solved.Count == 0)
        {
            return model;
        }

        Dictionary<int, int> nodes = left.ToDictionary(s => s.Key, s => graph.State(s.Value));
        foreach (var (state, node) in solved)
        {
            nodes.Add(state, Substitution.Apply(graph, node, graph.Time, s => graph.State(left[s])));
        }

        int Put(int node) => Substitution.Apply(graph, node, graph.Time, s => nodes[s]);
        FlatMove Moved(FlatMove move) => new(left[move.State], Put(move.Value));
        return model with
        {
            States = [.. model.States.Where((_, i) => left.ContainsKey(i)).Select(s => s with { Derivative = Put(s.Derivative) })],
            Observables = [.. model.Observables.Select(o => o with { Node = Put(o.Node) })],
            Triggers = [.. model.Triggers.Select(t => t with { Node = Put(t.Node) })],
            Events = [.. model.Events.Select(e => e with
            {
                Form = e.Form with { Targets = [.. e.Form.Targets.Select(t => left[t])] },
                Trigger = Put(e.Trigger),
                Condition = Put(e.Condition),
                Delay = Put(e.Delay),
                Priority = Put(e.Priority),
                Values = [.. e.Values.Select(Put)],
                Sizes = [.. e.Sizes.Select(Put)],
            })],
            Settling = [.. model.Settling.Select(Moved)],
            Continued = [.. model.Continued.Select(s => left[s])],
            Merging = [.. model.Merging.Select(Moved)],
            Invariants = [.. model.Invariants.Select(i => new FlatInvariant(Put(i.Node), [.. i.Partials.Select(Moved)]))],
            Found = [.. model.Found.Select(s => left[s])],
            Reactions = [.. model.Reactions.Select(r => r with { Rate = Put(r.Rate), Changes = [.. r.Changes.Select(c => (left[c.State], Put(c.Amount)))] })],
        };
    }
}
