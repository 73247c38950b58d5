using System.Globalization;
using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation.Flattening;

/// <summary>Turns bound expressions into nodes, without recursion: a model may nest as deep as its reader allows.</summary>
internal sealed class ExpressionTranslator(ExpressionGraph graph, DrawTable draws, ICollection<Diagnostic> findings)
{
    /// <summary>The node of an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="time">The node of the time.</param>
    /// <param name="symbol">The node of a symbol.</param>
    /// <param name="rateOf">The node of the rate of change of a symbol.</param>
    /// <param name="delay">The node of a delayed expression, from those of the expression now and of the lag.</param>
    public int Translate(
        BoundExpression expression, int time, Func<Symbol, int> symbol, Func<BoundSymbol, int> rateOf, Func<BoundCall, int, int, int> delay)
    {
        Stack<int> values = [];
        Stack<(BoundExpression Expression, bool IsExact, bool IsReady)> open = [];
        open.Push((expression, false, false));
        while (open.TryPop(out var top))
        {
            switch (top.Expression)
            {
                case BoundNumber number:
                    values.Push(graph.Constant(number.Value));
                    break;
                case BoundTime:
                    values.Push(time);
                    break;
                case BoundSymbol reference:
                    values.Push(symbol(reference.Symbol));
                    break;
                case BoundCall { Function: Function.RateOf, Arguments: [BoundSymbol changing] }:
                    values.Push(rateOf(changing));
                    break;
                case BoundCall { Function: Function.Delay } call when top.IsReady:
                    int[] delayed = Pop(values, call.Arguments.Length);
                    values.Push(delay(call, delayed[0], delayed[1]));
                    break;
                case BoundCall call when top.IsReady && DrawTable.DistributionOf(call.Function) is { } distribution:
                    values.Push(draws.Of(call, distribution, Pop(values, call.Arguments.Length)));
                    break;
                case BoundCall call when top.IsReady:
                    values.Push(Apply(call, Pop(values, call.Arguments.Length), top.IsExact));
                    break;
                case BoundCall call:
                    open.Push((call, top.IsExact, true));
                    for (int i = call.Arguments.Length - 1; i >= 0; i--)
                    {
                        open.Push((call.Arguments[i], JumpsAtIntegers(call.Function), false));
                    }

                    break;
                default:
                    throw new InvalidOperationException($"Unknown expression {top.Expression.GetType().Name}.");
            }
        }

        return values.Pop();
    }

    /// <summary>Symbols whose values an expression uses, each with the place of its first use.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="withRates">Whether those count too of which it uses the rate of change alone.</param>
    public static Dictionary<Symbol, SourceSpan> SymbolsOf(BoundExpression expression, bool withRates = false)
    {
        Dictionary<Symbol, SourceSpan> symbols = [];
        Stack<BoundExpression> open = [];
        open.Push(expression);
        while (open.TryPop(out var top))
        {
            if (top is BoundSymbol reference)
            {
                symbols.TryAdd(reference.Symbol, reference.Span);
            }
            else if (top is BoundCall call && (withRates || call.Function is not Function.RateOf))
            {
                foreach (var argument in call.Arguments.Reverse())
                {
                    open.Push(argument);
                }
            }
        }

        return symbols;
    }

    /// <summary>Functions that jump, so that a quotient as a product with a reciprocal, one rounding off, could change side.</summary>
    private static bool JumpsAtIntegers(Function function) => function is Function.Floor or Function.Ceiling
        or Function.Less or Function.LessOrEqual or Function.Greater or Function.GreaterOrEqual or Function.Equal or Function.NotEqual;

    private static int[] Pop(Stack<int> values, int count)
    {
        int[] arguments = new int[count];
        for (int i = count - 1; i >= 0; i--)
        {
            arguments[i] = values.Pop();
        }

        return arguments;
    }

    private int Apply(BoundCall call, int[] x, bool isExact) => call.Function switch
    {
        Function.Add => Fold(x, graph.Add, graph.Zero),
        Function.Subtract => graph.Subtract(x[0], x[1]),
        Function.Multiply => Fold(x, graph.Multiply, graph.One),
        Function.Divide => isExact ? graph.DivideExactly(x[0], x[1]) : graph.Divide(x[0], x[1]),
        Function.Negate => graph.Negate(x[0]),
        Function.Power => graph.Power(x[0], x[1]),
        Function.Exp => graph.Unary(Operation.Exponential, x[0]),
        Function.Ln => Ln(x[0]),
        Function.Log10 => graph.Unary(Operation.DecadicLogarithm, x[0]),
        Function.Log when graph.Is(x[0], 10) => graph.Unary(Operation.DecadicLogarithm, x[1]),
        Function.Log => graph.Divide(Ln(x[1]), Ln(x[0])),
        Function.Sqrt => graph.Unary(Operation.SquareRoot, x[0]),
        Function.Root => graph.Is(x[0], 2) ? graph.Unary(Operation.SquareRoot, x[1]) : graph.Power(x[1], graph.Reciprocal(x[0])),
        Function.Abs => graph.Unary(Operation.Absolute, x[0]),
        Function.Floor => graph.Unary(Operation.Floor, x[0]),
        Function.Ceiling => graph.Unary(Operation.Ceiling, x[0]),
        Function.Min when x.Length > 0 => Fold(x, graph.Minimum, graph.Zero),
        Function.Max when x.Length > 0 => Fold(x, graph.Maximum, graph.Zero),
        Function.Factorial => Factorial(x[0]),
        Function.Sin => graph.Unary(Operation.Sine, x[0]),
        Function.Cos => graph.Unary(Operation.Cosine, x[0]),
        Function.Tan => graph.Unary(Operation.Tangent, x[0]),
        Function.Arcsin => graph.Unary(Operation.InverseSine, x[0]),
        Function.Arccos => graph.Unary(Operation.InverseCosine, x[0]),
        Function.Arctan => graph.Unary(Operation.InverseTangent, x[0]),
        Function.Sinh => graph.Unary(Operation.HyperbolicSine, x[0]),
        Function.Cosh => graph.Unary(Operation.HyperbolicCosine, x[0]),
        Function.Tanh => graph.Unary(Operation.HyperbolicTangent, x[0]),
        Function.Remainder => graph.Subtract(x[0], graph.Multiply(x[1], Quotient(x[0], x[1]))),
        Function.Quotient => Quotient(x[0], x[1]),
        Function.Piecewise => Piecewise(x),
        Function.Less => Chain(x, graph.Less),
        Function.LessOrEqual => Chain(x, graph.LessOrEqual),
        Function.Greater => Chain(x, (a, b) => graph.Less(b, a)),
        Function.GreaterOrEqual => Chain(x, (a, b) => graph.LessOrEqual(b, a)),
        Function.Equal => Chain(x, graph.AreEqual),
        Function.NotEqual => graph.Not(graph.AreEqual(x[0], x[1])),
        Function.And => Fold(Logical(x), graph.And, graph.One),
        Function.Or => Fold(Logical(x), graph.Or, graph.Zero),
        Function.Xor => Fold(Logical(x), graph.Xor, graph.Zero),
        Function.Not => graph.Not(graph.Logical(x[0])),
        _ => Unsupported(call),
    };

    private int Unsupported(BoundCall call)
    {
        string name = call.Function.ToString().ToLower(CultureInfo.InvariantCulture);
        findings.Add(new Diagnostic(
            CompilationRules.UnsupportedFunction, call.Span, "write it by means of exp, ln, sqrt and arithmetic", name));
        return graph.Constant(double.NaN);
    }

    private int Ln(int a) => graph.Unary(Operation.Logarithm, a);

    private int Quotient(int a, int b) => graph.Unary(Operation.Truncate, graph.DivideExactly(a, b));

    private int[] Logical(int[] x) => [.. x.Select(graph.Logical)];

    /// <summary>A table: of a whole number from 0 to 170, past which it is no number that can be held; otherwise it is not a number.</summary>
    private int Factorial(int a)
    {
        const int Largest = 170;
        int result = graph.Constant(double.NaN);
        double product = 1;
        for (int n = 0; n <= Largest; n++)
        {
            product *= Math.Max(1, n);
            result = graph.Select(graph.AreEqual(a, graph.Constant(n)), graph.Constant(product), result);
        }

        return result;
    }

    /// <summary>The last value is for otherwise; without it a point that no condition covers is not a number.</summary>
    private int Piecewise(int[] x)
    {
        int result = x.Length % 2 == 1 ? x[^1] : graph.Constant(double.NaN);
        for (int i = (x.Length / 2 * 2) - 2; i >= 0; i -= 2)
        {
            result = graph.Select(graph.Logical(x[i + 1]), x[i], result);
        }

        return result;
    }

    private int Chain(int[] x, Func<int, int, int> relation)
    {
        int result = graph.One;
        for (int i = 0; i + 1 < x.Length; i++)
        {
            result = graph.And(result, relation(x[i], x[i + 1]));
        }

        return result;
    }

    private static int Fold(int[] x, Func<int, int, int> combine, int empty)
    {
        if (x.Length == 0)
        {
            return empty;
        }

        int result = x[0];
        for (int i = 1; i < x.Length; i++)
        {
            result = combine(result, x[i]);
        }

        return result;
    }
}
