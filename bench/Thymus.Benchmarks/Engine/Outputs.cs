using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Engine;

/// <summary>Outputs of either program in one order: [patient][observable][time].</summary>
internal sealed class Outputs(int patients, int observables, int times)
{
    private readonly double[] _numbers = new double[(long)patients * observables * times];

    public int Patients => patients;

    public int Observables => observables;

    public Span<double> Of(int patient, int observable) => _numbers.AsSpan(((patient * observables) + observable) * times, times);

    public static Outputs From(PopulationResult result)
    {
        var outputs = new Outputs(result.Patients, result.Observables.Length, result.Times.Length);
        for (int p = 0; p < result.Patients; p++)
        {
            for (int k = 0; k < result.Observables.Length; k++)
            {
                result.Of(p, k).CopyTo(outputs.Of(p, k));
            }
        }

        return outputs;
    }
}
