using System.Globalization;
using Thymus.Language.Binding;

namespace Thymus.Reports.Models;

/// <summary>A text that is the same for formulas that differ only in the order and nesting of sums, products and other commutative operations.</summary>
internal static class FormulaKey
{
    /// <summary>The text. The depth of what the readers give is limited, so recursion is safe.</summary>
    public static string Of(BoundExpression expression) => expression switch
    {
        BoundNumber number => Number(number.Value),
        BoundSymbol symbol => symbol.Symbol.Name,
        BoundTime => "time",
        BoundCall { Function: Function.Add or Function.Subtract or Function.Negate or Function.Multiply or Function.Divide } call => Sum(call),
        BoundCall { Function: Function.Sqrt } root => $"Root(2,{Of(root.Arguments[0])})",
        BoundCall { Function: Function.Greater or Function.GreaterOrEqual } call =>
            $"{(call.Function is Function.Greater ? Function.Less : Function.LessOrEqual)}({Of(call.Arguments[1])},{Of(call.Arguments[0])})",
        BoundCall { Function: Function.And or Function.Or or Function.Xor or Function.Min or Function.Max or Function.Equal or Function.NotEqual } call =>
            $"{call.Function}({string.Join(',', Operands(call, call.Function).Order(StringComparer.Ordinal))})",
        BoundCall call => $"{call.Function}({string.Join(',', call.Arguments.Select(Of))})",
        _ => "?",
    };

    private static string Sum(BoundExpression expression)
    {
        string[] terms = [.. SignedTerm.Of(expression).Select(Term).Order(StringComparer.Ordinal)];
        return terms.Length == 1 ? terms[0] : $"Add({string.Join(',', terms)})";
    }

    private static string Term(SignedTerm term)
    {
        double number = term.Above.OfType<BoundNumber>().Aggregate(term.Factor, (product, n) => product * n.Value);
        string above = string.Join('*', term.Above.Where(f => f is not BoundNumber).Select(Of).Order(StringComparer.Ordinal));
        string below = string.Join('*', term.Below.Where(f => f is not BoundNumber { Value: 1 }).Select(Of).Order(StringComparer.Ordinal));
        string text = above.Length == 0 ? Number(number) : number == 1 ? above : $"{Number(number)}*{above}";
        return below.Length == 0 ? text : $"{text}/[{below}]";
    }

    // And, or and their like in each other are one.
    private static IEnumerable<string> Operands(BoundCall call, Function function) => function is Function.Equal or Function.NotEqual
        ? call.Arguments.Select(Of)
        : call.Arguments.SelectMany(a => a is BoundCall inner && inner.Function == function ? Operands(inner, function) : [Of(a)]);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
