using Thymus.Numerics.Functions;

namespace Thymus.Numerics.Random;

public partial struct RandomStream
{
    private const double HalfSpacing = 1.0 / (1L << 54);

    private readonly ulong _seed;
    private readonly ulong _name;
    private ulong _drawn;         // numbers drawn so far; a block holds two
    private ulong _second;        // second number of the current block

    private RandomStream(ulong seed, ulong name)
    {
        _seed = seed;
        _name = name;
    }

    public static partial RandomStream For(ulong seed, ulong patient, string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return new(seed, StreamName.Hash(patient, purpose));
    }

    public partial double NextUniform() => ToUniform(NextBits());

    public partial double NextNormal() => SpecialFunctions.NormalQuantile(NextUniform());

    public partial double NextExponential() => -Elementary.Log(NextUniform());

    /// <summary>The upper 53 bits as a number in (0, 1): a multiple of 2⁻⁵³, and 2⁻⁵⁴ in place of 0.</summary>
    internal static double ToUniform(ulong bits) => bits >> 11 == 0 ? HalfSpacing : (bits >> 11) * (2 * HalfSpacing);

    private ulong NextBits()
    {
        ulong drawn = _drawn++;
        if (drawn % 2 == 1)
        {
            return _second;
        }

        (ulong first, _second) = Philox4X32.Block(drawn / 2, _name, _seed);
        return first;
    }
}
