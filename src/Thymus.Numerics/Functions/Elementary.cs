using Thymus.Numerics.Lanes;

namespace Thymus.Numerics.Functions;

/// <summary>The functions of <see cref="LaneMath{T}"/> for one number: the same bits, on every platform, unlike System.Math.</summary>
public static class Elementary
{
    /// <summary>eˣ.</summary>
    public static double Exp(double x) => LaneMath<Lanes1>.Exp(new(x)).Value;

    /// <summary>eˣ − 1.</summary>
    public static double Expm1(double x) => LaneMath<Lanes1>.Expm1(new(x)).Value;

    /// <summary>Natural logarithm.</summary>
    public static double Log(double x) => LaneMath<Lanes1>.Log(new(x)).Value;

    /// <summary>ln(1 + x).</summary>
    public static double Log1p(double x) => LaneMath<Lanes1>.Log1p(new(x)).Value;

    /// <summary>Decadic logarithm.</summary>
    public static double Log10(double x) => LaneMath<Lanes1>.Log10(new(x)).Value;

    /// <summary>xʸ.</summary>
    public static double Pow(double x, double y) => LaneMath<Lanes1>.Pow(new(x), new(y)).Value;

    /// <summary>Sine of an angle in radians.</summary>
    public static double Sin(double x) => LaneMath<Lanes1>.Sin(new(x)).Value;

    /// <summary>Cosine of an angle in radians.</summary>
    public static double Cos(double x) => LaneMath<Lanes1>.Cos(new(x)).Value;

    /// <summary>Tangent of an angle in radians.</summary>
    public static double Tan(double x) => LaneMath<Lanes1>.Tan(new(x)).Value;

    /// <summary>Inverse sine, in radians.</summary>
    public static double Asin(double x) => LaneMath<Lanes1>.Asin(new(x)).Value;

    /// <summary>Inverse cosine, in radians.</summary>
    public static double Acos(double x) => LaneMath<Lanes1>.Acos(new(x)).Value;

    /// <summary>Inverse tangent, in radians.</summary>
    public static double Atan(double x) => LaneMath<Lanes1>.Atan(new(x)).Value;

    /// <summary>Hyperbolic sine.</summary>
    public static double Sinh(double x) => LaneMath<Lanes1>.Sinh(new(x)).Value;

    /// <summary>Hyperbolic cosine.</summary>
    public static double Cosh(double x) => LaneMath<Lanes1>.Cosh(new(x)).Value;

    /// <summary>Hyperbolic tangent.</summary>
    public static double Tanh(double x) => LaneMath<Lanes1>.Tanh(new(x)).Value;
}
