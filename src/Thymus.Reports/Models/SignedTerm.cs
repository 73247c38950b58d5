using System.Collections.Immutable;
using Thymus.Language.Binding;

namespace Thymus.Reports.Models;

/// <summary>A product over a product, with a number before it.</summary>
/// <param name="Factor">The number, with the sign.</param>
/// <param name="Above">Factors.</param>
/// <param name="Below">Divisors.</param>
internal sealed record SignedTerm(double Factor, ImmutableArray<BoundExpression> Above, ImmutableArray<BoundExpression> Below)
{
    /// <summary>The terms of a sum, with the signs of differences and changes of sign taken into them.</summary>
    public static IEnumerable<SignedTerm> Of(BoundExpression expression, double factor = 1)
    {
        switch (expression)
        {
            case BoundCall { Function: Function.Add } sum:
                return sum.Arguments.SelectMany(a => Of(a, factor));
            case BoundCall { Function: Function.Subtract } difference:
                return [.. Of(difference.Arguments[0], factor), .. Of(difference.Arguments[1], -factor)];
            case BoundCall { Function: Function.Negate } negative:
                return Of(negative.Arguments[0], -factor);
            default:
                var above = ImmutableArray.CreateBuilder<BoundExpression>();
                var below = ImmutableArray.CreateBuilder<BoundExpression>();
                double sign = Math.Sign(factor);
                Collect(expression, above, below, ref sign);
                return [new SignedTerm(Math.Abs(factor) * sign, above.ToImmutable(), below.ToImmutable())];
        }
    }

    /// <summary>The term divided by a symbol: a factor that is it goes away.</summary>
    public SignedTerm Over(Symbol divisor)
    {
        int at = Above.IndexOf(Above.FirstOrDefault(f => f is BoundSymbol s && s.Symbol == divisor)!);
        return at >= 0 ? this with { Above = Above.RemoveAt(at) } : this with { Below = Below.Add(new BoundSymbol(divisor, default)) };
    }

    /// <summary>A term that is a single sum without divisors, as its terms; any other as it is.</summary>
    public IEnumerable<SignedTerm> Opened() => Above is [BoundCall { Function: Function.Add or Function.Subtract or Function.Negate } sum] && Below.IsEmpty
        ? Of(sum, Factor)
        : [this];

    private static void Collect(
        BoundExpression expression, ImmutableArray<BoundExpression>.Builder above, ImmutableArray<BoundExpression>.Builder below, ref double sign)
    {
        switch (expression)
        {
            case BoundCall { Function: Function.Multiply } product:
                foreach (var factor in product.Arguments)
                {
                    Collect(factor, above, below, ref sign);
                }

                break;
            case BoundCall { Function: Function.Divide } quotient:
                Collect(quotient.Arguments[0], above, below, ref sign);
                Collect(quotient.Arguments[1], below, above, ref sign);
                break;
            case BoundCall { Function: Function.Negate } negative:
                sign = -sign;
                Collect(negative.Arguments[0], above, below, ref sign);
                break;
            case BoundNumber { Value: < 0 } number:
                sign = -sign;
                above.Add(number with { Value = -number.Value });
                break;
            default:
                above.Add(expression);
                break;
        }
    }
}
