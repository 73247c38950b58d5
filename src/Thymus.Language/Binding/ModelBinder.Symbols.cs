using Thymus.Language.Syntax;
using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>Second pass: names become symbols, with units and start values.</summary>
internal sealed partial class ModelBinder
{
    /// <summary>Finds the names that are units, and defines those the model defines.</summary>
    private void SettleUnits()
    {
        foreach (var draft in _order.Where(d => d.Kind is DraftKind.Unit))
        {
            _units.Define(draft.Name, draft.Unit);
        }

        foreach (var draft in _order.ToArray())
        {
            foreach (var definition in Definitions(draft))
            {
                VisitUnitNames(definition, isUnitFormula: false);
            }

            if (draft.Unit is { } unit)
            {
                VisitUnitNames(unit.Formula, isUnitFormula: true);
            }
        }

        foreach (var formula in OtherFormulas())
        {
            VisitUnitNames(formula, isUnitFormula: false);
        }
    }

    private static IEnumerable<ExpressionSyntax> Definitions(Draft draft)
    {
        Definition?[] all = [draft.Value, draft.AssignmentRule, draft.RateRule];
        return all.Where(d => d is not null).Select(d => d!.Formula);
    }

    private IEnumerable<ExpressionSyntax> OtherFormulas()
    {
        foreach (var (_, syntax) in _events)
        {
            if (syntax.Delay is not null)
            {
                yield return syntax.Delay;
            }

            yield return syntax.Trigger;
            foreach (var option in syntax.Options)
            {
                yield return option.Value;
            }

            foreach (var assignment in syntax.Assignments)
            {
                yield return assignment.Value;
            }
        }

        foreach (var (_, syntax) in _algebraic)
        {
            yield return syntax.Formula;
        }

        foreach (var (_, syntax) in _constraints)
        {
            yield return syntax.Condition;
        }
    }

    private void VisitUnitNames(ExpressionSyntax formula, bool isUnitFormula)
    {
        switch (formula)
        {
            case NumberSyntax { Unit: { } unit } number:
                BecomeUnit(unit, number);
                break;
            case NameSyntax { Parts: [var name] } when isUnitFormula:
                BecomeUnit(name, null);
                break;
            case CallSyntax call:
                foreach (var argument in call.Arguments)
                {
                    VisitUnitNames(argument, isUnitFormula);
                }

                break;
            case UnarySyntax unary:
                VisitUnitNames(unary.Operand, isUnitFormula);
                break;
            case ParenthesisSyntax parenthesis:
                VisitUnitNames(parenthesis.Inner, isUnitFormula);
                break;
            case PowerSyntax power:
                VisitUnitNames(power.Base, isUnitFormula);
                VisitUnitNames(power.Exponent, isUnitFormula);
                break;
            case ChainSyntax chain:
                foreach (var operand in chain.Operands)
                {
                    VisitUnitNames(operand, isUnitFormula);
                }

                break;
        }
    }

    /// <summary>
    /// A name in the place of a unit. One that is otherwise unknown stays out of the symbols; one whose value is made of units becomes a
    /// unit with that definition; any other is a slip, mostly <c>2 k</c> for <c>2*k</c>.
    /// </summary>
    private void BecomeUnit(Token token, NumberSyntax? number)
    {
        string name = _tree.TextOf(token);
        if (!_drafts.TryGetValue(name, out var draft) || draft.Kind is DraftKind.Unit)
        {
            return;
        }

        if (draft is { Kind: DraftKind.Formula, Value: { } value, HasRule: false, IsEventTarget: false } && IsMadeOfUnits(value.Formula))
        {
            draft.Kind = DraftKind.Unit;
            draft.Unit = value;
            draft.Value = null;
            _units.Define(name, value);
            VisitUnitNames(value.Formula, isUnitFormula: true);
            return;
        }

        if (draft.Kind is DraftKind.Undefined)
        {
            draft.Kind = DraftKind.Unit;
            return;
        }

        string written = number is null ? "1" : _tree.TextOf(number.Number);
        _findings.Report(
            number is null ? BindingRules.TypeConflict : BindingRules.UnitNotProduct, number is null ? _tree.SpanOf(token) : _tree.SpanOf(number),
            number is null ? "another name for one of them" : $"{written}*{name}",
            number is null ? [name, Describe(draft.Kind), Line(draft.KindSpan), "a unit"] : [written, name, Describe(draft.Kind)]);
    }

    private bool IsMadeOfUnits(ExpressionSyntax formula) => formula switch
    {
        NumberSyntax number => number.Unit is not null,
        NameSyntax { Parts: [var part] } => _units.IsDefined(_tree.TextOf(part)) || Unit.Find(UnitTable.Canonical(_tree.TextOf(part))) is not null,
        ParenthesisSyntax parenthesis => IsMadeOfUnits(parenthesis.Inner),
        PowerSyntax power => IsMadeOfUnits(power.Base),
        ChainSyntax { Operators: [TokenKind.Star or TokenKind.Slash, ..] } chain =>
            chain.Operands.Any(IsMadeOfUnits) && chain.Operands.All(o => o is NumberSyntax || IsMadeOfUnits(o)),
        _ => false,
    };

    private void CreateSymbols()
    {
        foreach (var draft in _order)
        {
            var kind = draft.Kind switch
            {
                DraftKind.Undefined or DraftKind.Formula => SymbolKind.Parameter,
                DraftKind.Compartment => SymbolKind.Compartment,
                DraftKind.Species => SymbolKind.Species,
                DraftKind.Reaction => SymbolKind.Reaction,
                _ => (SymbolKind?)null,
            };
            if (kind is null)
            {
                continue;
            }

            draft.Symbol = new Symbol(draft.Name, kind.Value, draft.Span)
            {
                DisplayName = draft.DisplayName,
                IsBoundary = kind is SymbolKind.Species && (draft.IsBoundary || draft.IsConstant is true || draft.HasRule),
                IsAmount = draft.IsSubstanceOnly,
            };
            draft.Symbol.Annotations.AddRange(draft.Annotations);
        }

        foreach (var draft in _order.Where(d => d.Symbol is not null))
        {
            if (draft.Kind is DraftKind.Species)
            {
                draft.Symbol!.Compartment = (draft.Compartment ?? draft.CompartmentOfReaction)?.Symbol;
            }

            if (draft.Unit is { } unit)
            {
                draft.Symbol!.Unit = _units.Evaluate(unit.Formula);
            }
        }

        foreach (var draft in _order.Where(d => d.Symbol is { Unit: null } && d.Unit is null))
        {
            draft.Symbol!.Unit = DefaultUnit(draft.Symbol);
        }

        CheckCompartmentLoops();
    }

    /// <summary>The model-wide unit that SBML gives to a compartment or a species without a unit of its own.</summary>
    private Unit? DefaultUnit(Symbol symbol)
    {
        var substance = _units.ModelWide("substance");
        return symbol.Kind switch
        {
            SymbolKind.Compartment => _units.ModelWide("volume"),
            SymbolKind.Species when symbol.IsAmount => substance,
            SymbolKind.Species => (symbol.Compartment is { } compartment
                ? compartment.Unit ?? _units.ModelWide("volume") : null) is { } size && substance is not null ? substance / size : null,
            _ => null,
        };
    }

    private void CheckCompartmentLoops()
    {
        foreach (var draft in _order.Where(d => d.Kind is DraftKind.Compartment && d.Compartment is not null))
        {
            var seen = new HashSet<Draft>();
            var at = draft;
            while (at.Compartment is { } outer && seen.Add(at) && seen.Count < Parser.DeepestNesting)
            {
                at = outer;
                if (outer == draft)
                {
                    _findings.Report(
                        BindingRules.DefinitionLoop, draft.Span, "remove one of the 'in'", draft.Name,
                        string.Join(" in ", seen.Append(draft).Take(8).Select(d => d.Name)));
                    return;
                }
            }
        }
    }
}
