using System.Collections.Immutable;
using System.Text;
using Thymus.Store.Runs;
using Thymus.Store.Tables;

namespace Thymus.Store.Tests.Runs;

/// <summary>A run of 4 chunks with 3 patients each, made up.</summary>
internal static class SmallRun
{
    public const int Chunks = 4;

    private static readonly TableLayout s_patients = new(
        "patients", [new("patient", ColumnType.Long, "", "Number of the patient."), new("weight", ColumnType.Real, "kg", "Body weight.")]);

    private static readonly TableLayout s_failures = new(
        "failures", [new("patient", ColumnType.Long, "", "Number of the patient."), new("cause", ColumnType.Text, "", "Why.")]);

    private static readonly TableLayout s_courses = new(
        RunFolder.CoursesTable, [new("patient", ColumnType.Long, "", "Number of the patient."), new("time", ColumnType.Real, "d", "Time.")]);

    public static RunManifest Manifest { get; } = new()
    {
        Version = "0.1.0",
        Study = "small",
        Seed = 7,
        Inputs = Map(("model.ant", "abc")),
        Settings = Map(("relative tolerance", "1E-06")),
        Chunks = Chunks,
        ChunkSize = 3,
        Machine = Map(("lanes", "8")),
    };

    public static ImmutableSortedDictionary<string, string> Map(params (string Key, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);

    public static ResultTable[] Tables(int chunk)
    {
        var patients = new ResultTable(s_patients);
        var courses = new ResultTable(s_courses);
        for (long patient = chunk * 3; patient < (chunk + 1) * 3; patient++)
        {
            patients.AppendRow(patient, 70 + (0.5 * patient));
            courses.AppendRow(patient, 0.0);
            courses.AppendRow(patient, 7.0);
        }

        return [patients, new ResultTable(s_failures), courses];
    }

    public static async Task CommitAsync(RunFolder folder, IEnumerable<int> chunks)
    {
        foreach (int chunk in chunks)
        {
            await folder.CommitChunkAsync(chunk, Tables(chunk), TestContext.Current.CancellationToken);
        }
    }

    public static async Task CompleteAsync(RunFolder folder)
    {
        var study = await folder.WriteFileAsync("study.yaml", s => s.WriteAsync(Encoding.UTF8.GetBytes("id: small\n")).AsTask(), TestContext.Current.CancellationToken);
        await folder.CompleteAsync(
            m => m with { WallTime = 1.5 }, new Dictionary<string, FileFingerprint> { ["study.yaml"] = study }, TestContext.Current.CancellationToken);
    }

    public static async Task WholeAsync(string path)
    {
        using var folder = await RunFolder.CreateAsync(path, Manifest, TestContext.Current.CancellationToken);
        await CommitAsync(folder, Enumerable.Range(0, Chunks));
        await CompleteAsync(folder);
    }

    /// <summary>Everything but the database, whose bytes are DuckDB's, and the lock, which is empty.</summary>
    public static Dictionary<string, string> Contents(string path) =>
        Directory.GetFiles(path, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is not (".duckdb" or ".lock"))
            .ToDictionary(f => Path.GetRelativePath(path, f), f => Convert.ToHexString(File.ReadAllBytes(f)));
}
