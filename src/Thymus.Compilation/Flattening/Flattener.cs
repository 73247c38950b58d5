using System.Collections.Immutable;
using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

/// <summary>Bound model -> ordinary differential equations, with SBML's meaning of species, compartments, rules and events.</summary>
internal sealed class Flattener
{
    private readonly CompileRequest _request;
    private readonly List<Diagnostic> _findings;
    private readonly ModelIndex _index;
    private readonly ExpressionGraph _graph = new();
    private readonly List<Symbol> _states = [];
    private readonly Dictionary<Symbol, int> _stateNumbers = [];
    private readonly List<FlatParameter> _parameters = [];
    private readonly Dictionary<Symbol, int> _parameterNumbers = [];
    private readonly HashSet<Symbol> _supplied = [];
    private readonly List<Symbol> _guessed = [];
    private readonly HashSet<Symbol> _doseTargets = [];
    private readonly Dictionary<Symbol, int> _inputs = [];
    private readonly List<int> _sensitivities = [];
    private readonly FastReactions _fast;
    private readonly List<int> _doseSensitivities = [];   // those of them that doses depend on
    private readonly SymbolValues _values;
    private readonly Derivatives _derivatives;
    private readonly IndexReduction _reduction;
    private readonly ConstraintSystem _constraints;
    private readonly DrawTable _draws;
    private readonly bool _isJumping;

    private Flattener(CompileRequest request, bool isJumping, List<Diagnostic> findings)
    {
        _request = request;
        _findings = findings;
        _isJumping = isJumping;
        _draws = new DrawTable(_graph, findings);
        _index = new ModelIndex(request.Model, request.Supplied, findings);
        CheckRequest();
        foreach (var symbol in request.Model.Symbols)
        {
            if (_doseTargets.Contains(symbol) || _index.Changing.Contains(symbol))
            {
                _stateNumbers.Add(symbol, _states.Count);
                _states.Add(symbol);
            }
        }

        AddParameters();
        AddSensitivities();
        _fast = new FastReactions(_index, _graph, _states, findings);
        _values = new SymbolValues(_index, _graph, _stateNumbers, _parameterNumbers, _supplied, _fast, _draws, findings);
        _derivatives = new Derivatives(_index, _graph, _stateNumbers, _values, _fast, isJumping, findings);
        _values.RateOf = isJumping ? RateOfWhatFlows : _derivatives.OfValue;
        _reduction = new IndexReduction(
            _graph, isJumping && _index.HasHigherIndex ? [] : [.. _index.Constraints.Select(c => _values.Of(Moment.Running, c.Expression))],
            _index.Unknowns.Select(u => _stateNumbers[u]), _fast.FirstFree, AlongCourse);
        _derivatives.FormerUnknowns = _reduction.Rates;
        _constraints = new ConstraintSystem(_index, _graph, _stateNumbers, _reduction, findings);
        _derivatives.Constraints = _constraints;
    }

    /// <summary>Flattens; the result is not usable when a finding is an error.</summary>
    public static FlatModel Flatten(CompileRequest request, List<Diagnostic> findings) => new Flattener(request, isJumping: false, findings).Build();

    /// <summary>The same, with reactions that fire one at a time beside what flows.</summary>
    public static FlatModel FlattenJumps(CompileRequest request, List<Diagnostic> findings) => new Flattener(request, isJumping: true, findings).Build();

    private FlatModel Build()
    {
        int[] start = [.. _states.Select(_values.StartOf)];
        int[] derivatives = [.. _states.Select((s, i) => OfUnknown(i) ?? _derivatives.Of(s))];
        for (int i = 0; i < _states.Count; i++)
        {
            if (_inputs.TryGetValue(_states[i], out int input))
            {
                derivatives[i] = _graph.Add(derivatives[i], _graph.Parameter(input));
            }
        }

        FlatReaction[] reactions = _isJumping ? [.. new JumpReactions(_index, _graph, _stateNumbers, _values).Build()] : [];
        WarnOfJumps([.. derivatives.Select((d, i) => new Rated(_states[i].Name, _states[i].Span, d)), .. reactions.Select(r => new Rated(r.Name, r.Span, r.Rate))]);
        _fast.CheckStoichiometries(_values, derivatives);
        FlatState[] added = [.. _fast.States(_values), .. _reduction.Added.Select(AddedState)];
        FlatInvariant[] invariants = [.. _constraints.Invariants([.. derivatives, .. added.Select(a => a.Derivative)])];
        var found = FoundAtStart(invariants);
        var events = new Events(_index, _graph, _stateNumbers, _values).Build();
        var model = new FlatModel
        {
            Graph = _graph,
            States = [.. _states.Select((s, i) => new FlatState(s.Name, start[i], derivatives[i], s.Span)), .. added],
            Parameters = [.. _parameters],
            Observables = [.. _request.Observables.Select(Observable)],
            Triggers = [.. events.Select(e => new FlatValue(e.Name, _constraints.Corrected(e.Trigger))), .. _request.Watches.Select(WatchFunction)],
            Events = [.. events],
            Settling = [.. _fast.Flows(_values), .. _constraints.Flows()],
            Continued = _fast.IsEmpty ? [.. _constraints.Arguments()] : [],   // what is fast starts from where a change puts it
            Merging = [.. _fast.Merges(_stateNumbers, _values)],
            Invariants = [.. invariants],
            Found = [.. found],
            Draws = _draws.All,
            Reactions = [.. reactions],
        };
        model = Elimination.Apply(model, _constraints.Solved, out var numbers);
        string? unfollowed = _values.FirstDelay is not null ? "delays"
            : _index.HasHigherIndex ? "algebraic rules that are differentiated"
            : model.Settling.IsEmpty ? null
            : "fast reactions or algebraic rules that are not linear";
        if (unfollowed is not null && _sensitivities.Count > 0)
        {
            _findings.Add(new Diagnostic(
                CompilationRules.UnfollowedEquations, _values.FirstDelay ?? Nowhere, "simulate with values around that of the parameter", unfollowed));
            return model;
        }

        if (unfollowed is not null && _isJumping)
        {
            _findings.Add(new Diagnostic(CompilationRules.NotByChance, _values.FirstDelay ?? Nowhere, "simulate without chance", unfollowed));
            return model;
        }

        if (SettlingModel.LooksBack(model) || (_index.HasHigherIndex && _values.FirstDelay is not null))
        {
            _findings.Add(new Diagnostic(
                CompilationRules.DelayInConstraint, _values.FirstDelay ?? Nowhere, "give the delayed value a variable that a reaction or a rate rule lets follow",
                _index.HasHigherIndex ? "an algebraic rule that has to be differentiated" : "a fast reaction, or an algebraic rule that is not linear,"));
        }

        return SensitivityEquations.Add(
            model, new([.. _sensitivities], [.. _doseSensitivities], [.. _inputs.Select(i => (numbers[_stateNumbers[i.Key]], i.Value))]), _findings);
    }

    // The derivative of a node along the course, with what is being infused.
    private int AlongCourse(int node)
    {
        var partials = new Differentiation(_graph).Of(node);
        return _inputs.Where(i => partials.ContainsKey(_stateNumbers[i.Key])).Aggregate(
            _derivatives.TotalDerivative(node), (sum, i) => _graph.Add(sum, _graph.Multiply(partials[_stateNumbers[i.Key]], _graph.Parameter(i.Value))));
    }

    // The rate of change of a state that constraints determine, 0 where it is taken out; null for another.
    private int? OfUnknown(int state) => _constraints.Steps().TryGetValue(state, out int step) ? _graph.Multiply(_graph.Constant(FastReactions.Speed), step)
        : _constraints.Solved.ContainsKey(state) ? _graph.Zero
        : null;

    private FlatState AddedState((int Of, int State) added)
    {
        int of = added.Of;
        while (of >= _states.Count)
        {
            of = _reduction.Added.First(a => a.State == of).Of;
        }

        int derivative = OfUnknown(added.State) ?? _reduction.Rates[added.State];
        return new FlatState($"rate:{_states[of].Name}", _graph.Zero, derivative, _states[of].Span);
    }

    // States whose start values follow from rules; what has none and is not determined lacks one.
    private List<int> FoundAtStart(IReadOnlyCollection<FlatInvariant> invariants)
    {
        var held = invariants.SelectMany(i => i.Partials).Select(p => p.State).ToHashSet();
        var found = held.Where(s => _reduction.Rates.ContainsKey(s) || s >= _fast.FirstFree).ToHashSet();
        foreach (var symbol in _reduction.Functions.Count > 0 ? _guessed : [])
        {
            int state = _stateNumbers[symbol];
            if (held.Contains(state))
            {
                found.Add(state);
            }
            else if (!_constraints.Determines(state) && !_reduction.Rates.ContainsKey(state))
            {
                if (symbol.Kind is SymbolKind.Parameter)
                {
                    _findings.Add(new Diagnostic(
                        CompilationRules.UnsetParameter, symbol.Span, $"give it a value, such as '{symbol.Name} = 1': no algebraic rule determines it", symbol.Name));
                }
                else
                {
                    int parameter = _parameterNumbers[symbol];
                    _parameters[parameter] = _parameters[parameter] with { Default = Unset(symbol) };
                }
            }
        }

        return [.. found.Order()];
    }

    // Between firings only what has a rate rule changes at a rate.
    private int RateOfWhatFlows(Symbol symbol)
    {
        if (_index.RateOf(symbol) is null)
        {
            _findings.Add(new Diagnostic(
                CompilationRules.RateOfCount, symbol.Span, "write the rate out instead of rateOf, or simulate without chance", symbol.Name));
        }

        return _derivatives.OfValue(symbol);
    }

    private void WarnOfJumps(List<Rated> rates)
    {
        var order = Walk.Order(_graph, rates.Select(r => r.Rate), n => _graph.RankOf(n) is Rank.Dynamic);
        HashSet<int> timed = [];    // nodes that depend on the time itself
        HashSet<int> jumping = [];  // nodes that jump where such a condition changes
        foreach (int number in order)
        {
            var node = _graph[number];
            bool Any(HashSet<int> set) => Enumerable.Range(0, node.OperandCount).Any(i => set.Contains(node.Operand(i)));
            if (node.Operation is Operation.Time || Any(timed))
            {
                timed.Add(number);
            }

            bool isStep = node.Operation is Operation.Less or Operation.LessOrEqual or Operation.Equal or Operation.Floor
                or Operation.Ceiling or Operation.Truncate;
            if ((isStep && timed.Contains(number)) || Any(jumping))
            {
                jumping.Add(number);
            }
        }

        foreach (var (name, span, _) in rates.Where(r => jumping.Contains(r.Rate)))
        {
            _findings.Add(new Diagnostic(
                CompilationRules.JumpInTime, span, "write the change as an event, give it as a dose, or shorten the longest step", name));
        }
    }

    private FlatValue Observable(string name) => new(name, _constraints.Corrected(ValueOf(name, "observe")));

    private FlatValue WatchFunction(Watch watch)
    {
        int threshold = _parameters.FindIndex(p => p.Name == "watch:" + watch.Name);
        return new FlatValue(watch.Name, _graph.Subtract(_constraints.Corrected(ValueOf(watch.Quantity, "watch")), _graph.Parameter(threshold)));
    }

    private int ValueOf(string name, string purpose)
    {
        if (_index.Find(name) is { } symbol)
        {
            return _values.Of(Moment.Running, symbol, symbol.Span);
        }

        ReportUnknown(name, purpose);
        return _graph.Zero;
    }

    private void CheckRequest()
    {
        foreach (string name in _request.Supplied)
        {
            if (_index.Find(name) is not { } symbol)
            {
                ReportUnknown(name, "supply");
            }
            else if (_index.IsComputed(symbol))
            {
                _findings.Add(new Diagnostic(
                    CompilationRules.SuppliedByRule, symbol.Span, "supply what it is computed from, or remove its rule", name));
            }
            else
            {
                _supplied.Add(symbol);
            }
        }

        foreach (string name in _request.DoseTargets)
        {
            if (_index.Find(name) is not { } symbol)
            {
                ReportUnknown(name, "dose");
                continue;
            }

            string? reason = symbol.Kind is SymbolKind.Reaction ? "it is a reaction"
                : _index.IsComputed(symbol) ? "an assignment rule computes it"
                : symbol.IsConstant ? "it is constant"
                : _index.IsConstrained(symbol) ? "an algebraic rule determines it"
                : null;
            if (reason is null)
            {
                _doseTargets.Add(symbol);
            }
            else
            {
                _findings.Add(new Diagnostic(
                    CompilationRules.UndosableTarget, symbol.Span, "dose a species that reactions change", name, reason));
            }
        }
    }

    private void AddParameters()
    {
        var symbols = _request.Model.Symbols.Where(
            s => !_index.IsComputed(s) && !_supplied.Contains(s) && _index.InitialAssignmentOf(s) is null).ToList();
        bool IsStart(Symbol s) => s.Kind is SymbolKind.Species || _stateNumbers.ContainsKey(s);
        foreach (var symbol in symbols.Where(s => !IsStart(s)).Concat(symbols.Where(IsStart)))
        {
            double value = symbol.InitialValue;
            if (double.IsNaN(value) && (_index.IsConstrained(symbol) || _index.IsFoundAtStart(symbol)))
            {
                value = 1;   // where the search for a solution starts
                _guessed.Add(symbol);
            }

            if (double.IsNaN(value) && symbol.Kind is SymbolKind.Parameter)
            {
                continue;   // an error where it is used
            }

            if (double.IsNaN(value))
            {
                value = Unset(symbol);
            }

            AddParameter(symbol, value);
        }

        foreach (var symbol in _request.Supplied.Select(_index.Find).OfType<Symbol>().Where(_supplied.Contains).Distinct())
        {
            AddParameter(symbol, symbol.InitialValue);
        }

        foreach (var symbol in _request.DoseTargets.Select(_index.Find).OfType<Symbol>().Where(_doseTargets.Contains).Distinct())
        {
            _inputs.Add(symbol, _parameters.Count);
            _parameters.Add(new FlatParameter("input:" + symbol.Name, 0));
        }

        foreach (var watch in _request.Watches)
        {
            _parameters.Add(new FlatParameter("watch:" + watch.Name, double.PositiveInfinity));
        }
    }

    // The value that is taken for a species or a compartment without one.
    private double Unset(Symbol symbol)
    {
        bool isSpecies = symbol.Kind is SymbolKind.Species;
        double value = isSpecies ? 0 : 1;
        _findings.Add(new Diagnostic(
            isSpecies ? CompilationRules.UnsetSpecies : CompilationRules.UnsetCompartment, symbol.Span, $"write '{symbol.Name} = {value}' to say so", symbol.Name));
        return value;
    }

    private void AddSensitivities()
    {
        foreach (string name in _request.Sensitivities.Distinct())
        {
            var symbol = _index.Find(name);
            if (symbol is not null && _parameterNumbers.TryGetValue(symbol, out int parameter))
            {
                _sensitivities.Add(parameter);
                if (_request.DoseParameters.Contains(name))
                {
                    _doseSensitivities.Add(parameter);
                }
            }
            else if (symbol is null)
            {
                string? near = Units.NearestName.Find(name, _parameterNumbers.Keys.Select(s => s.Name));
                _findings.Add(new Diagnostic(
                    CompilationRules.UnknownSensitivity, Nowhere, near is null ? "name a constant, or a species for its start value" : $"is it {near}?",
                    _request.Model.Id, name));
            }
            else
            {
                bool isStart = _index.InitialAssignmentOf(symbol) is not null && !_index.IsComputed(symbol);
                _findings.Add(new Diagnostic(
                    CompilationRules.NoSensitivity, symbol.Span,
                    isStart ? "name what the initial assignment uses, or let the patient bring a value (--set)" : "name a constant that it is computed from",
                    name, symbol.Kind is SymbolKind.Reaction ? "it is a reaction"
                    : isStart ? "an initial assignment computes it"
                    : _index.IsComputed(symbol) ? "an assignment rule computes it"
                    : "it has no value"));
            }
        }
    }

    private void AddParameter(Symbol symbol, double value)
    {
        _parameterNumbers.Add(symbol, _parameters.Count);
        _parameters.Add(new FlatParameter(symbol.Name, value));
    }

    private SourceSpan Nowhere => new(_request.Model.Symbols.FirstOrDefault()?.Span.File ?? "", 1, 1, 0);

    private void ReportUnknown(string name, string purpose) => _findings.Add(new Diagnostic(
        CompilationRules.UnknownName, Nowhere,
        NearestName(name) is { } near ? $"did you mean {near}?" : null, _request.Model.Id, name, purpose));

    private string? NearestName(string name) => _request.Model.Symbols.Select(s => s.Name)
        .FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)
            || n.StartsWith(name, StringComparison.OrdinalIgnoreCase) || name.StartsWith(n, StringComparison.OrdinalIgnoreCase));

    // What changes at a rate, or fires at one.
    private sealed record Rated(string Name, SourceSpan Span, int Rate);
}
