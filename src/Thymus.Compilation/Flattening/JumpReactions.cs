using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;

namespace Thymus.Compilation.Flattening;

/// <summary>Reactions as firings: the rate of each, and what one firing adds to each state.</summary>
internal sealed class JumpReactions(ModelIndex index, ExpressionGraph graph, IReadOnlyDictionary<Symbol, int> states, SymbolValues values)
{
    /// <summary>The reactions, in the model's order.</summary>
    public IEnumerable<FlatReaction> Build()
    {
        Dictionary<Symbol, List<(int, int)>> changes = [];
        foreach (var (symbol, state) in states)
        {
            foreach (var byReaction in index.ChangesOf(symbol).GroupBy(c => c.Reaction.Symbol))
            {
                int amount = byReaction.Aggregate(graph.Zero, (sum, c) => graph.Add(sum, AmountOf(c)));
                if (symbol.ConversionFactor is { } factor)
                {
                    amount = graph.Multiply(amount, values.Of(Moment.Running, factor, symbol.Span));
                }

                if (!changes.TryGetValue(byReaction.Key, out var list))
                {
                    changes.Add(byReaction.Key, list = []);
                }

                list.Add((state, amount));
            }
        }

        // A reaction that changes nothing, or without a rate, never matters.
        return index.Model.Reactions.Where(r => r.Rate is not null && changes.ContainsKey(r.Symbol)).Select(
            r => new FlatReaction(r.Symbol.Name, values.Of(Moment.Running, r.Symbol, r.Span), [.. changes[r.Symbol]], r.Span));
    }

    private int AmountOf(Change change) => change.Computed is { } computed
        ? graph.Multiply(graph.Constant(change.Stoichiometry), values.Of(Moment.Running, computed))
        : graph.Constant(change.Stoichiometry);
}
