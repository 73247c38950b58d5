using System.Collections.Frozen;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;
using Thymus.Units;

namespace Thymus.Language.Antimony;

/// <summary>The units of a model and its submodels in terms of SBML's kinds (Antimony reference, section 11).</summary>
internal sealed class ModuleUnits(AntimonyModule module, DiagnosticBag findings)
{
    private static readonly FrozenSet<string> Kinds = FrozenSet.Create(
        StringComparer.Ordinal, "ampere", "becquerel", "candela", "coulomb", "dimensionless", "farad", "gram", "gray", "henry", "hertz", "item",
        "joule", "katal", "kelvin", "kilogram", "litre", "lumen", "lux", "metre", "mole", "newton", "ohm", "pascal", "radian", "second", "siemens",
        "sievert", "steradian", "tesla", "volt", "watt", "weber");

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UnitValue?> _resolved = new(StringComparer.Ordinal);   // units of units of units would take for ever

    /// <summary>Whether SBML has that unit itself.</summary>
    public static bool IsKind(string name) => Kinds.Contains(name);

    /// <summary>The unit of a name, seen from a submodel; <see langword="null"/> after a warning when it is not known.</summary>
    public UnitValue? Resolve(string name, string scope, SourceSpan span)
    {
        string canonical = UnitTable.Canonical(name);
        var symbol = module.Resolve(scope + canonical) ?? module.Resolve(scope + name);
        if (symbol is { Role: Role.Unit } && !(_open.Contains(symbol.Path) && UnitTable.Presets.ContainsKey(canonical)))
        {
            if (symbol.Unit is not { } definition)
            {
                return Preset(canonical) ?? (IsKind(canonical) ? UnitValue.Of(canonical) : null);
            }

            if (_resolved.TryGetValue(symbol.Path, out var resolved))
            {
                return resolved;
            }

            if (!_open.Add(symbol.Path))
            {
                findings.Report(BindingRules.DefinitionLoop, span, "define it by other units", name, string.Join(" -> ", _open.Take(8)));
                return null;
            }

            var value = _open.Count > Parser.DeepestNesting ? null : Evaluate(definition)?.Times(ActivityOf(symbol));
            _open.Remove(symbol.Path);
            _resolved[symbol.Path] = value;
            return value;
        }

        return Preset(canonical) ?? (IsKind(canonical) ? UnitValue.Of(canonical) : Known(name, canonical, span));
    }

    /// <summary>What a unit is defined as; <see langword="null"/> for one without a definition.</summary>
    public UnitValue? Definition(AntimonySymbol unit) => unit.Unit is { } formula ? Evaluate(formula)?.Times(ActivityOf(unit)) : null;

    public UnitValue? Evaluate(ScopedFormula formula) => Evaluate(formula.Syntax, formula.Tree, formula.Scope);

    /// <summary>The power of the unit of biological activity that a unit has beside its definition.</summary>
    private static UnitValue ActivityOf(AntimonySymbol unit) =>
        OwnProperties.ActivityIn(unit.Annotations.Where(a => a.IsOwn).SelectMany(a => a.Values)) is var exponent and not 0
            ? UnitValue.Of(UnitValue.Activity).Power(exponent) : UnitValue.One;

    private static UnitValue? Preset(string name) => name switch
    {
        "substance" => UnitValue.Of("mole"),
        "volume" => UnitValue.Of("litre"),
        "area" => UnitValue.Of("metre").Power(2),
        "length" => UnitValue.Of("metre"),
        "extent" => UnitValue.Of("item"),
        "time_unit" => UnitValue.Of("second"),
        _ => null,
    };

    private UnitValue? Known(string name, string canonical, SourceSpan span)
    {
        if ((Unit.Find(name) ?? Unit.Find(canonical)) is { } unit)
        {
            return UnitValue.Of(unit);
        }

        findings.Report(UnitRules.UnknownUnit, span, findings.Nearest(name, Kinds) ?? $"unit {name} = ...", name);
        return null;
    }

    private UnitValue? Evaluate(ExpressionSyntax syntax, SyntaxTree tree, string scope)
    {
        var value = Combined(syntax, tree, scope);
        if (value is null or { CanBeWritten: true })
        {
            return value;
        }

        findings.Report(UnitRules.OutOfRange, tree.SpanOf(syntax), UnitTable.Range);
        return null;
    }

    private UnitValue? Combined(ExpressionSyntax syntax, SyntaxTree tree, string scope)
    {
        switch (syntax)
        {
            case ParenthesisSyntax parenthesis:
                return Evaluate(parenthesis.Inner, tree, scope);
            case NameSyntax { Parts: [var name] }:
                return Resolve(tree.TextOf(name), scope, tree.SpanOf(name));
            case NumberSyntax number when ExpressionBinder.ValueOf(tree, number.Number) is var factor && factor > 0 && double.IsFinite(factor):
                return number.Unit is { } unit
                    ? Resolve(tree.TextOf(unit), scope, tree.SpanOf(unit)) is { } named ? UnitValue.Of(factor).Times(named) : null
                    : UnitValue.Of(factor);
            case PowerSyntax { Base: NumberSyntax { Unit: { } raised } scaled } power when Exponent(power.Exponent, tree) is double exponent:
                return Resolve(tree.TextOf(raised), scope, tree.SpanOf(raised)) is { } inner
                    ? UnitValue.Of(ExpressionBinder.ValueOf(tree, scaled.Number)).Times(inner.Power(exponent)) : null;
            case PowerSyntax power when Exponent(power.Exponent, tree) is double exponent:
                return Evaluate(power.Base, tree, scope)?.Power(exponent);
            case ChainSyntax { Operators: [TokenKind.Star or TokenKind.Slash, ..] } chain when !chain.Operators.Contains(TokenKind.Percent):
                return Product(chain, tree, scope);
            case MissingSyntax:
                return null;
            default:
                findings.Report(BindingRules.NotAUnitFormula, tree.SpanOf(syntax), "mg/L, 1e-3 mole/litre or 1/second^2");
                return null;
        }
    }

    private UnitValue? Product(ChainSyntax chain, SyntaxTree tree, string scope)
    {
        var result = Evaluate(chain.Operands[0], tree, scope);
        for (int i = 1; i < chain.Operands.Length; i++)
        {
            var next = Evaluate(chain.Operands[i], tree, scope);
            result = result is null || next is null ? null : result.Times(chain.Operators[i - 1] is TokenKind.Slash ? next.Power(-1) : next);
        }

        return result;
    }

    private static double? Exponent(ExpressionSyntax exponent, SyntaxTree tree) => exponent switch
    {
        NumberSyntax { Unit: null } number => ExpressionBinder.ValueOf(tree, number.Number),
        ParenthesisSyntax parenthesis => Exponent(parenthesis.Inner, tree),
        UnarySyntax { Operator: TokenKind.Minus } negative => -Exponent(negative.Operand, tree),
        ChainSyntax { Operators: [TokenKind.Slash] } ratio => Exponent(ratio.Operands[0], tree) / Exponent(ratio.Operands[1], tree),
        _ => null,
    };
}
