using System.Collections.Immutable;
using Thymus.Store.Queries;
using Thymus.Store.Tables;

namespace Thymus.Store.Runs;

public sealed partial class RunFolder
{
    private const int RowsPerGroup = 1 << 16;

    /// <summary>
    /// Merges the chunks, in their order, into one Parquet file per table (the courses stay one file per chunk), makes
    /// <c>results.duckdb</c>, writes the manifest as complete, and removes the merged chunks. Memory is bounded by a chunk and
    /// a row group. Killed in between, it is done again from the start.
    /// </summary>
    /// <param name="finish">Adds what is known only now to the manifest: wall time, failures. Other files to list, such as the report, must be written before.</param>
    /// <param name="otherFiles">Fingerprints of other files of the run, by path in the folder.</param>
    /// <param name="cancellation">Stops it; the run can be completed later.</param>
    /// <exception cref="StoreException">A chunk is missing or damaged, or a file cannot be written.</exception>
    public async Task CompleteAsync(
        Func<RunManifest, RunManifest> finish, IReadOnlyDictionary<string, FileFingerprint> otherFiles, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(finish);
        ArgumentNullException.ThrowIfNull(otherFiles);
        RequireWriting();
        if (Manifest.Status == RunStatus.Complete)
        {
            throw new InvalidOperationException("The run is complete already.");
        }

        ChunkRecord[] records = [.. Enumerable.Range(0, Manifest.Chunks).Select(RequireRecord)];
        var files = ImmutableSortedDictionary.CreateBuilder<string, FileFingerprint>(StringComparer.Ordinal);
        files.AddRange(otherFiles);
        string[] tables = [.. records.SelectMany(r => r.Files.Keys).Select(TableOf).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        foreach (string table in tables)
        {
            files[table + ".parquet"] = await AtomicFile.WriteAsync(PathOf(table + ".parquet"), stream => MergeAsync(table, records, stream, cancellation), cancellation);
        }

        foreach (var (file, fingerprint) in records.SelectMany(r => r.Files).Where(f => TableOf(f.Key) is null))
        {
            await RequireWholeAsync(file, fingerprint, cancellation);
            files[file] = fingerprint;
        }

        RunDatabase.Create(Path, [.. files.Keys.Where(f => f.StartsWith(CoursesTable + "/", StringComparison.Ordinal)).Take(1).Select(_ => CoursesTable), .. tables]);
        await WriteManifestAsync(finish(Manifest) with { Status = RunStatus.Complete, Files = files.ToImmutable() }, cancellation);
        RemoveMergedChunks();
    }

    private async Task MergeAsync(string table, ChunkRecord[] records, Stream target, CancellationToken cancellation)
    {
        ParquetTableWriter? writer = null;
        ResultTable? pending = null;
        try
        {
            for (int chunk = 0; chunk < records.Length; chunk++)
            {
                string file = ChunkFile(table, chunk);
                if (!records[chunk].Files.TryGetValue(file, out var fingerprint))
                {
                    throw new StoreException(FormattableString.Invariant($"chunk {chunk} of {Path} has no table {table}"), "start the run again in another folder with --out");
                }

                await RequireWholeAsync(file, fingerprint, cancellation);
                await using var source = File.OpenRead(PathOf(file));
                await using var reader = await ParquetTableReader.OpenAsync(source, file, cancellation);
                pending ??= new ResultTable(reader.Layout);
                writer ??= await ParquetTableWriter.CreateAsync(target, reader.Layout, cancellation);
                if (!pending.Layout.Equals(reader.Layout))
                {
                    throw new StoreException($"{file} has other columns than chunk 0", "start the run again in another folder with --out");
                }

                for (int group = 0; group < reader.RowGroupCount; group++)
                {
                    await reader.ReadAsync(group, pending, cancellation);
                    if (pending.RowCount >= RowsPerGroup)
                    {
                        await writer.WriteAsync(pending, cancellation);
                        pending.Clear();
                    }
                }
            }

            if (writer is not null && pending is not null)
            {
                await writer.WriteAsync(pending, cancellation);
            }
        }
        finally
        {
            if (writer is not null)
            {
                await writer.DisposeAsync();
            }
        }
    }

    private ChunkRecord RequireRecord(int chunk)
    {
        if (!File.Exists(PathOf(RecordFile(chunk))))
        {
            throw new StoreException(FormattableString.Invariant($"chunk {chunk} of {Path} is missing"), "resume the run: it computes what is missing");
        }

        return TryReadRecord(chunk, out var record, out string reason)
            ? record
            : throw new StoreException(FormattableString.Invariant($"chunk {chunk} of {Path} is damaged: {reason}"), "resume the run: it computes damaged chunks again");
    }

    private async Task RequireWholeAsync(string file, FileFingerprint fingerprint, CancellationToken cancellation)
    {
        if (await AtomicFile.DamageAsync(PathOf(file), fingerprint, cancellation) is { } reason)
        {
            throw new StoreException($"{PathOf(file)} {reason}", "resume the run: it computes damaged chunks again");
        }
    }

    /// <summary>The final files hold all of it.</summary>
    private void RemoveMergedChunks()
    {
        string folder = PathOf(ChunksFolder);
        if (Directory.Exists(folder))
        {
            foreach (string file in Directory.EnumerateFiles(folder))
            {
                AtomicFile.DeleteIfPossible(file);
            }

            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }
}
