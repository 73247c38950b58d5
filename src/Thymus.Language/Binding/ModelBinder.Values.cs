using System.Collections.Immutable;
using Thymus.Language.Syntax;
using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>Third pass: the formulas (Antimony reference, sections 5, 7, 8, 9).</summary>
internal sealed partial class ModelBinder
{
    private ImmutableArray<InitialAssignment> BindValues()
    {
        var assignments = ImmutableArray.CreateBuilder<InitialAssignment>();
        foreach (var draft in _order)
        {
            if (draft is not { Symbol: { Kind: not SymbolKind.Reaction } symbol, Value: { } value })
            {
                if (draft is { Symbol: null, Value: { } misplaced, Kind: DraftKind.Event or DraftKind.Constraint })
                {
                    _findings.Refuse("values of events and constraints are", misplaced.Span, "write the condition where it is named");
                }

                continue;
            }

            var amount = AmountOf(draft, value.Formula);
            var expression = amount ?? _expressions.Bind(value.Formula);
            if (expression is BoundNumber number)
            {
                SetValue(symbol, number);
            }

            symbol.InitialValueIsAmount = amount is { Value: not double.NaN };
            if (expression is not BoundNumber { Value: not double.NaN })
            {
                // In a bound model NaN is a value that is not set; one that is written is assigned.
                assignments.Add(new InitialAssignment(symbol, expression, value.Span));
            }
        }

        return assignments.ToImmutable();
    }

    /// <summary>A start value, and its unit where none is declared.</summary>
    private void SetValue(Symbol symbol, BoundNumber number)
    {
        symbol.InitialValue = number.Value;
        if (number.Unit is { } unit && !symbol.InitialValueIsAmount)
        {
            if (symbol.Unit is { } declared && _drafts[symbol.Name].Unit is not null && !declared.IsSameAs(unit))
            {
                _findings.Report(
                    UnitRules.TwoUnits, number.Span, $"give the value in {declared}", symbol.Name, declared.Text, unit.Text);
            }
            else
            {
                symbol.Unit = _drafts[symbol.Name].Unit is null ? unit : symbol.Unit;
            }
        }
    }

    /// <summary>The number of <c>S = 3/C</c> or <c>S = -3/C</c> when C is the compartment of S: an amount.</summary>
    private BoundNumber? AmountOf(Draft draft, ExpressionSyntax formula)
    {
        if (draft.Symbol is not { Kind: SymbolKind.Species, Compartment: { } compartment }
            || formula is not ChainSyntax { Operators: [TokenKind.Slash], Operands: [var number, NameSyntax { Parts: [var name] }] }
            || _tree.TextOf(name) != compartment.Name)
        {
            return null;
        }

        bool negative = number is UnarySyntax { Operator: TokenKind.Minus };
        return (number is UnarySyntax { Operator: TokenKind.Minus } unary ? unary.Operand : number) is NumberSyntax literal
            && _expressions.BindNumber(literal) is var bound
            ? negative ? bound with { Value = -bound.Value } : bound
            : null;
    }

    private ImmutableArray<Rule> BindRules()
    {
        var rules = new List<Rule>();
        foreach (var draft in _order)
        {
            if (draft.Symbol is null)
            {
                if ((draft.AssignmentRule ?? draft.RateRule) is { } misplaced)
                {
                    _findings.Report(
                        BindingRules.ConflictingDefinitions, misplaced.Span, null, draft.Name, $"the role of {Describe(draft.Kind)}",
                        Line(draft.KindSpan), "a rule");
                }

                continue;
            }

            if (draft.Symbol.Kind is SymbolKind.Reaction)
            {
                if (draft.RateRule is { } onReaction)
                {
                    Conflict(draft, onReaction.Span, "the role of a reaction", new Definition(onReaction.Formula, draft.KindSpan), "a rate rule",
                        "use a parameter");
                }

                continue;
            }

            if (draft.AssignmentRule is { } assignment)
            {
                rules.Add(new Rule(RuleKind.Assignment, draft.Symbol, _expressions.Bind(assignment.Formula), assignment.Span));
            }

            if (draft.RateRule is { } rate)
            {
                rules.Add(new Rule(RuleKind.Rate, draft.Symbol, _expressions.Bind(rate.Formula), rate.Span));
            }
        }

        foreach (var (_, syntax) in _algebraic)
        {
            var formula = _expressions.Bind(syntax.Formula);
            double number = ExpressionBinder.ValueOf(_tree, syntax.Number) * (syntax.IsNegative ? -1 : 1);
            var span = _tree.SpanOf(syntax);
            rules.Add(new Rule(
                RuleKind.Algebraic, null,
                number == 0 ? formula : new BoundCall(Function.Subtract, [formula, new BoundNumber(number, null, span)], span), span));
        }

        return [.. rules.OrderBy(r => r.Span.Line).ThenBy(r => r.Span.Column)];
    }

    private ImmutableArray<Reaction> BindReactions()
    {
        var reactions = ImmutableArray.CreateBuilder<Reaction>();
        foreach (var (draft, syntax) in _reactions)
        {
            var law = draft.AssignmentRule ?? draft.Value;
            reactions.Add(new Reaction(
                draft.Symbol!, Participants(syntax.Reactants), Participants(syntax.Products), syntax.IsReversible,
                law is null ? null : _expressions.Bind(law.Formula), _tree.SpanOf(syntax)));
        }

        // Only declared, it changes nothing, but has a rate that formulas may name.
        foreach (var draft in _order.Where(d => d.Kind is DraftKind.Reaction).Except(_reactions.Select(r => r.Draft)))
        {
            var law = draft.AssignmentRule ?? draft.Value;
            reactions.Add(new Reaction(draft.Symbol!, [], [], true, law is null ? null : _expressions.Bind(law.Formula), draft.Span));
        }

        return reactions.ToImmutable();
    }

    private ImmutableArray<Participant> Participants(ImmutableArray<ParticipantSyntax> side)
    {
        var participants = ImmutableArray.CreateBuilder<Participant>();
        foreach (var item in side)
        {
            double amount = item.Amount is { } number ? ExpressionBinder.ValueOf(_tree, number) : 1;
            if (!double.IsFinite(amount) || amount <= 0)
            {
                _findings.Report(
                    BindingRules.NegativeStoichiometry, _tree.SpanOf(item.Amount!.Value), "leave the species out or put it on the other side",
                    _tree.TextOf(item.Species.Parts[0]));
            }

            if (item.Species.Parts.Length == 1 && _drafts.GetValueOrDefault(_tree.TextOf(item.Species.Parts[0]))?.Symbol is
                { Kind: SymbolKind.Species } symbol)
            {
                participants.Add(new Participant(symbol, amount));
            }
        }

        return participants.ToImmutable();
    }

    private ImmutableArray<ModelEvent> BindEvents()
    {
        var events = ImmutableArray.CreateBuilder<ModelEvent>();
        foreach (var (draft, syntax) in _events)
        {
            var trigger = _expressions.Bind(syntax.Trigger);
            RequireLogical(trigger, "the trigger of an event", "compare it with something, such as > 0");
            BoundExpression? priority = null;
            var (t0, persistent, fromTrigger) = (true, true, true);
            foreach (var option in syntax.Options)
            {
                string name = _tree.TextOf(option.Name);
                switch (name)
                {
                    case "priority":
                        priority = _expressions.Bind(option.Value);
                        break;
                    case "t0":
                        t0 = Flag(option, name);
                        break;
                    case "persistent":
                        persistent = Flag(option, name);
                        break;
                    case "fromTrigger":
                        fromTrigger = Flag(option, name);
                        break;
                    default:
                        string[] known = ["priority", "t0", "persistent", "fromTrigger"];
                        _findings.Report(
                            BindingRules.UnknownOption, _tree.SpanOf(option.Name), NearestName.Find(name, known) ?? string.Join(", ", known), name);
                        break;
                }
            }

            events.Add(new ModelEvent(
                draft.Name, trigger, syntax.Delay is null ? null : _expressions.Bind(syntax.Delay), priority, t0, persistent, fromTrigger,
                BindAssignments(syntax), _tree.SpanOf(syntax))
            { DisplayName = draft.DisplayName });
        }

        return events.ToImmutable();
    }

    private ImmutableArray<EventAssignment> BindAssignments(EventStatement syntax)
    {
        var assignments = ImmutableArray.CreateBuilder<EventAssignment>();
        foreach (var assignment in syntax.Assignments)
        {
            var value = _expressions.Bind(assignment.Value);
            var draft = assignment.Reference.Parts.Length == 1
                ? _drafts.GetValueOrDefault(_tree.TextOf(assignment.Reference.Parts[0])) : null;
            if (draft?.Symbol is { Kind: not SymbolKind.Reaction } target)
            {
                assignments.Add(new EventAssignment(target, value));
                if (draft.AssignmentRule is { } rule)
                {
                    Conflict(draft, _tree.SpanOf(assignment.Reference), "an assignment rule", rule, "a value from an event", "use a rate rule");
                }
            }
            else if (draft is not null)
            {
                _findings.Report(BindingRules.NotAValue, _tree.SpanOf(assignment.Reference), null, draft.Name, Describe(draft.Kind));
            }
        }

        return assignments.ToImmutable();
    }

    private bool Flag(EventOption option, string name)
    {
        string value = option.Value is NameSyntax { Parts: [var part] } ? _tree.TextOf(part) : "";
        if (value is not ("true" or "false"))
        {
            _findings.Report(BindingRules.NotTrueOrFalse, _tree.SpanOf(option.Name), $"{name}=false", name);
        }

        return value == "true";
    }

    private ImmutableArray<Constraint> BindConstraints()
    {
        var constraints = ImmutableArray.CreateBuilder<Constraint>();
        foreach (var (draft, syntax) in _constraints)
        {
            var condition = _expressions.Bind(syntax.Condition);
            RequireLogical(condition, "a constraint", "compare it with something, such as > 0");
            constraints.Add(new Constraint(draft.Name, condition, draft.DisplayName, _tree.SpanOf(syntax)));
        }

        return constraints.ToImmutable();
    }

    private void RequireLogical(BoundExpression expression, string what, string suggestion)
    {
        if (!IsLogical(expression))
        {
            _findings.Report(BindingRules.NotLogical, expression.Span, suggestion, what);
        }
    }

    private static bool IsLogical(BoundExpression expression) => expression switch
    {
        BoundCall { Function: >= Function.Less } => true,
        BoundCall { Function: Function.Piecewise } call => IsLogical(call.Arguments[0]),
        BoundCall => false,
        BoundNumber number => number.Value is 0 or 1 || double.IsNaN(number.Value),
        _ => false,
    };
}
