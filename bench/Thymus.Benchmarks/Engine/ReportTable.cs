using System.Globalization;

namespace Thymus.Benchmarks.Engine;

/// <summary>Writes reports as a table, one model a column, that can stand in a README as it is.</summary>
internal static class ReportTable
{
    public static void Write(TextWriter output, Machine machine, IReadOnlyList<ModelReport> reports)
    {
        output.WriteLine(Text($"{machine.Date}, commit {machine.Commit}, {machine.Processor}, {machine.Processors} processors, {machine.VectorBits}-bit vectors, {machine.Runtime}"));
        output.WriteLine();
        List<string[]> rows =
        [
            ["", .. reports.Select(r => r.Model)],
            Row("states", r => Text($"{r.States}")),
            Row("method, lanes, threads", r => Text($"{r.Method}, {r.Lanes}, {r.Threads}")),
            Row("Thymus, patients per CPU second", r => Rate(r.PatientsPerCpuSecond)),
            Row("  slowest to fastest round", r => $"{Rate(r.SlowestRound)} to {Rate(r.FastestRound)}"),
            Row("  per second on the clock", r => Rate(r.PatientsPerSecond)),
            Row("  times one thread", r => Gain(r.ThreadGain)),
            Row("  arithmetic alone, times one thread", r => Gain(r.MachineGain)),
            Row("CVODE, patients per CPU second", r => r.CvodeSolver is null ? "" : Text($"{r.CvodePatientsPerCpuSecond:G4} ({r.CvodeSolver})")),
            Row("  with dense matrices", r => Text($"{r.CvodeDensePatientsPerCpuSecond:G3}")),
            Row("ratio", r => r.Ratio is null ? "" : Text($"{r.Ratio:F1}x")),
            Row("Thymus, error (rms)", r => Number(r.Error)),
            Row("CVODE, error (rms)", r => Number(r.CvodeError)),
            Row("Thymus, largest error", r => Number(r.LargestError)),
            Row("CVODE, largest error", r => Number(r.CvodeLargestError)),
            Row("the two references differ by (rms)", r => Number(r.ReferenceDifference)),
            Row("Thymus, rtol (atol a thousandth)", r => Number(r.RelativeTolerance)),
            Row("CVODE, rtol (atol a thousandth)", r => Number(r.CvodeRelativeTolerance)),
            Row("Thymus, steps per patient (refused)", r => Text($"{r.StepsPerPatient:F0} ({r.RejectedPerPatient:F0})")),
            Row("CVODE, steps per patient", r => Text($"{r.CvodeStepsPerPatient:F0}")),
            Row("failed patients, Thymus / CVODE", r => r.CvodeFailed is null ? Text($"{r.Failed} of {r.Patients}") : Text($"{r.Failed} of {r.Patients} / {r.CvodeFailed} of {r.AccuracyPatients}")),
            Row("lane use (at 1,000 patients)", r => r.LaneUseAtThousand is null ? Text($"{r.LaneUse:F4}") : Text($"{r.LaneUse:F4} ({r.LaneUseAtThousand:F4})")),
            Row("compilation", r => Text($"{r.CompileMilliseconds:F0} ms")),
            Row("start of the process to one patient (first of 1,000)", r => Text($"{r.FirstPatientMilliseconds:F0} ({r.FirstOfManyMilliseconds:F0}) ms")),
            Row("peak memory", r => Text($"{r.PeakMegabytes:F0} MiB")),
        ];
        WriteTable(output, [.. rows.Where(r => r.Skip(1).Any(cell => cell.Length > 0))]);
        foreach (var report in reports.Where(r => r.CvodeSkipped.Length > 0))
        {
            output.WriteLine($"{report.Model}: CVODE was not run: {report.CvodeSkipped}");
        }

        foreach (var report in reports.Where(r => r.WorkPrecision is not null))
        {
            output.WriteLine();
            output.WriteLine($"{report.Model}: work and precision");
            output.WriteLine();
            WriteTable(
                output,
                [
                    ["method", "rtol", "error (rms)", "error / rtol", "µs per patient", "failed"],
                    .. report.WorkPrecision!.Select(p => new[]
                    {
                        p.Method, Number(p.RelativeTolerance), Number(p.Error), Text($"{p.ErrorPerTolerance:G2}"), Text($"{p.MicrosecondsPerPatient:F1}"), Text($"{p.Failed}"),
                    }),
                ]);
        }

        string[] Row(string name, Func<ModelReport, string> cell) => [name, .. reports.Select(cell)];
    }

    private static void WriteTable(TextWriter output, List<string[]> rows)
    {
        int[] widths = [.. rows[0].Select((_, i) => rows.Max(r => r[i].Length))];
        foreach (var (number, row) in rows.Index())
        {
            output.WriteLine("| " + string.Join(" | ", row.Select((cell, i) => cell.PadRight(widths[i]))) + " |");
            if (number == 0)
            {
                output.WriteLine("|" + string.Join('|', widths.Select(w => new string('-', w + 2))) + "|");
            }
        }
    }

    private static string Gain(ThreadGain? gain) => gain is null ? "" : Text($"{gain.Median:F2}x ({gain.Least:F2} to {gain.Most:F2})");

    private static string Rate(double rate) => rate >= 100 ? Text($"{rate:N0}") : Text($"{rate:G3}");

    private static string Number(double? value) => value is null ? "" : Text($"{value:0.00e-0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
