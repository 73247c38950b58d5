using Thymus.Compilation;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Simulation.Stochastic;
using Thymus.Solvers.Jumps;

namespace Thymus.Simulation.Tests.Stochastic;

/// <summary>Models of chance in Antimony, and what the tests ask of them.</summary>
internal static class Chance
{
    public static BoundModel Read(string statements)
    {
        var read = AntimonyReader.Read($"model m()\n{statements}\nend\n", "m.ant");
        Assert.True(read.Succeeded, string.Join("\n", read.Findings));
        return read.Value;
    }

    public static CompiledJumps Compile(string statements, string outputs, bool leaps = false)
    {
        var compiled = CompiledJumps.Compile(new CompileRequest { Model = Read(statements), Observables = [.. outputs.Split(',')] }, leaps);
        Assert.True(compiled.Succeeded, string.Join("\n", compiled.Findings));
        return compiled.Value;
    }

    public static Ensemble Run(
        CompiledJumps model, double[] times, long runs, JumpMethod method = JumpMethod.Exact, ulong seed = 1, int threads = 2, double longestStep = double.PositiveInfinity, double epsilon = 0.03)
    {
        double[] parameters = [.. model.DefaultParameters];
        return Ensemble.Run(
            new EnsembleRequest
            {
                Model = model,
                Times = times,
                Runs = runs,
                Parameters = _ => parameters,
                Threads = threads,
                Options = new JumpOptions { Method = method, Seed = seed, LongestStep = longestStep, Epsilon = epsilon },
            },
            null, TestContext.Current.CancellationToken);
    }

    /// <summary>The last value of the first output, run by run.</summary>
    public static double[] Ends(CompiledJumps model, double until, int runs, double longestStep = double.PositiveInfinity)
    {
        var engine = new JumpEngine(model.Shape, model.NewWork(), new JumpOptions { LongestStep = longestStep }, [0, until]);
        var sink = new LastRow(model.ObservableNames.Length);
        double[] parameters = [.. model.DefaultParameters];
        return [.. Enumerable.Range(1, runs).Select(run =>
        {
            var end = engine.Run(parameters, (ulong)run, sink, TestContext.Current.CancellationToken);
            Assert.Equal(JumpStatus.Completed, end.Status);
            return sink.Values[0];
        })];
    }

    /// <summary>Kolmogorov's distance from a distribution function, times √n: above 2.23 with a chance of 1e-4.</summary>
    public static double Distance(double[] drawn, Func<double, double> cdf)
    {
        Array.Sort(drawn);
        return Math.Sqrt(drawn.Length) * drawn.Select((x, i) => (P: cdf(x), I: i))
            .Max(p => Math.Max(Math.Abs(p.P - ((double)p.I / drawn.Length)), Math.Abs(p.P - ((p.I + 1.0) / drawn.Length))));
    }

    private sealed class LastRow(int columns) : IJumpSink
    {
        public double[] Values { get; } = new double[columns];

        public void OnOutput(int row, JumpWork work) => work.Observe(Values);
    }
}
