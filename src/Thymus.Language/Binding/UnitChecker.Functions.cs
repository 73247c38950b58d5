using System.Collections.Immutable;
using Thymus.Units;

namespace Thymus.Language.Binding;

internal sealed partial class UnitChecker
{
    private Measure InferCall(BoundCall call)
    {
        var arguments = call.Arguments;
        switch (call.Function)
        {
            case Function.Add:
                return Merge(arguments, "add", "to");
            case Function.Subtract:
                return Merge(arguments, "subtract", "from");
            case Function.Min or Function.Max or Function.Remainder:
                return Merge(arguments, "compare", "with");
            case Function.Multiply:
                return arguments.Select(Factor).Aggregate(Measure.PureNumber, (product, factor) => product.Times(factor)) is var result
                    && arguments.All(a => Infer(a).IsLiteral) ? Measure.Literal : result;
            case Function.Divide:
                return Factor(arguments[0]).Over(Factor(arguments[1]));
            case Function.Negate or Function.Abs or Function.Floor or Function.Ceiling:
                return Infer(arguments[0]);
            case Function.Power:
                return InferPower(arguments[0], arguments[1]);
            case Function.Sqrt:
                return Infer(arguments[0]) is var square && square.Symbolic.Length > 0 ? Measure.Unknown
                    : square with { Unit = square.Unit?.Power(0.5) };
            case Function.Delay:
                Infer(arguments[1]);
                return Infer(arguments[0]);
            case Function.Root:
                return Infer(arguments[1]) is { IsKnown: true, Symbolic: "" } radicand && Constant(arguments[0]) is double degree and not 0
                    ? radicand with { Unit = radicand.Unit!.Power(1 / degree) } : Measure.Unknown;
            case Function.Quotient:
                Merge(arguments, "divide", "by");
                return Measure.PureNumber;
            case Function.Piecewise:
                return InferPiecewise(arguments);
            case Function.Less or Function.LessOrEqual or Function.Greater or Function.GreaterOrEqual or Function.Equal or Function.NotEqual:
                Merge(arguments, "compare", "with");
                return Measure.PureNumber;
            case Function.And or Function.Or or Function.Xor or Function.Not:
                foreach (var argument in arguments)
                {
                    Infer(argument);
                }

                return Measure.PureNumber;
            case >= Function.DrawNormal and <= Function.DrawRayleigh:
                foreach (var argument in arguments)
                {
                    Infer(argument);
                }

                return Measure.Unknown;
            default:
                foreach (var argument in arguments)
                {
                    RequirePureNumber(argument, $"the argument of {call.Function.ToString().ToLowerInvariant()}");
                }

                return Measure.PureNumber;
        }
    }

    /// <summary>A factor of a product: 1 and -1 convert nothing, so they leave the size known.</summary>
    private Measure Factor(BoundExpression expression) =>
        expression is BoundNumber { Unit: null, Value: 1 or -1 } ? Measure.PureNumber : Infer(expression);

    private Measure InferPower(BoundExpression @base, BoundExpression exponent)
    {
        var unit = Infer(@base);
        RequirePureNumber(exponent, "an exponent");
        if (!unit.IsKnown || unit.Symbolic.Length > 0)
        {
            return unit.IsLiteral ? Infer(exponent) is { IsLiteral: true } ? Measure.Literal : Measure.PureNumber : Measure.Unknown;
        }

        if (Constant(exponent) is double number)
        {
            return unit with { Unit = number == 0 ? Unit.Dimensionless : unit.Unit!.Power(number) };
        }

        return !unit.IsDimensional ? Measure.PureNumber
            : exponent is BoundSymbol symbol
                ? new Measure(Unit.Dimensionless, false, unit.IsScaleFree, $"({unit.Text})^{symbol.Symbol.Name}")
                : Measure.Unknown;
    }

    private Measure InferPiecewise(ImmutableArray<BoundExpression> arguments)
    {
        var values = ImmutableArray.CreateBuilder<BoundExpression>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (i % 2 == 1)
            {
                Infer(arguments[i]);
            }
            else
            {
                values.Add(arguments[i]);
            }
        }

        return Merge(values.ToImmutable(), "choose between", "and");
    }

    /// <summary>Operands that must have one unit: the first known one counts, bare numbers take it.</summary>
    private Measure Merge(ImmutableArray<BoundExpression> operands, string verb, string preposition)
    {
        Measure? first = null;
        bool allLiteral = true;
        bool scaleFree = false;
        foreach (var operand in operands)
        {
            var measure = Infer(operand);
            allLiteral &= measure.IsLiteral;
            if (!measure.IsKnown)
            {
                continue;
            }

            scaleFree |= measure.IsScaleFree;
            if (first is not { } reference)
            {
                first = measure;
            }
            else if (!measure.HasDimensionOf(reference))
            {
                findings.Report(
                    UnitRules.Mismatch, operand.Span,
                    Ratio(reference, measure) is string ratio ? $"multiply it by something in {ratio}" : null,
                    verb, measure.Text, preposition, reference.Text);
            }
            else if (!measure.HasSizeOf(reference))
            {
                ReportSize(operand.Span, reference, measure);
            }
        }

        return first is { } known ? known with { IsScaleFree = scaleFree } : allLiteral ? Measure.Literal : Measure.Unknown;
    }

    private void RequirePureNumber(BoundExpression expression, string what)
    {
        var measure = Infer(expression);
        if (measure.IsDimensional)
        {
            findings.Report(
                UnitRules.NotAPureNumber, expression.Span, $"divide it by a reference value in {measure.Text}", what, measure.Text);
        }
    }

    private static double? Constant(BoundExpression expression) => expression switch
    {
        BoundNumber { Unit: null } number => number.Value,
        BoundCall { Function: Function.Negate } negated => -Constant(negated.Arguments[0]),
        BoundCall { Function: Function.Divide } ratio => Constant(ratio.Arguments[0]) / Constant(ratio.Arguments[1]),
        _ => null,
    };
}
