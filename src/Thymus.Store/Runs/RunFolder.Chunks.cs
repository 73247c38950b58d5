using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Thymus.Store.Tables;

namespace Thymus.Store.Runs;

/// <summary>A file of a run that is not as it was written.</summary>
/// <param name="Chunk">Number of its chunk; −1 for a file of the whole run.</param>
/// <param name="File">Path in the folder.</param>
/// <param name="Reason">What is wrong, such as <c>has a wrong checksum</c>.</param>
public sealed record DamagedFile(int Chunk, string File, string Reason);

/// <summary>What is there of a run.</summary>
/// <param name="Complete">Chunks that are whole, ascending.</param>
/// <param name="Missing">Chunks to compute: those never written and the damaged ones, ascending.</param>
/// <param name="Damaged">Files that were found damaged. Tell the user; their chunks are in <paramref name="Missing"/>.</param>
public sealed record ChunkSurvey(ImmutableArray<int> Complete, ImmutableArray<int> Missing, ImmutableArray<DamagedFile> Damaged);

public sealed partial class RunFolder
{
    private const long LargestRecord = 1 << 20;   // bytes

    /// <summary>Writes all tables of a chunk. It counts only when the last of them is on the disk. May be called by several threads, for different chunks.</summary>
    /// <param name="chunk">Number of the chunk, from 0.</param>
    /// <param name="tables">Its tables, also those without rows; the same ones for every chunk.</param>
    /// <param name="cancellation">Stops it; then the chunk is missing.</param>
    public async Task CommitChunkAsync(int chunk, IReadOnlyList<ResultTable> tables, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentOutOfRangeException.ThrowIfNegative(chunk);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chunk, Manifest.Chunks);
        RequireWriting();
        var files = ImmutableSortedDictionary.CreateBuilder<string, FileFingerprint>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            string file = ChunkFile(table.Layout.Name, chunk);
            files[file] = await AtomicFile.WriteAsync(
                PathOf(file), stream => ParquetTable.WriteAsync(stream, table.Layout, [table], cancellation), cancellation);
        }

        var record = new ChunkRecord(files.ToImmutable());
        await AtomicFile.WriteAsync(
            PathOf(RecordFile(chunk)), stream => JsonSerializer.SerializeAsync(stream, record, RunJson.Default.ChunkRecord, cancellation), cancellation);
    }

    /// <summary>Reads every chunk and compares it with its checksum. In a complete run that looks at the final files instead.</summary>
    public async Task<ChunkSurvey> SurveyAsync(CancellationToken cancellation)
    {
        var damaged = ImmutableArray.CreateBuilder<DamagedFile>();
        if (Manifest.Status == RunStatus.Complete)
        {
            foreach (var (file, fingerprint) in Manifest.Files)
            {
                await CheckAsync(chunk: -1, file, fingerprint);
            }

            return new([.. Enumerable.Range(0, Manifest.Chunks)], [], damaged.ToImmutable());
        }

        var complete = ImmutableArray.CreateBuilder<int>();
        var missing = ImmutableArray.CreateBuilder<int>();
        for (int chunk = 0; chunk < Manifest.Chunks; chunk++)
        {
            int before = damaged.Count;
            bool isWritten = File.Exists(PathOf(RecordFile(chunk)));
            if (isWritten)
            {
                if (!TryReadRecord(chunk, out var record, out string reason))
                {
                    damaged.Add(new(chunk, RecordFile(chunk), reason));
                }

                foreach (var (file, fingerprint) in record.Files)
                {
                    await CheckAsync(chunk, file, fingerprint);
                }
            }

            (isWritten && damaged.Count == before ? complete : missing).Add(chunk);
        }

        return new(complete.ToImmutable(), missing.ToImmutable(), damaged.ToImmutable());

        async Task CheckAsync(int chunk, string file, FileFingerprint fingerprint)
        {
            if (await AtomicFile.DamageAsync(PathOf(file), fingerprint, cancellation) is { } reason)
            {
                damaged.Add(new(chunk, file, reason));
            }
        }
    }

    private bool TryReadRecord(int chunk, out ChunkRecord record, out string reason)
    {
        try
        {
            record = JsonFile.Read(PathOf(RecordFile(chunk)), RunJson.Default.ChunkRecord, LargestRecord);
            string? stranger = record.Files.Keys.FirstOrDefault(file => !IsFileOf(chunk, file));
            reason = stranger is null ? "" : $"names {stranger}, which is no file of this chunk";
            if (stranger is not null)
            {
                record = new(ImmutableSortedDictionary<string, FileFingerprint>.Empty);
            }

            return stranger is null;
        }
        catch (StoreException cause)
        {
            record = new(ImmutableSortedDictionary<string, FileFingerprint>.Empty);
            reason = cause.Message;
            return false;
        }
    }

    private static bool IsFileOf(int chunk, string file) =>
        file == ChunkFile(CoursesTable, chunk) || (TableOf(file) is { } table && file == ChunkFile(table, chunk));

    /// <summary>Name of the table of a file in the folder of chunks.</summary>
    private static string? TableOf(string file)
    {
        int end = file.LastIndexOf('-');
        int start = ChunksFolder.Length + 1;
        return file.StartsWith(ChunksFolder + "/", StringComparison.Ordinal) && end > start && !file.AsSpan(start).ContainsAny('/', '\\')
            ? file[start..end]
            : null;
    }

    private static string ChunkFile(string table, int chunk) => table == CoursesTable
        ? string.Create(CultureInfo.InvariantCulture, $"{CoursesTable}/{chunk:D5}.parquet")
        : string.Create(CultureInfo.InvariantCulture, $"{ChunksFolder}/{table}-{chunk:D5}.parquet");

    private static string RecordFile(int chunk) => string.Create(CultureInfo.InvariantCulture, $"{ChunksFolder}/{chunk:D5}.json");
}
