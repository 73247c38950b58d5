using System.Runtime.CompilerServices;

namespace Thymus.Numerics.Functions;

public static partial class LaneMath<T>
{
    private const double Pi = 3.141592653589793;
    private const double PiLow = 1.2246467991473532e-16;

    /// <summary>Inverse tangent within 1.3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Atan(T x)
    {
        var magnitude = T.Min(T.Abs(x), Constant(1.0715086071862673e301));   // 2¹⁰⁰⁰: the quarter turn is reached, products stay finite
        return KeepNaN(x, WithSignOf(AtanOfRatio(magnitude, Constant(1)), x));
    }

    /// <summary>Inverse sine within 1.9 ulp; NaN outside [−1, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Asin(T x)
    {
        var adjacent = T.Sqrt(T.NegateMultiplyAdd(x, x, Constant(1)));
        return KeepNaN(adjacent, WithSignOf(AtanOfRatio(T.Abs(x), adjacent), x));
    }

    /// <summary>Inverse cosine within 2.2 ulp; NaN outside [−1, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Acos(T x)
    {
        var opposite = T.Sqrt(T.NegateMultiplyAdd(x, x, Constant(1)));
        var angle = AtanOfRatio(opposite, T.Abs(x));
        var result = T.Select(T.LessThan(x, T.Zero), Constant(Pi) - (angle - Constant(PiLow)), angle);
        return KeepNaN(opposite, result);
    }

    /// <summary>
    /// atan(a / b) for finite a, b ≥ 0 that are not both 0. The smaller over the larger is compared with c = 0, ¼, ½, ¾, 1:
    /// atan q = atan c + atan t, t = (q − c) / (1 + q c), |t| ≤ 1/8.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AtanOfRatio(T a, T b)
    {
        var isSteep = T.GreaterThan(a, b);
        var small = T.Select(isSteep, b, a);
        var large = T.Select(isSteep, a, b);
        var c = T.Zero;
        var angle = T.Zero;
        var angleLow = T.Zero;
        Choose(T.GreaterThan(small, Constant(0.125) * large), 0.25, 0.24497866312686414, 1.0698755618734451e-17, ref c, ref angle, ref angleLow);
        Choose(T.GreaterThan(small, Constant(0.375) * large), 0.5, 0.4636476090008061, 2.2698777452961687e-17, ref c, ref angle, ref angleLow);
        Choose(T.GreaterThan(small, Constant(0.625) * large), 0.75, 0.6435011087932844, 1.5834785051444286e-17, ref c, ref angle, ref angleLow);
        Choose(T.GreaterThan(small, Constant(0.875) * large), 1, 0.7853981633974483, 3.061616997868383e-17, ref c, ref angle, ref angleLow);

        var t = T.NegateMultiplyAdd(c, large, small) / T.MultiplyAdd(c, small, large);
        var z = t * t;
        var p = Term(Constant(-1.0 / 19), z, 1.0 / 17);   // atan t = t − t³/3 + … − t¹⁹/19
        p = Term(p, z, -1.0 / 15);
        p = Term(p, z, 1.0 / 13);
        p = Term(p, z, -1.0 / 11);
        p = Term(p, z, 1.0 / 9);
        p = Term(p, z, -1.0 / 7);
        p = Term(p, z, 1.0 / 5);
        p = Term(p, z, -1.0 / 3);
        var tail = t * z * p;

        var complement = Constant(HalfPi1) - angle;
        var complementLow = ((Constant(HalfPi1) - complement) - angle) + (Constant(HalfPi2) - angleLow);
        var steep = complement + (complementLow - (t + tail));
        var flat = angle + (t + (angleLow + tail));
        return T.Select(isSteep, steep, flat);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Choose(T mask, double step, double value, double low, ref T c, ref T angle, ref T angleLow)
    {
        c = T.Select(mask, Constant(step), c);
        angle = T.Select(mask, Constant(value), angle);
        angleLow = T.Select(mask, Constant(low), angleLow);
    }
}
