using System.Collections.Immutable;
using Thymus.Language.Binding;

namespace Thymus.Compilation.Flattening;

/// <summary>An expression as slope·x + rest; the slope is <see langword="null"/> where x does not occur.</summary>
internal sealed record LinearForm(BoundExpression? Slope, BoundExpression Rest)
{
    /// <summary>The form of an expression in a symbol; <see langword="null"/> where it is not linear in it. Expressions are at most some hundred levels deep.</summary>
    public static LinearForm? Of(BoundExpression expression, Symbol x)
    {
        switch (expression)
        {
            case BoundSymbol symbol when symbol.Symbol == x:
                return new LinearForm(new BoundNumber(1, null, symbol.Span), new BoundNumber(0, null, symbol.Span));
            case BoundCall call when Uses(call, x):
                return Of(call, x);
            default:
                return new LinearForm(null, expression);
        }
    }

    /// <summary>The expression with a symbol replaced.</summary>
    public static BoundExpression Replace(BoundExpression expression, Symbol x, BoundExpression by) => expression switch
    {
        BoundSymbol symbol when symbol.Symbol == x => by,
        BoundCall call when Uses(call, x) => call with { Arguments = [.. call.Arguments.Select(a => Replace(a, x, by))] },
        _ => expression,
    };

    /// <summary>Operands and operators of an expression written out, its levels, and how often a symbol stands in it.</summary>
    public static (long Size, int Height, long Uses) Measure(BoundExpression expression, Symbol? x)
    {
        if (expression is not BoundCall call)
        {
            return (1, 1, expression is BoundSymbol symbol && symbol.Symbol == x ? 1 : 0);
        }

        (long size, int height, long uses) = (1, 0, 0);
        foreach (var argument in call.Arguments)
        {
            var part = Measure(argument, x);
            (size, height, uses) = (size + part.Size, Math.Max(height, part.Height), uses + part.Uses);
        }

        return (size, height + 1, uses);
    }

    private static bool Uses(BoundExpression expression, Symbol x)
    {
        Stack<BoundExpression> open = [];
        open.Push(expression);
        while (open.TryPop(out var top))
        {
            if (top is BoundSymbol symbol && symbol.Symbol == x)
            {
                return true;
            }

            foreach (var argument in top is BoundCall call ? call.Arguments : [])
            {
                open.Push(argument);
            }
        }

        return false;
    }

    private static LinearForm? Of(BoundCall call, Symbol x)
    {
        if (call.Function is Function.Power or Function.RateOf or Function.Delay)
        {
            return null;
        }

        if (call.Function is Function.Piecewise)
        {
            return Piecewise(call, x);
        }

        var forms = new LinearForm[call.Arguments.Length];
        for (int i = 0; i < forms.Length; i++)
        {
            if (Of(call.Arguments[i], x) is not { } form)
            {
                return null;
            }

            forms[i] = form;
        }

        var slopes = forms.Select(f => f.Slope ?? new BoundNumber(0, null, call.Span)).ToImmutableArray();
        var rests = forms.Select(f => f.Rest).ToImmutableArray();
        switch (call.Function)
        {
            case Function.Add or Function.Subtract or Function.Negate:
                return new LinearForm(call with { Arguments = slopes }, call with { Arguments = rests });
            case Function.Divide when forms[1].Slope is null:
                return new LinearForm(call with { Arguments = [slopes[0], rests[1]] }, call with { Arguments = rests });
            case Function.Multiply when forms.Count(f => f.Slope is not null) == 1:
                var factors = forms.Select(f => f.Slope ?? f.Rest).ToImmutableArray();
                return new LinearForm(call with { Arguments = factors }, call with { Arguments = rests });
            default:
                return null;
        }
    }

    private static LinearForm? Piecewise(BoundCall call, Symbol x)
    {
        var slopes = call.Arguments.ToBuilder();
        var rests = call.Arguments.ToBuilder();
        for (int i = 0; i < call.Arguments.Length; i++)
        {
            bool isCondition = i % 2 == 1;
            if (isCondition && Uses(call.Arguments[i], x))
            {
                return null;
            }

            if (!isCondition)
            {
                if (Of(call.Arguments[i], x) is not { } form)
                {
                    return null;
                }

                slopes[i] = form.Slope ?? new BoundNumber(0, null, call.Span);
                rests[i] = form.Rest;
            }
        }

        return new LinearForm(call with { Arguments = slopes.ToImmutable() }, call with { Arguments = rests.ToImmutable() });
    }
}
