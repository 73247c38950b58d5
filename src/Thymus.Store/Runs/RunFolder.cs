namespace Thymus.Store.Runs;

/// <summary>
/// The folder of one run. Every file in it is written whole or not at all; one process at a time writes; a run that was
/// killed at any moment is opened again with <see cref="OpenForWriting"/> and goes on with the chunks that are missing.
/// </summary>
/// <remarks>
/// A chunk is a few tables of a range of patients. Its rows of the table <c>courses</c> stay in <c>courses/NNNNN.parquet</c>;
/// its other tables lie in <c>chunks/</c> until <see cref="CompleteAsync"/> merges them into one file per table.
/// </remarks>
public sealed partial class RunFolder : IDisposable
{
    /// <summary>Name of the table that is kept in one file per chunk.</summary>
    public const string CoursesTable = "courses";

    private const string ManifestFile = "manifest.json";
    private const string LockFile = "run.lock";
    private const string ChunksFolder = "chunks";

    private readonly FileStream? _lock;

    private RunFolder(string path, RunManifest manifest, FileStream? hold)
    {
        Path = path;
        Manifest = manifest;
        _lock = hold;
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>The manifest as it stands on the disk.</summary>
    public RunManifest Manifest { get; private set; }

    /// <summary>Whether a folder holds a run.</summary>
    public static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, ManifestFile));

    /// <summary>Starts a run in a new or empty folder.</summary>
    /// <exception cref="StoreException">The folder holds something, or cannot be written.</exception>
    public static async Task<RunFolder> CreateAsync(string path, RunManifest manifest, CancellationToken cancellation)
    {
        path = System.IO.Path.GetFullPath(path);
        FileStream? hold = null;
        try
        {
            RefuseIfInUse(path);
            Directory.CreateDirectory(path);
            hold = Lock(path);
            RefuseIfInUse(path);   // again: another process may have been faster
            Directory.CreateDirectory(System.IO.Path.Combine(path, ChunksFolder));
            Directory.CreateDirectory(System.IO.Path.Combine(path, CoursesTable));
            AtomicFile.RemoveTemporaries(path);
            var folder = new RunFolder(path, manifest, hold);
            await folder.WriteManifestAsync(manifest, cancellation);
            hold = null;
            return folder;
        }
        catch (Exception cause) when (StoreException.IsFileTrouble(cause))
        {
            throw StoreException.For(cause, path);
        }
        finally
        {
            hold?.Dispose();
        }
    }

    /// <summary>Opens a run to go on with it. Removes what a killed process left behind.</summary>
    /// <exception cref="StoreException">It is no run, is being written by another process, or cannot be read.</exception>
    public static RunFolder OpenForWriting(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        RefuseIfNoRun(path);
        FileStream? hold = null;
        try
        {
            hold = Lock(path);
            AtomicFile.RemoveTemporaries(path);
            var folder = new RunFolder(path, RunManifest.Read(System.IO.Path.Combine(path, ManifestFile)), hold);
            if (folder.Manifest.Status == RunStatus.Complete)
            {
                folder.RemoveMergedChunks();
            }

            hold = null;
            return folder;
        }
        catch (Exception cause) when (StoreException.IsFileTrouble(cause))
        {
            throw StoreException.For(cause, path);
        }
        finally
        {
            hold?.Dispose();
        }
    }

    /// <summary>Opens a run to read it; others may read or write it meanwhile.</summary>
    /// <exception cref="StoreException">It is no run, or cannot be read.</exception>
    public static RunFolder OpenForReading(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        RefuseIfNoRun(path);
        return new(path, RunManifest.Read(System.IO.Path.Combine(path, ManifestFile)), hold: null);
    }

    /// <summary>Refuses to go on with a run whose results would not be those of <paramref name="wanted"/>.</summary>
    /// <exception cref="StoreException">They would differ; the message says by what.</exception>
    public void RequireSameResults(RunManifest wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var differences = wanted.DifferencesFrom(Manifest);
        if (differences.Length > 0)
        {
            throw new StoreException(
                $"{Path} holds another run: {string.Join("; ", differences)}", "start a new run in another folder with --out, or undo the change");
        }
    }

    /// <summary>Writes or replaces a file of the run, such as <c>study.yaml</c> or <c>report.html</c>.</summary>
    /// <param name="name">Path in the folder.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellation">Stops it; then the old file, if any, is untouched.</param>
    public Task<FileFingerprint> WriteFileAsync(string name, Func<Stream, Task> write, CancellationToken cancellation)
    {
        RequireWriting();
        return AtomicFile.WriteAsync(PathOf(name), write, cancellation);
    }

    /// <summary>Replaces the manifest.</summary>
    public async Task WriteManifestAsync(RunManifest manifest, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        RequireWriting();
        await AtomicFile.WriteAsync(PathOf(ManifestFile), stream => manifest.WriteAsync(stream, cancellation), cancellation);
        Manifest = manifest;
    }

    /// <summary>Full path of a file of the run.</summary>
    public string PathOf(string name) => System.IO.Path.Combine([Path, .. name.Split('/')]);

    /// <summary>Lets others write the run.</summary>
    public void Dispose() => _lock?.Dispose();

    private void RequireWriting()
    {
        if (_lock is null)
        {
            throw new InvalidOperationException("The run folder was opened for reading.");
        }
    }

    private static void RefuseIfInUse(string path)
    {
        if (File.Exists(path))
        {
            throw new StoreException($"{path} is a file", "choose another folder with --out");
        }

        if (Exists(path))
        {
            throw new StoreException($"{path} already holds a run", "go on with it (resume), or choose another folder with --out");
        }

        string[] ours = [LockFile, ChunksFolder, CoursesTable, ManifestFile + AtomicFile.TemporaryEnding];   // of a run killed at its start
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(entry => !ours.Contains(System.IO.Path.GetFileName(entry))))
        {
            throw new StoreException($"{path} holds files that are not a run; nothing was changed", "choose a new or empty folder with --out");
        }
    }

    private static void RefuseIfNoRun(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new StoreException($"there is no folder {path}", "check the name; runs are in the folder runs/ unless --out said otherwise");
        }

        if (!Exists(path))
        {
            throw new StoreException($"{path} is not a run: it has no {ManifestFile}", "check the name; runs are in the folder runs/ unless --out said otherwise");
        }
    }

    /// <summary>Holds the lock until it is closed; the system lets go of it when the process dies.</summary>
    private static FileStream Lock(string path)
    {
        string file = System.IO.Path.Combine(path, LockFile);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause) when (cause is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(file))
        {
            throw new StoreException($"{path} is being written by another process", "wait until it ends, or choose another folder with --out", cause);
        }
    }
}
