using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>Unit definitions and references to units.</summary>
internal sealed partial class ModuleWriter
{
    private readonly Dictionary<string, UnitValue?> _unitIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SbmlElement> _unitElements = new(StringComparer.Ordinal);

    /// <summary>The units that the model defines, and those of the whole model among them.</summary>
    private void WriteUnits()
    {
        foreach (var symbol in _module.Symbols.Where(s => s.Role is Role.Unit && (s.IsLocal || _isFlat) && AntimonyModule.IsAlive(s)))
        {
            var value = _units.Definition(symbol);
            if (symbol.Unit is null && ModuleUnits.IsKind(symbol.Name))
            {
                continue;   // SBML's own unit, only named
            }

            string id = symbol.Path.Replace(".", "__", StringComparison.Ordinal);
            var element = Define(id, value, symbol.Span, symbol.Annotations);
            element.Set("name", symbol.DisplayName == id ? null : NullIfEmpty(symbol.DisplayName));
            element.Set("sboTerm", SboText(symbol.SboTerm));
            _elements[symbol] = element;
            string? wide = symbol.Path switch
            {
                "substance" => "substanceUnits",
                "time_unit" => "timeUnits",
                "volume" => "volumeUnits",
                "area" => "areaUnits",
                "length" => "lengthUnits",
                "extent" => "extentUnits",
                _ => null,
            };
            if (wide is not null && value is not null)
            {
                _output.Element.Set(wide, symbol.Path);
            }
        }
    }

    private SbmlElement Define(string id, UnitValue? value, SourceSpan span, ListView<AnnotationPart> annotations = default)
    {
        var element = SbmlElement.Core("unitDefinition", span, ("id", id)).With(value?.ToList(span));
        List<AnnotationPart> about = [.. annotations];
        if (value is { ActivityExponent: not 0 } && OwnProperties.ActivityIn(about.SelectMany(a => a.Values)) == 0)
        {
            about.Add(new AnnotationPart("property", null, [OwnProperties.Activity(value.ActivityExponent)], span));
        }

        Annotate(element, id, new(about));
        _unitIds[id] = value;
        _unitElements[id] = element;
        _output.Ids.TryAdd(id, id);
        _lists["listOfUnitDefinitions"].Add(element);
        return element;
    }

    public string? UnitOf(Token unit, SyntaxTree tree, string scope) => UnitId(tree.TextOf(unit), scope, tree.SpanOf(unit));

    private string? UnitIdOf(AntimonySymbol symbol)
    {
        if (symbol.Unit is not { } formula)
        {
            return ValueUnitOf(symbol);
        }

        return formula.Syntax is NameSyntax { Parts: [var name] }
            ? UnitId(formula.Tree.TextOf(name), formula.Scope, formula.Span)
            : _units.Evaluate(formula) is { } value ? Automatic(value, formula.Span) : null;
    }

    /// <summary>The unit of a value that is a single number with a unit.</summary>
    private string? ValueUnitOf(AntimonySymbol symbol)
    {
        var value = symbol.Value ?? symbol.Assignment;
        var syntax = value?.Syntax;
        while (syntax is ParenthesisSyntax or UnarySyntax { Operator: TokenKind.Minus or TokenKind.Plus })
        {
            syntax = syntax is ParenthesisSyntax parenthesis ? parenthesis.Inner : ((UnarySyntax)syntax).Operand;
        }

        return syntax is NumberSyntax { Unit: { } unit } ? UnitOf(unit, value!.Tree, value.Scope) : null;
    }

    /// <summary>The id of a unit by name; one of a submodel, or one that only Thymus knows, gets a definition here.</summary>
    private string? UnitId(string name, string scope, SourceSpan span)
    {
        string canonical = UnitTable.Canonical(name);
        var symbol = _module.Resolve(scope + canonical) ?? _module.Resolve(scope + name);
        if (symbol is { Role: Role.Unit } && (symbol.IsLocal || _isFlat) && (symbol.Unit is not null || !ModuleUnits.IsKind(canonical)))
        {
            return symbol.Path.Replace(".", "__", StringComparison.Ordinal);
        }

        if (_units.Resolve(name, scope, span) is not { } value)
        {
            return null;
        }

        if (symbol is { Role: Role.Unit, IsLocal: false })
        {
            return Promote(symbol, value, span);
        }

        return ModuleUnits.IsKind(canonical) ? canonical
            : value is { Multiplier: 1, Scale: 0, Kinds: [(not UnitValue.Activity and var kind, 1)] } ? kind
            : Named(canonical, value, span);
    }

    /// <summary>A unit of a submodel is defined here, too, and takes the place of the submodel's.</summary>
    private string Promote(AntimonySymbol symbol, UnitValue value, SourceSpan span)
    {
        if (_unitIds.TryGetValue(symbol.Name, out var known) && known is not null && known.IsSameAs(value))
        {
            return symbol.Name;
        }

        string id = symbol.Name;
        while (_unitIds.ContainsKey(id) || ModuleUnits.IsKind(id))
        {
            id = id == symbol.Name ? symbol.Path.Replace(".", "__", StringComparison.Ordinal) : id + "_";
        }

        var element = Define(id, value, span);
        Reference(Replaced(element, "replacedElement"), symbol);
        return id;
    }

    private string Named(string name, UnitValue value, SourceSpan span)
    {
        if (!_unitIds.ContainsKey(name))
        {
            Define(name, value, span);
        }

        return name;
    }

    /// <summary>The id of a unit without a name: of a definition of the same size, or a new one.</summary>
    private string Automatic(UnitValue value, SourceSpan span)
    {
        if (value is { Multiplier: 1, Scale: 0, Kinds: [(not UnitValue.Activity and var kind, 1)] })
        {
            return kind;
        }

        foreach (var (id, known) in _unitIds)
        {
            if (known is not null && known.IsSameAs(value))
            {
                return id;
            }
        }

        string name = value.ToName();
        while (_unitIds.ContainsKey(name) || _module.Find(name) is not null)
        {
            name += "_";
        }

        Define(name, value, span);
        return name;
    }

    /// <summary>
    /// The unit of a species' amount: its symbol's unit, which is of a concentration, times the unit of its compartment (litre without one).
    /// A species that stands for its amount has the unit of one; the reference takes it for that of a concentration.
    /// </summary>
    private string? SubstanceUnitOf(AntimonySymbol symbol, AntimonySymbol? place)
    {
        var value = ValueOf(symbol);
        if (value is null)
        {
            return null;
        }

        if (symbol.IsSubstanceOnly)
        {
            return UnitIdOf(symbol);
        }

        var size = (place is null ? null : ValueOf(place)) ?? _units.Resolve("volume", "", symbol.Span) ?? UnitValue.Of("litre");
        return Automatic(value.Times(size), symbol.Span);
    }

    private UnitValue? ValueOf(AntimonySymbol symbol) =>
        symbol.Unit is { } formula ? _units.Evaluate(formula)
        : ValueUnitOf(symbol) is { } id ? (_unitIds.TryGetValue(id, out var value) ? value : UnitValue.Of(id))
        : null;
}
