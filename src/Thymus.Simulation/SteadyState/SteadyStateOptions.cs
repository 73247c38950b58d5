using System.Collections.Immutable;

namespace Thymus.Simulation.SteadyState;

/// <summary>How a steady state is looked for.</summary>
public sealed record SteadyStateOptions
{
    /// <summary>Largest change of a state over a cycle, relative to the state.</summary>
    public double RelativeTolerance { get; init; } = 1e-8;

    /// <summary>Largest change of a state over a cycle, in the state's unit.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-10;

    /// <summary>Most cycles.</summary>
    public int CycleLimit { get; init; } = 500;

    /// <summary>
    /// States that take no part: accumulators (an area under a curve, a cumulative hazard) and whatever has no steady
    /// state under dosing, such as a tumour. They keep their value.
    /// </summary>
    public ImmutableArray<string> Held { get; init; } = [];

    /// <summary>Whether a steady state that was not found fails the patient; otherwise it is a warning and the last cycle is used.</summary>
    public bool FailWhenNotFound { get; init; }
}
