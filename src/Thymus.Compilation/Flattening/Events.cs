using System.Collections.Immutable;
using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Events;

namespace Thymus.Compilation.Flattening;

/// <summary>An event: nodes of its trigger function, its delay and its priority, and what it assigns.</summary>
/// <param name="Name">Name of the event.</param>
/// <param name="Form">What is fixed of it.</param>
/// <param name="Trigger">The trigger function.</param>
/// <param name="Condition">The logical value that it stands for.</param>
/// <param name="Delay">The delay; 0 where there is none.</param>
/// <param name="Priority">The priority; −∞ where there is none.</param>
/// <param name="Values">A value per target.</param>
/// <param name="Sizes">A size per target, 1 for the plain ones.</param>
/// <param name="Span">Where it is written.</param>
internal sealed record FlatEvent(
    string Name, EventForm Form, int Trigger, int Condition, int Delay, int Priority, ImmutableArray<int> Values, ImmutableArray<int> Sizes,
    SourceSpan Span);

/// <summary>Events as trigger functions and assignments to states.</summary>
internal sealed class Events(ModelIndex index, ExpressionGraph graph, IReadOnlyDictionary<Symbol, int> states, SymbolValues values)
{
    /// <summary>The events, in the model's order.</summary>
    public IReadOnlyList<FlatEvent> Build() => [.. index.Model.Events.Select(Flatten)];

    private FlatEvent Flatten(ModelEvent item)
    {
        List<Assigned> assigned = [.. item.Assignments.Where(a => states.ContainsKey(a.Target)).Select(a => Assignment(item, a)).OrderBy(a => a.Size != graph.One)];
        int delay = item.Delay is null ? graph.Zero : values.OfEvent(item.Delay, $"{item.Name}:delay");
        int priority = item.Priority is null ? graph.Constant(double.NegativeInfinity) : values.OfEvent(item.Priority, $"{item.Name}:priority");
        var form = new EventForm
        {
            Targets = [.. assigned.Select(a => a.State)],
            PlainTargets = assigned.Count(a => a.Size == graph.One),
            StartsTrue = item.InitialTriggerValue,
            IsPersistent = item.IsPersistent,
            UsesTriggerTime = item.UsesValuesFromTriggerTime,
            HasDelay = delay != graph.Zero,
            HasPriority = item.Priority is not null,
        };
        int condition = graph.Logical(values.Of(Moment.Running, item.Trigger));
        return new FlatEvent(
            item.Name, form, TriggerFunction.Of(graph, condition), condition, delay, priority,
            [.. assigned.Select(a => a.Value)], [.. assigned.Select(a => a.Size)], item.Span);
    }

    private Assigned Assignment(ModelEvent item, EventAssignment assignment)
    {
        int state = states[assignment.Target];
        int value = values.OfEvent(assignment.Expression, $"{item.Name}:{assignment.Target.Name}");
        if (assignment.Target is not { Kind: SymbolKind.Species, IsAmount: false })
        {
            return new Assigned(state, value, graph.One);
        }

        // A new concentration is one in the compartment as the event finds it when it runs, which may have another size than now.
        int size = values.VolumeOf(Moment.Running, assignment.Target);
        return graph.RankOf(size) is Rank.Dynamic
            ? new Assigned(state, value, size)
            : new Assigned(state, graph.Multiply(value, size), graph.One);
    }

    private readonly record struct Assigned(int State, int Value, int Size);
}
