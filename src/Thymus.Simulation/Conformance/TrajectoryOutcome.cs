using System.Collections.Immutable;

namespace Thymus.Simulation.Conformance;

/// <summary>What became of one model.</summary>
/// <param name="Case">The case.</param>
/// <param name="Verdict">What became of it.</param>
public sealed record TrajectoryOutcome(TrajectoryCase Case, SuiteVerdict Verdict)
{
    /// <summary>Findings of a refused model, or why one failed: what differs first, or where the course stopped; none for one that passed.</summary>
    public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>States of the compiled model.</summary>
    public int States { get; init; }

    /// <summary>The largest difference, in the norm of <see cref="TrajectoryRunner"/>; NaN when nothing was compared.</summary>
    public double Difference { get; init; } = double.NaN;

    /// <summary>The column with the largest difference, and the time of the row.</summary>
    public (string Column, double Time)? Where { get; init; }

    /// <summary>Columns that the model has no symbol for, and that were not compared.</summary>
    public ImmutableArray<string> NotCompared { get; init; } = [];
}

/// <summary>Models with one topic.</summary>
/// <param name="Topic">The topic; <c>all</c> for every model.</param>
/// <param name="Passed">How many agree.</param>
/// <param name="Failed">How many do not.</param>
/// <param name="Refused">How many were refused with a finding.</param>
/// <param name="Difference">The largest difference of those that were compared.</param>
public sealed record TrajectoryTally(string Topic, int Passed, int Failed, int Refused, double Difference);
