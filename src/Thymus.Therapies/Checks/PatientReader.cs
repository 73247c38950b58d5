using System.Collections.Immutable;
using Thymus.Language.Diagnostics;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>Reads how a patient differs from the typical one: the keys <c>covariates</c>, <c>typical</c> and <c>parameters</c> of a section.</summary>
internal sealed class PatientReader(Therapy therapy, ICollection<Diagnostic> findings)
{
    /// <summary>Reads a patient.</summary>
    public CheckPatient Read(string name, Section section) => new(
        name,
        Values(section, "covariates", "covariate", n => therapy.Population.Covariates.FirstOrDefault(c => c.Name == n)?.Unit,
            therapy.Population.Covariates.Select(c => c.Name)),
        Values(section, "typical", "parameter of the population", n => therapy.Population.Parameters.FirstOrDefault(p => p.Name == n)?.Unit,
            therapy.Population.Parameters.Select(p => p.Name)),
        Parameters("parameters", section));

    /// <summary>Constants and start values of the model under a key.</summary>
    public ImmutableDictionary<string, double> Parameters(string key, Section section) => Values(
        section, key, "constant or start value of the model", n => ModelConstants.UnitOf(therapy.Model, n), therapy.Model.Symbols.Select(s => s.Name));

    private ImmutableDictionary<string, double> Values(
        Section section, string key, string what, Func<string, Unit?> unitOf, IEnumerable<string> known)
    {
        var values = ImmutableDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var entry in section.Entries(key))
        {
            if (unitOf(entry.Key) is { } unit)
            {
                values[entry.Key] = section.Quantity(entry.Key, entry.Value, unit, double.NaN, double.NegativeInfinity, double.PositiveInfinity);
            }
            else
            {
                findings.Add(new(TherapyRules.UnknownName, entry.KeySpan, NearestName.Find(entry.Key, known), what, entry.Key));
            }
        }

        return values.ToImmutable();
    }
}
