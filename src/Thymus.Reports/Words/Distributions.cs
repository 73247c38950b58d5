using Thymus.Populations;

namespace Thymus.Reports.Words;

/// <summary>Distributions of covariates and parameters in words.</summary>
internal static class Distributions
{
    /// <summary>The distribution of a covariate.</summary>
    public static string Words(Covariate covariate)
    {
        string unit = covariate.Unit.Text is "1" or "" ? string.Empty : " " + Format.Unit(covariate.Unit.Text);
        return covariate.Distribution switch
        {
            ConstantCovariate d => $"{Format.Significant(d.Value)}{unit} for everyone",
            NormalCovariate d => $"normal, mean {Format.Significant(d.Mean)}, SD {Format.Significant(d.StandardDeviation)}{unit}{Within(d.Minimum, d.Maximum)}",
            LogNormalCovariate d => $"log-normal, median {Format.Significant(d.Median)}{unit}, log SD {Format.Significant(d.LogStandardDeviation)}{Within(d.Minimum, d.Maximum)}",
            LogitNormalCovariate d => $"logit-normal, median {Format.Significant(d.Median)}{unit}, logit SD {Format.Significant(d.LogitStandardDeviation)}{Within(d.Lower, d.Upper)}",
            UniformCovariate d => $"uniform, {Format.Significant(d.Minimum)} to {Format.Significant(d.Maximum)}{unit}",
            CategoricalCovariate d => string.Join(", ", d.Levels.Select(l => $"{l.Label} {Format.Percent(l.Probability)}")),
            DerivedCovariate => "computed from the others",
            _ => "—",
        };
    }

    /// <summary>How much a parameter differs between patients.</summary>
    public static string Variability(PopulationParameter parameter, Population population)
    {
        if (parameter.RandomEffect is not { } name)
        {
            return parameter.Effects.IsDefaultOrEmpty ? "same for everyone" : "by covariates only";
        }

        foreach (var block in population.RandomEffects)
        {
            int i = block.Names.IndexOf(name);
            if (i >= 0)
            {
                double variance = block.Covariance[i][i];
                return parameter.Distribution switch
                {
                    ParameterDistribution.LogNormal => $"log-normal, CV {Format.Percent(Math.Sqrt(Math.Exp(variance) - 1))}",
                    ParameterDistribution.LogitNormal => $"logit-normal, SD {Format.Significant(Math.Sqrt(variance))}",
                    _ => $"normal, SD {Format.Significant(Math.Sqrt(variance))}",
                };
            }
        }

        return "—";
    }

    private static string Within(double low, double high) => (double.IsFinite(low), double.IsFinite(high)) switch
    {
        (true, true) => $", within {Format.Significant(low)} and {Format.Significant(high)}",
        (true, false) => $", at least {Format.Significant(low)}",
        (false, true) => $", at most {Format.Significant(high)}",
        _ => string.Empty,
    };
}
