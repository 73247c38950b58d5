namespace Thymus.Reports.Tests;

/// <summary>Numbers for samples: the 64-bit congruential generator of Knuth (MMIX). Good enough to look at, never for a simulation.</summary>
internal sealed class Lcg(ulong seed)
{
    private ulong state = seed;

    public double Uniform()
    {
        state = (state * 6364136223846793005UL) + 1442695040888963407UL;
        return ((state >> 11) + 0.5) / (1UL << 53);
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());
}
