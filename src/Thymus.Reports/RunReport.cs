using System.Collections.Immutable;
using System.Globalization;
using Thymus.Solvers.Lanes;
using Thymus.Store.Runs;
using Thymus.Store.Tables;
using Thymus.Trials;
using Thymus.Trials.Analysis;
using Thymus.Trials.Courses;

namespace Thymus.Reports;

/// <summary>Makes the report of a complete run from its folder.</summary>
public static class RunReport
{
    /// <summary>Reads the tables of a run, analyses them and gathers what the report shows.</summary>
    public static ReportData Build(RunFolder folder, Study study, RunManifest manifest)
    {
        var outcomes = RunResults.Outcomes(folder);
        return new()
        {
            Study = study,
            Analysis = TrialAnalyser.Analyse(study, outcomes),
            Run = Facts(folder, study, manifest),
            Patients = Patients(folder, outcomes.ToDictionary(o => ((long)o.Patient, o.Arm), o => o.Endpoints)),
            Failures = [.. ParquetTable.Read(folder.PathOf("failures.parquet")).SelectMany(Failures)],
            Bands = CourseBands.Read(folder, study),
        };
    }

    /// <summary>Writes report.html into the run folder, whole or not at all.</summary>
    public static void Write(RunFolder folder, ReportData data) => folder.WriteText("report.html", writer => ReportWriter.Write(data, writer));

    private static RunFacts Facts(RunFolder folder, Study study, RunManifest manifest)
    {
        var c = manifest.Circumstances;
        string name = Path.GetFileName(folder.Path);
        name = name.Contains(' ', StringComparison.Ordinal) ? $"\"{name}\"" : name;
        string arguments = string.Create(
            CultureInfo.InvariantCulture, $"--patients {manifest.PatientsPerArm} --seed {manifest.Seed}{(manifest.Twins ? " --twins" : "")}");
        return new()
        {
            Version = manifest.Version,
            Seed = manifest.Seed,
            Date = c.Finished.Length >= 10 ? c.Finished[..10] : "",
            Commands =
            [
                $"thymus run replay {name}",
                $"thymus trial run {name}/study.yaml --library {name}/inputs/library {arguments}",
            ],
            Inputs = [.. manifest.Inputs.Select(i => new HashedFile(i.Key, i.Value))],
            Results = [.. manifest.Tables.Where(t => !t.Key.StartsWith("courses/", StringComparison.Ordinal)).Select(t => new HashedFile(t.Key, t.Value))],
            Settings =
            [
                new("Method", SolverMethods.Describe(manifest.Solver.Method) + (manifest.MethodChoice is null ? "" : "; chosen by trial courses")),
                new("Relative tolerance", manifest.Solver.RelativeTolerance.ToString("G4", CultureInfo.InvariantCulture)),
                new("Absolute tolerance", manifest.Solver.AbsoluteTolerance.ToString("G4", CultureInfo.InvariantCulture)),
                .. (manifest.States ?? []).Select(s => new NamedFact(
                    $"State {s.Name}", string.Join("; ", new[] { s.AbsoluteTolerance is { } a ? $"absolute tolerance {a}" : null, s.NonNegative ? "not negative" : null }.OfType<string>()))),
                new("Random numbers", manifest.RandomNumbers),
                new("Twins", manifest.Twins ? "yes: every patient is in every arm" : "no: patients are randomised in permuted blocks"),
                new("Machine", c.Machine),
                new("Runtime", c.Runtime),
                new("Threads", c.Threads.ToString(CultureInfo.InvariantCulture)),
                new("Vector width", $"{c.LaneWidth} (does not change a result)"),
                new("Simulation time", string.Create(CultureInfo.InvariantCulture, $"{c.SimulationSeconds:F1} s for {c.CoursesSimulated:N0} patient courses")),
            ],
            PatientsPerSecond = c.SimulationSeconds > 0 ? c.CoursesSimulated / c.SimulationSeconds : double.NaN,
        };
    }

    private static ImmutableArray<PatientTimeline> Patients(RunFolder folder, Dictionary<(long Patient, string Arm), ImmutableArray<EndpointOutcome>> declared)
    {
        var endpoints = RunResults.ReadByPatient<(string Name, double Value, bool IsEvent, string Text)>(folder, "endpoints", (t, i) =>
            (t.Texts("endpoint")[i], t.Reals("value")[i], t.Flags("event")[i], t.Texts("text")[i]));
        var visits = RunResults.ReadByPatient<(double Time, double Change)>(folder, "assessments", (t, i) =>
            t.Integers("visit")[i] > 0 ? (t.Reals("time_d")[i], t.Reals("change_from_baseline_pct")[i]) : null);
        var patients = ImmutableArray.CreateBuilder<PatientTimeline>();
        foreach (var table in ParquetTable.Read(folder.PathOf("patients.parquet")))
        {
            for (int i = 0; i < table.Rows; i++)
            {
                if (table.Flags("failed")[i])
                {
                    continue;
                }

                var key = (table.Integers("patient")[i], table.Texts("arm")[i]);
                var own = endpoints.GetValueOrDefault(key) ?? [];
                var seen = visits.GetValueOrDefault(key) ?? [];
                string reason = table.Texts("treatment_end_reason")[i];
                double followed = table.Reals("follow_up_end_d")[i];
                patients.Add(new()
                {
                    Patient = key.Item1,
                    Arm = key.Item2,
                    BestResponse = Find(own, "BOR").Text ?? "NE",
                    BestChange = Value(own, "BEST CHANGE"),
                    AssessmentTimes = [.. seen.Select(v => v.Time)],
                    AssessmentChanges = [.. seen.Select(v => v.Change)],
                    TimeOnTreatment = table.Integers("doses")[i] > 0 ? table.Reals("treatment_end_d")[i] : double.NaN,
                    TimeOnStudy = followed,
                    TreatmentOngoing = reason == TreatmentEndReasons.Ongoing,
                    DiscontinuationReason = reason == TreatmentEndReasons.Ongoing ? null : reason,
                    Endpoints = declared.GetValueOrDefault(key, []),
                    ResponseStart = Value(own, "RESPONSE START"),
                    Progression = Find(own, "PFS") is { IsEvent: true, Text: EventKinds.Progression } pfs ? pfs.Value : double.NaN,
                    Death = table.Texts("follow_up_end_reason")[i] == EventKinds.Death ? followed : double.NaN,
                });
            }
        }

        return patients.ToImmutable();

        static (string Name, double Value, bool IsEvent, string Text) Find(List<(string Name, double Value, bool IsEvent, string Text)> rows, string name) =>
            rows.FirstOrDefault(r => r.Name == name);

        static double Value(List<(string Name, double Value, bool IsEvent, string Text)> rows, string name) =>
            Find(rows, name) is { Name: not null } row ? row.Value : double.NaN;
    }

    private static IEnumerable<PatientFailure> Failures(Table table)
    {
        bool hasValue = table.Schema.Columns.Any(c => c.Name == "value");   // runs of earlier versions have none
        for (int i = 0; i < table.Rows; i++)
        {
            string state = table.Texts("state")[i];
            yield return new(
                table.Texts("arm")[i], table.Integers("patient")[i], table.Reals("time_d")[i], table.Texts("message")[i], table.Texts("suggestion")[i])
            {
                Where = hasValue && state.Length > 0
                    ? string.Create(CultureInfo.InvariantCulture, $"{state} = {table.Reals("value")[i]:G6} {table.Texts("value_unit")[i]}").TrimEnd()
                    : state,
            };
        }
    }
}
