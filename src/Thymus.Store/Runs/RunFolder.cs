using System.Collections.Immutable;
using System.Text.Json;
using Thymus.Store.Tables;

namespace Thymus.Store.Runs;

/// <summary>The folder of one run: inputs, chunks, tables, manifest, report (docs/adr/0005-run-folder.md).</summary>
public sealed class RunFolder : IDisposable
{
    private const string ManifestName = "manifest.json";
    private const string RecordName = "chunk.json";

    private readonly FileStream? _lock;

    private RunFolder(string path, FileStream? held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Path of the manifest.</summary>
    public string ManifestPath => PathOf(ManifestName);

    /// <summary>Path of the report.</summary>
    public string ReportPath => PathOf("report.html");

    /// <summary>Path of the study copy.</summary>
    public string StudyPath => PathOf("study.yaml");

    /// <summary>Path of the copy of the library files that the run uses.</summary>
    public string LibraryPath => PathOf("inputs/library");

    /// <summary>Path of a file or folder below, given with forward slashes.</summary>
    public string PathOf(string relative) => System.IO.Path.Combine(Path, relative.Replace('/', System.IO.Path.DirectorySeparatorChar));

    /// <summary>The first name of the form NAME, NAME-2, NAME-3 … that does not exist below <paramref name="parent"/>.</summary>
    public static string FreeName(string parent, string name)
    {
        string path = System.IO.Path.Combine(parent, name);
        for (int i = 2; Directory.Exists(path) || File.Exists(path); i++)
        {
            path = System.IO.Path.Combine(parent, $"{name}-{i}");
        }

        return path;
    }

    /// <summary>Makes a new run folder and holds it for this process.</summary>
    /// <exception cref="StoreException">It exists and is not empty, or cannot be made.</exception>
    public static RunFolder Create(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        return StoreException.Guard(path, () =>
        {
            if (File.Exists(path))
            {
                throw new StoreException($"'{path}' is a file, not a folder", "choose another folder with --out");
            }

            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            {
                throw File.Exists(System.IO.Path.Combine(path, ManifestName))
                    ? new StoreException($"'{path}' holds a run already", $"go on with it by 'thymus trial resume {path}', or choose another folder with --out")
                    : new StoreException($"'{path}' is not empty and holds no run", "choose another folder with --out");
            }

            Directory.CreateDirectory(path);
            var folder = new RunFolder(path, Hold(path));
            Directory.CreateDirectory(folder.PathOf("courses"));
            Directory.CreateDirectory(folder.PathOf("chunks"));
            return folder;
        });
    }

    /// <summary>Removes the folder and all that is in it: for a run that could not begin. It was new or empty when it was made.</summary>
    public void Abandon()
    {
        Dispose();
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>Opens a run folder to go on with it, and removes what a killed process left half-written.</summary>
    public static RunFolder OpenToWrite(string path)
    {
        path = RequireRun(path);
        return StoreException.Guard(path, () =>
        {
            var folder = new RunFolder(path, Hold(path));
            Directory.CreateDirectory(folder.PathOf("courses"));
            Directory.CreateDirectory(folder.PathOf("chunks"));
            folder.RemoveTemporaries();
            return folder;
        });
    }

    /// <summary>Opens a run folder to read it.</summary>
    public static RunFolder OpenToRead(string path) => new(RequireRun(path), held: null);

    /// <summary>Copies an input into the folder and returns its SHA-256.</summary>
    public string AddInput(string source, string relative)
    {
        string target = PathOf(relative);
        StoreException.Guard(source, () =>
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            byte[] bytes = File.ReadAllBytes(source);
            WholeFile.Write(target, file => file.Write(bytes));
        });
        return WholeFile.Hash(target);
    }

    /// <summary>Writes a text file into the folder, whole or not at all.</summary>
    public void WriteText(string relative, Action<TextWriter> write) => WholeFile.Write(PathOf(relative), file =>
    {
        using var writer = new StreamWriter(file, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });

    /// <summary>Commits a chunk: its tables and the record that makes them count. Until the last rename nothing of it is visible.</summary>
    /// <param name="chunk">Number of the chunk, from 0.</param>
    /// <param name="tables">Tables that are merged at the end.</param>
    /// <param name="courses">Table that stays a file of its own.</param>
    /// <param name="failed">Patients whose simulation failed.</param>
    public void CommitChunk(int chunk, IReadOnlyList<Table> tables, Table courses, long failed)
    {
        string final = ChunkPath(chunk), temporary = final + ".tmp";
        StoreException.Guard(final, () =>
        {
            if (Directory.Exists(final))
            {
                Directory.Delete(final, recursive: true);   // one whose checksum was wrong
            }

            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }

            Directory.CreateDirectory(temporary);
            ParquetTable.Write(CoursesPath(chunk), courses.Schema, [courses]);
            var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["courses"] = WholeFile.Hash(CoursesPath(chunk)) };
            foreach (var table in tables)
            {
                string path = System.IO.Path.Combine(temporary, table.Schema.Name + ".parquet");
                ParquetTable.Write(path, table.Schema, [table]);
                hashes[table.Schema.Name] = WholeFile.Hash(path);
            }

            WholeFile.Write(System.IO.Path.Combine(temporary, RecordName), JsonSerializer.Serialize(new ChunkRecord(failed, hashes)));
            Directory.Move(temporary, final);
        });
    }

    /// <summary>The state of a chunk: missing, whole, or damaged with the file that is.</summary>
    public ChunkState StateOf(int chunk)
    {
        string folder = ChunkPath(chunk), record = System.IO.Path.Combine(folder, RecordName);
        if (!Directory.Exists(folder))
        {
            return new(IsWhole: false, DamagedFile: null, Failed: 0);
        }

        ChunkRecord? read = null;
        try
        {
            read = JsonSerializer.Deserialize<ChunkRecord>(File.ReadAllText(record));
        }
        catch (Exception problem) when (problem is JsonException or IOException)
        {
            return new(IsWhole: false, record, Failed: 0);
        }

        foreach (var (name, hash) in read?.Hashes ?? [])
        {
            string path = name == "courses" ? CoursesPath(chunk) : System.IO.Path.Combine(folder, name + ".parquet");
            if (!File.Exists(path) || WholeFile.Hash(path) != hash)
            {
                return new(IsWhole: false, path, Failed: 0);
            }
        }

        return read is null ? new(IsWhole: false, record, Failed: 0) : new(IsWhole: true, DamagedFile: null, read.Failed);
    }

    /// <summary>Merges a table of all chunks, in chunk order, one chunk in memory at a time.</summary>
    public void Merge(TableSchema schema, int chunks) => ParquetTable.Write(
        PathOf(schema.Name + ".parquet"), schema,
        Enumerable.Range(0, chunks).SelectMany(c => ParquetTable.Read(System.IO.Path.Combine(ChunkPath(c), schema.Name + ".parquet"))));

    /// <summary>SHA-256 of every table of the run, by its path below the folder.</summary>
    public ImmutableSortedDictionary<string, string> HashTables() => Directory
        .EnumerateFiles(Path, "*.parquet").Concat(Directory.EnumerateFiles(PathOf("courses"), "*.parquet"))
        .ToImmutableSortedDictionary(
            f => System.IO.Path.GetRelativePath(Path, f).Replace(System.IO.Path.DirectorySeparatorChar, '/'), WholeFile.Hash, StringComparer.Ordinal);

    /// <summary>Removes the chunks once their tables are merged; the courses stay.</summary>
    public void RemoveChunks() => StoreException.Guard(Path, () =>
    {
        if (Directory.Exists(PathOf("chunks")))
        {
            Directory.Delete(PathOf("chunks"), recursive: true);
        }
    });

    /// <inheritdoc />
    public void Dispose()
    {
        if (_lock is not null)
        {
            _lock.Dispose();
            if (Directory.Exists(Path))
            {
                File.Delete(LockPath(Path));
            }
        }
    }

    private string ChunkPath(int chunk) => PathOf($"chunks/{chunk:D6}");

    private string CoursesPath(int chunk) => PathOf($"courses/{chunk:D6}.parquet");

    private static string LockPath(string path) => System.IO.Path.Combine(path, ".lock");

    private static string RequireRun(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(path))
        {
            throw new StoreException($"'{path}' does not exist", "give the folder that 'thymus trial run' named");
        }

        return File.Exists(System.IO.Path.Combine(path, ManifestName))
            ? path
            : throw new StoreException($"'{path}' holds no run: it has no {ManifestName}", "give the folder that 'thymus trial run' named");
    }

    private static FileStream Hold(string path)
    {
        const int SharingWindows = unchecked((int)0x80070020), WouldBlockLinux = 11, WouldBlockMac = 35;
        try
        {
            return new FileStream(LockPath(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause) when (cause.HResult is SharingWindows or WouldBlockLinux or WouldBlockMac)
        {
            throw new StoreException($"another process is writing '{path}'", "wait until it is done, or stop it", cause);
        }
    }

    private void RemoveTemporaries()
    {
        foreach (string file in Directory.EnumerateFiles(Path, "*.tmp", SearchOption.AllDirectories).ToArray())
        {
            File.Delete(file);
        }

        foreach (string folder in Directory.EnumerateDirectories(PathOf("chunks"), "*.tmp").ToArray())
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record ChunkRecord(long Failed, SortedDictionary<string, string> Hashes);
}

/// <summary>The state of a chunk on disk.</summary>
/// <param name="IsWhole">Whether it is there with the right checksums.</param>
/// <param name="DamagedFile">The file whose checksum is wrong or that is missing; <see langword="null"/> when the chunk is whole or was never written.</param>
/// <param name="Failed">Patients of it whose simulation failed.</param>
public readonly record struct ChunkState(bool IsWhole, string? DamagedFile, long Failed);
