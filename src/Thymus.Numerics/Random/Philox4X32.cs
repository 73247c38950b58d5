namespace Thymus.Numerics.Random;

/// <summary>
/// Philox 4×32-10: a bijection of 128-bit blocks under a 64-bit key whose outputs for successive counters are random numbers
/// (Salmon, Moraes, Dror &amp; Shaw 2011, SC '11, doi:10.1145/2063384.2063405).
/// </summary>
internal static class Philox4X32
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;   // golden ratio
    private const uint Weyl1 = 0xBB67AE85;   // √3 − 1

    /// <summary>The block of a counter; words in the order of the paper, word 0 being the low one of <c>Low</c>.</summary>
    public static (ulong Low, ulong High) Block(ulong counterLow, ulong counterHigh, ulong key)
    {
        uint c0 = (uint)counterLow;
        uint c1 = (uint)(counterLow >> 32);
        uint c2 = (uint)counterHigh;
        uint c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0;
            ulong product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ c1 ^ k0;
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ c3 ^ k1;
            c3 = (uint)product0;
            unchecked
            {
                k0 += Weyl0;
                k1 += Weyl1;
            }
        }

        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }
}
