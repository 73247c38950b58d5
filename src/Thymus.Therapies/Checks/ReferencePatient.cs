using System.Collections.Immutable;
using Thymus.Populations;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>The patient of a check: the typical one, or a virtual one, and what the check says otherwise.</summary>
internal sealed class ReferencePatient
{
    private readonly Population _population;
    private readonly ImmutableArray<double> _covariates;
    private readonly Dictionary<string, double> _parameters = new(StringComparer.Ordinal);

    /// <summary>Makes the patient with the generator that makes virtual patients, from a population that refers to this patient.</summary>
    /// <param name="population">The population.</param>
    /// <param name="patient">How the patient differs. A covariate that is given is the same in every virtual patient.</param>
    /// <param name="draw">Seed and number, from 1, of a virtual patient; <see langword="null"/> for covariates at their reference and random effects 0.</param>
    public ReferencePatient(Population population, CheckPatient patient, (ulong Seed, ulong Number)? draw)
    {
        var centred = population with
        {
            Covariates = [.. population.Covariates.Select(c => patient.Covariates.TryGetValue(c.Name, out double value)
                ? c with { Reference = value, Distribution = draw is null ? c.Distribution : new ConstantCovariate(value) } : c)],
            Correlations = draw is null ? population.Correlations
                : [.. population.Correlations.Where(c => !patient.Covariates.ContainsKey(c.First) && !patient.Covariates.ContainsKey(c.Second))],
            Parameters = [.. population.Parameters.Select(p => p with { Typical = patient.Typical.GetValueOrDefault(p.Name, p.Typical) })],
        };
        var generator = new PatientGenerator(centred, draw?.Seed ?? 0);
        var made = draw is { } number ? generator.Generate(number.Number) : generator.Typical();
        (_population, _covariates) = (population, made.Covariates);
        foreach (var (parameter, value) in centred.Parameters.Zip(made.Parameters))
        {
            _parameters[parameter.Name] = value;
        }

        foreach (var (name, value) in patient.Parameters)
        {
            _parameters[name] = value;
        }
    }

    /// <summary>Values of parameters by name, in the model's units.</summary>
    public IReadOnlyDictionary<string, double> Parameters => _parameters;

    /// <summary>Amount of a dose for this patient, in the unit of its target.</summary>
    public double Amount(RegimenDose dose, Unit target) => BodySize.Amount(dose, target, _population, _covariates);
}
