using System.Collections.Immutable;
using Thymus.Populations;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>Makes the patients of a check: the typical one, or virtual ones, and what the check says otherwise. Thread safe.</summary>
/// <remarks>They come from the generator that makes virtual patients, of a population that refers to the patient of the check.</remarks>
internal sealed class ReferencePatients
{
    private readonly Population _population;
    private readonly ImmutableArray<string> _names;
    private readonly ImmutableDictionary<string, double> _given;
    private readonly PatientGenerator _generator;

    /// <param name="population">The population.</param>
    /// <param name="patient">How the patient differs. A covariate that is given is the same in every virtual patient.</param>
    /// <param name="seed">Seed of virtual patients; <see langword="null"/> for the typical one.</param>
    public ReferencePatients(Population population, CheckPatient patient, ulong? seed)
    {
        var around = population.Around(patient.Covariates);
        var centred = around with
        {
            Covariates = [.. around.Covariates.Select(c => seed is not null && patient.Covariates.TryGetValue(c.Name, out double value)
                ? c with { Distribution = new ConstantCovariate(value) } : c)],
            Correlations = seed is null ? population.Correlations
                : [.. population.Correlations.Where(c => !patient.Covariates.ContainsKey(c.First) && !patient.Covariates.ContainsKey(c.Second))],
            Parameters = [.. population.Parameters.Select(p => p with { Typical = patient.Typical.GetValueOrDefault(p.Name, p.Typical) })],
        };
        (_population, _given) = (population, patient.Parameters);
        _names = [.. centred.Parameters.Select(p => p.Name)];
        _generator = new PatientGenerator(centred, seed ?? 0);
    }

    /// <summary>One patient.</summary>
    /// <param name="number">Number, from 1, of a virtual patient; <see langword="null"/> for covariates at their reference and random effects 0.</param>
    public ReferencePatient Make(ulong? number)
    {
        var made = number is { } virtually ? _generator.Generate(virtually) : _generator.Typical();
        var parameters = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in _names.Zip(made.Parameters))
        {
            parameters[name] = value;
        }

        foreach (var (name, value) in _given)
        {
            parameters[name] = value;
        }

        return new(_population, made.Covariates, parameters);
    }
}

/// <summary>A patient of a check.</summary>
/// <param name="population">The population.</param>
/// <param name="covariates">Covariates, in its order.</param>
/// <param name="parameters">Values of parameters by name, in the model's units.</param>
internal sealed class ReferencePatient(Population population, ImmutableArray<double> covariates, Dictionary<string, double> parameters)
{
    /// <summary>Values of parameters by name, in the model's units.</summary>
    public IReadOnlyDictionary<string, double> Parameters => parameters;

    /// <summary>Sets a parameter in place of what the patient has.</summary>
    public void Set(string name, double value) => parameters[name] = value;

    /// <summary>Amount of a dose for this patient, in the unit of its target.</summary>
    public double Amount(RegimenDose dose, Unit target) => BodySize.Amount(dose, target, population, covariates);
}
