using Thymus.Language.Diagnostics;
using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>
/// Follows declared units through every formula and reports what does not fit. Where a unit is not declared nothing is reported: what is
/// not known is not wrong. A bare number takes the unit of its neighbour, as in <c>1 + x/K</c>.
/// </summary>
internal sealed partial class UnitChecker(BoundModel model, Unit? extent, DiagnosticBag findings)
{
    /// <summary>How far a unit is followed through symbols that declare none.</summary>
    private const int LongestChain = 50;

    private readonly Dictionary<BoundExpression, Measure> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Symbol, Measure> _symbols = [];
    private readonly Dictionary<Symbol, BoundExpression> _definitions = [];
    private int _chain;

    public void Check()
    {
        foreach (var rule in model.Rules.Where(r => r.Kind is RuleKind.Assignment))
        {
            _definitions[rule.Target!] = rule.Expression;
        }

        foreach (var reaction in model.Reactions.Where(r => r.Rate is not null))
        {
            _definitions[reaction.Symbol] = reaction.Rate!;
        }

        foreach (var assignment in model.InitialAssignments)
        {
            _definitions.TryAdd(assignment.Target, assignment.Expression);
            Expect(assignment.Expression, Declared(assignment.Target), $"'{assignment.Target}'");
        }

        foreach (var rule in model.Rules)
        {
            CheckRule(rule);
        }

        foreach (var reaction in model.Reactions)
        {
            CheckReaction(reaction);
        }

        foreach (var happening in model.Events)
        {
            CheckEvent(happening);
        }

        foreach (var constraint in model.Constraints)
        {
            Infer(constraint.Condition);
        }
    }

    /// <summary>Checks one formula on its own and returns what its unit is.</summary>
    public Measure Infer(BoundExpression expression)
    {
        if (_known.TryGetValue(expression, out var known))
        {
            return known;
        }

        var measure = expression switch
        {
            BoundNumber { Unit: { } unit } => new Measure(unit),
            BoundNumber => Measure.Literal,
            BoundTime => new Measure(model.TimeUnit),
            BoundSymbol symbol => MeasureOf(symbol.Symbol),
            BoundCall call => InferCall(call),
            _ => Measure.Unknown,
        };
        return _known[expression] = measure;
    }

    private static Measure Declared(Symbol symbol) => new(symbol.Unit);

    private Measure MeasureOf(Symbol symbol)
    {
        if (symbol.Unit is { } unit)
        {
            return new Measure(unit);
        }

        if (_symbols.TryGetValue(symbol, out var known))
        {
            return known;
        }

        if (!_definitions.TryGetValue(symbol, out var definition) || _chain >= LongestChain)
        {
            return Measure.Unknown;
        }

        _chain++;
        var measure = Infer(definition);
        _chain--;
        return _symbols[symbol] = measure.IsLiteral ? Measure.Unknown : measure;
    }

    private void CheckRule(Rule rule)
    {
        switch (rule.Kind)
        {
            case RuleKind.Assignment:
                Expect(rule.Expression, Declared(rule.Target!), $"'{rule.Target}'");
                break;
            case RuleKind.Rate when rule.Target!.Unit is { } unit && model.TimeUnit is { } time:
                Expect(rule.Expression, new Measure(unit / time), $"the rate of '{rule.Target}'");
                break;
            default:
                Infer(rule.Expression);
                break;
        }
    }

    private void CheckReaction(Reaction reaction)
    {
        if (reaction.Rate is null)
        {
            return;
        }

        var time = model.TimeUnit;
        var amounts = reaction.Reactants.Concat(reaction.Products).Select(p => AmountUnit(p.Species)).Where(u => u is not null).ToList();
        if (amounts.Count == 0)
        {
            amounts.Add(extent ?? model.SubstanceUnit);
        }

        foreach (var amount in amounts)
        {
            Expect(reaction.Rate, new Measure(amount is null || time is null ? null : amount / time), $"the rate of '{reaction.Symbol}'");
        }
    }

    /// <summary>The unit of the amount of a species; one without a compartment counts in its own unit, since the implicit size is 1.</summary>
    private static Unit? AmountUnit(Symbol species) => species switch
    {
        { IsAmount: true } or { Compartment: null } => species.Unit,
        { Unit: { } unit, Compartment.Unit: { } size } => unit * size,
        _ => null,
    };

    private void CheckEvent(ModelEvent happening)
    {
        Infer(happening.Trigger);
        if (happening.Priority is not null)
        {
            Infer(happening.Priority);
        }

        if (happening.Delay is not null)
        {
            Expect(happening.Delay, new Measure(model.TimeUnit), "a delay");
        }

        foreach (var assignment in happening.Assignments)
        {
            Expect(assignment.Expression, Declared(assignment.Target), $"'{assignment.Target}'");
        }
    }

    /// <summary>Reports when a formula has another unit than its place needs.</summary>
    private void Expect(BoundExpression expression, Measure expected, string what)
    {
        var actual = Infer(expression);
        if (!expected.IsKnown || !actual.IsKnown)
        {
            return;
        }

        if (!actual.HasDimensionOf(expected))
        {
            findings.Report(
                UnitRules.WrongUnitOfValue, expression.Span, Ratio(expected, actual) is string ratio ? $"multiply it by something in {ratio}" : null,
                what, expected.Text, actual.Text);
        }
        else if (!actual.HasSizeOf(expected))
        {
            ReportSize(expression.Span, expected, actual);
        }
    }

    private void ReportSize(SourceSpan span, Measure one, Measure other) => findings.Report(
        UnitRules.DifferentSize, span, $"convert one of them, or give both in {one.Text}", one.Text, other.Text);

    /// <summary>The unit of one over the other, to say what is missing.</summary>
    private static string? Ratio(Measure one, Measure other) => one.Over(other) is { IsKnown: true } ratio ? ratio.Text : null;
}
