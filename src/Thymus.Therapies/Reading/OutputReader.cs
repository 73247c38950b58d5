using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Reading;

/// <summary>Reads outputs: what they mean to a clinic, and how well they can be measured.</summary>
internal sealed class OutputReader(BoundModel model, ICollection<Diagnostic> findings)
{
    /// <summary>Reads the outputs of a therapy.</summary>
    public ImmutableArray<TherapyOutput> Read(Section therapy)
    {
        var outputs = ImmutableArray.CreateBuilder<TherapyOutput>();
        foreach (var section in therapy.List("outputs", TherapyKeys.Output))
        {
            string name = section.Text("name");
            if (outputs.Any(o => o.Name == name))
            {
                section.Report("name", TherapyRules.DuplicateName, null, "output", name);
            }

            var unit = section.UnitOf("unit");
            CheckUnit(section, name, unit);
            var role = section.Word(
                "role", OutputRole.Other, ("other", OutputRole.Other), ("concentration", OutputRole.Concentration),
                ("tumour-size", OutputRole.TumourSize), ("neutrophils", OutputRole.Neutrophils));
            CheckRole(section, role, unit);
            outputs.Add(new(name, section.Text("label"), unit, role, Error(section, unit)));
        }

        return outputs.ToImmutable();
    }

    private void CheckUnit(Section section, string name, Unit unit)
    {
        if (model.Find(name) is not { } symbol)
        {
            section.Report("name", TherapyRules.UnknownSymbol, NearestName.Find(name, model.Symbols.Select(s => s.Name)), name);
        }
        else if (symbol.Unit is null)
        {
            section.Report("name", TherapyRules.WrongSymbol, $"{name} has {unit}", name, "an output", "the model declares no unit for it");
        }
        else if (!symbol.Unit.IsSameAs(unit))
        {
            section.Report("unit", TherapyRules.Inconsistent, symbol.Unit.Text, $"the model computes {name} in {symbol.Unit}, not in {unit}");
        }
    }

    private static void CheckRole(Section section, OutputRole role, Unit unit)
    {
        string? needed = role switch
        {
            OutputRole.TumourSize => "mm",
            OutputRole.Neutrophils => "1e9/L",
            _ => null,
        };
        if (needed is not null && Unit.TryParse(needed, out var read, out _) && !read.IsSameAs(unit))
        {
            section.Report("unit", TherapyRules.Inconsistent, needed, $"an output with the role '{section.Text("role")}' is in {needed}");
        }
    }

    private ResidualError? Error(Section output, Unit unit)
    {
        if (output.Inner("error", TherapyKeys.Error) is not { } section)
        {
            return null;
        }

        var squared = unit.Power(2);
        double additive = Variance(section, "additive", unit, squared);
        double proportional = Variance(section, "proportional", Unit.Dimensionless, Unit.Dimensionless);
        double log = Variance(section, "log", Unit.Dimensionless, Unit.Dimensionless);
        if ((log > 0) == (additive > 0 || proportional > 0))
        {
            findings.Add(new(
                TherapyRules.Inconsistent, section.Span, null, "a residual error is either on the log scale, or additive, proportional or both"));
        }

        return new(additive, proportional, log);
    }

    private static double Variance(Section section, string kind, Unit unit, Unit squared)
    {
        if (section.Has($"{kind}_sd") && section.Has($"{kind}_variance"))
        {
            section.Report($"{kind}_sd", TherapyRules.Inconsistent, null, $"give '{kind}_sd' or '{kind}_variance', not both");
        }

        double sd = section.Quantity($"{kind}_sd", unit, otherwise: 0, least: 0);
        return section.Quantity($"{kind}_variance", squared, otherwise: sd * sd, least: 0);
    }
}
