using System.Runtime.CompilerServices;

namespace Thymus.Numerics.Functions;

public static partial class LaneMath<T>
{
    /// <summary>Hyperbolic sine within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Sinh(T x)
    {
        var a = T.Abs(x);
        var e = Expm1Core(T.Min(a, Constant(2)));
        var small = Constant(0.5) * (e + (e / (e + Constant(1))));
        var half = HalfExp(a);
        var large = half - (Constant(0.25) / half);
        return KeepNaN(x, WithSignOf(T.Select(T.LessThan(a, Constant(1)), small, large), x));
    }

    /// <summary>Hyperbolic cosine within 1.1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Cosh(T x)
    {
        var half = HalfExp(T.Abs(x));
        return KeepNaN(x, half + (Constant(0.25) / half));
    }

    /// <summary>Hyperbolic tangent within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Tanh(T x)
    {
        var a = T.Min(T.Abs(x), Constant(22));   // tanh 22 rounds to 1
        var e = Expm1Core(a + a);
        return KeepNaN(x, WithSignOf(e / (e + Constant(2)), x));
    }

    /// <summary>eᵃ / 2 for a ≥ 0, without overflow before the result overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T HalfExp(T a)
    {
        var high = a - Constant(Ln2High);
        var back = high - a;
        var lost = (a - (high - back)) - (Constant(Ln2High) + back);
        return ExpExtended(high, lost - Constant(Ln2Low));
    }
}
