using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Thymus.Store.Runs;

/// <summary>How far a run is.</summary>
public enum RunStatus
{
    /// <summary>Chunks are still missing.</summary>
    Running,

    /// <summary>All files are there.</summary>
    Complete,
}

/// <summary>
/// <c>manifest.json</c> of a run folder: where every number comes from. Two runs with the same identity (version, study, seed,
/// inputs, settings, chunks) have the same bytes in all tables; machine and times are beside it.
/// </summary>
public sealed record RunManifest
{
    /// <summary>Version of this format.</summary>
    public const int CurrentFormat = 1;

    private const int LargestFile = 64 << 20;   // bytes; a manifest has a line per file

    /// <summary>Version of this format.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>How far the run is.</summary>
    public RunStatus Status { get; init; }

    /// <summary>Version of Thymus.</summary>
    public required string Version { get; init; }

    /// <summary>Commit that Thymus was built from, if known.</summary>
    public string? Commit { get; init; }

    /// <summary>Identifier of the study.</summary>
    public required string Study { get; init; }

    /// <summary>Seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>SHA-256 of every input file, by its path relative to the repository or to the study.</summary>
    public required ImmutableSortedDictionary<string, string> Inputs { get; init; }

    /// <summary>Everything else that the results depend on, as text: method, tolerances, patients per arm.</summary>
    public required ImmutableSortedDictionary<string, string> Settings { get; init; }

    /// <summary>Number of chunks.</summary>
    public required int Chunks { get; init; }

    /// <summary>Patients of a chunk (the last may have fewer).</summary>
    public required int ChunkSize { get; init; }

    /// <summary>Options that the run was started with, for the record; not part of its identity.</summary>
    public ImmutableSortedDictionary<string, string> StartOptions { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The machine (operating system, processor, cores, lane width), for the record; not part of the identity.</summary>
    public ImmutableSortedDictionary<string, string> Machine { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Time that the run took, over all resumptions [s]; not part of the identity.</summary>
    public double WallTime { get; init; }

    /// <summary>Patients that failed; they are rows of <c>failures.parquet</c>.</summary>
    public long Failures { get; init; }

    /// <summary>Size and checksum of every file of a complete run, by its path in the folder with <c>/</c>.</summary>
    public ImmutableSortedDictionary<string, FileFingerprint> Files { get; init; } = ImmutableSortedDictionary.Create<string, FileFingerprint>(StringComparer.Ordinal);

    /// <summary>What makes the results of another run differ from those of this one, in words; empty if nothing does.</summary>
    public ImmutableArray<string> DifferencesFrom(RunManifest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var differences = ImmutableArray.CreateBuilder<string>();
        Compare("version of Thymus", Version, other.Version);
        Compare("study", Study, other.Study);
        Compare("seed", Seed, other.Seed);
        Compare("number of chunks", Chunks, other.Chunks);
        Compare("chunk size", ChunkSize, other.ChunkSize);
        CompareAll("", Settings, other.Settings);
        CompareAll("input ", Inputs, other.Inputs);
        return differences.ToImmutable();

        void Compare<T>(string what, T mine, T theirs)
        {
            if (!EqualityComparer<T>.Default.Equals(mine, theirs))
            {
                differences.Add(FormattableString.Invariant($"{what}: {theirs} became {mine}"));
            }
        }

        void CompareAll(string kind, ImmutableSortedDictionary<string, string> mine, ImmutableSortedDictionary<string, string> theirs)
        {
            foreach (string key in mine.Keys.Union(theirs.Keys).Order(StringComparer.Ordinal))
            {
                Compare(kind + key, mine.GetValueOrDefault(key, "(none)"), theirs.GetValueOrDefault(key, "(none)"));
            }
        }
    }

    internal Task WriteAsync(Stream stream, CancellationToken cancellation) =>
        JsonSerializer.SerializeAsync(stream, this, RunJson.Default.RunManifest, cancellation);

    internal static RunManifest Read(string path)
    {
        var manifest = JsonFile.Read(path, RunJson.Default.RunManifest, LargestFile);
        return manifest.Format == CurrentFormat
            ? manifest
            : throw new StoreException(
                FormattableString.Invariant($"{path} has format {manifest.Format}; this Thymus reads format {CurrentFormat}"), "use the version of Thymus that made the run");
    }
}

/// <summary>A chunk is complete when this record of its files is there: it is written last.</summary>
internal sealed record ChunkRecord(ImmutableSortedDictionary<string, FileFingerprint> Files);

[JsonSourceGenerationOptions(
    WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(ChunkRecord))]
internal sealed partial class RunJson : JsonSerializerContext;
