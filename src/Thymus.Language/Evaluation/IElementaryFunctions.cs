namespace Thymus.Language.Evaluation;

/// <summary>
/// The transcendental functions that an <see cref="ExpressionEvaluator"/> uses. The caller gives them, because those of the platform
/// differ in their last bits from platform to platform.
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
