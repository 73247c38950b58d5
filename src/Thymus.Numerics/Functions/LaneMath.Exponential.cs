using System.Runtime.CompilerServices;

namespace Thymus.Numerics.Functions;

public static partial class LaneMath<T>
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.6931471805598903;        // 42 bits: times an exponent it is exact
    private const double Ln2Low = 5.497923018708371e-14;
    private const double ExpUnderflow = -746;                 // below, exp gives 0
    private const double ExpOverflow = 710;                   // above, exp gives +∞

    /// <summary>eˣ within 0.7 ulp (1 ulp where the result is subnormal).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Exp(T x)
    {
        var clamped = T.Min(T.Max(x, Constant(ExpUnderflow)), Constant(ExpOverflow));
        ReduceExp(clamped, out var n, out var r, out var low);
        return KeepNaN(x, ExpReduced(n, r, low));
    }

    /// <summary>eˣ − 1 within 1.6 ulp, for x near 0 too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Expm1(T x)
    {
        var result = Expm1Core(x);
        return KeepNaN(x, result);
    }

    /// <summary>
    /// xʸ within 3·10⁻⁵ of itself for |y| ≤ 1, for positive, finite, normal x and a result that is normal: for where the exact
    /// power does not matter, such as the size of a step. A fifth of the work of <see cref="Pow"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T PowApproximate(T x, T y)
    {
        // x = 2ⁿ m with 1 ≤ m < 2; log₂ m and 2ᶠ are the polynomials of least largest error (1.6·10⁻⁵ and 2.8·10⁻⁶).
        var exponent = T.Or(T.ShiftRightBits(x, 52), T.BroadcastBits(BitsOfTwoTo52));
        var n = exponent - Constant(4503599627370496.0 + 1023);
        var m = T.Or(T.And(x, T.BroadcastBits(~ExponentBits)), T.BroadcastBits(BitsOfOne));
        var log = Term(Constant(0.04300495779), m, -0.4025133935);
        log = Term(log, m, 1.589474295);
        log = Term(log, m, -3.489878551);
        log = Term(log, m, 5.047855413);
        log = Term(log, m, -2.787926207);
        var z = y * (n + log);
        var k = T.Round(z);
        var f = z - k;
        var power = Term(Constant(0.009666368515), f, 0.05592197584);
        power = Term(power, f, 0.2402234904);
        power = Term(power, f, 0.6931210452);
        power = Term(power, f, 1);
        return power * PowerOfTwo(k);
    }

    /// <summary>eˣ − 1; NaN gives −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Expm1Core(T x)
    {
        var clamped = T.Min(T.Max(x, Constant(-60)), Constant(ExpOverflow));
        ReduceExp(clamped, out var n, out var r, out var low);
        var p = r + T.MultiplyAdd(r * r, ExpTail(r), T.MultiplyAdd(low, r, low));

        // 2ⁿ(1 + p) − 1, at half the size so that n = 1024 does not overflow.
        var half = PowerOfTwo(n - Constant(1));
        var result = Constant(2) * T.MultiplyAdd(half, p, half - Constant(0.5));
        return T.Select(T.LessThan(T.Abs(x), Constant(8.673617379884035e-19)), x, result);   // 2⁻⁶⁰; keeps −0
    }

    /// <summary>e^(high + low), for a low part below one ulp of the high one. NaN gives 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpExtended(T high, T low)
    {
        var clamped = T.Min(T.Max(high, Constant(ExpUnderflow)), Constant(ExpOverflow));
        ReduceExp(clamped, out var n, out var r, out var rest);
        var used = T.Select(T.AreEqual(clamped, high), low, T.Zero);
        return ExpReduced(n, r, rest + used);
    }

    /// <summary>x = n ln 2 + r + low with an integer n and |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceExp(T x, out T n, out T r, out T low)
    {
        n = T.Round(x * Constant(Log2E));
        var high = T.NegateMultiplyAdd(n, Constant(Ln2High), x);   // exact
        r = T.NegateMultiplyAdd(n, Constant(Ln2Low), high);
        low = T.NegateMultiplyAdd(n, Constant(Ln2Low), high - r);
    }

    /// <summary>2ⁿ e^(r + low).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpReduced(T n, T r, T low)
    {
        var one = Constant(1);
        var tail = r * r * ExpTail(r);
        var sum = one + r;
        var lost = (one - sum) + r;   // exact: Dekker 1971
        var p = sum + (lost + T.MultiplyAdd(low, sum + tail, tail));

        // In two factors, because 2ⁿ alone may not be a normal number.
        var first = T.Floor(n * Constant(0.5));
        return p * PowerOfTwo(first) * PowerOfTwo(n - first);
    }

    /// <summary>(eʳ − 1 − r) / r² = 1/2! + r/3! + … + r¹¹/13!, by Estrin's scheme.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpTail(T r)
    {
        var r2 = r * r;
        var r4 = r2 * r2;
        var t01 = Term(Constant(1.0 / 6), r, 1.0 / 2);
        var t23 = Term(Constant(1.0 / 120), r, 1.0 / 24);
        var t45 = Term(Constant(1.0 / 5040), r, 1.0 / 720);
        var t67 = Term(Constant(1.0 / 362880), r, 1.0 / 40320);
        var t89 = Term(Constant(1.0 / 39916800), r, 1.0 / 3628800);
        var tAB = Term(Constant(1.0 / 6227020800), r, 1.0 / 479001600);
        var low = T.MultiplyAdd(t23, r2, t01);
        var middle = T.MultiplyAdd(t67, r2, t45);
        var high = T.MultiplyAdd(tAB, r2, t89);
        return T.MultiplyAdd(T.MultiplyAdd(high, r4, middle), r4, low);
    }
}
