using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language;
using Thymus.Simulation.Populations;

namespace Thymus.Simulation.Tests.Populations;

/// <summary>Models and patients for the tests of populations.</summary>
internal static class BenchModel
{
    /// <summary>The antibody of bench/models/tmdd with two doses of it, for patients that are unlike.</summary>
    public static PopulationRequest Antibody(int patients)
    {
        string[] vary = ["kon", "ksyn", "Vc"];
        double[] values = new double[3 * patients];
        for (int p = 0; p < patients; p++)
        {
            values[3 * p] = 0.36 * (1 + (p % 7));
            values[(3 * p) + 1] = 0.5 / (1 + (p % 5));
            values[(3 * p) + 2] = 3 + (0.1 * p);
        }

        string text = File.ReadAllText(Repository.PathOf("bench/models/tmdd/model.ant"));
        return new PopulationRequest
        {
            Model = Compile(text, vary, ["C"], ["C", "R", "RC", "bind"]),
            Patients = Table(vary, values),
            Doses = [new() { Target = "C", Amount = 1000, Per = "Vc", Every = 72, Count = 2 }, new() { Target = "C", Amount = 50, First = 30, Duration = 20 }],
            Times = OutputTimes.Every(0, 6, 168),
        };
    }

    public static CompiledModel Compile(string text, string[] supplied, string[] targets, string[] observables) =>
        CompiledModel.Compile(new CompileRequest
        {
            Model = AntimonyReader.Read(text, "test.ant").Value!,
            Supplied = [.. supplied],
            DoseTargets = [.. targets],
            Observables = [.. observables],
        }).Value!;

    public static ParameterTable Table(string[] parameters, double[] values) => new(
        [.. parameters], [.. Enumerable.Range(1, values.Length / parameters.Length).Select(i => $"P{i}")], values);

    public static PopulationResult Run(PopulationRequest request) =>
        PopulationSimulator.Run(request, progress: null, TestContext.Current.CancellationToken);

    public static PopulationResult RunInto(PopulationResult result, PopulationRequest request) =>
        PopulationSimulator.RunInto(result, request, progress: null, TestContext.Current.CancellationToken);

    public static StreamSummary Stream(PopulationRequest request, IPopulationSink sink) =>
        PopulationSimulator.Stream(request, sink, progress: null, TestContext.Current.CancellationToken);

    /// <summary>The bits of all numbers of a patient.</summary>
    public static ImmutableArray<long> Bits(ReadOnlySpan<double> numbers)
    {
        var bits = ImmutableArray.CreateBuilder<long>(numbers.Length);
        foreach (double number in numbers)
        {
            bits.Add(BitConverter.DoubleToInt64Bits(number));
        }

        return bits.MoveToImmutable();
    }
}
