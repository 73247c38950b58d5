using System.Collections.Immutable;
using Thymus.Solvers.Events;

namespace Thymus.Solvers.Jumps;

/// <summary>What is fixed of a model whose reactions fire one at a time: what changes what, and what depends on what.</summary>
public sealed record JumpShape
{
    /// <summary>States: numbers of molecules, variables with a rate rule, and what only events change.</summary>
    public required int States { get; init; }

    /// <summary>Names of the reactions, which name their draws.</summary>
    public required ImmutableArray<string> Reactions { get; init; }

    /// <summary>What one firing of each reaction changes.</summary>
    public required ImmutableArray<ImmutableArray<JumpChange>> Changes { get; init; }

    /// <summary>Of each reaction the states that its rate depends on.</summary>
    public required ImmutableArray<ImmutableArray<int>> StatesOf { get; init; }

    /// <summary>Of each reaction whether its rate moves between firings: it depends on the time or on a variable with a rate rule.</summary>
    public required ImmutableArray<bool> IsMoving { get; init; }

    /// <summary>The events, in the order of their triggers.</summary>
    public required ImmutableArray<EventForm> Events { get; init; }

    /// <summary>Of each trigger the states that it depends on.</summary>
    public required ImmutableArray<ImmutableArray<int>> StatesOfTrigger { get; init; }

    /// <summary>Of each trigger whether it can turn between firings.</summary>
    public required ImmutableArray<bool> IsMovingTrigger { get; init; }

    /// <summary>The states that change between firings, by their rate rules.</summary>
    public required ImmutableArray<int> Flowing { get; init; }

    /// <summary>Of each state whether reactions change it: it is a number of molecules, whole and not negative.</summary>
    public required ImmutableArray<bool> IsCount { get; init; }

    /// <summary>Values that are observed.</summary>
    public required int Observables { get; init; }
}

/// <summary>What one firing adds to a state.</summary>
/// <param name="State">The state.</param>
/// <param name="Amount">Molecules; NaN where it is computed at the time of the firing.</param>
public readonly record struct JumpChange(int State, double Amount);
