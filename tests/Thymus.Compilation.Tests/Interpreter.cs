using Thymus.Language.Binding;

namespace Thymus.Compilation.Tests;

/// <summary>A number with a bound of what rounding can have done to it (running error analysis; Higham 2002, §3.3).</summary>
internal readonly record struct Rounded(double Value, double Error)
{
    private const double Unit = 4.5e-16;   // four half units: a quotient is a product with a rounded reciprocal, a function is within 2 ulp

    public bool IsCertain => double.IsFinite(Value) && double.IsFinite(Error);

    public static implicit operator Rounded(double value) => new(value, 0);

    public static Rounded operator +(Rounded a, Rounded b) => Of(a.Value + b.Value, a.Error + b.Error);

    public static Rounded operator -(Rounded a, Rounded b) => Of(a.Value - b.Value, a.Error + b.Error);

    public static Rounded operator *(Rounded a, Rounded b) =>
        Of(a.Value * b.Value, (Math.Abs(a.Value) * b.Error) + (Math.Abs(b.Value) * a.Error) + (a.Error * b.Error));

    public static Rounded operator /(Rounded a, Rounded b) =>
        Math.Abs(b.Value) <= 2 * b.Error ? Uncertain : Of(a.Value / b.Value, (a.Error + (Math.Abs(a.Value / b.Value) * b.Error)) / (Math.Abs(b.Value) - b.Error));

    public static Rounded Uncertain { get; } = new(double.NaN, double.PositiveInfinity);

    /// <summary>A function of a number, with the largest slope near it.</summary>
    public Rounded Map(Func<double, double> function, Func<double, double> slope) => Of(function(Value), 2 * Math.Abs(slope(Value)) * Error);

    private static Rounded Of(double value, double error) => new(value, (error * 1.0001) + (Unit * Math.Abs(value)));
}

/// <summary>Computes bound expressions by walking over them: slow, and nothing in common with the compiler.</summary>
internal static class Interpreter
{
    public static Rounded Evaluate(BoundExpression expression, Func<Symbol, Rounded> symbol, double time) => expression switch
    {
        BoundNumber number => number.Value,
        BoundTime => time,
        BoundSymbol reference => symbol(reference.Symbol),
        BoundCall call => Apply(call.Function, [.. call.Arguments.Select(a => Evaluate(a, symbol, time))]),
        _ => throw new InvalidOperationException("Unknown expression."),
    };

    /// <summary>The expression in words, for messages.</summary>
    public static string Text(BoundExpression expression) => expression switch
    {
        BoundNumber number => number.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        BoundTime => "time",
        BoundSymbol reference => reference.Symbol.Name,
        BoundCall call => $"{call.Function}({string.Join(", ", call.Arguments.Select(Text))})",
        _ => "?",
    };

    private static Rounded Apply(Function function, Rounded[] x) => function switch
    {
        Function.Add => x.Aggregate((a, b) => a + b),
        Function.Subtract => x[0] - x[1],
        Function.Multiply => x.Aggregate((a, b) => a * b),
        Function.Divide => x[0] / x[1],
        Function.Negate => x[0] * -1,
        Function.Power => Power(x[0], x[1]),
        Function.Exp => x[0].Map(Math.Exp, Math.Exp),
        Function.Ln => x[0].Map(Math.Log, v => 1 / v),
        Function.Log10 => x[0].Map(Math.Log10, v => 0.44 / v),
        Function.Sqrt => x[0].Map(Math.Sqrt, v => 0.5 / Math.Sqrt(v)),
        Function.Abs => x[0].Map(Math.Abs, _ => 1),
        Function.Sin => x[0].Map(Math.Sin, _ => 1),
        Function.Cos => x[0].Map(Math.Cos, _ => 1),
        Function.Tan => x[0].Map(Math.Tan, v => 1 + (Math.Tan(v) * Math.Tan(v))),
        Function.Arctan => x[0].Map(Math.Atan, _ => 1),
        Function.Arcsin => x[0].Map(Math.Asin, v => 1 / Math.Sqrt(1 - (v * v))),
        Function.Arccos => x[0].Map(Math.Acos, v => 1 / Math.Sqrt(1 - (v * v))),
        Function.Sinh => x[0].Map(Math.Sinh, Math.Cosh),
        Function.Cosh => x[0].Map(Math.Cosh, Math.Cosh),
        Function.Tanh => x[0].Map(Math.Tanh, _ => 1),
        Function.Min => x.Aggregate((a, b) => Choose(a, b, a.Value < b.Value)),
        Function.Max => x.Aggregate((a, b) => Choose(a, b, a.Value > b.Value)),
        Function.Floor => Step(x[0], Math.Floor),
        Function.Ceiling => Step(x[0], Math.Ceiling),
        Function.Quotient => Step(x[0] / x[1], Math.Truncate),
        Function.Remainder => x[0] - (x[1] * Step(x[0] / x[1], Math.Truncate)),
        Function.Less => Compare(x[0], x[1], (a, b) => a < b),
        Function.LessOrEqual => Compare(x[0], x[1], (a, b) => a <= b),
        Function.Greater => Compare(x[0], x[1], (a, b) => a > b),
        Function.GreaterOrEqual => Compare(x[0], x[1], (a, b) => a >= b),
        Function.And => x.Aggregate((a, b) => Truth(a, b, (p, q) => p && q)),
        Function.Or => x.Aggregate((a, b) => Truth(a, b, (p, q) => p || q)),
        Function.Xor => x.Aggregate((a, b) => Truth(a, b, (p, q) => p != q)),
        Function.Not => Truth(x[0], x[0], (p, _) => !p),
        Function.Piecewise => Piecewise(x),
        _ => throw new InvalidOperationException($"{function} is not interpreted."),
    };

    private static Rounded Power(Rounded x, Rounded y)
    {
        double value = Math.Pow(x.Value, y.Value);
        double error = (Math.Abs(y.Value * value / x.Value) * x.Error) + (Math.Abs(value * Math.Log(Math.Abs(x.Value))) * y.Error);
        return new Rounded(value, (2 * error) + (4e-15 * Math.Abs(value)));   // System.Math is not our reference for ulps
    }

    private static Rounded Step(Rounded x, Func<double, double> step) =>
        step(x.Value - x.Error) == step(x.Value + x.Error) ? step(x.Value) : Rounded.Uncertain;

    private static Rounded Choose(Rounded a, Rounded b, bool isFirst) =>
        !a.IsCertain || !b.IsCertain ? Rounded.Uncertain
        : new Rounded(isFirst ? a.Value : b.Value, Math.Max(a.Error, b.Error));

    private static Rounded Compare(Rounded a, Rounded b, Func<double, double, bool> holds) =>
        !a.IsCertain || !b.IsCertain || (Math.Abs(a.Value - b.Value) <= a.Error + b.Error && a.Error + b.Error > 0)
            ? Rounded.Uncertain
            : holds(a.Value, b.Value) ? 1 : 0;

    private static Rounded Truth(Rounded a, Rounded b, Func<bool, bool, bool> holds) =>
        a.IsCertain && b.IsCertain ? holds(a.Value != 0, b.Value != 0) ? 1 : 0 : Rounded.Uncertain;

    private static Rounded Piecewise(Rounded[] x)
    {
        for (int i = 0; i + 1 < x.Length; i += 2)
        {
            if (!x[i + 1].IsCertain)
            {
                return Rounded.Uncertain;
            }

            if (x[i + 1].Value != 0)
            {
                return x[i];
            }
        }

        return x.Length % 2 == 1 ? x[^1] : double.NaN;
    }
}
