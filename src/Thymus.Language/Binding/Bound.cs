using System.Collections.Immutable;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Binding;

/// <summary>A bound expression with its height and its size when written out, so that shared parts cannot hide a huge tree.</summary>
internal readonly record struct Bound(BoundExpression Expression, int Height, long Size)
{
    public static Bound Leaf(BoundExpression expression) => new(expression, 1, 1);

    public static Bound Call(Function function, SourceSpan span, params ReadOnlySpan<Bound> arguments)
    {
        int height = 0;
        long size = 1;
        var operands = ImmutableArray.CreateBuilder<BoundExpression>(arguments.Length);
        foreach (var argument in arguments)
        {
            height = Math.Max(height, argument.Height);
            size = Math.Min(size + argument.Size, int.MaxValue);
            operands.Add(argument.Expression);
        }

        return new Bound(new BoundCall(function, operands.MoveToImmutable(), span), height + 1, size);
    }
}

/// <summary>The call of a predefined function, with the means to write its meaning down.</summary>
internal readonly record struct BuiltinCall(ImmutableArray<Bound> Arguments, SourceSpan Span)
{
    public Bound Call(Function function, params ReadOnlySpan<Bound> arguments) => Bound.Call(function, Span, arguments);

    public Bound Number(double value) => Bound.Leaf(new BoundNumber(value, null, Span));

    public Bound Inverse(Bound x) => Call(Function.Divide, Number(1), x);

    /// <summary>A comparison of neighbours: all of them hold.</summary>
    public Bound Pairs(Function function)
    {
        var pairs = new Bound[Arguments.Length - 1];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = Call(function, Arguments[i], Arguments[i + 1]);
        }

        return pairs.Length == 1 ? pairs[0] : Call(Function.And, pairs);
    }

    /// <summary>arcsinh x = ±ln(±x + √(x² + 1)), with the sign of x so that nothing cancels (DLMF 4.37.16).</summary>
    public Bound Arcsinh(Bound x)
    {
        var root = Call(Function.Sqrt, Call(Function.Add, Call(Function.Power, x, Number(2)), Number(1)));
        return Call(
            Function.Piecewise,
            Call(Function.Ln, Call(Function.Add, x, root)),
            Call(Function.GreaterOrEqual, x, Number(0)),
            Call(Function.Negate, Call(Function.Ln, Call(Function.Subtract, root, x))));
    }

    /// <summary>arccosh x = ln(x + √(x - 1) √(x + 1)) (DLMF 4.37.19).</summary>
    public Bound Arccosh(Bound x) => Call(Function.Ln, Call(
        Function.Add, x,
        Call(
            Function.Multiply,
            Call(Function.Sqrt, Call(Function.Subtract, x, Number(1))),
            Call(Function.Sqrt, Call(Function.Add, x, Number(1))))));

    /// <summary>arctanh x = ½ ln((1 + x)/(1 - x)) (DLMF 4.37.24).</summary>
    public Bound Arctanh(Bound x) => Call(
        Function.Multiply, Number(0.5),
        Call(Function.Ln, Call(
            Function.Divide, Call(Function.Add, Number(1), x), Call(Function.Subtract, Number(1), x))));
}
