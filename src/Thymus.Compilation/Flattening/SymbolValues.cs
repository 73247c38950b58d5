using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

/// <summary>When a symbol's value is meant.</summary>
internal enum Moment
{
    /// <summary>At time 0, from parameters alone.</summary>
    Start,

    /// <summary>At any time, from states, parameters and the time.</summary>
    Running,

    /// <summary>Before the start, as delays ask for it: assignment rules and initial assignments hold there, other states are what they start with.</summary>
    History,
}

/// <summary>
/// Values of symbols as nodes: assignment rules and reaction rates are inlined, start values are one graph of initial
/// assignments and rules. Circles are found and named.
/// </summary>
internal sealed partial class SymbolValues(
    ModelIndex index, ExpressionGraph graph, IReadOnlyDictionary<Symbol, int> states, IReadOnlyDictionary<Symbol, int> parameters,
    IReadOnlySet<Symbol> supplied, FastReactions fast, DrawTable draws, ICollection<Diagnostic> findings)
{
    /// <summary>Rates of change that need each other in a longer chain are refused, so that none can use up the stack.</summary>
    private const int LongestChainOfRates = 100;

    private readonly Dictionary<(Moment, Symbol), int> _values = [];
    private readonly HashSet<(Moment, Symbol)> _open = [];
    private readonly ExpressionTranslator _translator = new(graph, draws, findings);
    private readonly Dictionary<int, Symbol> _stateSymbols = states.ToDictionary(s => s.Value, s => s.Key);
    private int _ratesOpen;

    /// <summary>Rate of change of a symbol at any time, in the meaning of its name; set before anything is asked.</summary>
    public Func<Symbol, int> RateOf { get; set; } = _ => graph.Zero;

    /// <summary>The value of a symbol, in the meaning of its name.</summary>
    /// <param name="moment">When.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="use">Where it is used, for messages.</param>
    public int Of(Moment moment, Symbol symbol, SourceSpan use)
    {
        Stack<(Moment Moment, Symbol Symbol, SourceSpan Use, bool IsReady)> open = [];
        open.Push((moment, symbol, use, false));
        while (open.TryPop(out var top))
        {
            var key = (top.Moment, top.Symbol);
            if (top.IsReady)
            {
                _values[key] = Build(top.Moment, top.Symbol, top.Use);
                _open.Remove(key);
                continue;
            }

            if (_values.ContainsKey(key))
            {
                continue;
            }

            CheckStart(top.Moment, top.Symbol);
            _open.Add(key);
            open.Push(top with { IsReady = true });
            foreach (var (needed, symbolNeeded, place) in Needs(top.Moment, top.Symbol))
            {
                if (_open.Contains((needed, symbolNeeded)))
                {
                    ReportCircle(open.Where(f => f.IsReady).Select(f => f.Symbol), symbolNeeded, place);
                    _values[(needed, symbolNeeded)] = graph.Constant(double.NaN);
                }
                else if (!_values.ContainsKey((needed, symbolNeeded)))
                {
                    open.Push((needed, symbolNeeded, place, false));
                }
            }
        }

        return _values[(moment, symbol)];
    }

    /// <summary>The value of an expression.</summary>
    public int Of(Moment moment, BoundExpression expression)
    {
        foreach (var (symbol, place) in ExpressionTranslator.SymbolsOf(expression))
        {
            Of(moment, symbol, place);
        }

        draws.Begin("", isRepeated: false);
        return Translate(moment, expression);
    }

    /// <summary>The value of an expression of an event, each draw in which is made anew at every evaluation.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="purpose">What it is for, which names its draws.</param>
    public int OfEvent(BoundExpression expression, string purpose)
    {
        foreach (var (symbol, place) in ExpressionTranslator.SymbolsOf(expression))
        {
            Of(Moment.Running, symbol, place);
        }

        draws.Begin(purpose, isRepeated: true);
        return Translate(Moment.Running, expression);
    }

    /// <summary>The size of a species' compartment; 1 for the implicit one.</summary>
    public int VolumeOf(Moment moment, Symbol species) =>
        species.Compartment is { } compartment ? Of(moment, compartment, species.Span) : graph.One;

    /// <summary>The amount of a species, or the value of anything else, at the start.</summary>
    public int StartOf(Symbol symbol)
    {
        int value = Of(Moment.Start, symbol, symbol.Span);
        return symbol.Kind is SymbolKind.Species && !symbol.IsAmount
            ? graph.Multiply(value, VolumeOf(Moment.Start, symbol))
            : value;
    }

    /// <summary>The value of a state at the start; extents of fast reactions begin with 0.</summary>
    private int StartOf(int state) => _stateSymbols.TryGetValue(state, out var symbol) ? StartOf(symbol) : graph.Zero;

    private int Translate(Moment moment, BoundExpression expression) => _translator.Translate(
        expression, moment is Moment.Start ? graph.Zero : graph.Time, s => _values[(moment, s)],
        changing => Rate(moment, changing), (call, now, lag) => Delay(moment, call, now, lag));

    private int Rate(Moment moment, BoundSymbol changing)
    {
        if (moment is Moment.History)
        {
            return RateBeforeStart(changing);
        }

        if (_ratesOpen >= LongestChainOfRates)
        {
            findings.Add(new Diagnostic(
                CompilationRules.Circle, changing.Span, "write the rate out instead of rateOf", changing.Symbol.Name,
                $"its rate of change needs others in a chain of more than {LongestChainOfRates}, or itself"));
            return graph.Constant(double.NaN);
        }

        _ratesOpen++;
        int rate = RateOf(changing.Symbol);
        if (moment is Moment.Start)
        {
            rate = Substitution.Apply(graph, rate, graph.Zero, StartOf);
        }

        _ratesOpen--;
        return rate;
    }

    private List<(Moment Moment, Symbol Symbol, SourceSpan Use)> Needs(Moment moment, Symbol symbol)
    {
        List<(Moment, Symbol, SourceSpan)> needs = [];
        if (DefinitionOf(moment, symbol) is { } definition)
        {
            foreach (var (used, place) in ExpressionTranslator.SymbolsOf(definition))
            {
                needs.Add((moment, used, place));
            }

            needs.Reverse();
            if (moment is Moment.History && index.AssignmentOf(symbol) is null)
            {
                needs.Add((Moment.Running, symbol, symbol.Span));
            }

            return needs;
        }

        if (moment is Moment.History)
        {
            return [(Moment.Running, symbol, symbol.Span)];
        }

        bool isRunning = moment is Moment.Running;
        if (isRunning && !states.ContainsKey(symbol) && symbol.Kind is not SymbolKind.Reaction)
        {
            needs.Add((Moment.Start, symbol, symbol.Span));
        }

        if (symbol is { Kind: SymbolKind.Species, Compartment: { } compartment } && NeedsVolume(moment, symbol))
        {
            needs.Add((moment, compartment, symbol.Span));
            if (isRunning && !states.ContainsKey(symbol))
            {
                needs.Add((Moment.Start, compartment, symbol.Span));
            }
        }

        if (isRunning && states.ContainsKey(symbol))
        {
            foreach (var (used, place) in fast.NeedsOf(symbol))
            {
                needs.Add((moment, used, place));
            }
        }

        return needs;
    }

    /// <summary>A start value that needs what a constraint determines: it would be the guess that the search for that starts from.</summary>
    private void CheckStart(Moment moment, Symbol symbol)
    {
        if (moment is not Moment.Start)
        {
            return;
        }

        foreach (var (when, needed, use) in Needs(moment, symbol))
        {
            if (when is Moment.Start && (index.IsConstrained(needed) || (index.IsFoundAtStart(needed) && !supplied.Contains(needed))))
            {
                findings.Add(new Diagnostic(
                    CompilationRules.AlgebraicRule, use, $"give {symbol.Name} a number, or write a rule for {needed.Name}",
                    $"the start value of {symbol.Name} needs {needed.Name}, which such a rule determines only while the model runs"));
            }
        }
    }

    private bool NeedsVolume(Moment moment, Symbol species) =>
        moment is Moment.Running
            ? !species.IsAmount
            : parameters.ContainsKey(species) && !(supplied.Contains(species) && double.IsNaN(species.InitialValue)) && species.InitialValueIsAmount != species.IsAmount;

    /// <summary>The expression that gives the value at that moment, if one does.</summary>
    private BoundExpression? DefinitionOf(Moment moment, Symbol symbol) =>
        moment is not Moment.Running && supplied.Contains(symbol) ? null
        : index.AssignmentOf(symbol) ?? (moment is Moment.Running ? null : index.InitialAssignmentOf(symbol));

    private int Build(Moment moment, Symbol symbol, SourceSpan use)
    {
        if (_values.TryGetValue((moment, symbol), out int known))
        {
            return known;   // part of a circle, reported
        }

        if (moment is Moment.History)
        {
            return BeforeStart(symbol);
        }

        if (DefinitionOf(moment, symbol) is { } definition)
        {
            draws.Begin(symbol.Name, isRepeated: false);
            return Translate(moment, definition);
        }

        if (symbol.Kind is SymbolKind.Reaction)
        {
            return graph.Zero;   // without a rate, reported
        }

        return moment is Moment.Start ? PlainStart(symbol, use) : Running(symbol);
    }

    private int Running(Symbol symbol)
    {
        bool isConcentration = symbol is { Kind: SymbolKind.Species, IsAmount: false, Compartment: not null };
        if (!states.TryGetValue(symbol, out int state))
        {
            // Its amount stays: only a change of the compartment changes the concentration.
            int start = _values[(Moment.Start, symbol)];
            return isConcentration
                ? graph.Multiply(start, Ratio(_values[(Moment.Start, symbol.Compartment!)], _values[(Moment.Running, symbol.Compartment!)]))
                : start;
        }

        int amount = fast.AmountOf(symbol, state, s => _values[(Moment.Running, s)], e => Translate(Moment.Running, e));
        return isConcentration ? graph.Divide(amount, _values[(Moment.Running, symbol.Compartment!)]) : amount;
    }

    private int Ratio(int start, int now) => start == now ? graph.One : graph.Divide(start, now);

    private int PlainStart(Symbol symbol, SourceSpan use)
    {
        if (!parameters.TryGetValue(symbol, out int parameter))
        {
            findings.Add(new Diagnostic(
                CompilationRules.UnsetParameter, use, $"give it a value, such as '{symbol.Name} = 1', or let the patient bring it",
                symbol.Name));
            return graph.Constant(double.NaN);
        }

        int value = graph.Parameter(parameter);
        if (symbol.Kind is not SymbolKind.Species || !NeedsVolume(Moment.Start, symbol) || symbol.Compartment is null)
        {
            return value;
        }

        int volume = _values[(Moment.Start, symbol.Compartment)];
        return symbol.InitialValueIsAmount ? graph.Divide(value, volume) : graph.Multiply(value, volume);
    }

    private void ReportCircle(IEnumerable<Symbol> path, Symbol start, SourceSpan place)
    {
        // The path is that of the depth-first search, innermost first.
        string[] names = [.. path.TakeWhile(s => s != start).Select(s => s.Name).Reverse()];
        string circle = string.Join(" -> ", [start.Name, .. names, start.Name]);
        findings.Add(new Diagnostic(
            CompilationRules.Circle, place, "break the circle: make one of them a number or a rate rule", start.Name, circle));
    }
}
