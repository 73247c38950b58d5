using Thymus.Language.Evaluation;

namespace Thymus.Language.Tests;

/// <summary>The functions of the platform, for tests that compare with a tolerance.</summary>
internal sealed class PlatformFunctions : IElementaryFunctions
{
    public static PlatformFunctions Instance { get; } = new();

    public double Exp(double x) => Math.Exp(x);

    public double Ln(double x) => Math.Log(x);

    public double Log10(double x) => Math.Log10(x);

    public double Power(double x, double y) => Math.Pow(x, y);

    public double Sin(double x) => Math.Sin(x);

    public double Cos(double x) => Math.Cos(x);

    public double Tan(double x) => Math.Tan(x);

    public double Arcsin(double x) => Math.Asin(x);

    public double Arccos(double x) => Math.Acos(x);

    public double Arctan(double x) => Math.Atan(x);

    public double Sinh(double x) => Math.Sinh(x);

    public double Cosh(double x) => Math.Cosh(x);

    public double Tanh(double x) => Math.Tanh(x);
}
