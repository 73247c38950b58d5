using Thymus.Language.Antimony;
using Thymus.Language.Sbml;

namespace Thymus.Language.Writing;

/// <summary>Definitions of units, and the units of the whole model, as statements (Antimony reference, section 11).</summary>
internal sealed class UnitsText(SbmlElement model, AntimonyNames names, AboutText about, Losses losses)
{
    private static readonly (string Attribute, string Unit)[] Wide =
    [
        ("substanceUnits", "substance"), ("timeUnits", "time_unit"), ("volumeUnits", "volume"), ("areaUnits", "area"), ("lengthUnits", "length"),
        ("extentUnits", "extent"),
    ];

    private readonly List<SbmlElement> _definitions = [.. model.List("listOfUnitDefinitions")];

    /// <summary>Names all units, before any symbol has a name: where both want one, the symbol keeps it.</summary>
    public void Name(IEnumerable<string> symbols)
    {
        var kinds = model.Tree().SelectMany(e => e.Attributes)
            .Where(a => a.Name is "kind" or "units" || a.Name.EndsWith("Units", StringComparison.Ordinal)).Select(a => a.Value.Trim()).Where(ModuleUnits.IsKind);
        foreach (string kind in kinds.Append("litre").Distinct())
        {
            names.Reserve(kind);   // a symbol of that name would be read as the unit
        }

        foreach (string symbol in symbols)
        {
            names.Add(symbol, model.Span);
        }

        foreach (var definition in _definitions)
        {
            string id = definition["id"]?.Trim() ?? "";
            string? wide = Wide.FirstOrDefault(w => w.Unit == id || (w.Unit == "time_unit" && id == "time")) is { Unit: { } unit, Attribute: var attribute }
                && model[attribute]?.Trim() == id ? unit : null;
            names.AddUnit(id, wide, definition.Span);
        }
    }

    public IEnumerable<string> Write()
    {
        foreach (var definition in _definitions)
        {
            string name = names.Unit(definition["id"]?.Trim() ?? "");
            if (Formula(definition) is { } formula)
            {
                yield return $"unit {name} = {formula}";
                about.Tell(definition, name);
            }
        }

        foreach (var (attribute, unit) in Wide)
        {
            if (model[attribute]?.Trim() is { Length: > 0 } id && names.Unit(id) != unit)
            {
                yield return $"unit {unit} = {names.Unit(id)}";
            }
        }
    }

    private string? Formula(SbmlElement definition)
    {
        List<string> above = [], below = [];
        foreach (var unit in definition.List("listOfUnits"))
        {
            double exponent = NumberText.Read(unit["exponent"]) ?? 1;
            double scale = NumberText.Read(unit["scale"]) ?? 0;
            double multiplier = NumberText.Read(unit["multiplier"]) ?? 1;
            if (!(multiplier > 0) || !double.IsFinite(multiplier) || !double.IsFinite(exponent) || exponent == 0 || Math.Abs(scale) > 300 || unit["offset"] is { } offset && NumberText.Read(offset) is not 0)
            {
                if (exponent != 0)
                {
                    losses.LeaveOut("a unit with an offset, a factor that is not positive or an exponent that is not finite", definition["id"] ?? "", unit.Span);
                    return null;
                }

                continue;
            }

            string kind = unit["kind"]?.Trim() ?? "dimensionless";
            kind = kind switch { "meter" => "metre", "liter" => "litre", _ => kind };
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

        string numerator = above.Count > 0 ? string.Join('*', above) : below.Count > 0 ? "1" : "dimensionless";
        return numerator + string.Concat(below.Select(b => "/" + b));
    }
}
