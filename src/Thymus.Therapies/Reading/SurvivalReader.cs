using Thymus.Language.Binding;
using Thymus.Populations;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Reading;

/// <summary>Reads how death follows from the model.</summary>
internal static class SurvivalReader
{
    /// <summary>The survival model of a therapy, if it has one.</summary>
    public static SurvivalModel? Read(Section therapy, BoundModel model, Population population)
    {
        if (therapy.Node("survival") is not { } node)
        {
            return null;
        }

        bool isHazard = (node as DataMapping)?.Find("kind") is DataScalar { Value: "hazard" };
        if (Section.Open(node, isHazard ? TherapyKeys.HazardSurvival : TherapyKeys.LogNormalSurvival, therapy.Findings) is not { } section)
        {
            return null;
        }

        section.Word("kind", otherwise: true, ("log-normal", true), ("hazard", true));
        if (isHazard)
        {
            return new HazardSurvival(Symbol(section, "cumulative_hazard", model, population, constant: false), section.Text("source"));
        }

        return new LogNormalSurvival(
            Symbol(section, "location", model, population, constant: true), Symbol(section, "scale", model, population, constant: true),
            section.Text("source"));
    }

    private static string Symbol(Section section, string key, BoundModel model, Population population, bool constant)
    {
        string name = section.Text(key);
        if (model.Find(name) is not { } symbol)
        {
            section.Report(key, TherapyRules.UnknownSymbol, NearestName.Find(name, model.Symbols.Select(s => s.Name)), name);
        }
        else if (constant && (symbol.Kind is not SymbolKind.Parameter || model.Rules.Any(r => r.Target == symbol)))
        {
            section.Report(key, TherapyRules.WrongSymbol, $"{name} = …, which is computed once", name, $"the {key} of survival", "it is not a constant of the model");
        }
        else if (symbol.Unit is { } unit && unit.Dimension != Dimension.None)
        {
            section.Report(key, TherapyRules.WrongSymbol, null, name, $"the {key} of survival", $"it is in {unit}, not a pure number");
        }

        return name;
    }
}
