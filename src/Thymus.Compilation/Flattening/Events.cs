using System.Collections.Immutable;
using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

/// <summary>An event: its trigger function, and the states it sets with the nodes of their new values.</summary>
internal sealed record FlatEvent(ModelEvent Event, int Trigger, ImmutableArray<(int State, int Value)> Assignments);

/// <summary>Events as trigger functions and assignments to states.</summary>
internal sealed class Events(
    ModelIndex index, ExpressionGraph graph, IReadOnlyDictionary<Symbol, int> states, SymbolValues values,
    ICollection<Diagnostic> findings)
{
    /// <summary>The events, those of higher priority first, otherwise in the model's order.</summary>
    public IReadOnlyList<FlatEvent> Build() =>
    [
        .. index.Model.Events.OrderByDescending(Priority).Select(item => new FlatEvent(
            item,
            TriggerFunction.Of(graph, graph.Logical(values.Of(Moment.Running, item.Trigger))),
            Assignments(item))),
    ];

    private double Priority(ModelEvent item)
    {
        if (item.Priority is null)
        {
            return double.NegativeInfinity;
        }

        if (graph.TryConstant(values.Of(Moment.Running, item.Priority), out double priority))
        {
            return priority;
        }

        findings.Add(new Diagnostic(CompilationRules.EventPriority, item.Priority.Span, "write the priority as a number", item.Name));
        return 0;
    }

    private ImmutableArray<(int State, int Value)> Assignments(ModelEvent item)
    {
        List<(Symbol Target, int Value)> assigned =
        [
            .. item.Assignments.Where(a => states.ContainsKey(a.Target))
                .Select(a => (a.Target, values.Of(Moment.Running, a.Expression))),
        ];

        // A new concentration is one in the compartment as the same event leaves it.
        var others = assigned.Where(a => !IsConcentration(a.Target)).ToDictionary(a => states[a.Target], a => a.Value);
        return
        [
            .. assigned.Select(a => (states[a.Target], IsConcentration(a.Target)
                ? graph.Multiply(a.Value, Substitution.Apply(graph, values.VolumeOf(Moment.Running, a.Target), others))
                : a.Value)),
        ];
    }

    private static bool IsConcentration(Symbol symbol) => symbol is { Kind: SymbolKind.Species, IsAmount: false };
}
