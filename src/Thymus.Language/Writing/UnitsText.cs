using Thymus.Language.Antimony;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Units;

namespace Thymus.Language.Writing;

/// <summary>Definitions of units, and the units of the whole model, as statements (Antimony reference, section 11).</summary>
internal sealed class UnitsText(SbmlElement model, AntimonyNames names, AboutText about, Losses losses)
{
    private const string Avogadro = "avogadro";   // a unit in SBML, a constant in Antimony
    private const string Dimensionless = "dimensionless";

    private static readonly (string Attribute, string Unit)[] Wide =
    [
        ("substanceUnits", "substance"), ("timeUnits", "time_unit"), ("volumeUnits", "volume"), ("areaUnits", "area"), ("lengthUnits", "length"),
        ("extentUnits", "extent"),
    ];

    private readonly List<(SbmlElement Definition, string Id, string Formula)> _definitions = [];
    private bool _usesAvogadro;

    /// <summary>Names all units, before any symbol has a name: where both want one, the symbol keeps it.</summary>
    public void Name(IEnumerable<string> symbols)
    {
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal) { ["litre"] = "litre" };   // by spelling; of concentrations there is always one
        foreach (var definition in model.List("listOfUnitDefinitions"))
        {
            if (definition["id"]?.Trim() is { } id && Formula(definition, kinds) is { } formula)
            {
                _definitions.Add((definition, id, formula));
            }
        }

        NameUses(kinds);
        foreach (string kind in kinds.Values)
        {
            names.Reserve(kind, "a unit");   // a symbol of that name would be read as the unit
        }

        foreach (string symbol in symbols)
        {
            names.Add(symbol, model.Span);
        }

        foreach (var (spelling, kind) in kinds)
        {
            names.SetUnit(spelling, kind);
        }

        if (_usesAvogadro)
        {
            names.AddUnit(Avogadro, forced: null, model.Span);
        }

        foreach (var (definition, id, _) in _definitions)
        {
            string? wide = Wide.FirstOrDefault(w => w.Unit == id || (w.Unit == "time_unit" && id == "time")) is { Unit: { } unit, Attribute: var attribute }
                && model[attribute]?.Trim() == id ? unit : null;
            names.AddUnit(id, wide, definition.Span);
        }
    }

    public IEnumerable<string> Write()
    {
        if (_usesAvogadro)
        {
            yield return $"unit {names.Unit(Avogadro)} = {NumberText.Of(Unit.Find(Avogadro)!.Factor)} dimensionless";
        }

        foreach (var (definition, id, formula) in _definitions)
        {
            string name = names.Unit(id)!;
            yield return $"unit {name} = {formula}";
            about.Tell(definition, name);
        }

        foreach (var (attribute, wide) in Wide)
        {
            if (names.Unit(model[attribute]) is { } unit && unit != wide)
            {
                yield return $"unit {wide} = {unit}";
            }
        }
    }

    /// <summary>Adds SBML's own units that are used by name; one that is not known is left out, as it is without a meaning there.</summary>
    private void NameUses(Dictionary<string, string> kinds)
    {
        var defined = _definitions.Select(d => d.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var element in model.Tree())
        {
            foreach (var attribute in element.Attributes)
            {
                if (NamesUnit(attribute.Name) && attribute.Value.Trim() is var unit && !defined.Contains(unit))
                {
                    NameUse(unit, element.Span, kinds);
                }
            }
        }
    }

    private static bool NamesUnit(string attribute)
    {
        foreach (var (wide, _) in Wide)
        {
            if (attribute == wide)
            {
                return true;
            }
        }

        return attribute == "units";
    }

    private void NameUse(string unit, SourceSpan span, Dictionary<string, string> kinds)
    {
        if (KindOf(unit) is { } kind)
        {
            kinds[unit] = kind;
        }
        else if (unit == Avogadro)
        {
            (_usesAvogadro, kinds[Dimensionless]) = (true, Dimensionless);
        }
        else
        {
            losses.LeaveOut("a unit without a definition", unit, span);
        }
    }

    /// <summary>The definition; <see langword="null"/> after a finding.</summary>
    /// <param name="definition">The element.</param>
    /// <param name="kinds">Gets the units that it is made of.</param>
    private string? Formula(SbmlElement definition, Dictionary<string, string> kinds)
    {
        List<string> above = [], below = [];
        foreach (var unit in definition.List("listOfUnits"))
        {
            double exponent = NumberText.Read(unit["exponent"]) ?? 1;
            double scale = NumberText.Read(unit["scale"]) ?? 0;
            double multiplier = NumberText.Read(unit["multiplier"]) ?? 1;
            if (exponent == 0)
            {
                continue;
            }

            string spelling = unit["kind"]?.Trim() ?? "";
            string? kind = KindOf(spelling);
            if (kind is null && spelling == Avogadro)
            {
                (kind, multiplier) = (Dimensionless, multiplier * Unit.Find(Avogadro)!.Factor);
            }

            bool isFactor = multiplier > 0 && double.IsFinite(multiplier * Math.Pow(10, scale)) && Math.Abs(scale) <= 300 && scale == Math.Floor(scale);
            if (!isFactor || !double.IsFinite(exponent) || (unit["offset"] is { } offset && NumberText.Read(offset) is not 0))
            {
                losses.LeaveOut("a unit with an offset, a factor that is not positive or an exponent that is not finite", definition["id"] ?? "", unit.Span);
                return null;
            }

            if (kind is null)
            {
                losses.LeaveOut("a unit that is made of none of SBML's own", definition["id"] ?? "", unit.Span);
                return null;
            }

            kinds[kind] = kind;
            string power = Math.Abs(exponent) == 1 ? "" : $"^{NumberText.Of(Math.Abs(exponent))}";
            string factor = multiplier == 1 && scale == 0 ? "" : multiplier == 1 ? $"1e{NumberText.Of(scale)} "
                : scale == 0 ? NumberText.Of(multiplier) + " " : $"{NumberText.Of(multiplier)}e{NumberText.Of(scale)} ";
            if (factor.Length > 0 && NumberText.Of(multiplier).Contains('e', StringComparison.Ordinal) && scale != 0)
            {
                factor = $"{NumberText.Of(multiplier * Math.Pow(10, scale))} ";
            }

            string text = factor.Length == 0 ? kind + power : exponent == 1 ? factor + kind : $"({factor}{kind}){power}";
            (exponent > 0 ? above : below).Add(text);
        }

        if (above.Count + below.Count == 0)
        {
            return kinds[Dimensionless] = Dimensionless;
        }

        return (above.Count > 0 ? string.Join('*', above) : "1") + string.Concat(below.Select(b => "/" + b));
    }

    /// <summary>A unit of SBML itself in its spelling of today.</summary>
    private static string? KindOf(string name) => name switch
    {
        "meter" => "metre",
        "liter" => "litre",
        _ => ModuleUnits.IsKind(name) ? name : null,
    };
}
