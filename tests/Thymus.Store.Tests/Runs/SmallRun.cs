using System.Collections.Immutable;
using Thymus.Solvers.Lanes;
using Thymus.Store.Queries;
using Thymus.Store.Runs;
using Thymus.Store.Tables;

namespace Thymus.Store.Tests.Runs;

/// <summary>A run of 4 chunks with 3 patients each, made up.</summary>
internal static class SmallRun
{
    private const int Chunks = 4;

    private static readonly TableSchema Patients = new(
        "patients", [new("patient", ColumnKind.Integer, "", "number of the patient"), new("weight", ColumnKind.Real, "kg", "body weight")]);

    private static readonly TableSchema Failures = new(
        "failures", [new("patient", ColumnKind.Integer, "", "number of the patient"), new("cause", ColumnKind.Text, "", "why")]);

    private static readonly TableSchema Courses = new(
        "courses", [new("patient", ColumnKind.Integer, "", "number of the patient"), new("time_d", ColumnKind.Real, "d", "time")]);

    internal static void Write(string path, bool isComplete = true)
    {
        using var folder = RunFolder.Create(path);
        for (int chunk = 0; chunk < Chunks; chunk++)
        {
            Table patients = new(Patients), courses = new(Courses);
            for (long patient = chunk * 3; patient < (chunk + 1) * 3; patient++)
            {
                patients.Add(patient).Add(70 + (0.5 * patient));
                courses.Add(patient).Add(0.0).Add(patient).Add(7.0);
            }

            folder.CommitChunk(chunk, [patients, new Table(Failures)], courses, failed: 0);
        }

        folder.Merge(Patients, Chunks);
        folder.Merge(Failures, Chunks);
        var manifest = new RunManifest
        {
            Study = "small",
            IsComplete = isComplete,
            Version = "0.1.0",
            PatientsPerArm = 12,
            Seed = 7,
            Twins = false,
            Solver = new SolverOptions(),
            Chunks = Chunks,
            PatientsPerChunk = 3,
            Inputs = ImmutableSortedDictionary<string, string>.Empty,
            Tables = folder.HashTables(),
        };
        manifest.Write(folder.ManifestPath);
        RunDatabase.Create(folder, RunDatabase.TablesOf(manifest));
    }
}
