using System.Collections.Immutable;
using Thymus.Populations;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>The patient of a check: covariates at their reference, random effects 0, and what the check says otherwise.</summary>
internal sealed class ReferencePatient
{
    private readonly Population _population;
    private readonly ImmutableArray<double> _covariates;
    private readonly Dictionary<string, double> _parameters = new(StringComparer.Ordinal);

    /// <summary>Makes the patient with the generator that makes virtual patients, from a population that refers to this patient.</summary>
    public ReferencePatient(Population population, CheckPatient patient)
    {
        var centred = population with
        {
            Covariates = [.. population.Covariates.Select(c => c with { Reference = patient.Covariates.GetValueOrDefault(c.Name, c.Reference) })],
            Parameters = [.. population.Parameters.Select(p => p with { Typical = patient.Typical.GetValueOrDefault(p.Name, p.Typical) })],
        };
        var typical = new PatientGenerator(centred, seed: 0).Typical();
        (_population, _covariates) = (population, typical.Covariates);
        foreach (var (parameter, value) in centred.Parameters.Zip(typical.Parameters))
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
