namespace Thymus.Reports.Tests;

/// <summary>Numbers for samples: the 64-bit congruential generator of Knuth (MMIX). Good enough to look at, never for a simulation.</summary>
internal sealed class Lcg(ulong seed)
{
    private ulong _state = seed;

    public double Uniform()
    {
        _state = (_state * 6364136223846793005UL) + 1442695040888963407UL;
        return ((_state >> 11) + 0.5) / (1UL << 53);
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());
}
