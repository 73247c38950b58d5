namespace Thymus.Language.Evaluation;

/// <summary>
/// The transcendental functions an <see cref="ExpressionEvaluator"/> uses. A caller whose numbers must be the same on every platform gives
/// its own; those of the platform are in <see cref="PlatformFunctions"/>.
/// </summary>
public interface IElementaryFunctions
{
    /// <summary>e to the x.</summary>
    double Exp(double x);

    /// <summary>Natural logarithm.</summary>
    double Ln(double x);

    /// <summary>Decadic logarithm.</summary>
    double Log10(double x);

    /// <summary>x to the y.</summary>
    double Power(double x, double y);

    /// <summary>Sine [radian].</summary>
    double Sin(double x);

    /// <summary>Cosine [radian].</summary>
    double Cos(double x);

    /// <summary>Tangent [radian].</summary>
    double Tan(double x);

    /// <summary>Inverse sine [radian].</summary>
    double Arcsin(double x);

    /// <summary>Inverse cosine [radian].</summary>
    double Arccos(double x);

    /// <summary>Inverse tangent [radian].</summary>
    double Arctan(double x);

    /// <summary>Hyperbolic sine.</summary>
    double Sinh(double x);

    /// <summary>Hyperbolic cosine.</summary>
    double Cosh(double x);

    /// <summary>Hyperbolic tangent.</summary>
    double Tanh(double x);
}

/// <summary>The functions of the platform; their last bits may differ between platforms, so nothing simulated may depend on them.</summary>
public sealed class PlatformFunctions : IElementaryFunctions
{
    /// <summary>The only instance.</summary>
    public static PlatformFunctions Instance { get; } = new();

    /// <inheritdoc />
    public double Exp(double x) => Math.Exp(x);

    /// <inheritdoc />
    public double Ln(double x) => Math.Log(x);

    /// <inheritdoc />
    public double Log10(double x) => Math.Log10(x);

    /// <inheritdoc />
    public double Power(double x, double y) => Math.Pow(x, y);

    /// <inheritdoc />
    public double Sin(double x) => Math.Sin(x);

    /// <inheritdoc />
    public double Cos(double x) => Math.Cos(x);

    /// <inheritdoc />
    public double Tan(double x) => Math.Tan(x);

    /// <inheritdoc />
    public double Arcsin(double x) => Math.Asin(x);

    /// <inheritdoc />
    public double Arccos(double x) => Math.Acos(x);

    /// <inheritdoc />
    public double Arctan(double x) => Math.Atan(x);

    /// <inheritdoc />
    public double Sinh(double x) => Math.Sinh(x);

    /// <inheritdoc />
    public double Cosh(double x) => Math.Cosh(x);

    /// <inheritdoc />
    public double Tanh(double x) => Math.Tanh(x);
}
