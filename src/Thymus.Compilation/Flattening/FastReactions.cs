using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

/// <summary>
/// Reactions that are at equilibrium at all times. The amount of a species is x = x̂ + Σ N(ξ − r): the slow reactions change x̂, a fast one
/// changes its extent ξ alone, so that what the fast ones conserve is changed by the slow ones exactly. After every step x̂ becomes x, and all ξ
/// become r, the sum of the amounts, by whose size errors of extents are judged (docs/science/constraints.md).
/// </summary>
internal sealed class FastReactions
{
    /// <summary>
    /// How many times as fast as its law says a fast reaction runs, or a constraint is followed: so many that nothing of a course is as fast, and few enough that a
    /// change of direction can be followed in steps that still move the time.
    /// </summary>
    public const double Speed = 1e16;

    private readonly ModelIndex _index;
    private readonly ExpressionGraph _graph;
    private readonly ICollection<Diagnostic> _findings;
    private readonly List<Reaction> _reactions;
    private readonly Dictionary<Reaction, int> _extents = [];
    private readonly List<Symbol> _species;
    private readonly int _scale;
    private bool _hasReported;

    public FastReactions(ModelIndex index, ExpressionGraph graph, IReadOnlyList<Symbol> states, ICollection<Diagnostic> findings)
    {
        (_index, _graph, _findings) = (index, graph, findings);
        _species = [.. states.Where(s => index.FastChangesOf(s).Count > 0)];
        _reactions = [.. index.Model.Reactions.Where(r => _species.Any(s => index.FastChangesOf(s).Any(c => c.Reaction == r)))];
        foreach (var (i, reaction) in _reactions.Index())
        {
            _extents.Add(reaction, states.Count + i);
        }

        _scale = states.Count + _reactions.Count;
    }

    /// <summary>The first number that is no state.</summary>
    public int FirstFree => IsEmpty ? _scale : _scale + 1;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _reactions.Count == 0;

    /// <summary>Symbols that the amount of a species depends on, beside states.</summary>
    public IEnumerable<KeyValuePair<Symbol, SourceSpan>> NeedsOf(Symbol species)
    {
        var changes = _index.FastChangesOf(species);
        if (changes.Count == 0)
        {
            return [];
        }

        var computed = changes.Where(c => c.Computed is not null).SelectMany(c => ExpressionTranslator.SymbolsOf(c.Computed!));
        return species.ConversionFactor is { } factor
            ? computed.Append(new KeyValuePair<Symbol, SourceSpan>(factor, species.Span))
            : computed;
    }

    /// <summary>The amount of a species from its own state and the extents.</summary>
    public int AmountOf(Symbol species, int state, Func<Symbol, int> value, Func<BoundExpression, int> translate)
    {
        int amount = _graph.State(state);
        foreach (var (reaction, stoichiometry, computed) in _index.FastChangesOf(species))
        {
            int factor = _graph.Constant(stoichiometry);
            factor = computed is null ? factor : _graph.Multiply(factor, translate(computed));
            factor = species.ConversionFactor is { } conversion ? _graph.Multiply(factor, value(conversion)) : factor;
            int extent = _graph.Subtract(_graph.State(_extents[reaction]), _graph.State(_scale));
            amount = _graph.Add(amount, _graph.Multiply(factor, extent));
        }

        return amount;
    }

    /// <summary>The states of the extents, then that of r.</summary>
    public IEnumerable<FlatState> States(SymbolValues values) => IsEmpty ? [] :
    [
        .. _reactions.Select(r => new FlatState(
            $"fast:{r.Symbol.Name}", _graph.Zero, _graph.Multiply(_graph.Constant(Speed), values.Of(Moment.Running, r.Symbol, r.Span)), r.Span)),
        new FlatState("fast:scale", _graph.Zero, _graph.Zero, _reactions[0].Span),
    ];

    /// <summary>How the extents move towards equilibrium while everything else stands still.</summary>
    public IEnumerable<FlatMove> Flows(SymbolValues values) =>
        _reactions.Select(r => new FlatMove(_extents[r], values.Of(Moment.Running, r.Symbol, r.Span)));

    /// <summary>What becomes of the states after a step: x̂ = x, and all ξ = r.</summary>
    /// <param name="numbers">Numbers of the states of symbols.</param>
    /// <param name="values">Values of symbols.</param>
    public IEnumerable<FlatMove> Merges(IReadOnlyDictionary<Symbol, int> numbers, SymbolValues values)
    {
        if (IsEmpty)
        {
            return [];
        }

        List<FlatMove> merges = [.. _species.Select(s => new FlatMove(
            numbers[s], AmountOf(s, numbers[s], factor => values.Of(Moment.Running, factor, s.Span), e => values.Of(Moment.Running, e))))];
        int sum = merges.Select(m => _graph.Unary(Operation.Absolute, m.Value)).Aggregate(_graph.Add);
        return [.. merges, .. _extents.Values.Append(_scale).Select(e => new FlatMove(e, sum))];
    }

    /// <summary>Finds stoichiometries that change within a step: then the extent says nothing of the amounts.</summary>
    /// <param name="values">Values of symbols.</param>
    /// <param name="derivatives">Rates of change of the states of symbols.</param>
    public void CheckStoichiometries(SymbolValues values, IReadOnlyList<int> derivatives)
    {
        var differentiation = new Differentiation(_graph);
        foreach (var (reaction, _, computed) in _species.SelectMany(_index.FastChangesOf).Where(c => c.Computed is not null))
        {
            if (differentiation.Of(values.Of(Moment.Running, computed!)).Keys.Any(v => v < 0 || v >= derivatives.Count || derivatives[v] != _graph.Zero))
            {
                Report(reaction, computed!.Span, "a stoichiometry of it changes continuously");
            }
        }
    }

    /// <summary>Whether a state is an extent, or their sum.</summary>
    public bool Holds(int state) => state <= _scale && state > _scale - _reactions.Count - 1 && !IsEmpty;

    /// <summary>Reports that something asks for the rate of change of what a fast reaction changes.</summary>
    public int ReportRate()
    {
        if (!_hasReported)
        {
            Report(_reactions[0], _reactions[0].Span, "rateOf, or an algebraic rule, asks how fast something changes that it keeps at equilibrium");
        }

        _hasReported = true;
        return _graph.Constant(double.NaN);
    }

    private void Report(Reaction reaction, SourceSpan place, string why) => _findings.Add(new Diagnostic(
        CompilationRules.FastReaction, place, "write the equilibrium as rules, or give the reaction a large rate instead", reaction.Symbol.Name, why));
}
