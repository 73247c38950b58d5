using Thymus.Numerics.Functions;

namespace Thymus.Populations.Drawing;

/// <summary>The value of a parameter of one patient.</summary>
internal static class ParameterValue
{
    /// <summary>Typical value, effects of covariates and a random effect put together on the scale of the distribution.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="factor">Product of the effects that are multiplied.</param>
    /// <param name="added">Sum of the additive effects.</param>
    /// <param name="eta">The random effect; 0 for the typical patient.</param>
    public static double Of(PopulationParameter parameter, double factor, double added, double eta) => parameter.Distribution switch
    {
        ParameterDistribution.LogNormal => parameter.Typical * factor * Elementary.Exp(eta),
        ParameterDistribution.Normal => (parameter.Typical * factor) + added + eta,
        ParameterDistribution.LogitNormal => CovariateDraw.Expit(CovariateDraw.Logit(parameter.Typical) + added + eta),
        _ => (parameter.Typical * factor) + added,
    };

    /// <summary>One effect at the value of its covariate.</summary>
    public static double Effect(CovariateEffect effect, double x) => effect.Form switch
    {
        EffectForm.Power => Elementary.Pow(x / effect.Reference, effect.Coefficient),
        EffectForm.Exponential => Elementary.Exp(effect.Coefficient * (x - effect.Reference)),
        EffectForm.Linear => 1 + (effect.Coefficient * (x - effect.Reference)),
        EffectForm.Factor => x == effect.Reference ? effect.Coefficient : 1,
        _ => effect.Coefficient * (x - effect.Reference),
    };
}
