using System.Collections.Immutable;

namespace Thymus.Reports;

/// <summary>How a run was computed: what a reader needs to compute it again. Taken from the manifest.</summary>
public sealed record RunFacts
{
    /// <summary>Version of Thymus, with the commit where it is known.</summary>
    public required string Version { get; init; }

    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Date as the report prints it, given by the caller (a report reads no clock); empty for none.</summary>
    public required string Date { get; init; }

    /// <summary>Commands that give the same run, one a line, in order.</summary>
    public required ImmutableArray<string> Commands { get; init; }

    /// <summary>Input files and their hashes.</summary>
    public required ImmutableArray<HashedFile> Inputs { get; init; }

    /// <summary>Result files beside the report, and their hashes (an empty hash where there is none).</summary>
    public ImmutableArray<HashedFile> Results { get; init; } = [];

    /// <summary>Other facts in the order to print: method, tolerances, threads, machine, vector width, run time, …</summary>
    public ImmutableArray<NamedFact> Settings { get; init; } = [];

    /// <summary>Patients per second of the run; NaN when it is not known.</summary>
    public double PatientsPerSecond { get; init; } = double.NaN;
}

/// <summary>A file by its path (relative, with forward slashes) and the SHA-256 of its bytes in hexadecimal.</summary>
public sealed record HashedFile(string Path, string Sha256);

/// <summary>A name and a value, in words.</summary>
public sealed record NamedFact(string Name, string Value);
