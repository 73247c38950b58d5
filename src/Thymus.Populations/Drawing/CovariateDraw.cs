using Thymus.Numerics.Functions;

namespace Thymus.Populations.Drawing;

/// <summary>Values of covariates from normal scores, and levels from uniform numbers.</summary>
internal static class CovariateDraw
{
    /// <summary>Whether a distribution takes a normal score, so that it can be correlated with others.</summary>
    public static bool IsContinuous(CovariateDistribution distribution) =>
        distribution is NormalCovariate or LogNormalCovariate or LogitNormalCovariate or UniformCovariate;

    /// <summary>The value at the quantile of a standard normal score.</summary>
    public static double FromScore(CovariateDistribution distribution, double score) => distribution switch
    {
        NormalCovariate d => Math.Clamp(
            d.Mean + (d.StandardDeviation * Truncate(score, (d.Minimum - d.Mean) / d.StandardDeviation, (d.Maximum - d.Mean) / d.StandardDeviation)),
            d.Minimum, d.Maximum),
        LogNormalCovariate d => LogNormal(d, score),
        LogitNormalCovariate d => d.Lower + ((d.Upper - d.Lower) * Expit(Logit((d.Median - d.Lower) / (d.Upper - d.Lower)) + (d.LogitStandardDeviation * score))),
        UniformCovariate d => Math.Clamp(d.Minimum + ((d.Maximum - d.Minimum) * SpecialFunctions.NormalCdf(score)), d.Minimum, d.Maximum),
        _ => throw new ArgumentOutOfRangeException(nameof(distribution), distribution, "It takes no normal score."),
    };

    /// <summary>The level at a uniform number, by the probabilities added up in the order of the levels.</summary>
    public static double FromUniform(CategoricalCovariate distribution, double uniform)
    {
        double sum = 0;
        foreach (var level in distribution.Levels)
        {
            sum += level.Probability;
            if (uniform < sum)
            {
                return level.Value;
            }
        }

        return distribution.Levels.Last(l => l.Probability > 0).Value;   // the sum is a little below 1
    }

    /// <summary>log(p / (1 − p)).</summary>
    public static double Logit(double p) => Elementary.Log(p / (1 - p));

    /// <summary>1 / (1 + exp(−x)).</summary>
    public static double Expit(double x) => 1 / (1 + Elementary.Exp(-x));

    private static double LogNormal(LogNormalCovariate d, double score)
    {
        double Standardise(double bound) => bound > 0 ? Elementary.Log(bound / d.Median) / d.LogStandardDeviation : double.NegativeInfinity;
        double truncated = Truncate(
            score, Standardise(d.Minimum), double.IsPositiveInfinity(d.Maximum) ? d.Maximum : Standardise(d.Maximum));
        return Math.Clamp(d.Median * Elementary.Exp(d.LogStandardDeviation * truncated), d.Minimum, d.Maximum);
    }

    /// <summary>
    /// The standard normal number between two bounds that has the rank of <paramref name="score"/> among all of them: one
    /// score gives one value, so that rank correlations survive.
    /// </summary>
    private static double Truncate(double score, double lower, double upper)
    {
        if (double.IsNegativeInfinity(lower) && double.IsPositiveInfinity(upper))
        {
            return score;
        }

        if (lower > 0)
        {
            return -Truncate(-score, -upper, -lower);   // in the lower tail probabilities keep their digits
        }

        double below = SpecialFunctions.NormalCdf(lower);
        double within = SpecialFunctions.NormalCdf(upper) - below;
        return SpecialFunctions.NormalQuantile(below + (SpecialFunctions.NormalCdf(score) * within));
    }
}
