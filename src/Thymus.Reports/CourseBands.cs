using System.Collections.Immutable;
using Thymus.Store.Runs;
using Thymus.Store.Tables;
using Thymus.Therapies;
using Thymus.Trials;
using Thymus.Trials.Endpoints;
using Thymus.Trials.Statistics;

namespace Thymus.Reports;

/// <summary>
/// Median and 5 to 95 % of concentrations and counts over time, from the stored courses. Concentrations are those of patients
/// on treatment: of all who are followed, most would be 0 after a while.
/// </summary>
internal static class CourseBands
{
    /// <summary>Below this number of patients, percentiles of 5 and 95 mean nothing.</summary>
    private const int FewestPatients = 10;

    /// <summary>A time between the regular ones, such as the end of an infusion, is shown when this part of the patients has it: else it shows only those whose doses were late.</summary>
    private const double FewestShare = 0.5;

    internal static ImmutableArray<CourseBand> Read(RunFolder folder, Study study)
    {
        var read = study.Endpoints.Select(e => e.OutputReading).OfType<EndpointReading>().Select(r => r.Output).Distinct().ToList();
        bool showsAll = !study.Endpoints.IsEmpty;   // a trial of tumours shows them in figures of their own
        var wanted = study.Arms
            .SelectMany(a => a.Therapy.Outputs
                .Where(o => o.Role is OutputRole.Concentration or OutputRole.Neutrophils || (showsAll && (o.Role is not OutputRole.TumourSize || read.Contains(o.Name))))
                .Select(o => (Arm: a.Id, Output: o)))
            .OrderBy(w => read.IndexOf(w.Output.Name) is var i && i < 0 ? read.Count : i)
            .ToArray();
        var values = wanted.ToDictionary(w => (w.Arm, w.Output.Name), _ => new SortedDictionary<double, List<double>>());
        var treated = TreatmentEnds(folder);
        foreach (string file in Directory.EnumerateFiles(folder.PathOf("courses"), "*.parquet").Order(StringComparer.Ordinal))
        {
            foreach (var table in ParquetTable.Read(file))
            {
                foreach (var (arm, output) in wanted)
                {
                    Collect(table, arm, output, treated, values[(arm, output.Name)]);
                }
            }
        }

        return [.. wanted.Select(w => Band(w.Arm, w.Output, values[(w.Arm, w.Output.Name)]))];
    }

    private static Dictionary<(long Patient, string Arm), double> TreatmentEnds(RunFolder folder)
    {
        var ends = new Dictionary<(long, string), double>();
        foreach (var table in ParquetTable.Read(folder.PathOf("patients.parquet")))
        {
            List<long> patients = table.Integers("patient");
            List<string> arms = table.Texts("arm");
            List<double> times = table.Reals("treatment_end_d");
            for (int i = 0; i < table.Rows; i++)
            {
                ends[(patients[i], arms[i])] = times[i];
            }
        }

        return ends;
    }

    private static void Collect(
        Table table, string arm, TherapyOutput output, Dictionary<(long Patient, string Arm), double> treated, SortedDictionary<double, List<double>> values)
    {
        List<long> patients = table.Integers("patient");
        List<string> arms = table.Texts("arm");
        List<double> times = table.Reals("time_d"), column = table.Reals(output.Name);
        for (int i = 0; i < table.Rows; i++)
        {
            if (arms[i] != arm || (output.Role is OutputRole.Concentration && !(times[i] <= treated[(patients[i], arm)])))
            {
                continue;
            }

            if (!values.TryGetValue(times[i], out var list))
            {
                values[times[i]] = list = [];
            }

            list.Add(column[i]);
        }
    }

    private static CourseBand Band(string arm, TherapyOutput output, SortedDictionary<double, List<double>> values)
    {
        List<double> times = [];
        List<double[]> sorted = [];
        foreach (var (time, list) in values)
        {
            if (list.Count >= FewestPatients && (sorted.Count == 0 || list.Count >= FewestShare * sorted[^1].Length))
            {
                times.Add(time);
                sorted.Add([.. list.Order()]);
            }
        }

        return new(
            arm, output.Label, output.Unit.Text, LogScale: output.Role is OutputRole.Concentration, [.. times],
            [.. sorted.Select(v => Quantile.Of(v, 0.5))], [.. sorted.Select(v => Quantile.Of(v, 0.05))], [.. sorted.Select(v => Quantile.Of(v, 0.95))],
            [.. sorted.Select(v => v.Length)])
        {
            OnTreatmentOnly = output.Role is OutputRole.Concentration,
        };
    }
}
