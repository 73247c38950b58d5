using System.Collections.Immutable;
using Thymus.Compilation.Graphs;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Flattening;

/// <summary>A model as ordinary differential equations: nodes of one graph.</summary>
internal sealed record FlatModel
{
    /// <summary>The graph.</summary>
    public required ExpressionGraph Graph { get; init; }

    /// <summary>The states.</summary>
    public required ImmutableArray<FlatState> States { get; init; }

    /// <summary>What a patient brings.</summary>
    public required ImmutableArray<FlatParameter> Parameters { get; init; }

    /// <summary>Values to observe.</summary>
    public required ImmutableArray<FlatValue> Observables { get; init; }

    /// <summary>Functions that are greater than 0 while a trigger holds: events, then watches.</summary>
    public required ImmutableArray<FlatValue> Triggers { get; init; }

    /// <summary>The events, in the order of their triggers.</summary>
    public required ImmutableArray<FlatEvent> Events { get; init; }

    /// <summary>Where states move while a constraint is settled and the time stands still, until nothing moves: their rates.</summary>
    public ImmutableArray<FlatMove> Settling { get; init; } = [];

    /// <summary>States that go from their values before a change to those after it meanwhile.</summary>
    public ImmutableArray<int> Continued { get; init; } = [];

    /// <summary>What becomes of states after every step.</summary>
    public ImmutableArray<FlatMove> Merging { get; init; } = [];

    /// <summary>What the states satisfy at all times beside their rates of change.</summary>
    public ImmutableArray<FlatInvariant> Invariants { get; init; } = [];

    /// <summary>States whose start values follow from these; their own are where the search begins.</summary>
    public ImmutableArray<int> Found { get; init; } = [];

    /// <summary>The draws from distributions.</summary>
    public ImmutableArray<FlatDraw> Draws { get; init; } = [];

    /// <summary>The reactions, where they fire one at a time; the derivatives of the states are then without them.</summary>
    public ImmutableArray<FlatReaction> Reactions { get; init; } = [];

    /// <summary>The states that are sensitivities, after the model's own; one group a parameter.</summary>
    public ImmutableArray<SensitivityGroup> Sensitivities { get; init; } = [];

    /// <summary>
    /// Per trigger g the derivative of its function by each of these parameters at a given time, ∂g/∂x S + ∂g/∂p, then that by the time along
    /// the solution, ∂g/∂x f + ∂g/∂t.
    /// </summary>
    public ImmutableArray<int> TriggerSlopes { get; init; } = [];

    /// <summary>Per event the derivative of its delay by each of these parameters, where the moment itself moves with the parameter.</summary>
    public ImmutableArray<int> DelaySlopes { get; init; } = [];

    /// <summary>The parameters of these groups.</summary>
    public ImmutableArray<string> SensitivityNames { get; init; } = [];
}

/// <summary>A state: an amount of a species, or the value of a variable.</summary>
/// <param name="Name">Name of the symbol.</param>
/// <param name="Initial">Its value at the start.</param>
/// <param name="Derivative">Its rate of change.</param>
/// <param name="Span">Where it is declared.</param>
internal sealed record FlatState(string Name, int Initial, int Derivative, SourceSpan Span);

/// <summary>A parameter and the model's own value of it; NaN for none.</summary>
internal sealed record FlatParameter(string Name, double Default);

/// <summary>A named node.</summary>
internal sealed record FlatValue(string Name, int Node);

/// <summary>A state by its number, and a value or a rate of it.</summary>
internal sealed record FlatMove(int State, int Value);

/// <summary>What vanishes at all times.</summary>
/// <param name="Node">Its node.</param>
/// <param name="Partials">Its derivatives by the states that may be corrected.</param>
internal sealed record FlatInvariant(int Node, ImmutableArray<FlatMove> Partials);

/// <summary>A reaction that fires.</summary>
/// <param name="Name">Name of the reaction.</param>
/// <param name="Rate">Firings per time.</param>
/// <param name="Changes">What a firing adds to each state: a node of the amount.</param>
/// <param name="Span">Where it is written.</param>
internal sealed record FlatReaction(string Name, int Rate, ImmutableArray<(int State, int Amount)> Changes, SourceSpan Span);
