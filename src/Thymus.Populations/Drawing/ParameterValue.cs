using Thymus.Numerics.Functions;

namespace Thymus.Populations.Drawing;

/// <summary>The value of a parameter of one patient.</summary>
internal static class ParameterValue
{
    /// <summary>Typical value, effects of covariates and a random effect put together on the scale of the distribution.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="effects">Product of the effects, or their sum for a logit-normal parameter.</param>
    /// <param name="eta">The random effect; 0 for the typical patient.</param>
    public static double Of(PopulationParameter parameter, double effects, double eta) => parameter.Distribution switch
    {
        ParameterDistribution.LogNormal => parameter.Typical * effects * Elementary.Exp(eta),
        ParameterDistribution.Normal => (parameter.Typical * effects) + eta,
        ParameterDistribution.LogitNormal => CovariateDraw.Expit(CovariateDraw.Logit(parameter.Typical) + effects + eta),
        _ => parameter.Typical * effects,
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
