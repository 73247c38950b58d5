using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>
/// The units of a model: its own definitions first, then the presets of SBML for substance, volume and the like, then the units of
/// <see cref="Unit.Find"/> (Antimony reference, section 11).
/// </summary>
internal sealed class UnitTable(SyntaxTree tree, DiagnosticBag findings)
{
    /// <summary>What to try where a unit is <see cref="UnitRules.OutOfRange"/>.</summary>
    public const string Range = "a size from 1e-300 to 1e300 of the base units, such as 1e-3 mole/litre";

    /// <summary>Names that stand for the model's own units; they are presets until the model defines them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Presets = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["substance"] = "mole",
        ["volume"] = "litre",
        ["area"] = "metre^2",
        ["length"] = "metre",
        ["extent"] = "item",
        ["time_unit"] = "second",
    };

    private readonly Dictionary<string, Definition?> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Unit?> _resolved = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>The name under which a unit is known: without the s of the plural, and in SBML's spelling.</summary>
    public static string Canonical(string name)
    {
        if (name.Length > 2 && name.EndsWith('s') && name is not ("dimensionless" or "siemens") && !name.EndsWith("_s", StringComparison.Ordinal))
        {
            name = name[..^1];
        }

        return name switch
        {
            "meter" => "metre",
            "liter" => "litre",
            "time" => "time_unit",
            _ => name,
        };
    }

    public void Define(string name, Definition? definition) => _definitions[Canonical(name)] = definition;

    public bool IsDefined(string name) => _definitions.ContainsKey(Canonical(name));

    /// <summary>The unit of that name; <see langword="null"/> when it is not known, which is reported once per place.</summary>
    public Unit? Resolve(string name, SourceSpan span)
    {
        string canonical = Canonical(name);
        if (_resolved.TryGetValue(canonical, out var known))
        {
            return known;
        }

        bool isPreset = Presets.TryGetValue(canonical, out string? preset);
        if (_definitions.TryGetValue(canonical, out var definition) && !(isPreset && _open.Contains(canonical)))
        {
            if (!_open.Add(canonical) || _open.Count > Parser.DeepestNesting)
            {
                findings.Report(BindingRules.DefinitionLoop, span, "define it by other units", name, string.Join(" -> ", _open.Take(8)));
                return null;
            }

            var unit = definition is null ? null : Evaluate(definition.Formula);
            _open.Remove(canonical);
            return _resolved[canonical] = unit?.Named(name);
        }

        if (isPreset && Unit.TryParse(preset!, out var presetUnit, out _))
        {
            return presetUnit;   // also for 'unit volume = volume', as converters write it
        }

        var common = Unit.Find(name) ?? Unit.Find(canonical);
        if (common is null)
        {
            findings.Report(
                UnitRules.UnknownUnit, span,
                findings.Nearest(name, _definitions.Keys.Concat(Unit.KnownNames)) ?? $"unit {name} = ...", name);
        }

        return common;
    }

    /// <summary>The unit of one of the model-wide names, or <see langword="null"/> when the model does not define it.</summary>
    public Unit? ModelWide(string name) =>
        _definitions.TryGetValue(name, out var definition) && definition is not null ? Resolve(name, definition.Span) : null;

    /// <summary>The unit that a unit formula describes; <see langword="null"/> when a name in it is not known or it is no unit formula.</summary>
    public Unit? Evaluate(ExpressionSyntax formula)
    {
        var unit = Combined(formula);
        if (unit is null or { IsComputable: true })
        {
            return unit;
        }

        findings.Report(UnitRules.OutOfRange, tree.SpanOf(formula), Range);
        return null;
    }

    private Unit? Combined(ExpressionSyntax formula)
    {
        switch (formula)
        {
            case ParenthesisSyntax parenthesis:
                return Evaluate(parenthesis.Inner);
            case NameSyntax { Parts.Length: 1 } name:
                return Resolve(tree.TextOf(name.Parts[0]), tree.SpanOf(name));
            case NumberSyntax number:
                var factor = Number(number);
                return factor is null || number.Unit is not { } unit ? factor
                    : Resolve(tree.TextOf(unit), tree.SpanOf(unit)) is { } named ? Scale(factor, named) : null;
            case PowerSyntax power when Exponent(power.Exponent) is double exponent:
                return power.Base is NumberSyntax { Unit: { } factored } scaled
                    ? Number(scaled) is { } scale && Resolve(tree.TextOf(factored), tree.SpanOf(factored)) is { } inner
                        ? Scale(scale, inner.Power(exponent)) : null
                    : Evaluate(power.Base)?.Power(exponent);
            case ChainSyntax { Operators: [TokenKind.Star or TokenKind.Slash, ..] } chain:
                return Product(chain);
            case MissingSyntax:
                return null;
            default:
                findings.Report(BindingRules.NotAUnitFormula, tree.SpanOf(formula), "mg/L, 1e-3 mole/litre or 1/second^2");
                return null;
        }
    }

    private Unit? Product(ChainSyntax chain)
    {
        var result = Evaluate(chain.Operands[0]);
        for (int i = 1; i < chain.Operands.Length; i++)
        {
            var next = Evaluate(chain.Operands[i]);
            if (chain.Operators[i - 1] is TokenKind.Percent)
            {
                findings.Report(BindingRules.NotAUnitFormula, tree.SpanOf(chain), "mg/L, 1e-3 mole/litre or 1/second^2");
                return null;
            }

            result = result is null || next is null ? null
                : chain.Operators[i - 1] is TokenKind.Slash ? result / next : result * next;
        }

        return result;
    }

    private static Unit Scale(Unit factor, Unit unit) =>
        factor.Factor == 1 ? unit : (factor * unit).Named($"{factor.Text} {unit.Text}");

    private Unit? Number(NumberSyntax number)
    {
        double value = ExpressionBinder.ValueOf(tree, number.Number);
        if (!(value > 0) || !double.IsFinite(value) || !Unit.TryParse(tree.TextOf(number.Number), out var unit, out _))
        {
            findings.Report(BindingRules.NotAUnitFormula, tree.SpanOf(number), "a factor is a finite number above zero");
            return null;
        }

        return unit;
    }

    private double? Exponent(ExpressionSyntax exponent) => exponent switch
    {
        NumberSyntax { Unit: null } number => ExpressionBinder.ValueOf(tree, number.Number),
        ParenthesisSyntax parenthesis => Exponent(parenthesis.Inner),
        UnarySyntax { Operator: TokenKind.Minus } negative => -Exponent(negative.Operand),
        ChainSyntax { Operators: [TokenKind.Slash] } ratio => Exponent(ratio.Operands[0]) / Exponent(ratio.Operands[1]),
        _ => null,
    };
}
