using System.Collections.Immutable;
using Thymus.Compilation.Graphs;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Flattening;

/// <summary>
/// Adds to a flat model the derivatives of its states and observables by parameters: S′ = ∂f/∂x S + ∂f/∂p with S(0) = dx(0)/dp, and
/// dy/dp = ∂y/∂x S + ∂y/∂p (Dickinson &amp; Gelinas 1976, J. Comput. Phys. 21:123, doi:10.1016/0021-9991(76)90007-3). What a parameter cannot
/// reach has no equation.
/// </summary>
/// <remarks>
/// Where an event runs at a moment τ(p), the engine turns S into the derivative at that moving moment, S + f dτ/dp, and back afterwards; in
/// between assignments are differentiated by the chain rule, with dτ/dp as a parameter (docs/science/sensitivities.md).
/// </remarks>
internal sealed class SensitivityEquations
{
    private readonly FlatModel _model;
    private readonly ExpressionGraph _graph;
    private readonly SensitivityRequest _request;
    private readonly ImmutableArray<int> _parameters;
    private readonly Differentiation _differentiation;
    private readonly ImmutableArray<int> _triggers;           // to differentiate
    private readonly SensitivityReach[] _reach;               // of each parameter
    private readonly Dictionary<int, int>[] _sensitivities;   // of each parameter: from a state to its sensitivity
    private readonly List<SensitivityGroup> _groups = [];
    private readonly List<FlatParameter> _added = [];
    private readonly Dictionary<(int Input, int Parameter), int> _inputSlopes = [];

    private SensitivityEquations(FlatModel model, SensitivityRequest request)
    {
        _model = model;
        _graph = model.Graph;
        _request = request;
        _parameters = request.Parameters;
        var inputs = request.Inputs.Select(i => i.Input).Where(_ => !request.OfDoses.IsEmpty);
        _differentiation = new Differentiation(_graph, _parameters.Concat(inputs).ToHashSet());
        _triggers = [.. model.Triggers.Select((t, i) => i < model.Events.Length
            ? TriggerFunction.Of(_graph, model.Events[i].Condition, isSmooth: true)
            : t.Node)];
        _reach = [.. _parameters.Select(p => SensitivityReach.Of(model, _triggers, p, request, _differentiation))];
        _sensitivities = new Dictionary<int, int>[_parameters.Length];
        int next = model.States.Length;
        for (int j = 0; j < _parameters.Length; j++)
        {
            var reached = _reach[j].States;
            _sensitivities[j] = reached.Select((state, k) => (state, next + k)).ToDictionary();
            _groups.Add(new SensitivityGroup(next, reached, SizeOf(model.Parameters[_parameters[j]]))
            {
                Moment = model.Triggers.IsEmpty ? -1 : AddParameter($"moment:{Name(j)}"),
            });
            next += reached.Length;
            foreach (var (state, input) in request.OfDoses.Contains(_parameters[j]) ? request.Inputs : [])
            {
                _inputSlopes.Add((input, j), AddParameter(NameOf(model.Parameters[input].Name, Name(j))));
            }
        }
    }

    /// <summary>The name of a derivative: <c>d(C)/d(k_el)</c>.</summary>
    public static string NameOf(string what, string parameter) => $"d({what})/d({parameter})";

    /// <summary>The model with its sensitivities; the same model where no parameter is asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="request">What to differentiate by.</param>
    /// <param name="findings">Gets what cannot be differentiated.</param>
    public static FlatModel Add(FlatModel model, SensitivityRequest request, ICollection<Diagnostic> findings) =>
        request.Parameters.IsEmpty ? model : new SensitivityEquations(model, request).Build(findings);

    private FlatModel Build(ICollection<Diagnostic> findings)
    {
        RefuseJumpingTriggers(findings);
        WarnOfJumps(findings);
        return _model with
        {
            States = [.. _model.States, .. _parameters.SelectMany((_, j) => States(j))],
            Parameters = [.. _model.Parameters, .. _added],
            Observables = [.. _model.Observables, .. _model.Observables.SelectMany(Observables)],
            Events = [.. _model.Events.Select(EventOf)],
            TriggerSlopes = [.. _triggers.SelectMany(g => (IEnumerable<int>)[.. _parameters.Select((_, j) => Total(g, j)), Slope(g)])],
            DelaySlopes = [.. _model.Events.SelectMany(e => _parameters.Select((_, j) => Moving(e.Delay, j)))],
            Sensitivities = [.. _groups],
            SensitivityNames = [.. _parameters.Select((_, j) => Name(j))],
        };
    }

    private IEnumerable<FlatState> States(int j) => _groups[j].Of.Select(state =>
    {
        var (name, initial, derivative, span) = _model.States[state];
        return new FlatState(NameOf(name, Name(j)), Total(initial, j), Total(derivative, j), span);
    });

    private IEnumerable<FlatValue> Observables(FlatValue observable) =>
        _parameters.Select((_, j) => new FlatValue(NameOf(observable.Name, Name(j)), Total(observable.Node, j)));

    private string Name(int j) => _model.Parameters[_parameters[j]].Name;

    private int AddParameter(string name)
    {
        _added.Add(new FlatParameter(name, 0));
        return _model.Parameters.Length + _added.Count - 1;
    }

    /// <summary>The derivative of a node by parameter number j, at a given time.</summary>
    private int Total(int node, int j) => Total(node, j, _graph.Zero);

    /// <summary>The derivative of a node by parameter number j at a moment that moves with it, where the sensitivities are those at that moment.</summary>
    private int Moving(int node, int j) => Total(node, j, _groups[j].Moment < 0 ? _graph.Zero : _graph.Parameter(_groups[j].Moment));

    private int Total(int node, int j, int moment)
    {
        int sum = _graph.Zero;
        foreach (var (variable, partial) in _differentiation.Of(node))
        {
            int change =
                variable == Differentiation.ParameterVariable(_parameters[j]) ? _graph.One
                : variable == Differentiation.TimeVariable ? moment
                : variable >= 0 ? ChangeOf(variable, j, moment)
                : _inputSlopes.TryGetValue((Differentiation.ParameterOf(variable), j), out int slope) ? _graph.Parameter(slope)
                : _graph.Zero;
            sum = _graph.Is(change, 0) ? sum : _graph.Add(sum, _graph.Multiply(partial, change));
        }

        return sum;
    }

    /// <summary>A state that the parameter cannot reach still differs at a moment that moves, by its rate of change.</summary>
    private int ChangeOf(int state, int j, int moment) =>
        _sensitivities[j].TryGetValue(state, out int sensitivity) ? _graph.State(sensitivity)
        : _graph.Is(moment, 0) ? _graph.Zero
        : _graph.Multiply(_model.States[state].Derivative, moment);

    /// <summary>The derivative of a node by the time, along the solution.</summary>
    private int Slope(int node)
    {
        int sum = _graph.Zero;
        foreach (var (variable, partial) in _differentiation.Of(node))
        {
            int rate = variable == Differentiation.TimeVariable ? _graph.One
                : variable >= 0 ? _model.States[variable].Derivative
                : _graph.Zero;
            sum = _graph.Add(sum, _graph.Multiply(partial, rate));
        }

        return sum;
    }

    /// <summary>The event, which sets the sensitivities of its targets too. Those of a product with a size come last.</summary>
    private FlatEvent EventOf(FlatEvent item)
    {
        var form = item.Form;
        int plain = form.PlainTargets;
        int sized = form.Targets.Length - plain;
        var set = Enumerable.Range(0, form.Targets.Length).SelectMany(t => _parameters.Select((_, j) => (Target: t, Parameter: j)))
            .Where(s => _sensitivities[s.Parameter].ContainsKey(form.Targets[s.Target])).ToList();
        var setPlain = set.FindAll(s => s.Target < plain);
        var setSized = set.FindAll(s => s.Target >= plain);
        return item with
        {
            Form = form with
            {
                Targets = [.. form.Targets[..plain], .. setPlain.Select(State), .. form.Targets[plain..], .. setSized.Select(State)],
                PlainTargets = plain + setPlain.Count,
                Products = [.. setSized.Select(s => s.Target + setPlain.Count)],
            },
            Values = [.. item.Values[..plain], .. setPlain.Select(Value), .. item.Values[plain..], .. setSized.Select(Value)],
            Sizes = [.. item.Sizes[..plain], .. setPlain.Select(_ => _graph.One), .. item.Sizes[plain..], .. setSized.Select(Size)],
        };

        int State((int Target, int Parameter) s) => _sensitivities[s.Parameter][form.Targets[s.Target]];
        int Value((int Target, int Parameter) s) => Moving(item.Values[s.Target], s.Parameter);
        int Size((int Target, int Parameter) s) => Moving(item.Sizes[s.Target], s.Parameter);
    }

    /// <summary>Where a trigger jumps at a condition its time is that of the condition, and the slope of the trigger says nothing of it.</summary>
    private void RefuseJumpingTriggers(ICollection<Diagnostic> findings)
    {
        for (int k = 0; k < _model.Events.Length; k++)
        {
            var item = _model.Events[k];
            int[] steps = Steps(_triggers[k]);
            int j = steps.Length == 0 ? -1 : Array.FindIndex([.. _parameters.Index()], p => IsMoved(_triggers[k], p.Index) || IsMoved(steps, p.Index));
            if (item.Form.Targets.Length > 0 && j >= 0)
            {
                findings.Add(new Diagnostic(
                    CompilationRules.EventSensitivity, item.Span,
                    "compare quantities that change without jumps, with <, <=, >, >=, and, or, min, max", item.Name,
                    $"its trigger is not a comparison of smooth quantities, and {Name(j)} moves when it turns true"));
            }
        }
    }

    /// <summary>Where a condition that a parameter moves makes a rate of change jump, the sensitivities jump too, and that is not computed.</summary>
    private void WarnOfJumps(ICollection<Diagnostic> findings)
    {
        foreach (var state in _model.States.Where(s => Steps(s.Derivative) is var steps && _parameters.Index().Any(p => IsMoved(steps, p.Index))))
        {
            findings.Add(new Diagnostic(
                CompilationRules.SensitivityJump, state.Span,
                "nothing is missing where both branches meet there: then min, max or abs say so; otherwise write the switch as an event", state.Name));
        }
    }

    /// <summary>Where the node may jump, or be of another form.</summary>
    private int[] Steps(int node) => [.. Walk.Order(_graph, [node], n => _graph.RankOf(n) is Rank.Dynamic).Where(n => _graph[n].Operation is
        Operation.Less or Operation.LessOrEqual or Operation.Equal or Operation.Floor or Operation.Ceiling or Operation.Truncate)];

    private bool IsMoved(int[] steps, int j) =>
        Array.Exists(steps, step => Enumerable.Range(0, _graph[step].OperandCount).Any(i => IsMoved(_graph[step].Operand(i), j)));

    private bool IsMoved(int node, int j) => _differentiation.Of(node).Keys.Any(
        v => v == Differentiation.ParameterVariable(_parameters[j]) || _sensitivities[j].ContainsKey(v));

    /// <summary>Its own value, by which a sensitivity times the parameter is as large as a state; 1 where that says nothing.</summary>
    private static double SizeOf(FlatParameter parameter) =>
        Math.Abs(parameter.Default) is > 0 and < double.PositiveInfinity and var size ? size : 1;
}
