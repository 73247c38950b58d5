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
    public static double Measure(string folder, ComparisonOptions options)
    {
        List<double> times = [];
        for (int i = 0; i < Repeats; i++)
        {
            var (code, output, error) = Child.Run(
                Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
                [typeof(FirstPatient).Assembly.Location, Command, folder, "--lanes", ((int)options.LaneWidth).ToString(CultureInfo.InvariantCulture), "--method", options.Method.ToString()]);
            times.Add(code == 0 ? double.Parse(output, CultureInfo.InvariantCulture) : throw new BenchProblem(error));
        }

        return times.Order().ElementAt(Repeats / 2);
    }

    /// <summary>What that process does: reads, compiles, runs one patient; returns the time since it was started [ms].</summary>
    public static double Run(string folder, ComparisonOptions options)
    {
        var setup = BenchSetup.Of(folder);
        PopulationSimulator.Run(new PopulationRequest
        {
            Model = setup.Compile(),
            Patients = new SomePatients(setup.Patients, 1),
            Doses = setup.Doses,
            Times = setup.Times,
            Solver = new SolverOptions { RelativeTolerance = setup.RelativeTolerance, AbsoluteTolerance = setup.AbsoluteTolerance, Method = options.Method },
            Threads = 1,
            LaneWidth = options.LaneWidth,
        });
        return (TimeProvider.System.GetLocalNow().DateTime - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
    }
}
