using System.Collections.Immutable;
using Thymus.Numerics.Functions;
using Thymus.Populations;

namespace Thymus.Therapies.Checks;

/// <summary>The patient of a check: covariates at their reference, random effects 0, and what the check says otherwise.</summary>
internal static class ReferencePatient
{
    /// <summary>Values of parameters by name, in the model's units.</summary>
    public static IReadOnlyDictionary<string, double> Parameters(Population population, CheckPatient patient)
    {
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var parameter in population.Parameters)
        {
            values[parameter.Name] = Value(parameter, patient.Typical.GetValueOrDefault(parameter.Name, parameter.Typical), population, patient);
        }

        foreach (var (name, value) in patient.Parameters)
        {
            values[name] = value;
        }

        return values;
    }

    /// <summary>A covariate's value.</summary>
    public static double Covariate(Population population, CheckPatient patient, string name) =>
        patient.Covariates.TryGetValue(name, out double value)
            ? value
            : population.Covariates.FirstOrDefault(c => c.Name == name)?.Reference ?? double.NaN;

    private static double Value(PopulationParameter parameter, double typical, Population population, CheckPatient patient)
    {
        if (parameter.Distribution is ParameterDistribution.LogitNormal)
        {
            double logit = Elementary.Log(typical / (1 - typical))
                + parameter.Effects.Sum(e => e.Coefficient * (Covariate(population, patient, e.Covariate) - e.Reference));
            return 1 / (1 + Elementary.Exp(-logit));
        }

        return parameter.Effects.Aggregate(typical, (value, e) => value * Factor(e, Covariate(population, patient, e.Covariate)));
    }

    private static double Factor(CovariateEffect effect, double x) => effect.Form switch
    {
        EffectForm.Power => Elementary.Pow(x / effect.Reference, effect.Coefficient),
        EffectForm.Exponential => Elementary.Exp(effect.Coefficient * (x - effect.Reference)),
        EffectForm.Linear => 1 + (effect.Coefficient * (x - effect.Reference)),
        EffectForm.Factor => x == effect.Reference ? effect.Coefficient : 1,
        _ => throw new ArgumentException($"An effect of the form {effect.Form} is not multiplied.", nameof(effect)),
    };
}
