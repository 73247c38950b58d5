using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Thymus.Trials.Statistics;

/// <summary>Tail probabilities and quantiles that keep their digits in the far tail.</summary>
internal static class Probability
{
    /// <summary>z with P(|Z| ≤ z) = level.</summary>
    public static double TwoSidedNormal(double level) => Normal.InvCDF(0, 1, 0.5 + level / 2);

    /// <summary>P(|Z| ≥ |z|).</summary>
    public static double TwoSidedP(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Constants.Sqrt2);

    /// <summary>P(χ² ≥ x).</summary>
    public static double ChiSquaredUpper(double x, int degreesOfFreedom) =>
        double.IsNaN(x) || degreesOfFreedom == 0 ? double.NaN
        : x <= 0 ? 1
        : degreesOfFreedom == 1 ? TwoSidedP(Math.Sqrt(x))
        : SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2.0, x / 2);
}
