using Thymus.Language.Binding;
using static Thymus.Compilation.Tests.ModelText;

namespace Thymus.Compilation.Tests;

/// <summary>A model of rate rules only, so that f is a list of expressions; with values to compute it at.</summary>
internal sealed record RandomModel(BoundModel Model, Symbol[] States, Symbol[] Parameters, double[] StateValues, double[] ParameterValues, double Time)
{
    public Rounded Value(BoundExpression expression) => Value(expression, StateValues, Time);

    public Rounded Value(BoundExpression expression, double[] states, double time) => Interpreter.Evaluate(
        expression,
        s => Array.IndexOf(States, s) is >= 0 and var i ? states[i] : ParameterValues[Array.IndexOf(Parameters, s)],
        time);

    public BoundExpression[] Rates => [.. Model.Rules.Select(r => r.Expression)];
}

/// <summary>Generators of models.</summary>
internal static class RandomModels
{
    private const int StateCount = 4;
    private const int ParameterCount = 3;

    /// <summary>With everything: corners, jumps, conditions.</summary>
    public static Gen<RandomModel> Any { get; } = Models(isSmooth: false);

    /// <summary>With functions that have derivatives everywhere.</summary>
    public static Gen<RandomModel> Smooth { get; } = Models(isSmooth: true);

    private static Gen<RandomModel> Models(bool isSmooth)
    {
        Symbol[] states = [.. Enumerable.Range(0, StateCount).Select(i => new Symbol($"y{i}", SymbolKind.Parameter, Nowhere) { InitialValue = 1 })];
        Symbol[] parameters = [.. Enumerable.Range(0, ParameterCount).Select(i => new Symbol($"p{i}", SymbolKind.Parameter, Nowhere) { InitialValue = 1 })];
        var leaf = Gen.OneOf(
            Gen.Int[0, StateCount - 1].Select(i => states[i]).Select(s => s.Value), Gen.Int[0, StateCount - 1].Select(i => states[i]).Select(s => s.Value),
            Gen.Int[0, ParameterCount - 1].Select(i => parameters[i]).Select(s => s.Value),
            Gen.OneOf(Gen.Double[-3, 3], Gen.Int[-2, 4].Select(n => n / 2.0)).Select(Number),
            Gen.Const(Time));
        var expressions = Expressions(leaf, isSmooth, depth: 5);
        return Gen.Select(
            expressions.Array[StateCount], Gen.Double[-2, 2].Array[StateCount], Gen.Double[-2, 2].Array[ParameterCount], Gen.Double[0, 5],
            (rates, y, p, t) => new RandomModel(
                new BoundModel
                {
                    Id = "random",
                    Symbols = [.. states, .. parameters],
                    Rules = [.. rates.Select((r, i) => new Rule(RuleKind.Rate, states[i], r, Nowhere))],
                },
                states, parameters, y, p, t));
    }

    private static Gen<BoundExpression> Expressions(Gen<BoundExpression> leaf, bool isSmooth, int depth)
    {
        if (depth == 0)
        {
            return leaf;
        }

        var inner = Expressions(leaf, isSmooth, depth - 1);
        var positive = inner.Select(e => Number(0.5) + (e * e));
        var smooth = Gen.OneOf(
            leaf,
            Gen.Select(inner, inner, (a, b) => a + b),
            Gen.Select(inner, inner, (a, b) => a - b),
            Gen.Select(inner, inner, (a, b) => a * b),
            Gen.Select(inner, positive, (a, b) => a / b),
            inner.Select(a => Call(Function.Negate, a)),
            inner.Select(a => Call(Function.Exp, Call(Function.Tanh, a))),
            positive.Select(a => Call(Function.Ln, a)),
            positive.Select(a => Call(Function.Sqrt, a)),
            Gen.Select(positive, leaf, (a, b) => Call(Function.Power, a, b)),
            Gen.Select(inner, Gen.Int[-3, 4], (a, n) => Call(Function.Power, Number(0.25) + a, Number(n))),
            inner.Select(a => Call(Function.Sin, a)),
            inner.Select(a => Call(Function.Cos, a)),
            inner.Select(a => Call(Function.Arctan, a)));
        if (isSmooth)
        {
            return smooth;
        }

        var condition = Gen.OneOf(
            Gen.Select(inner, inner, (a, b) => Call(Function.Less, a, b)),
            Gen.Select(inner, inner, (a, b) => Call(Function.GreaterOrEqual, a, b)));
        condition = Gen.OneOf(
            condition,
            condition.Select(a => Call(Function.Not, a)),
            Gen.Select(condition, condition, (a, b) => Call(Function.And, a, b)),
            Gen.Select(condition, condition, (a, b) => Call(Function.Or, a, b)),
            Gen.Select(condition, condition, (a, b) => Call(Function.Xor, a, b)));
        return Gen.OneOf(
            smooth, smooth,
            condition,
            Gen.Select(inner, condition, inner, (a, c, b) => Call(Function.Piecewise, a, c, b)),
            inner.Select(a => Call(Function.Abs, a)),
            inner.Select(a => Call(Function.Floor, a)),
            Gen.Select(inner, inner, (a, b) => Call(Function.Min, a, b)),
            Gen.Select(inner, inner, (a, b) => Call(Function.Max, a, b)),
            Gen.Select(inner, positive, (a, b) => Call(Function.Remainder, a, b)));
    }
}
