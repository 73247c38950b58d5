using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;

namespace Thymus.Numerics.Functions;

/// <summary>
/// Elementary functions over lanes: without branches, so that no lane sees another, and made of correctly rounded
/// operations only, so that every width and every platform gives the same bits.
/// </summary>
/// <remarks>
/// The stated error is the largest seen against a reference of 300 bits, rounded up, in units in the last place of the
/// result; the tests hold it. Arguments are reduced with constants split in two or
/// three doubles (Cody &amp; Waite 1980) and fused multiply-add; what remains is a Taylor polynomial that ends below 2⁻⁵⁷.
/// </remarks>
/// <typeparam name="T">The lanes.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "Emitted code finds a function by the type of its lanes, which is never inferred.")]
public static partial class LaneMath<T>
    where T : unmanaged, ILanes<T>
{
    private const ulong SignBit = 0x8000_0000_0000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Constant(double value) => T.Broadcast(value);

    /// <summary>x · multiplier + a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Term(T x, T multiplier, double constant) => T.MultiplyAdd(x, multiplier, T.Broadcast(constant));

    /// <summary>Magnitude of the first, which must not be negative, with the sign of the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T WithSignOf(T magnitude, T sign) => T.Or(magnitude, T.And(sign, T.BroadcastBits(SignBit)));

    /// <summary>Gives back x where x is not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T KeepNaN(T x, T result) => T.Select(T.NotEqual(x, x), x, result);

    /// <summary>2ᵏ for an integer k from −1022 to 1023.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T PowerOfTwo(T k) => T.ShiftLeftBits(k + Constant(4503599627370496.0 + 1023), 52);   // 2⁵² puts k into the low bits
}
