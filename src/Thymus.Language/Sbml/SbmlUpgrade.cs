using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml;

/// <summary>
/// Makes a document of any Level one of Level 3 Version 2 with the same meaning: defaults written out, Level 2's predefined units named,
/// stoichiometries that are computed as rules. What Level 3 has no place for is left out with a notice; it never carried mathematics.
/// </summary>
/// <remarks>SBML Level 2 Version 5, sections 4.4 to 4.14, against Level 3 Version 2, section 4.</remarks>
internal sealed partial class SbmlUpgrade
{
    private static readonly Dictionary<string, string> Predefined = new(StringComparer.Ordinal)
    {
        ["substance"] = "mole",
        ["volume"] = "litre",
        ["length"] = "metre",
        ["time"] = "second",
    };

    private readonly int _level;
    private readonly Action<SourceSpan, string> _leftOut;
    private readonly HashSet<string> _said = [];

    private SbmlUpgrade(int level, Action<SourceSpan, string> leftOut)
    {
        _level = level;
        _leftOut = leftOut;
    }

    /// <summary>Changes the document in place.</summary>
    /// <param name="root">The element <c>sbml</c>.</param>
    /// <param name="level">Level of the document.</param>
    /// <param name="leftOut">Called with the place and the words for each kind of thing that is left out.</param>
    public static void Apply(SbmlElement root, int level, Action<SourceSpan, string> leftOut)
    {
        var upgrade = new SbmlUpgrade(level, leftOut);
        foreach (var model in Models(root))
        {
            upgrade.Upgrade(model);
        }

        root.Set("level", "3");
        root.RemoveAttributes(a => a is { Kind: SbmlNamespace.Foreign, Name: "required" });   // of packages that were left out
        SetVersion(root);
    }

    /// <summary>Version 2; Version 1 where a reaction is fast, which Version 2 cannot say.</summary>
    public static void SetVersion(SbmlElement root) => root.Set(
        "version", Models(root).SelectMany(m => m.List("listOfReactions")).Any(r => r.Flag("fast") is true) ? "1" : "2");

    /// <summary>The model and the definitions of models.</summary>
    public static IEnumerable<SbmlElement> Models(SbmlElement root) =>
        root.Children.Where(c => c is { Kind: SbmlNamespace.Core, Name: "model" })
            .Concat(root.List(SbmlNamespace.Comp, "listOfModelDefinitions").Where(d => d.Name == "modelDefinition"));

    private void Upgrade(SbmlElement model)
    {
        if (_level == 2)
        {
            NameUnits(model);
        }

        foreach (var definition in model.List("listOfUnitDefinitions"))
        {
            foreach (var unit in definition.List("listOfUnits"))
            {
                Default(unit, "exponent", "1");
                Default(unit, "scale", "0");
                Default(unit, "multiplier", "1");
            }
        }

        var points = UpgradeCompartments(model);
        foreach (var species in model.List("listOfSpecies"))
        {
            UpgradeSpecies(species, points);
        }

        foreach (var parameter in model.List("listOfParameters"))
        {
            Default(parameter, "constant", "true");
        }

        UpgradeReactions(model);
        foreach (var happening in model.List("listOfEvents"))
        {
            Default(happening, "useValuesFromTriggerTime", "true");
            Drop(happening, "timeUnits", "the time units of an event");
            if (happening.Child("trigger") is { } trigger)
            {
                Default(trigger, "initialValue", "true");
                Default(trigger, "persistent", "true");
            }
        }

        foreach (string list in new[] { "listOfCompartmentTypes", "listOfSpeciesTypes" })
        {
            if (model.Child(list) is { } types)
            {
                LeaveOut(types.Span, list == "listOfSpeciesTypes" ? "species types" : "compartment types");
                model.Remove(types);
            }
        }
    }

    /// <summary>Compartments; returns those of Level 2 that have no extent, whose species are amounts.</summary>
    private HashSet<string> UpgradeCompartments(SbmlElement model)
    {
        HashSet<string> points = [];
        foreach (var compartment in model.List("listOfCompartments"))
        {
            Default(compartment, "constant", "true");
            Drop(compartment, "outside", "what a compartment is outside of");
            Drop(compartment, "compartmentType", "the type of a compartment");
            if (_level != 2)
            {
                continue;
            }

            Default(compartment, "spatialDimensions", "3");
            if (compartment["spatialDimensions"]?.Trim() == "0")
            {
                compartment.Set("size", "1");   // it has none: what it holds is an amount
                compartment.Set("units", null);
                points.Add(compartment["id"] ?? "");
            }
        }

        return points;
    }

    private void UpgradeSpecies(SbmlElement species, HashSet<string> points)
    {
        Default(species, "hasOnlySubstanceUnits", "false");
        Default(species, "boundaryCondition", "false");
        Default(species, "constant", "false");
        Drop(species, "speciesType", "the type of a species");
        Drop(species, "spatialSizeUnits", "the units of size of a species");
        Drop(species, "charge", "the charge of a species");
        if (points.Contains(species["compartment"]?.Trim() ?? ""))
        {
            species.Set("hasOnlySubstanceUnits", "true");
        }
    }

    private static void Default(SbmlElement element, string attribute, string value)
    {
        if (element[attribute] is null)
        {
            element.Set(attribute, value);
        }
    }

    private void Drop(SbmlElement element, string attribute, string words)
    {
        if (element[attribute] is not null)
        {
            LeaveOut(element.Span, words);
            element.Set(attribute, null);
        }
    }

    private void LeaveOut(SourceSpan span, string words)
    {
        if (_said.Add(words))
        {
            _leftOut(span, words);
        }
    }

    /// <summary>Level 2 has units of the model by fixed names that a definition may replace; Level 3 names them at the model.</summary>
    private static void NameUnits(SbmlElement model)
    {
        var defined = model.List("listOfUnitDefinitions").Select(d => d["id"]?.Trim()).ToHashSet(StringComparer.Ordinal);
        bool isAreaUsed = model.List("listOfCompartments").Any(c => c["spatialDimensions"]?.Trim() == "2");
        foreach (var element in model.Tree())
        {
            foreach (string attribute in new[] { "units", "substanceUnits", "timeUnits" })
            {
                string? unit = element[attribute]?.Trim();
                isAreaUsed |= unit == "area";
                if (unit is not null && !defined.Contains(unit) && Predefined.TryGetValue(unit, out string? meaning))
                {
                    element.Set(element.Kind is SbmlNamespace.Math ? SbmlNamespace.Core : element.Kind, attribute, meaning);
                }
            }
        }

        string Named(string name) => defined.Contains(name) ? name : Predefined[name];
        Default(model, "substanceUnits", Named("substance"));
        Default(model, "timeUnits", Named("time"));
        Default(model, "volumeUnits", Named("volume"));
        Default(model, "lengthUnits", Named("length"));
        Default(model, "extentUnits", Named("substance"));
        if (isAreaUsed && !defined.Contains("area"))
        {
            SbmlLists.Of(model, "listOfUnitDefinitions").Add(SbmlElement.Core("unitDefinition", model.Span, ("id", "area")).With(
                SbmlElement.Core("listOfUnits", model.Span).With(SbmlElement.Core(
                    "unit", model.Span, ("kind", "metre"), ("exponent", "2"), ("scale", "0"), ("multiplier", "1")))));
        }

        if (isAreaUsed || defined.Contains("area"))
        {
            Default(model, "areaUnits", "area");
        }
    }
}
