using System.Runtime.CompilerServices;

namespace Thymus.Numerics.Functions;

public static partial class LaneMath<T>
{
    private const double TwoOverPi = 0.6366197723675814;
    private const double HalfPi1 = 1.5707963267948966;        // π/2 in three doubles
    private const double HalfPi2 = 6.123233995736766e-17;
    private const double HalfPi3 = -1.4973849048591698e-33;
    private const double LargestAngle = 35184372088832.0;     // 2⁴⁵

    /// <summary>
    /// Sine within 0.8 ulp for |x| ≤ 2⁴⁵ rad. Beyond that neighbouring numbers are 0.008 rad apart and the phase means
    /// nothing: NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Sin(T x)
    {
        ReduceAngle(x, out var n, out var r, out var low);
        var isOdd = IsOdd(n);
        var value = T.Select(isOdd, CosReduced(r, low), SinReduced(r, low));
        var result = T.Xor(value, SignOfSecondBit(n));
        return WithinAngle(x, T.Select(T.AreEqual(x, T.Zero), x, result));
    }

    /// <summary>Cosine within 0.8 ulp for |x| ≤ 2⁴⁵ rad; NaN beyond, see <see cref="Sin"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Cos(T x)
    {
        ReduceAngle(x, out var n, out var r, out var low);
        var isOdd = IsOdd(n);
        var value = T.Select(isOdd, SinReduced(r, low), CosReduced(r, low));
        return WithinAngle(x, T.Xor(value, SignOfSecondBit(n + Constant(1))));
    }

    /// <summary>Tangent within 2.1 ulp for |x| ≤ 2⁴⁵ rad; NaN beyond, see <see cref="Sin"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Tan(T x)
    {
        ReduceAngle(x, out var n, out var r, out var low);
        var isOdd = IsOdd(n);
        var sin = SinReduced(r, low);
        var cos = CosReduced(r, low);
        var result = T.Select(isOdd, -cos, sin) / T.Select(isOdd, sin, cos);
        return WithinAngle(x, T.Select(T.AreEqual(x, T.Zero), x, result));
    }

    /// <summary>x = n π/2 + r + low with an integer n and |r| ≤ π/4 (or one ulp more).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceAngle(T x, out T n, out T r, out T low)
    {
        n = T.Round(x * Constant(TwoOverPi));
        var first = T.NegateMultiplyAdd(n, Constant(HalfPi1), x);   // exact: a multiple of 2⁻⁵² below 1, or x itself
        var second = n * Constant(HalfPi2);
        var secondLow = T.MultiplyAdd(n, Constant(HalfPi2), -second);
        var difference = first - second;
        var back = difference - first;
        var lost = (first - (difference - back)) - (second + back);   // exact: Knuth's two-sum
        var rest = lost - T.MultiplyAdd(n, Constant(HalfPi3), secondLow);
        r = difference + rest;
        low = (difference - r) + rest;
    }

    /// <summary>Mask of odd n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T IsOdd(T n)
    {
        var half = n * Constant(0.5);
        return T.NotEqual(T.Floor(half), half);
    }

    /// <summary>The sign bit alone where n mod 4 is 2 or 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SignOfSecondBit(T n)
    {
        var low = n + Constant(6755399441055744.0);   // 1.5 · 2⁵²: n in two's complement in the low bits
        return T.And(T.ShiftLeftBits(low, 62), T.BroadcastBits(SignBit));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T WithinAngle(T x, T result) =>
        T.Select(T.LessThanOrEqual(T.Abs(x), Constant(LargestAngle)), result, Constant(double.NaN));

    /// <summary>sin(r + low) = r − r³/3! + … + r¹⁷/17! + low cos r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T SinReduced(T r, T low)
    {
        var z = r * r;
        var p = Term(Constant(1.0 / 355687428096000), z, -1.0 / 1307674368000);
        p = Term(p, z, 1.0 / 6227020800);
        p = Term(p, z, -1.0 / 39916800);
        p = Term(p, z, 1.0 / 362880);
        p = Term(p, z, -1.0 / 5040);
        p = Term(p, z, 1.0 / 120);
        p = Term(p, z, -1.0 / 6);
        return r + T.MultiplyAdd(r * z, p, low * T.NegateMultiplyAdd(Constant(0.5), z, Constant(1)));
    }

    /// <summary>cos(r + low) = 1 − r²/2! + … + r¹⁶/16! − low r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T CosReduced(T r, T low)
    {
        var z = r * r;
        var p = Term(Constant(1.0 / 20922789888000), z, -1.0 / 87178291200);
        p = Term(p, z, 1.0 / 479001600);
        p = Term(p, z, -1.0 / 3628800);
        p = Term(p, z, 1.0 / 40320);
        p = Term(p, z, -1.0 / 720);
        p = Term(p, z, 1.0 / 24);
        var half = Constant(0.5) * z;
        var one = Constant(1);
        var first = one - half;
        var lost = (one - first) - half;
        return first + (lost + T.NegateMultiplyAdd(r, low, z * z * p));
    }
}
