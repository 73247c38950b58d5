using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using Thymus.Language.Diagnostics;
using Thymus.Numerics.Lanes;
using Thymus.Simulation.Populations;
using Thymus.Solvers.Lanes;
using Thymus.Store.Queries;
using Thymus.Therapies;
using Thymus.Trials;
using Thymus.Trials.Courses;

namespace Thymus.Store.Runs;

/// <summary>What a caller may change of a study when it starts a run; <see langword="null"/> leaves it as written.</summary>
/// <param name="PatientsPerArm">Patients per arm.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Twins">Every patient in every arm.</param>
public sealed record StudyChanges(int? PatientsPerArm, ulong? Seed, bool? Twins)
{
    /// <summary>The study with the changes.</summary>
    public Study ApplyTo(Study study) => study with
    {
        PatientsPerArm = PatientsPerArm ?? study.PatientsPerArm,
        Seed = Seed ?? study.Seed,
        Twins = Twins ?? study.Twins,
    };
}

/// <summary>How to use the machine. Nothing here can change a result.</summary>
/// <param name="Threads">Threads, at least 1.</param>
/// <param name="Width">Lanes per vector.</param>
public sealed record Machine(int Threads, LaneWidth Width)
{
    /// <summary>All cores and the widest vectors that the processor has.</summary>
    public static Machine Default { get; } = new(Environment.ProcessorCount, (LaneWidth)LaneSupport.PreferredWidth);
}

/// <summary>How far a run is.</summary>
/// <param name="Done">Courses finished, those of an earlier session included.</param>
/// <param name="Total">Courses of the run.</param>
/// <param name="Stage">What is being done, in words.</param>
public readonly record struct RunProgress(long Done, long Total, string Stage);

/// <summary>How a run ended.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Damaged">Files of chunks whose checksum was wrong, and that were computed again.</param>
public sealed record RunOutcome(RunManifest Manifest, ImmutableArray<string> Damaged);

/// <summary>Runs a study into a folder: chunk by chunk, on several threads, resumable at any moment.</summary>
public sealed class StudyRunner
{
    private readonly RunFolder _folder;
    private readonly TrialSimulator _simulator;
    private readonly TrialTables _tables;
    private readonly TimeProvider _clock;

    private StudyRunner(RunFolder folder, TrialSimulator simulator, TimeProvider clock)
    {
        _folder = folder;
        _simulator = simulator;
        _clock = clock;
        _tables = new(simulator);
    }

    /// <summary>Version of Thymus, with the commit where the build knew it.</summary>
    public static string Version { get; } =
        typeof(StudyRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Makes a new run folder for a study: copies its inputs and writes the first manifest.</summary>
    /// <exception cref="StoreException">An input could not be copied; the folder is gone again.</exception>
    public static StudyRunner Start(Study study, TherapyLibrary library, TrialSimulator simulator, RunFolder folder, TimeProvider clock)
    {
        try
        {
            CopyInputs(study, library, simulator, folder);
            return new(folder, simulator, clock);
        }
        catch (StoreException)
        {
            folder.Abandon();
            throw;
        }
    }

    private static void CopyInputs(Study study, TherapyLibrary library, TrialSimulator simulator, RunFolder folder)
    {
        var inputs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        inputs["study.yaml"] = folder.AddInput(study.File, "study.yaml");
        foreach (string file in study.Arms.SelectMany(a => a.Therapy.Files).Distinct())
        {
            string relative = Path.GetRelativePath(library.Root, file).Replace(Path.DirectorySeparatorChar, '/');
            if (relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative))
            {
                throw new StoreException($"'{file}' is outside the library '{library.Root}', so the run could not be replayed", "move the therapy into the library, or name its library with --library");
            }

            inputs["inputs/library/" + relative] = folder.AddInput(file, "inputs/library/" + relative);
        }

        new RunManifest
        {
            Study = study.Id,
            IsComplete = false,
            Version = Version,
            PatientsPerArm = study.PatientsPerArm,
            Seed = study.Seed,
            Twins = study.Twins,
            Solver = simulator.Study.Solver,
            States = StateFact.Of(study.States),
            MethodChoice = simulator.MethodChoice,
            Chunks = simulator.Chunks,
            PatientsPerChunk = simulator.PatientsPerChunk,
            Inputs = inputs.ToImmutable(),
        }.Write(folder.ManifestPath);
    }

    /// <summary>Reads the study of a run folder as it was when the run began, from the folder's own copies.</summary>
    /// <exception cref="StoreException">A copy was changed since.</exception>
    public static Checked<Study> ReadStudy(RunFolder folder)
    {
        var manifest = RunManifest.Read(folder.ManifestPath);
        foreach (var (path, hash) in manifest.Inputs)
        {
            if (WholeFile.Hash(folder.PathOf(path)) != hash)
            {
                throw new StoreException($"'{folder.PathOf(path)}' was changed after the run began", "restore the file from a copy, or run the changed study into a new folder");
            }
        }

        var library = TherapyLibrary.Find(folder.LibraryPath);
        if (!library.Succeeded)
        {
            return new(null, library.Findings);
        }

        var study = StudyReader.Read(folder.StudyPath, library.Value);
        return study.Succeeded
            ? new(WithMethod(new StudyChanges(manifest.PatientsPerArm, manifest.Seed, manifest.Twins).ApplyTo(study.Value), manifest), study.Findings)
            : study;
    }

    // The method that was chosen stays, also under a version that would choose another.
    private static Study WithMethod(Study study, RunManifest manifest) => manifest.MethodChoice is null
        ? study
        : study with { Solver = study.Solver with { Method = manifest.Solver.Method } };

    /// <summary>Goes on with a run.</summary>
    public static StudyRunner Resume(TrialSimulator simulator, RunFolder folder, TimeProvider clock)
    {
        var manifest = RunManifest.Read(folder.ManifestPath);
        return manifest.Chunks == simulator.Chunks && manifest.PatientsPerChunk == simulator.PatientsPerChunk
            ? new(folder, simulator, clock)
            : throw new StoreException(
                $"'{folder.Path}' was cut into {manifest.Chunks} chunks of {manifest.PatientsPerChunk} patients, this version of Thymus makes {simulator.Chunks} of {simulator.PatientsPerChunk}",
                $"go on with version {manifest.Version}, or run the study again");
    }

    /// <summary>Simulates what is missing, merges the tables and completes the manifest. Returns at once for a run that is complete and undamaged.</summary>
    /// <exception cref="OperationCanceledException">Stopped; finished chunks are safe.</exception>
    /// <exception cref="StoreException">A file could not be written; finished chunks are safe.</exception>
    public RunOutcome Run(Machine machine, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        var manifest = RunManifest.Read(_folder.ManifestPath);
        ImmutableArray<string> damaged = [];
        if (manifest.IsComplete)
        {
            damaged = [.. DamagedTables(manifest)];
            if (damaged.IsEmpty)
            {
                return new(manifest, []);
            }

            (manifest with { IsComplete = false }).Write(_folder.ManifestPath);
        }

        var states = Enumerable.Range(0, _simulator.Chunks).Select(_folder.StateOf).ToArray();
        damaged = [.. damaged, .. states.Select(s => s.DamagedFile).OfType<string>()];
        int[] missing = [.. Enumerable.Range(0, _simulator.Chunks).Where(c => !states[c].IsWhole)];
        long started = _clock.GetTimestamp();
        var work = SimulateChunks(missing, machine, progress, cancellation);
        double seconds = _clock.GetElapsedTime(started).TotalSeconds;

        progress.Report(new(_simulator.Courses, _simulator.Courses, "Writing tables"));
        foreach (var schema in _tables.Merged)
        {
            cancellation.ThrowIfCancellationRequested();
            _folder.Merge(schema, _simulator.Chunks);
        }

        manifest = manifest with
        {
            IsComplete = true,
            Tables = _folder.HashTables(),
            FailedPatients = states.Where(s => s.IsWhole).Sum(s => s.Failed) + work.Failed,
            Circumstances = Describe(machine, seconds, work),
        };
        RunDatabase.Create(_folder, RunDatabase.TablesOf(manifest));
        manifest.Write(_folder.ManifestPath);
        _folder.RemoveChunks();
        return new(manifest, damaged);
    }

    /// <summary>Simulates a complete run again, into a temporary folder beside it, and compares every table.</summary>
    /// <returns>The tables that differ, by their paths below the run folder; none when the run is reproduced to the byte.</returns>
    public static ImmutableArray<string> Replay(
        RunFolder original, TrialSimulator simulator, Machine machine, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        var manifest = RunManifest.Read(original.ManifestPath);
        string path = RunFolder.FreeName(Path.GetDirectoryName(original.Path)!, "." + Path.GetFileName(original.Path) + ".replay");
        try
        {
            using var folder = RunFolder.Create(path);
            (manifest with { IsComplete = false, Tables = ImmutableSortedDictionary<string, string>.Empty, FailedPatients = 0 }).Write(folder.ManifestPath);
            var again = new StudyRunner(folder, simulator, TimeProvider.System).Run(machine, progress, cancellation).Manifest.Tables;
            return [.. manifest.Tables.Keys.Union(again.Keys)
                .Where(t => manifest.Tables.GetValueOrDefault(t) != again.GetValueOrDefault(t) || HashOf(t) != manifest.Tables.GetValueOrDefault(t))
                .Order(StringComparer.Ordinal)];
        }
        finally
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }

        string HashOf(string table) => File.Exists(original.PathOf(table)) ? WholeFile.Hash(original.PathOf(table)) : "missing";
    }

    private EngineStatistics SimulateChunks(int[] chunks, Machine machine, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        long total = _simulator.Courses, done = total - CoursesIn(chunks), taken = -1;
        using var threads = new WorkerThreads(cancellation);
        progress.Report(new(done, total, "Simulating"));
        for (int i = 0; i < Math.Max(1, Math.Min(machine.Threads, chunks.Length)); i++)
        {
            threads.Start($"chunks {i}", Work);
        }

        return threads.Join(cancellation);

        EngineStatistics Work(CancellationToken stop)
        {
            using var worker = _simulator.CreateWorker(machine.Width);
            var work = default(EngineStatistics);
            long next;
            while (!stop.IsCancellationRequested && (next = Interlocked.Increment(ref taken)) < chunks.Length)
            {
                var result = worker.Simulate(
                    chunks[next], () => progress.Report(new(Interlocked.Increment(ref done), total, "Simulating")), stop);
                var (merged, courses) = _tables.Rows(result);
                _folder.CommitChunk(chunks[next], merged, courses, result.Statistics.Failed);
                work += result.Statistics;
            }

            return work;
        }
    }

    private long CoursesIn(int[] chunks)
    {
        long patients = chunks.Sum(c => (long)Math.Min(_simulator.PatientsPerChunk, _simulator.Patients - (c * _simulator.PatientsPerChunk)));
        return _simulator.Study.Twins ? patients * _simulator.Arms.Length : patients;
    }

    private IEnumerable<string> DamagedTables(RunManifest manifest) => manifest.Tables
        .Where(t => !File.Exists(_folder.PathOf(t.Key)) || WholeFile.Hash(_folder.PathOf(t.Key)) != t.Value)
        .Select(t => _folder.PathOf(t.Key));

    private RunCircumstances Describe(Machine machine, double seconds, EngineStatistics work) => new()
    {
        Machine = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors",
        Runtime = RuntimeInformation.FrameworkDescription,
        Threads = machine.Threads,
        LaneWidth = machine.Width.ToString(),
        Finished = _clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        SimulationSeconds = seconds,
        CoursesSimulated = work.Courses,
        AcceptedSteps = work.Accepted,
        RejectedSteps = work.Rejected,
        LaneUse = work.LaneSteps > 0 ? (double)(work.Accepted + work.Rejected) / work.LaneSteps : 0,
    };
}
