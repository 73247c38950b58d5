namespace Thymus.Numerics.Random;

/// <summary>
/// A 64-bit number for the name of a stream. It is part of the promise of reproducibility and never changes: a change would
/// change every result.
/// </summary>
internal static class StreamName
{
    private const ulong Start = 0x9E37_79B9_7F4A_7C15;
    private const ulong Multiplier1 = 0xBF58_476D_1CE4_E5B9;
    private const ulong Multiplier2 = 0x94D0_49BB_1331_11EB;

    /// <summary>
    /// Hash of patient and purpose: every UTF-16 unit of the purpose, its length and the patient go through the mixer one
    /// after the other.
    /// </summary>
    public static ulong Hash(ulong patient, string purpose)
    {
        ulong hash = Start;
        foreach (char unit in purpose)
        {
            hash = Mix(hash ^ unit);
        }

        return Mix(Mix(hash ^ (ulong)purpose.Length) ^ patient);
    }

    /// <summary>Mixer of SplitMix64: a bijection in which every input bit flips half of the output bits (Steele, Lea &amp; Flood 2014, doi:10.1145/2660193.2660195).</summary>
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += Start;
            value = (value ^ (value >> 30)) * Multiplier1;
            value = (value ^ (value >> 27)) * Multiplier2;
            return value ^ (value >> 31);
        }
    }
}
