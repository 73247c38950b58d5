using System.Collections.Immutable;

namespace Thymus.Solvers.Events;

/// <summary>What is fixed of a trigger and of the event behind it: the attributes of SBML's event (docs/science/events.md).</summary>
public sealed record EventForm
{
    /// <summary>A trigger that changes nothing by itself: only the course is told.</summary>
    public static EventForm Watch { get; } = new();

    /// <summary>The states that the event sets, those that are multiplied by a size last.</summary>
    public ImmutableArray<int> Targets { get; init; } = [];

    /// <summary>
    /// How many of the first <see cref="Targets"/> are set to their values as they are; the values of the others are concentrations, and
    /// are multiplied by the size of the compartment as the event finds it, at the time of the run.
    /// </summary>
    public int PlainTargets { get; init; }

    /// <summary>
    /// The last of <see cref="Targets"/> are derivatives of targets that are multiplied by a size: of each the index of the target. Their values and
    /// sizes are the derivatives of value and size, and they are set to that of the product.
    /// </summary>
    public ImmutableArray<int> Products { get; init; } = [];

    /// <summary>
    /// Whether the trigger counts as true just before the start. If not, and it holds after the call at the start, it fires there.
    /// SBML: <c>initialValue</c>.
    /// </summary>
    public bool StartsTrue { get; init; } = true;

    /// <summary>Whether an event that was set off runs even when its trigger has turned false before. SBML: <c>persistent</c>.</summary>
    public bool IsPersistent { get; init; } = true;

    /// <summary>
    /// Whether the assigned values are those of the moment when the trigger turned true; otherwise those of the moment when the
    /// event runs. SBML: <c>useValuesFromTriggerTime</c>.
    /// </summary>
    public bool UsesTriggerTime { get; init; }

    /// <summary>Whether the event runs a while after its trigger turned true.</summary>
    public bool HasDelay { get; init; }

    /// <summary>Whether the event has a priority among those that are due together.</summary>
    public bool HasPriority { get; init; }
}
