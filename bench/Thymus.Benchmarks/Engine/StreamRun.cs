using System.Diagnostics;
using System.Globalization;
using Thymus.Simulation.Populations;
using Thymus.Solvers.Lanes;
using Thymus.Store.Populations;

namespace Thymus.Benchmarks.Engine;

/// <summary>Streams a large population to Parquet and says how long it took and how much memory.</summary>
internal static class StreamRun
{
    public static void Run(
        BenchSetup setup, ComparisonOptions options, string folder, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        long patients = options.Patients > 0 ? options.Patients : setup.Patients.Count;
        double rtol = options.RelativeTolerance > 0 ? options.RelativeTolerance : setup.RelativeTolerance;
        var model = setup.Compile();
        var width = options.LaneWidth ?? model.PreferredWidth(model.ObservableNames.Length * setup.Times.Length);
        var request = new PopulationRequest
        {
            Model = model,
            Patients = new SomePatients(setup.Patients, patients),
            Doses = setup.Doses,
            Times = setup.Times,
            Solver = new SolverOptions { RelativeTolerance = rtol, AbsoluteTolerance = rtol / 1000, Method = options.Method },
            Threads = options.Threads,
            LaneWidth = width,
        };
        using var files = new PopulationFiles(folder, request);
        var cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        var summary = PopulationSimulator.Stream(request, files, new Progress(patients, error), cancellation);
        files.Complete();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
        double megabytes = new FileInfo(Path.Combine(folder, "outputs.parquet")).Length / 1048576.0;
        output.WriteLine(Text($"{setup.Name}: {patients:N0} patients, {setup.Times.Length} times of {string.Join(", ", setup.Observables)}; {options.Method} at rtol {rtol:G3}, {(int)width} lanes, {options.Threads} threads"));
        output.WriteLine(Text($"{seconds:F0} s on the clock, {cpuSeconds:F0} s of CPU: {patients / seconds:N0} patients per second"));
        output.WriteLine(Text($"outputs.parquet {megabytes:N0} MiB ({megabytes / seconds:F0} MiB/s); peak memory {MachineReader.Peak():N0} MiB"));
        output.WriteLine(Text($"lane use {summary.LaneUse:F4}; {summary.LargestInFlight} blocks in flight at most; {files.Failed:N0} patients failed"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Says how far it is and how long it will take, at most once in a while.</summary>
    private sealed class Progress(long patients, TextWriter error) : IProgress<long>
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private readonly double _pause = Console.IsErrorRedirected ? 10 : 1;   // seconds; a terminal shows one line, a file gets many
        private double _said;

        public void Report(long value)
        {
            double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
            bool isLast = value == patients;
            if (seconds - _said < _pause && !isLast)
            {
                return;
            }

            _said = seconds;
            double left = seconds * (patients - value) / value;
            string line = Text($"{value:N0} of {patients:N0} patients ({100.0 * value / patients:F0} %), {value / seconds:N0} per second, {TimeSpan.FromSeconds(Math.Ceiling(left)):c} left");
            error.Write(Console.IsErrorRedirected ? line + "\n" : "\r" + line.PadRight(78) + (isLast ? "\n" : ""));
        }
    }
}
