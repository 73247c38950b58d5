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
internal sealed class SensitivityEquations
{
    private readonly FlatModel _model;
    private readonly ExpressionGraph _graph;
    private readonly ImmutableArray<int> _parameters;
    private readonly Differentiation _differentiation;
    private readonly Dictionary<int, int>[] _sensitivities;   // of each parameter: from a state to its sensitivity
    private readonly List<SensitivityGroup> _groups = [];

    private SensitivityEquations(FlatModel model, ImmutableArray<int> parameters)
    {
        _model = model;
        _graph = model.Graph;
        _parameters = parameters;
        _differentiation = new Differentiation(_graph, parameters.ToHashSet());
        _sensitivities = new Dictionary<int, int>[parameters.Length];
        int next = model.States.Length;
        for (int j = 0; j < parameters.Length; j++)
        {
            int[] reached = Reached(parameters[j]);
            _sensitivities[j] = reached.Select((state, k) => (state, next + k)).ToDictionary();
            _groups.Add(new SensitivityGroup(next, [.. reached], SizeOf(model.Parameters[parameters[j]])));
            next += reached.Length;
        }
    }

    /// <summary>The name of a derivative: <c>d(C)/d(k_el)</c>.</summary>
    public static string NameOf(string what, string parameter) => $"d({what})/d({parameter})";

    /// <summary>The model with its sensitivities; the same model where no parameter is asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Indices of parameters.</param>
    /// <param name="findings">Gets what cannot be differentiated.</param>
    public static FlatModel Add(FlatModel model, ImmutableArray<int> parameters, ICollection<Diagnostic> findings) =>
        parameters.IsEmpty ? model : new SensitivityEquations(model, parameters).Build(findings);

    private FlatModel Build(ICollection<Diagnostic> findings)
    {
        foreach (var item in _model.Events.Where(e => e.Form.Targets.Length > 0))
        {
            findings.Add(new Diagnostic(
                CompilationRules.EventSensitivity, item.Span, "remove the event, or simulate with values around that of the parameter", item.Name,
                "how its time depends on the parameters is not known"));
        }

        WarnOfJumps(findings);
        return _model with
        {
            States = [.. _model.States, .. _parameters.SelectMany((_, j) => States(j))],
            Observables = [.. _model.Observables, .. _model.Observables.SelectMany(Observables)],
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

    /// <summary>The derivative of a node by parameter number j, at a given time.</summary>
    private int Total(int node, int j)
    {
        int sum = _graph.Zero;
        foreach (var (variable, partial) in _differentiation.Of(node))
        {
            if (variable == Differentiation.ParameterVariable(_parameters[j]))
            {
                sum = _graph.Add(sum, partial);
            }
            else if (_sensitivities[j].TryGetValue(variable, out int sensitivity))
            {
                sum = _graph.Add(sum, _graph.Multiply(partial, _graph.State(sensitivity)));
            }
        }

        return sum;
    }

    /// <summary>Where a condition that a parameter moves makes a rate of change jump, the sensitivities jump too, and that is not computed.</summary>
    private void WarnOfJumps(ICollection<Diagnostic> findings)
    {
        for (int i = 0; i < _model.States.Length; i++)
        {
            var steps = Walk.Order(_graph, [_model.States[i].Derivative], n => _graph.RankOf(n) is Rank.Dynamic).Where(IsStep);
            if (steps.Any(step => Enumerable.Range(0, _graph[step].OperandCount).Any(k => IsMoved(_graph[step].Operand(k)))))
            {
                findings.Add(new Diagnostic(
                    CompilationRules.SensitivityJump, _model.States[i].Span,
                    "nothing is missing where both branches meet there: then min, max or abs say so; otherwise write the switch as an event", _model.States[i].Name));
            }
        }

        bool IsStep(int node) => _graph[node].Operation is Operation.Less or Operation.LessOrEqual or Operation.Equal or Operation.Floor
            or Operation.Ceiling or Operation.Truncate;

        bool IsMoved(int node) => Enumerable.Range(0, _parameters.Length).Any(j => Variables(node).Any(
            v => v == Differentiation.ParameterVariable(_parameters[j]) || _sensitivities[j].ContainsKey(v)));
    }

    /// <summary>The states that a parameter can change, in order.</summary>
    private int[] Reached(int parameter)
    {
        int variable = Differentiation.ParameterVariable(parameter);
        bool[] isReached = [.. _model.States.Select(s => Variables(s.Initial).Contains(variable))];
        for (bool grows = true; grows;)
        {
            grows = false;
            for (int i = 0; i < isReached.Length; i++)
            {
                if (!isReached[i] && Variables(_model.States[i].Derivative).Any(v => v == variable || (v >= 0 && isReached[v])))
                {
                    isReached[i] = true;
                    grows = true;
                }
            }
        }

        return [.. isReached.Index().Where(s => s.Item).Select(s => s.Index)];
    }

    private IEnumerable<int> Variables(int node) => _differentiation.Of(node).Keys;

    /// <summary>Its own value, by which a sensitivity times the parameter is as large as a state; 1 where that says nothing.</summary>
    private static double SizeOf(FlatParameter parameter) =>
        Math.Abs(parameter.Default) is > 0 and < double.PositiveInfinity and var size ? size : 1;
}
