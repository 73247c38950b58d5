using System.Diagnostics;
using System.Globalization;
using Thymus.Benchmarks.Cvode;
using Thymus.Simulation.Populations;
using Thymus.Solvers.Lanes;

namespace Thymus.Benchmarks.Engine;

/// <summary>How long it takes from the start of a process to the end of the first patient in it.</summary>
internal static class FirstPatient
{
    private const int Repeats = 3;

    /// <summary>Name of the hidden command that the process is started with.</summary>
    public const string Command = "first-patient";

    /// <summary>Starts processes and returns the median [ms].</summary>
    public static double Measure(string folder, ComparisonOptions options, long patients)
    {
        string program = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        List<string> arguments =
            [typeof(FirstPatient).Assembly.Location, Command, folder, "--method", options.Method.ToString(), "--patients", Text(patients)];
        if (options.LaneWidth is { } width)
        {
            arguments.AddRange(["--lanes", Text((int)width)]);
        }

        List<double> times = [];
        for (int i = 0; i < Repeats; i++)
        {
            var (code, output, error) = Child.Run(program, arguments);
            times.Add(code == 0 ? double.Parse(output, CultureInfo.InvariantCulture) : throw new BenchProblem(error));
        }

        return times.Order().ElementAt(Repeats / 2);

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What that process does: reads, compiles, runs until the first patient has ended; returns the time since it was started [ms].</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Method, width and number of patients.</param>
    /// <param name="log">Told what the time went to.</param>
    public static double Run(string folder, ComparisonOptions options, TextWriter log)
    {
        EngineCode.PrepareInBackground(options.LaneWidth ?? (options.Patients == 1 ? LaneWidth.Scalar : LaneWidth.Vector512));
        long entered = Stopwatch.GetTimestamp();
        var setup = BenchSetup.Of(folder);
        long read = Stopwatch.GetTimestamp();
        var model = setup.Compile();
        long compiled = Stopwatch.GetTimestamp();
        using var stop = new CancellationTokenSource();
        var sink = new FirstBlock(stop);
        try
        {
            PopulationSimulator.Stream(
                new PopulationRequest
                {
                    Model = model,
                    Patients = new SomePatients(setup.Patients, options.Patients),
                    Doses = setup.Doses,
                    Times = setup.Times,
                    Solver = new SolverOptions { RelativeTolerance = setup.RelativeTolerance, AbsoluteTolerance = setup.AbsoluteTolerance, Method = options.Method },
                    Threads = 1,
                    LaneWidth = options.LaneWidth,
                    BlockSize = 1,
                },
                sink,
                progress: null,
                stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The first patient was enough.
        }

        // Last, since the time of day and its zone alone take 20 ms of a new process.
        double run = Between(entered, sink.Came);
        double since = Between(sink.Came, Stopwatch.GetTimestamp());
        var now = TimeProvider.System.GetUtcNow();
        double total = (now.UtcDateTime - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalMilliseconds - since;
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"start {total - run:F0} ms, reading {Between(entered, read):F0} ms, compilation {Between(read, compiled):F0} ms, machine code and patient {Between(compiled, sink.Came):F0} ms"));
        return total;
    }

    private static double Between(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    /// <summary>Looks at the clock when the first patient comes, and ends the run.</summary>
    private sealed class FirstBlock(CancellationTokenSource stop) : IPopulationSink
    {
        /// <summary>When the first patient came.</summary>
        public long Came { get; private set; }

        public void Write(PatientBlock block)
        {
            Came = Stopwatch.GetTimestamp();
            stop.Cancel();
        }
    }
}
