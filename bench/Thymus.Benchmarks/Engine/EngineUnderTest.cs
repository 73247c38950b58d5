using System.Diagnostics;
using System.Globalization;
using Thymus.Compilation;
using Thymus.Simulation.Populations;
using Thymus.Solvers.Lanes;

namespace Thymus.Benchmarks.Engine;

/// <summary>One model in Thymus with everything but the tolerance fixed.</summary>
internal sealed class EngineUnderTest(BenchSetup setup, CompiledModel model, SolverMethod method, LaneWidth width, int threads)
{
    public const double SecondsPerRound = 1;

    private PopulationResult? _memory;
    private ParameterTable? _table;

    /// <summary>Outputs of the first patients at a tolerance; the absolute one is a thousandth of the relative one.</summary>
    public Outputs Outputs(int patients, double rtol) => Outputs(patients, rtol, method, out _);

    /// <inheritdoc cref="Outputs(int, double)" />
    public Outputs Outputs(int patients, double rtol, SolverMethod other, out PopulationResult result)
    {
        result = PopulationSimulator.Run(Request(patients, rtol, other));
        return Engine.Outputs.From(result);
    }

    /// <summary>Runs once, outside all measurement, so that code is compiled and memory is there.</summary>
    public PopulationResult WarmUp(long patients, double rtol)
    {
        var request = Request(patients, rtol, method);
        return _memory = PopulationSimulator.Run(request);
    }

    /// <summary>Runs the patients again and again for at least so many seconds; returns what that took.</summary>
    public EngineRound Round(long patients, double rtol, double seconds = SecondsPerRound)
    {
        var request = Request(patients, rtol, method);
        long done = 0;
        var cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        do
        {
            _memory = PopulationSimulator.RunInto(_memory!, request);
            done += patients;
        }
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);

        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new EngineRound(done, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, wall);
    }

    public PopulationRequest Request(long patients, double rtol, SolverMethod by) => new()
    {
        Model = model,
        Patients = Table(patients),
        Doses = setup.Doses,
        Times = setup.Times,
        Solver = new SolverOptions { RelativeTolerance = rtol, AbsoluteTolerance = rtol / 1000, Method = by, StepLimit = 10_000_000 },
        Threads = threads,
        LaneWidth = width,
    };

    // The patients are drawn before anything is measured, as those of the CVODE program are.
    private ParameterTable Table(long patients)
    {
        if (_table?.Count != patients)
        {
            var source = new SomePatients(setup.Patients, patients);
            int columns = source.Parameters.Length;
            var values = new double[patients * columns];
            for (int p = 0; p < patients; p++)
            {
                source.Read(p, values.AsSpan(p * columns, columns));
            }

            _table = new ParameterTable(source.Parameters, [.. Enumerable.Range(1, (int)patients).Select(id => id.ToString(CultureInfo.InvariantCulture))], values);
        }

        return _table;
    }
}

/// <summary>Patients that were run, the time of the processors [s] and that on the clock [s].</summary>
internal readonly record struct EngineRound(long Patients, double Cpu, double Wall)
{
    public double PerCpuSecond => Patients / Cpu;

    public double PerSecond => Patients / Wall;

    public static EngineRound operator +(EngineRound one, EngineRound other) =>
        new(one.Patients + other.Patients, one.Cpu + other.Cpu, one.Wall + other.Wall);
}
