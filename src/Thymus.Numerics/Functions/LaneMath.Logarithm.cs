using System.Runtime.CompilerServices;

namespace Thymus.Numerics.Functions;

public static partial class LaneMath<T>
{
    private const ulong ExponentBits = 0xFFF0_0000_0000_0000;
    private const ulong BitsOfOne = 0x3FF0_0000_0000_0000;
    private const ulong BitsOfSqrtHalfOverOne = unchecked(0x3FE6_A09E_667F_3BCD - BitsOfOne);   // of √½, less those of 1
    private const ulong BitsOfTwoTo52 = 0x4330_0000_0000_0000;
    private const double Log10EHigh = 0.4342944819032518;
    private const double Log10ELow = 1.098319650216765e-17;

    /// <summary>Natural logarithm within 0.9 ulp; −∞ at 0, NaN below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Log(T x) => LogSpecial(x, LogCore(x));

    /// <summary>Decadic logarithm within 0.52 ulp, so exact at powers of 10; −∞ at 0, NaN below 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Log10(T x)
    {
        LogExtended(x, out var high, out var low);
        var product = high * Constant(Log10EHigh);
        var error = T.MultiplyAdd(high, Constant(Log10EHigh), -product);
        return LogSpecial(x, product + T.MultiplyAdd(low, Constant(Log10EHigh), T.MultiplyAdd(high, Constant(Log10ELow), error)));
    }

    /// <summary>ln(1 + x) within 1.3 ulp, for x near 0 too; −∞ at −1, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Log1p(T x)
    {
        var one = Constant(1);
        var u = one + x;
        var lost = T.Select(T.LessThan(x, one), x - (u - one), one - (u - x));   // exact part of x that u lacks
        var corrected = LogCore(u) + (lost / u);
        var result = LogSpecial(u, corrected);
        return T.Select(T.AreEqual(x, T.Zero), x, result);
    }

    /// <summary>
    /// xʸ within 1.2 ulp. 0⁰ = x⁰ = 1; a negative base has a power for an integer exponent only (otherwise NaN); the other
    /// special cases are those of IEEE 754-2019 §9.2.1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Pow(T x, T y)
    {
        var magnitude = T.Abs(x);
        var infinity = Constant(double.PositiveInfinity);
        LogExtended(magnitude, out var logHigh, out var logLow);
        logHigh = LogSpecial(magnitude, logHigh);
        var high = y * logHigh;
        var low = T.MultiplyAdd(y, logLow, T.MultiplyAdd(y, logHigh, -high));
        var power = KeepNaN(high, ExpExtended(high, low));

        var isInteger = T.AreEqual(T.Truncate(y), y);
        var half = y * Constant(0.5);
        var isOdd = T.And(isInteger, T.NotEqual(T.Truncate(half), half));
        var signed = T.Or(power, T.And(isOdd, T.And(x, T.BroadcastBits(SignBit))));
        var noPower = T.And(T.And(T.LessThan(x, T.Zero), T.Not(isInteger)), T.LessThan(magnitude, infinity));
        var result = T.Select(noPower, Constant(double.NaN), signed);
        var isOne = T.Or(T.AreEqual(y, T.Zero), T.AreEqual(x, Constant(1)));
        var minusOneToInfinity = T.And(T.AreEqual(magnitude, Constant(1)), T.AreEqual(T.Abs(y), infinity));
        return T.Select(T.Or(isOne, minusOneToInfinity), Constant(1), result);
    }

    /// <summary>The logarithm where x is positive and finite; otherwise its limit, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LogSpecial(T x, T regular)
    {
        var infinity = Constant(double.PositiveInfinity);
        var special = T.Select(
            T.AreEqual(x, T.Zero), Constant(double.NegativeInfinity), T.Select(T.AreEqual(x, infinity), x, Constant(double.NaN)));
        return T.Select(T.And(T.GreaterThan(x, T.Zero), T.LessThan(x, infinity)), regular, special);
    }

    /// <summary>x = 2ⁿ m with √½ ≤ m &lt; √2, for positive finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(T x, out T n, out T m)
    {
        var isSubnormal = T.LessThan(x, Constant(2.2250738585072014e-308));
        var scaled = T.Select(isSubnormal, x * Constant(18014398509481984.0), x);   // 2⁵⁴
        var biased = T.SubtractBits(scaled, T.BroadcastBits(BitsOfSqrtHalfOverOne));
        m = T.SubtractBits(scaled, T.SubtractBits(T.And(biased, T.BroadcastBits(ExponentBits)), T.BroadcastBits(BitsOfOne)));
        var exponent = T.Or(T.ShiftRightBits(biased, 52), T.BroadcastBits(BitsOfTwoTo52));
        n = exponent - T.Select(isSubnormal, Constant(4503599627370496.0 + 1023 + 54), Constant(4503599627370496.0 + 1023));
    }

    /// <summary>
    /// ln x for positive finite x: with f = m − 1, s = f / (2 + f), ln m = f − (f²/2 − s (f²/2 + R)) and R = 2s²/3 + 2s⁴/5 + …
    /// (the arrangement of Ng 1993 in fdlibm, which loses nothing near x = 1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T LogCore(T x)
    {
        Split(x, out var n, out var m);
        var f = m - Constant(1);
        var s = f / (f + Constant(2));
        var z = s * s;
        var z2 = z * z;
        var even = Term(Constant(2.0 / 19), z2, 2.0 / 15);
        even = Term(even, z2, 2.0 / 11);
        even = Term(even, z2, 2.0 / 7);
        even = Term(even, z2, 2.0 / 3);
        var odd = Term(Constant(2.0 / 21), z2, 2.0 / 17);
        odd = Term(odd, z2, 2.0 / 13);
        odd = Term(odd, z2, 2.0 / 9);
        odd = Term(odd, z2, 2.0 / 5);
        var rest = z * T.MultiplyAdd(odd, z, even);
        var halfSquare = Constant(0.5) * f * f;
        var correction = T.MultiplyAdd(s, halfSquare + rest, n * Constant(Ln2Low));
        return (n * Constant(Ln2High)) - ((halfSquare - correction) - f);
    }

    /// <summary>
    /// ln x = high + low within 2⁻⁶⁴ of its size, for positive finite x: 2s + 2s³/3 in two doubles with s = (m − 1) / (m + 1),
    /// later terms in one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LogExtended(T x, out T high, out T low)
    {
        const double TwoThirds = 2.0 / 3;
        const double TwoThirdsLow = 3.700743415417188e-17;

        Split(x, out var n, out var m);
        var one = Constant(1);
        var f = m - one;
        var u = m + one;
        var lost = m - (u - one);
        var reciprocal = one / u;
        var s = f * reciprocal;
        var sLow = (T.NegateMultiplyAdd(s, u, f) - (s * lost)) * reciprocal;

        var z = s * s;
        var zLow = T.MultiplyAdd(s, s, -z) + (Constant(2) * s * sLow);
        var cube = s * z;
        var cubeLow = T.MultiplyAdd(s, z, -cube) + T.MultiplyAdd(s, zLow, sLow * z);
        var third = Constant(TwoThirds) * cube;
        var thirdLow = T.MultiplyAdd(Constant(TwoThirds), cube, -third)
            + T.MultiplyAdd(Constant(TwoThirds), cubeLow, Constant(TwoThirdsLow) * cube);

        var z2 = z * z;
        var even = Term(Constant(2.0 / 25), z2, 2.0 / 21);
        even = Term(even, z2, 2.0 / 17);
        even = Term(even, z2, 2.0 / 13);
        even = Term(even, z2, 2.0 / 9);
        even = Term(even, z2, 2.0 / 5);
        var odd = Term(Constant(2.0 / 23), z2, 2.0 / 19);
        odd = Term(odd, z2, 2.0 / 15);
        odd = Term(odd, z2, 2.0 / 11);
        odd = Term(odd, z2, 2.0 / 7);
        var tail = cube * z * T.MultiplyAdd(odd, z, even);

        // n ln 2 + 2s + third, each sum with its rounding error (Dekker 1971: the first is 0 or the larger).
        var whole = n * Constant(Ln2High);
        var twice = Constant(2) * s;
        var sum = whole + twice;
        var sumLow = (whole - sum) + twice;
        var total = sum + third;
        var totalLow = (sum - total) + third;
        var rest = sumLow + (totalLow + (thirdLow + T.MultiplyAdd(Constant(2), sLow, T.MultiplyAdd(n, Constant(Ln2Low), tail))));
        high = total + rest;
        low = (total - high) + rest;
    }
}
