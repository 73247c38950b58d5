using System.Collections.Frozen;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml.Composition;

/// <summary>
/// A model with submodels -> the same as one model: what they hold under ids such as <c>A__x</c>, what was deleted or replaced left out, and
/// all that pointed there pointing at what replaces it.
/// </summary>
/// <remarks>
/// SBML Level 3 Package: Hierarchical Model Composition, Version 1 Release 3. The factor of a replaced species converts its value wherever
/// it is read or given; how much a reaction changes it is left to the factors of extent and of the species, as the SBML Test Suite has it (case 01778).
/// </remarks>
internal sealed class CompFlattener
{
    private static readonly FrozenSet<string> References = FrozenSet.ToFrozenSet(["compartment", "species", "variable", "symbol", "conversionFactor"]);

    private static readonly FrozenSet<string> UnitReferences = FrozenSet.ToFrozenSet(["units", "substanceUnits"]);

    private static readonly string[] Lists =
    [
        "listOfFunctionDefinitions", "listOfUnitDefinitions", "listOfCompartments", "listOfSpecies", "listOfParameters", "listOfInitialAssignments",
        "listOfRules", "listOfConstraints", "listOfReactions", "listOfEvents",
    ];

    private readonly Replacements _replacements;
    private readonly SbmlElement _flat;

    private CompFlattener(Replacements replacements, SbmlElement flat) => (_replacements, _flat) = (replacements, flat);

    /// <summary>The document without submodels; itself where it has none.</summary>
    /// <param name="root">The element <c>sbml</c>, of Level 3 Version 2; stays as it is.</param>
    /// <param name="file">The file that it came from, in full.</param>
    /// <param name="imports">Where models of other files may lie; <see langword="null"/> where they may not be read.</param>
    /// <param name="findings">Gets what is wrong.</param>
    public static SbmlElement? Flatten(SbmlElement root, string file, ImportFolder? imports, DiagnosticBag findings)
    {
        if (root.Child("model")?.Child(SbmlNamespace.Comp, "listOfSubmodels") is null)
        {
            return root;
        }

        if (new ModelInstances(findings, imports).Make(root, file) is not { } main)
        {
            return null;
        }

        var replacements = new Replacements(findings);
        replacements.Gather(main);
        var flat = main.Model.Emptied();
        flat.Set("conversionFactor", null);   // its species name it themselves, so that those of submodels do not inherit it
        new CompFlattener(replacements, flat).Add(main);
        var document = root.Emptied();
        document.Add(flat);
        SbmlUpgrade.SetVersion(document);
        return document;
    }

    private void Add(ModelInstance instance)
    {
        if (_replacements.IsDeleted(instance))
        {
            return;
        }

        PassDefaultsOn(instance);
        var formulas = new FormulaConversion(instance, _replacements);
        foreach (string name in Lists)
        {
            foreach (var element in instance.Model.List(name).Where(e => !_replacements.IsGone(e)).ToArray())
            {
                Convert(instance, element, formulas);
                RemoveGone(element);
                Rename(instance, element);
                SbmlLists.Of(_flat, name).Add(element);
            }
        }

        foreach (var part in instance.Parts)
        {
            Add(part);
        }
    }

    // What the model says for all its elements, each says for itself, as the flat model can say it once only.
    private static void PassDefaultsOn(ModelInstance instance)
    {
        var model = instance.Model;
        foreach (var species in model.List("listOfSpecies"))
        {
            SetMissing(species, "conversionFactor", model["conversionFactor"]);
            SetMissing(species, "substanceUnits", model["substanceUnits"]);
        }

        foreach (var compartment in model.List("listOfCompartments"))
        {
            string? size = compartment["spatialDimensions"]?.Trim() switch { "3" => "volume", "2" => "area", "1" => "length", _ => null };
            SetMissing(compartment, "units", size is null ? null : model[size + "Units"]);
        }
    }

    private static void SetMissing(SbmlElement element, string attribute, string? value)
    {
        if (element[attribute] is null && value is not null)
        {
            element.Set(attribute, value);
        }
    }

    private void RemoveGone(SbmlElement element)
    {
        foreach (var part in element.Tree().ToArray())
        {
            part.RemoveAll(c => c.Kind is SbmlNamespace.Comp || _replacements.IsGone(c));
        }
    }

    private static void Convert(ModelInstance instance, SbmlElement top, FormulaConversion formulas)
    {
        var locals = (top.Child("kineticLaw")?.Tree() ?? []).Where(e => e.Name == "localParameter")
            .DistinctBy(e => e["id"]?.Trim() ?? "").ToDictionary(e => e["id"]?.Trim() ?? "", StringComparer.Ordinal);
        foreach (var element in top.Tree().Where(e => e.Child("math") is not null).ToArray())
        {
            formulas.Convert(element, locals);
            switch (element.Name)
            {
                case "kineticLaw":
                    formulas.ConvertLaw(element);
                    break;
                case "rateRule":
                    formulas.ConvertRate(element, Named(element, "variable"));
                    break;
                case "assignmentRule" or "eventAssignment":
                    formulas.ConvertValue(element, Named(element, "variable"));
                    break;
                case "initialAssignment":
                    formulas.ConvertValue(element, Named(element, "symbol"));
                    break;
                case "delay":
                    formulas.ConvertDelay(element);
                    break;
            }
        }

        SbmlElement? Named(SbmlElement element, string attribute) => instance.Id(element[attribute]?.Trim() ?? "");
    }

    private void Rename(ModelInstance instance, SbmlElement top)
    {
        foreach (var element in top.Tree().Where(e => e.Kind is SbmlNamespace.Core))
        {
            if (element["id"]?.Trim() is { } id)
            {
                var own = element.Name == "unitDefinition" ? instance.Unit(id) : element.Name == "localParameter" ? null : instance.Id(id);
                element.Set("id", own == element ? _replacements.FlatId(element) : id);
            }

            if (element["metaid"] is { } metaId)
            {
                element.Set("metaid", instance.Prefix + metaId);
            }

            foreach (var (kind, name, value, _) in element.Attributes.ToArray())
            {
                var target = kind is not SbmlNamespace.Core ? null
                    : References.Contains(name) ? instance.Id(value.Trim())
                    : UnitReferences.Contains(name) ? instance.Unit(value.Trim())
                    : null;
                if (target is not null)
                {
                    element.Set(name, _replacements.FlatId(target));
                }
            }
        }
    }
}
