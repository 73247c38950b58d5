using System.Collections.Immutable;
using Thymus.Clinic;
using Thymus.Clinic.Recist;
using Thymus.Store.Tables;
using Thymus.Trials.Analysis;
using Thymus.Trials.Courses;

namespace Thymus.Store.Runs;

/// <summary>Reads back what the analysis and the report need of a complete run.</summary>
public static class RunResults
{
    /// <summary>One outcome per patient and arm, in the order of the patients table.</summary>
    public static ImmutableArray<PatientOutcome> Outcomes(RunFolder folder)
    {
        var endpoints = ReadByPatient(folder, "endpoints", ReadEndpoint);
        var harms = ReadByPatient(folder, "events", ReadHarm);
        var outcomes = ImmutableArray.CreateBuilder<PatientOutcome>();
        foreach (var table in ParquetTable.Read(folder.PathOf("patients.parquet")))
        {
            string[] covariates = [.. table.Schema.Columns.Select(c => c.Name).Where(n => n.StartsWith("covariate.", StringComparison.Ordinal))];
            for (int i = 0; i < table.Rows; i++)
            {
                var key = (table.Integers("patient")[i], table.Texts("arm")[i]);
                outcomes.Add(Outcome(table, i, covariates, endpoints.GetValueOrDefault(key) ?? [], harms.GetValueOrDefault(key) ?? []));
            }
        }

        return outcomes.ToImmutable();
    }

    /// <summary>Groups the rows of a table by patient and arm; rows that <paramref name="read"/> maps to nothing are left out.</summary>
    public static Dictionary<(long Patient, string Arm), List<T>> ReadByPatient<T>(RunFolder folder, string table, Func<Table, int, T?> read) where T : struct
    {
        var grouped = new Dictionary<(long, string), List<T>>();
        foreach (var group in ParquetTable.Read(folder.PathOf(table + ".parquet")))
        {
            List<long> patients = group.Integers("patient");
            List<string> arms = group.Texts("arm");
            for (int i = 0; i < group.Rows; i++)
            {
                if (read(group, i) is { } row)
                {
                    var key = (patients[i], arms[i]);
                    if (!grouped.TryGetValue(key, out var rows))
                    {
                        grouped[key] = rows = [];
                    }

                    rows.Add(row);
                }
            }
        }

        return grouped;
    }

    private readonly record struct Endpoint(string Name, double Value, bool IsEvent, string Text);

    private readonly record struct Harm(string Term, int Grade, double Onset);

    private static Endpoint? ReadEndpoint(Table table, int row) =>
        new(table.Texts("endpoint")[row], table.Reals("value")[row], table.Flags("event")[row], table.Texts("text")[row]);

    private static Harm? ReadHarm(Table table, int row) => table.Texts("kind")[row] == EventKinds.AdverseEvent
        ? new(table.Texts("term")[row], (int)table.Integers("grade")[row], table.Reals("time_d")[row])
        : null;

    private static PatientOutcome Outcome(Table table, int row, string[] covariates, List<Endpoint> endpoints, List<Harm> harms)
    {
        var outcome = new PatientOutcome
        {
            Patient = (ulong)table.Integers("patient")[row],
            Arm = table.Texts("arm")[row],
            Failed = table.Flags("failed")[row],
            Covariates = [.. covariates.Select(c => new NamedValue(c["covariate.".Length..], table.Reals(c)[row])).Where(c => !double.IsNaN(c.Value))],
            Doses = (int)table.Integers("doses")[row],
            TreatmentEnd = table.Texts("treatment_end_reason")[row] switch
            {
                TreatmentEndReasons.Completed => TreatmentEnd.Completed,
                TreatmentEndReasons.Progression => TreatmentEnd.Progression,
                TreatmentEndReasons.AdverseEvent => TreatmentEnd.AdverseEvent,
                TreatmentEndReasons.Death => TreatmentEnd.Death,
                TreatmentEndReasons.DropOut => TreatmentEnd.LostToFollowUp,
                _ => TreatmentEnd.Ongoing,
            },
            StudyEnd = table.Texts("follow_up_end_reason")[row] switch
            {
                EventKinds.Death => StudyEnd.Died,
                EventKinds.DropOut => StudyEnd.LostToFollowUp,
                _ => StudyEnd.InFollowUp,
            },
            AdverseEvents = [.. harms.GroupBy(h => h.Term).Select(g => new WorstGrade(g.Key, g.Max(h => h.Grade), g.Min(h => h.Onset), g.Count()))],
        };
        var declared = ImmutableArray.CreateBuilder<EndpointOutcome>();
        foreach (var endpoint in endpoints)
        {
            if (char.IsAsciiLetterLower(endpoint.Name[0]) || char.IsAsciiDigit(endpoint.Name[0]))   // those of tumours and survival are in capitals
            {
                declared.Add(new(endpoint.Name, endpoint.Value, endpoint.IsEvent));
            }

            outcome = endpoint.Name switch
            {
                "OS" => outcome with { OverallSurvival = new(endpoint.Value, endpoint.IsEvent) },
                "PFS" => outcome with { ProgressionFreeSurvival = new(endpoint.Value, endpoint.IsEvent) },
                "DOR" => outcome with { DurationOfResponse = new TimeToEvent(endpoint.Value, endpoint.IsEvent) },
                "BOR" => outcome with { BestResponse = Enum.GetValues<Response>().First(r => r.Code == endpoint.Text) },
                _ => outcome,
            };
        }

        return outcome with { Endpoints = declared.ToImmutable() };
    }
}
