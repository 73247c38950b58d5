using System.Collections.Immutable;

namespace Thymus.Simulation.Records;

/// <summary>How a dosing and observation table is read.</summary>
public sealed record RecordOptions
{
    /// <summary>An ID that comes again after others is a new individual (NONMEM's reading); otherwise an error.</summary>
    public bool SplitRepeatedIds { get; init; }

    /// <summary>Lines whose first character that is not blank is this one are skipped; <c>@</c> also skips lines that start with a letter.</summary>
    public char? Ignore { get; init; }

    /// <summary>Columns to pass over, such as comments.</summary>
    public ImmutableArray<string> Drop { get; init; } = [];
}
