using System.Collections.Immutable;

namespace Thymus.Solvers.Delays;

/// <summary>A lag of a model, and what is looked up so long ago.</summary>
public sealed record LagForm
{
    /// <summary>Whether it follows from the parameters alone; such a lag is the same over a course while they are.</summary>
    public required bool IsConstant { get; init; }

    /// <summary>Whether what is looked up enters a rate of change.</summary>
    public required bool IsInField { get; init; }

    /// <summary>Lags of smaller levels are looked up before: this one may depend on what was found.</summary>
    public required int Level { get; init; }

    /// <summary>What is looked up.</summary>
    public required ImmutableArray<Lookup> Lookups { get; init; }

    /// <summary>Where the kernel expects 1 before the start and 0 after it, among the parameters; −1 where it does not ask.</summary>
    public required int IsBeforeStart { get; init; }
}

/// <summary>A state, or a derivative of it along its course by time, that is looked up.</summary>
/// <param name="State">Index of the state.</param>
/// <param name="Order">0 for the state itself, 1 for its rate of change, 2 for that of the rate.</param>
/// <param name="Place">Where the kernel expects it, among the parameters.</param>
public readonly record struct Lookup(int State, int Order, int Place);
