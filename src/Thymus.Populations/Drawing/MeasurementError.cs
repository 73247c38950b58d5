using Thymus.Numerics.Functions;
using Thymus.Numerics.Random;

namespace Thymus.Populations.Drawing;

/// <summary>Turns a true value into what a laboratory would report.</summary>
public static class MeasurementError
{
    /// <summary>Adds a normal error of variance <paramref name="additive"/> + <paramref name="proportional"/>·value², or one on the log scale.</summary>
    /// <param name="value">The true value f.</param>
    /// <param name="additive">Additive variance, in the squared unit of the value.</param>
    /// <param name="proportional">Proportional variance, relative and squared.</param>
    /// <param name="logarithmic">Variance of the logarithm; when it is not 0, the others are not used.</param>
    /// <param name="stream">One normal number is taken from it, always.</param>
    /// <returns>The measured value; below 0 when the additive error makes it so.</returns>
    public static double Measure(double value, double additive, double proportional, double logarithmic, ref RandomStream stream)
    {
        double score = stream.NextNormal();
        return logarithmic > 0
            ? value * Elementary.Exp(Math.Sqrt(logarithmic) * score)
            : value + (Math.Sqrt(additive + (proportional * value * value)) * score);
    }
}
