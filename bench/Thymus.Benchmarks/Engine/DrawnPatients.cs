using System.Collections.Immutable;
using System.Globalization;
using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Engine;

/// <summary>
/// Patients whose parameters are log-normal about the model's own values, drawn as ../shared/engine-benchmark/gen.py draws them
/// (splitmix64, Box–Muller, rounded to 12 significant digits), so that the same table need not be stored.
/// </summary>
/// <param name="parameters">Names of what differs.</param>
/// <param name="typical">The model's values of these.</param>
/// <param name="seed">Seed of the generator.</param>
/// <param name="cv">Coefficient of variation.</param>
/// <param name="count">Patients; there is no end to them.</param>
internal sealed class DrawnPatients(ImmutableArray<string> parameters, double[] typical, ulong seed, double cv, long count) : IPatientSource
{
    private readonly double _sigma = Math.Sqrt(Math.Log(1.0 + (cv * cv)));

    public ImmutableArray<string> Parameters => parameters;

    public long Count => count;

    public void Read(long patient, Span<double> values)
    {
        Span<char> text = stackalloc char[32];
        for (int i = 0; i < values.Length; i++)
        {
            double value = typical[i] * Math.Exp(_sigma * Normal((ulong)((patient * values.Length) + i)));
            value.TryFormat(text, out int length, "G12", CultureInfo.InvariantCulture);
            values[i] = double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
        }
    }

    // Normals come in pairs, each from two uniforms of its own: any of them can be had without those before.
    private double Normal(ulong index)
    {
        ulong pair = index / 2;
        double radius = Math.Sqrt(-2.0 * Math.Log(Uniform(2 * pair)));
        double angle = 2.0 * Math.PI * Uniform((2 * pair) + 1);
        return index % 2 == 0 ? radius * Math.Cos(angle) : radius * Math.Sin(angle);
    }

    private double Uniform(ulong index)
    {
        ulong z = seed + (0x9E3779B97F4A7C15 * (index + 1));
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
    }
}
