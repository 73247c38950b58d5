using Thymus.Language.Evaluation;
using Thymus.Numerics.Functions;

namespace Thymus.Populations.Drawing;

/// <summary>Functions with the same bits on every platform, for formulas of covariates.</summary>
internal sealed class OwnFunctions : IElementaryFunctions
{
    public static OwnFunctions Instance { get; } = new();

    public double Exp(double x) => Elementary.Exp(x);

    public double Ln(double x) => Elementary.Log(x);

    public double Log10(double x) => Elementary.Log10(x);

    public double Power(double x, double y) => Elementary.Pow(x, y);

    public double Sin(double x) => Elementary.Sin(x);

    public double Cos(double x) => Elementary.Cos(x);

    public double Tan(double x) => Elementary.Tan(x);

    public double Arcsin(double x) => Elementary.Asin(x);

    public double Arccos(double x) => Elementary.Acos(x);

    public double Arctan(double x) => Elementary.Atan(x);

    public double Sinh(double x) => Elementary.Sinh(x);

    public double Cosh(double x) => Elementary.Cosh(x);

    public double Tanh(double x) => Elementary.Tanh(x);
}
