using Thymus.Simulation.Populations;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Tests.Populations;

/// <summary>Every method for a population of one compartment, against A(t) = A(0) e^(−t/20).</summary>
public sealed class PopulationMethodTests
{
    [Theory]
    [InlineData(SolverMethod.Rodas4, 3)]
    [InlineData(SolverMethod.Tsit5, 3)]
    [InlineData(SolverMethod.Bdf, 3)]
    [InlineData(SolverMethod.Automatic, 3)]
    [InlineData(SolverMethod.Automatic, 1)]
    public void Every_method_gives_the_closed_form_and_a_chosen_one_says_how(SolverMethod method, int patients)
    {
        double[] starts = [100, 7, 1200];
        var result = PopulationSimulator.Run(
            new PopulationRequest
            {
                Model = LinearModel.OneCompartment(),
                Patients = new ParameterTable(["A"], [.. Enumerable.Range(1, patients).Select(i => $"{i}")], starts.AsSpan(0, patients)),
                Times = OutputTimes.Every(0, 4, 60),
                Solver = new SolverOptions { Method = method, RelativeTolerance = 1e-9 },
                Threads = 2,
                LaneWidth = LaneWidth.Scalar,
            },
            cancellation: TestContext.Current.CancellationToken);

        for (int patient = 0; patient < patients; patient++)
        {
            for (int i = 0; i < result.Times.Length; i++)
            {
                Assert.Equal(starts[patient] * Math.Exp(-result.Times[i] / 20), result.Of(patient, 0)[i], 1e-7 * starts[patient]);
            }
        }

        // The method without lanes is tried where there is one patient alone.
        int tried = patients == 1 ? 4 : 3;
        Assert.Equal(method is SolverMethod.Automatic ? tried : null, result.MethodChoice?.Probes.Count);
    }
}
