using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

/// <summary>Rates of change of states, without doses; where reactions fire one at a time, without them too.</summary>
internal sealed class Derivatives(
    ModelIndex index, ExpressionGraph graph, IReadOnlyDictionary<Symbol, int> states, SymbolValues values,
    FastReactions fast, bool isJumping, ICollection<Diagnostic> findings)
{
    private readonly Dictionary<Symbol, int> _known = [];
    private readonly HashSet<Symbol> _open = [];
    private readonly Differentiation _differentiation = new(graph);
    private IReadOnlyDictionary<int, int>? _constrained;   // rates along the course of what constraints determine
    private readonly Dictionary<int, Symbol> _symbols = states.ToDictionary(s => s.Value, s => s.Key);

    /// <summary>Rate of change of a state: of the amount of a species, of the value of anything else.</summary>
    public int Of(Symbol state)
    {
        if (_known.TryGetValue(state, out int known))
        {
            return known;
        }

        if (!_open.Add(state))
        {
            bool isConcentration = state is { Kind: SymbolKind.Species, IsAmount: false, Compartment: not null };
            findings.Add(new Diagnostic(
                CompilationRules.Circle, state.Span,
                isConcentration ? "make the compartment's size independent of what it holds" : "write the rate out instead of rateOf, now or delayed", state.Name,
                isConcentration
                    ? $"the size of {state.Compartment!.Name} changes with {state.Name}, which is a concentration in it"
                    : $"the rate of change of {state.Name} needs itself"));
            return graph.Zero;
        }

        int derivative = Build(state);
        _open.Remove(state);
        _known[state] = derivative;
        return derivative;
    }

    /// <summary>Rate of change of a symbol in the meaning of its name: of a concentration, where the name means that.</summary>
    public int OfValue(Symbol symbol) => TotalDerivative(values.Of(Moment.Running, symbol, symbol.Span));

    /// <summary>The constraints; set once they are known.</summary>
    public ConstraintSystem? Constraints { get; set; }

    /// <summary>Rates of change of states that were unknowns of constraints; set before anything is asked.</summary>
    public IReadOnlyDictionary<int, int> FormerUnknowns { get; set; } = new Dictionary<int, int>();

    private int Build(Symbol state)
    {
        if (index.IsConstrained(state))
        {
            return OfUnknown(states[state]);
        }

        if (index.RateOf(state) is not { } rule)
        {
            if (isJumping)
            {
                return graph.Zero;   // the reactions fire, they do not flow
            }

            int sum = graph.Zero;
            foreach (var (reaction, stoichiometry, computed) in index.ChangesOf(state))
            {
                int rate = values.Of(Moment.Running, reaction.Symbol, reaction.Span);
                int change = graph.Multiply(graph.Constant(stoichiometry), rate);
                change = computed is null ? change : graph.Multiply(change, values.Of(Moment.Running, computed));
                sum = graph.Add(sum, change);
            }

            return state.ConversionFactor is { } factor ? graph.Multiply(sum, values.Of(Moment.Running, factor, state.Span)) : sum;
        }

        int slope = values.Of(Moment.Running, rule);
        if (state is not { Kind: SymbolKind.Species, IsAmount: false, Compartment: { } compartment })
        {
            return slope;
        }

        // The rule is for the concentration c of an amount c·V: d(c·V)/dt = V·c′ + c·V′.
        int volume = values.Of(Moment.Running, compartment, state.Span);
        int concentration = values.Of(Moment.Running, state, state.Span);
        return graph.Add(graph.Multiply(volume, slope), graph.Multiply(concentration, TotalDerivative(volume)));
    }

    private int OfState(int state) => _symbols.TryGetValue(state, out var symbol) ? Of(symbol) : fast.Holds(state) ? fast.ReportRate() : OfUnknown(state);

    private int OfUnknown(int state)
    {
        if (FormerUnknowns.TryGetValue(state, out int rate))
        {
            return rate;
        }

        if (Constraints is null)
        {
            var symbol = _symbols[state];
            findings.Add(new Diagnostic(
                CompilationRules.AlgebraicRule, symbol.Span, "write the rate out instead of rateOf",
                $"it asks how fast {symbol.Name} changes, which only such a rule determines"));
            return graph.Zero;
        }

        return !Constraints.Determines(state) ? graph.Zero
            : Constraints.Solved.TryGetValue(state, out int solution) ? TotalDerivative(solution)
            : (_constrained ??= Constraints.Rates(OfState))[state];
    }

    /// <summary>d/dt of a node along the solution: its partial derivatives times the rates of change of the states.</summary>
    public int TotalDerivative(int node)
    {
        int sum = graph.Zero;
        foreach (var (variable, partial) in _differentiation.Of(node))
        {
            int rate = variable == Differentiation.TimeVariable ? graph.One : OfState(variable);
            sum = graph.Add(sum, graph.Multiply(partial, rate));
        }

        return sum;
    }
}
