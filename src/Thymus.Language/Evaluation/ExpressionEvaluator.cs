using System.Collections.Immutable;
using Thymus.Language.Binding;

namespace Thymus.Language.Evaluation;

/// <summary>
/// Computes a bound expression by walking it. Slow and plain: for derived covariates and as a reference for compiled code. A logical value
/// is 0 or 1, and anything but 0 counts as true; a piecewise without a condition that holds and without otherwise is NaN.
/// </summary>
/// <param name="functions">The transcendental functions.</param>
/// <param name="valueOf">The value of a symbol, in the meaning of its name.</param>
/// <param name="time">The current time, in the model's unit.</param>
public sealed class ExpressionEvaluator(IElementaryFunctions functions, Func<Symbol, double> valueOf, double time = 0)
{
    /// <summary>The largest argument whose factorial is finite.</summary>
    private const double LargestFactorial = 170;

    /// <summary>The value of an expression. The depth of what <see cref="AntimonyReader"/> reads is limited, so recursion is safe.</summary>
    public double Evaluate(BoundExpression expression) => expression switch
    {
        BoundNumber number => number.Value,
        BoundSymbol symbol => valueOf(symbol.Symbol),
        BoundTime => time,
        BoundCall call => Evaluate(call),
        _ => throw new ArgumentException($"An expression of type {expression?.GetType().Name} is not known.", nameof(expression)),
    };

    private double Evaluate(BoundCall call)
    {
        var a = call.Arguments;
        switch (call.Function)
        {
            case Function.Add:
                return Fold(a, 0, (x, y) => x + y);
            case Function.Multiply:
                return Fold(a, 1, (x, y) => x * y);
            case Function.Min:
                return Fold(a, double.NaN, Math.Min);
            case Function.Max:
                return Fold(a, double.NaN, Math.Max);
            case Function.And:
                return a.All(IsTrue) ? 1 : 0;
            case Function.Or:
                return a.Any(IsTrue) ? 1 : 0;
            case Function.Xor:
                return a.Count(IsTrue) % 2;
            case Function.Not:
                return IsTrue(a[0]) ? 0 : 1;
            case Function.Piecewise:
                return Piecewise(a);
            default:
                double x = Evaluate(a[0]);
                return a.Length == 1 ? Unary(call.Function, x) : Binary(call.Function, x, Evaluate(a[1]));
        }
    }

    private double Unary(Function function, double x) => function switch
    {
        Function.Negate => -x,
        Function.Exp => functions.Exp(x),
        Function.Ln => functions.Ln(x),
        Function.Log10 => functions.Log10(x),
        Function.Sqrt => Math.Sqrt(x),
        Function.Abs => Math.Abs(x),
        Function.Floor => Math.Floor(x),
        Function.Ceiling => Math.Ceiling(x),
        Function.Factorial => Factorial(x),
        Function.Sin => functions.Sin(x),
        Function.Cos => functions.Cos(x),
        Function.Tan => functions.Tan(x),
        Function.Arcsin => functions.Arcsin(x),
        Function.Arccos => functions.Arccos(x),
        Function.Arctan => functions.Arctan(x),
        Function.Sinh => functions.Sinh(x),
        Function.Cosh => functions.Cosh(x),
        Function.Tanh => functions.Tanh(x),
        _ => throw new ArgumentException($"{function} does not take one argument.", nameof(function)),
    };

    private double Binary(Function function, double x, double y) => function switch
    {
        Function.Subtract => x - y,
        Function.Divide => x / y,
        Function.Power => functions.Power(x, y),
        Function.Log => functions.Ln(y) / functions.Ln(x),
        Function.Root => x == 2 ? Math.Sqrt(y) : functions.Power(y, 1 / x),
        Function.Remainder => x % y,
        Function.Quotient => Math.Truncate(x / y),
        Function.Less => x < y ? 1 : 0,
        Function.LessOrEqual => x <= y ? 1 : 0,
        Function.Greater => x > y ? 1 : 0,
        Function.GreaterOrEqual => x >= y ? 1 : 0,
        Function.Equal => x == y ? 1 : 0,
        Function.NotEqual => x != y ? 1 : 0,
        _ => throw new ArgumentException($"{function} does not take two arguments.", nameof(function)),
    };

    /// <summary>From left to right, starting at the first; the empty value when there is none.</summary>
    private double Fold(ImmutableArray<BoundExpression> arguments, double empty, Func<double, double, double> combine)
    {
        if (arguments.IsEmpty)
        {
            return empty;
        }

        double value = Evaluate(arguments[0]);
        for (int i = 1; i < arguments.Length; i++)
        {
            value = combine(value, Evaluate(arguments[i]));
        }

        return value;
    }

    private double Piecewise(ImmutableArray<BoundExpression> arguments)
    {
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            if (IsTrue(arguments[i + 1]))
            {
                return Evaluate(arguments[i]);
            }
        }

        return arguments.Length % 2 == 1 ? Evaluate(arguments[^1]) : double.NaN;
    }

    private bool IsTrue(BoundExpression expression) => Evaluate(expression) != 0;

    /// <summary>x! for a whole x ≥ 0; infinite past 170, NaN elsewhere.</summary>
    private static double Factorial(double x)
    {
        if (!(x >= 0) || x != Math.Floor(x))
        {
            return double.NaN;
        }

        double product = x > LargestFactorial ? double.PositiveInfinity : 1;
        for (int i = 2; i <= Math.Min(x, LargestFactorial); i++)
        {
            product *= i;
        }

        return product;
    }
}
