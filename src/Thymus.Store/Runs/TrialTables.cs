using System.Collections.Immutable;
using Thymus.Store.Tables;
using Thymus.Trials.Courses;

namespace Thymus.Store.Runs;

/// <summary>The tables of a trial: their columns, and the rows of a chunk.</summary>
internal sealed class TrialTables
{
    internal static readonly TableSchema Events = new("events",
    [
        .. Keys,
        new("time_d", ColumnKind.Real, "d", "time from randomisation"),
        new("kind", ColumnKind.Text, "", "what happened: dose, dose delayed, adverse event, progression, treatment end, death, drop-out, endpoint"),
        new("term", ColumnKind.Text, "", "drug, CTCAE term or reason"),
        new("grade", ColumnKind.Integer, "", "CTCAE grade, 0 when there is none"),
        new("amount", ColumnKind.Real, "", "amount given, or the worst value of a graded count"),
        new("amount_unit", ColumnKind.Text, "", "unit of the amount"),
        new("duration_d", ColumnKind.Real, "d", "length of the infusion, the delay or the adverse event"),
    ]);

    internal static readonly TableSchema Assessments = new("assessments",
    [
        .. Keys,
        new("visit", ColumnKind.Integer, "", "number of the visit, 0 for baseline"),
        new("time_d", ColumnKind.Real, "d", "time from randomisation"),
        new("size_true_mm", ColumnKind.Real, "mm", "sum of diameters of the simulated tumour"),
        new("size_measured_mm", ColumnKind.Real, "mm", "sum of diameters as measured, with measurement error; 0 when all target lesions count as gone"),
        new("change_from_baseline_pct", ColumnKind.Real, "%", "change of the measured sum from baseline"),
        new("change_from_nadir_pct", ColumnKind.Real, "%", "change of the measured sum from its smallest value before"),
        new("response", ColumnKind.Text, "", "RECIST 1.1 response at the visit, empty at baseline"),
    ]);

    internal static readonly TableSchema Endpoints = new("endpoints",
    [
        .. Keys,
        new("endpoint", ColumnKind.Text, "", "OS, PFS, DOR, RESPONSE START, BOR, BEST CHANGE, or the id of an endpoint or threshold of the study; ID:baseline is the baseline of one"),
        new("value", ColumnKind.Real, "", "time to the event or to censoring in d; BEST CHANGE in %; an endpoint of the study in its unit; NaN where it is missing"),
        new("event", ColumnKind.Flag, "", "whether the event happened or the threshold was reached; false is censored or not reached"),
        new("text", ColumnKind.Text, "", "category, reason of the event or of the censoring, or why the value is missing"),
    ]);

    internal static readonly TableSchema Failures = new("failures",
    [
        .. Keys,
        new("time_d", ColumnKind.Real, "d", "time reached"),
        new("status", ColumnKind.Text, "", "kind of failure"),
        new("state", ColumnKind.Text, "", "state to blame, or the output or constant without a usable value"),
        new("value", ColumnKind.Real, "", "value of the state, in value_unit"),
        new("value_unit", ColumnKind.Text, "", "unit of the value; of a species that of its amount"),
        new("message", ColumnKind.Text, "", "what happened"),
        new("suggestion", ColumnKind.Text, "", "what to try"),
    ]);

    private readonly TrialSimulator _simulator;

    internal TrialTables(TrialSimulator simulator)
    {
        _simulator = simulator;
        var arms = simulator.Arms;
        Patients = new("patients",
        [
            .. Keys,
            new("failed", ColumnKind.Flag, "", "whether the simulation failed"),
            new("doses", ColumnKind.Integer, "", "doses given"),
            new("treatment_end_d", ColumnKind.Real, "d", "end of treatment"),
            new("treatment_end_reason", ColumnKind.Text, "", "why treatment ended"),
            new("follow_up_end_d", ColumnKind.Real, "d", "end of follow-up"),
            new("follow_up_end_reason", ColumnKind.Text, "", "why follow-up ended: death, drop-out, or ongoing"),
            .. arms.SelectMany(a => a.Population.Covariates).DistinctBy(c => c.Name)
                .Select(c => new Column(CovariateColumn(c.Name), ColumnKind.Real, c.Unit.Text, c.Label)),
            .. arms.SelectMany(a => a.Population.RandomEffects).SelectMany(b => b.Names).Distinct()
                .Select(n => new Column("eta." + n, ColumnKind.Real, "", "random effect")),
            .. arms.SelectMany(a => a.Population.Parameters).DistinctBy(p => p.Name)
                .Select(p => new Column("parameter." + p.Name, ColumnKind.Real, p.Unit.Text, "parameter of the model")),
        ]);
        Outputs = [.. arms.SelectMany(a => a.Outputs).Select(o => o.Name).Distinct()];
        Courses = new("courses",
        [
            .. Keys,
            new("time_d", ColumnKind.Real, "d", "time from randomisation"),
            .. Outputs.Select(name =>
            {
                var meanings = arms.SelectMany(a => a.Outputs).Where(o => o.Name == name).ToArray();
                return new Column(name, ColumnKind.Real, string.Join(" or ", meanings.Select(o => o.Unit.Text).Distinct()),
                    string.Join("; ", meanings.Select(o => o.Label).Distinct()));
            }),
        ]);
    }

    internal TableSchema Patients { get; }

    internal TableSchema Courses { get; }

    internal ImmutableArray<string> Outputs { get; }

    /// <summary>Schemas of the tables that are merged at the end of a run.</summary>
    internal ImmutableArray<TableSchema> Merged => [Patients, Events, Assessments, Endpoints, Failures];

    internal static string CovariateColumn(string name) => "covariate." + name;

    private static ImmutableArray<Column> Keys =>
    [
        new("patient", ColumnKind.Integer, "", "number of the patient, from 1; twins have the same number in every arm"),
        new("arm", ColumnKind.Text, "", "arm id"),
    ];

    internal (ImmutableArray<Table> Merged, Table Courses) Rows(ChunkResult chunk)
    {
        Table patients = new(Patients), events = new(Events), assessments = new(Assessments), endpoints = new(Endpoints), failures = new(Failures);
        var courses = new Table(Courses);
        foreach (var course in chunk.Courses)
        {
            AddPatient(patients, course);
            AddCourse(courses, course);
            foreach (var e in course.Record.Events)
            {
                events.Add(e.Patient).Add(e.Arm).Add(e.Time).Add(e.Kind).Add(e.Term).Add((long)e.Grade).Add(e.Amount).Add(e.Unit).Add(e.Duration);
            }

            foreach (var a in course.Record.Assessments)
            {
                assessments.Add(a.Patient).Add(a.Arm).Add((long)a.Visit).Add(a.Time).Add(a.TrueSize).Add(a.MeasuredSize)
                    .Add(a.ChangeFromBaseline).Add(a.ChangeFromNadir).Add(a.Response);
            }

            foreach (var e in course.Record.Endpoints)
            {
                endpoints.Add(e.Patient).Add(e.Arm).Add(e.Endpoint).Add(e.Time).Add(e.IsEvent).Add(e.Value);
            }

            if (course.Record.Failure is { } f)
            {
                failures.Add(f.Patient).Add(f.Arm).Add(f.Time).Add(f.Status).Add(f.State).Add(f.Value).Add(f.Unit).Add(f.Message).Add(f.Suggestion);
            }
        }

        return ([patients, events, assessments, endpoints, failures], courses);
    }

    private void AddPatient(Table table, PatientCourse course)
    {
        var record = course.Record;
        var population = _simulator.Arms[course.Arm].Population;
        table.Add(record.Patient).Add(record.Arm).Add(record.Failure is not null).Add((long)record.DosesGiven)
            .Add(record.TreatmentEnd).Add(record.TreatmentEndReason).Add(record.FollowUpEnd).Add(record.FollowUpEndReason);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < population.Covariates.Length; i++)
        {
            values[CovariateColumn(population.Covariates[i].Name)] = course.Patient.Covariates[i];
        }

        int effect = 0;
        foreach (string name in population.RandomEffects.SelectMany(b => b.Names))
        {
            values["eta." + name] = course.Patient.RandomEffects[effect++];
        }

        for (int i = 0; i < population.Parameters.Length; i++)
        {
            values["parameter." + population.Parameters[i].Name] = course.Patient.Parameters[i];
        }

        foreach (var column in Patients.Columns.Skip(8))
        {
            table.Add(values.GetValueOrDefault(column.Name, double.NaN));
        }
    }

    private void AddCourse(Table table, PatientCourse course)
    {
        var record = course.Record;
        var own = _simulator.Arms[course.Arm].Outputs;
        int[] places = [.. Outputs.Select(name => own.IndexOf(own.FirstOrDefault(o => o.Name == name)!))];
        for (int row = 0; row < record.CourseTimes.Count; row++)
        {
            table.Add(record.Patient).Add(record.Arm).Add(record.CourseTimes[row]);
            foreach (int place in places)
            {
                table.Add(place < 0 ? double.NaN : record.CourseValues[(row * own.Length) + place]);
            }
        }
    }
}
