using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Units;

namespace Thymus.Language.Sbml;

/// <summary>The units of a document: its definitions and SBML's base units.</summary>
internal sealed class SbmlUnits
{
    private static readonly string[] BaseUnits =
    [
        "ampere", "avogadro", "becquerel", "candela", "coulomb", "dimensionless", "farad", "gram", "gray", "henry", "hertz", "item", "joule",
        "katal", "kelvin", "kilogram", "litre", "lumen", "lux", "metre", "mole", "newton", "ohm", "pascal", "radian", "second", "siemens",
        "sievert", "steradian", "tesla", "volt", "watt", "weber", "liter", "meter",
    ];

    private readonly Dictionary<string, Unit?> _defined = new(StringComparer.Ordinal);
    private readonly DiagnosticBag _findings;

    public SbmlUnits(SbmlElement model, DiagnosticBag findings)
    {
        _findings = findings;
        foreach (var definition in model.List("listOfUnitDefinitions"))
        {
            if (definition["id"] is { } id)
            {
                _defined[id] = Read(definition, id);
            }
        }
    }

    /// <summary>The unit of that name; <see langword="null"/> after a warning when it is not known.</summary>
    public Unit? Find(string? name, SourceSpan span)
    {
        if (name is null)
        {
            return null;
        }

        if (_defined.TryGetValue(name, out var defined))
        {
            return defined;
        }

        if (BaseUnits.Contains(name) && Unit.Find(name) is { } unit)
        {
            return unit;
        }

        _findings.Report(SbmlRules.UnknownUnit, span, "define it in listOfUnitDefinitions", name);
        return null;
    }

    private Unit? Read(SbmlElement definition, string id)
    {
        var product = Unit.Dimensionless;
        foreach (var part in definition.List("listOfUnits"))
        {
            string kind = part["kind"]?.Trim() ?? "";
            if (!BaseUnits.Contains(kind) || Unit.Find(kind) is not { } unit)
            {
                _findings.Report(SbmlRules.UnknownUnit, part.Span, "take one of SBML's base units", kind);
                return null;
            }

            double exponent = Number(part, "exponent", 1);
            double scale = Number(part, "scale", 0);
            double multiplier = Number(part, "multiplier", 1);
            if (part["offset"] is { } offset && Number(part, "offset", 0) != 0)
            {
                _findings.Report(SbmlRules.BadValue, part.Span, "use kelvin", offset, "an offset that a unit can have");
                return null;
            }

            if (!(multiplier > 0) || !double.IsFinite(multiplier) || !double.IsFinite(exponent) || Math.Abs(scale) > 300 || scale != Math.Floor(scale))
            {
                _findings.Report(SbmlRules.UnknownUnit, part.Span, "take a multiplier above 0 and a whole scale", id);
                return null;
            }

            var factor = Unit.Create("1", multiplier, (int)scale, Dimension.None);
            product *= (factor * unit).Power(exponent);
        }

        return product.Named(id);
    }

    private static double Number(SbmlElement part, string attribute, double byDefault) =>
        part[attribute] is not { } text ? byDefault
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
