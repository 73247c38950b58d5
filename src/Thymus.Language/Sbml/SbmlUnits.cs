using System.Globalization;
using Thymus.Language.Binding;
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

    private static readonly Lazy<Unit[]> CommonUnits = new(MakeCommonUnits);

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

        if (OwnProperties.ActivityOf(definition) is var activity and not 0)
        {
            product *= Unit.Find("U")!.Power(activity);
        }

        if (!product.IsComputable)
        {
            _findings.Report(UnitRules.OutOfRange, definition.Span, UnitTable.Range);
            return null;
        }

        return product.Named(Shown(id, product));
    }

    /// <summary>
    /// A unit as people write it, where its id was made from its size (<c>x1p1574…_gram_per_second</c>) or from the name of a submodel (<c>blood__mg_per_L</c>) when
    /// models in Antimony were put together.
    /// </summary>
    private static string Shown(string id, Unit unit)
    {
        int prefix = id.LastIndexOf("__", StringComparison.Ordinal);
        string own = prefix > 0 && prefix + 2 < id.Length ? id[(prefix + 2)..] : id;
        bool isMade = own.Length > 1 && own[0] == 'x' && char.IsAsciiDigit(own[1]);
        return isMade ? CommonUnits.Value.FirstOrDefault(u => u.IsSameAs(unit))?.Text ?? own : own;
    }

    private static Unit[] MakeCommonUnits()
    {
        string[] alone = ["d", "h", "min", "week", "month", "year"];
        string[] above = ["1", "g", "mg", "ug", "ng", "pg", "kg", "mol", "mmol", "umol", "nmol", "pmol", "L", "mL", "m", "mm", "m^2", "item", "U"];
        string[] below = ["", "/L", "/mL", "/d", "/h", "/min", "/s", "/week", "/month", "/year", "/L/d", "/L/h", "/mL/d", "/kg", "/kg/d", "/m^2", "/m^2/d"];
        var texts = alone.Concat(below.SelectMany(b => above.Select(a => a + b))).Where(t => t != "1");
        return [.. texts.Select(t => Unit.TryParse(t, out var unit, out _) ? unit : null).OfType<Unit>()];
    }

    private static double Number(SbmlElement part, string attribute, double byDefault) =>
        part[attribute] is not { } text ? byDefault
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
