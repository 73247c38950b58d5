using System.Collections.Immutable;
using Thymus.Language.Binding;

namespace Thymus.Reports.Models;

/// <summary>Sets the expressions of a model as a paper prints them: fractions, powers, one sign a term, brackets only where they are needed.</summary>
internal static class MathLayout
{
    // How strongly an expression holds together; what holds less than its place needs is put in brackets.
    private const int Or = 1, And = 2, Relation = 3, Sum = 4, ProductLevel = 5, Prefix = 6, Base = 7, Atom = 8;

    /// <summary>An expression.</summary>
    public static MathNode Of(BoundExpression expression) => Set(expression).Node;

    /// <summary>Terms of a sum, in order; 0 for none.</summary>
    public static MathNode Of(IReadOnlyList<SignedTerm> terms) => terms.Count switch
    {
        0 => new MathNumber(0),
        1 => Term(terms[0], isFirst: true),
        _ => new MathSum([.. terms.Select((t, i) => Term(t, i == 0))]),
    };

    private static MathNode At(BoundExpression expression, int needed)
    {
        var (node, holds) = Set(expression);
        return holds < needed ? MathFence.Round(node) : node;
    }

    private static (MathNode Node, int Holds) Set(BoundExpression expression) => expression switch
    {
        BoundNumber number => (new MathNumber(number.Value), number.Value < 0 ? Prefix : Atom),
        BoundSymbol symbol => (new MathName(symbol.Symbol.Name), Atom),
        BoundTime => (new MathName("t"), Atom),
        BoundCall call => Call(call),
        _ => (new MathWord("?"), Atom),
    };

    private static (MathNode, int) Call(BoundCall call)
    {
        var a = call.Arguments;
        switch (call.Function)
        {
            case Function.Add or Function.Multiply or Function.And or Function.Or or Function.Xor when a.Length == 1:
                return Set(a[0]);
            case Function.Add or Function.Subtract or Function.Negate:
                var terms = SignedTerm.Of(call).ToList();
                return (Of(terms), terms.Count > 1 || terms is [{ Factor: < 0 }] ? Sum : ProductLevel);
            case Function.Multiply or Function.Divide when a.Length > 0:
                var term = SignedTerm.Of(call).Single();
                return (Term(term, isFirst: true), term.Factor < 0 ? Sum : ProductLevel);
            case Function.Power:
                return (new MathPower(At(a[0], Atom), Of(a[1])), Base);
            case Function.Sqrt:
                return (new MathRoot(Of(a[0]), null), Atom);
            case Function.Root:
                return (new MathRoot(Of(a[1]), Of(a[0])), Atom);
            case Function.Exp when !IsLarge(a[0]):
                return (new MathPower(new MathWord("e"), Of(a[0])), Base);
            case Function.Abs:
                return (new MathFence("|", Of(a[0]), "|"), Atom);
            case Function.Floor:
                return (new MathFence("⌊", Of(a[0]), "⌋"), Atom);
            case Function.Ceiling:
                return (new MathFence("⌈", Of(a[0]), "⌉"), Atom);
            case Function.Factorial:
                return (MathRow.Of(At(a[0], Atom), new MathSign("!", true)), Atom);
            case Function.RateOf:
                return (new MathRate(Of(a[0])), Atom);
            case Function.Piecewise:
                return (Cases(a), Atom);
            case Function.Less or Function.LessOrEqual or Function.Greater or Function.GreaterOrEqual or Function.Equal or Function.NotEqual:
                return (MathRow.Of(At(a[0], Sum), new MathSign(SignOf(call.Function)), At(a[1], Sum)), Relation);
            case Function.And:
                return (Joined(a, "∧", Relation), And);
            case Function.Or:
                return (Joined(a, "∨", And), Or);
            case Function.Xor:
                return (Joined(a, "⊻", And), Or);
            case Function.Not:
                return (MathRow.Of(new MathSign("¬", true), At(a[0], Prefix)), Prefix);
            default:
                return (MathRow.Of(new MathWord(WordOf(call.Function)), MathFence.Round(Listed(a))), Atom);
        }
    }

    private static MathNode Term(SignedTerm term, bool isFirst)
    {
        double size = Math.Abs(term.Factor);
        ImmutableArray<BoundExpression> above = [.. term.Above.Where(f => f is not BoundNumber { Value: 1 }).OrderBy(f => f is not BoundNumber)];   // numbers first
        ImmutableArray<BoundExpression> below = [.. term.Below.Where(f => f is not BoundNumber { Value: 1 })];
        if (size != 1)
        {
            above = above.Insert(0, new BoundNumber(size, null, default));
        }

        var product = below.IsEmpty ? Factors(above) : new MathFraction(Factors(above), Factors(below));
        return term.Factor < 0 ? MathRow.Of(new MathSign("−", IsPrefix: isFirst), product)
            : isFirst ? product
            : MathRow.Of(new MathSign("+"), product);
    }

    private static MathNode Factors(ImmutableArray<BoundExpression> factors) => factors.Length switch
    {
        0 => new MathNumber(1),
        1 => At(factors[0], Sum),
        _ => Product(factors),
    };

    // A symbol that occurs more than once is a power of it.
    private static MathNode Product(ImmutableArray<BoundExpression> factors)
    {
        var parts = ImmutableArray.CreateBuilder<MathNode>();
        foreach (var group in factors.GroupBy(f => f is BoundSymbol s ? s.Symbol : (object)f, ReferenceEqualityComparer.Instance))
        {
            if (parts.Count > 0)
            {
                parts.Add(new MathSign("·"));
            }

            parts.Add(group.Count() == 1 ? At(group.First(), ProductLevel) : new MathPower(Of(group.First()), new MathNumber(group.Count())));
        }

        return parts.Count == 1 ? parts[0] : new MathRow(parts.ToImmutable());
    }

    private static MathRow Joined(ImmutableArray<BoundExpression> parts, string sign, int needed) =>
        new([.. parts.SelectMany((p, i) => i == 0 ? new[] { At(p, needed) } : [new MathSign(sign), At(p, needed)])]);

    private static MathRow Listed(ImmutableArray<BoundExpression> parts) =>
        new([.. parts.SelectMany((p, i) => i == 0 ? new[] { Of(p) } : [new MathSign(","), Of(p)])]);

    private static MathCases Cases(ImmutableArray<BoundExpression> a)
    {
        var cases = ImmutableArray.CreateBuilder<(MathNode, MathNode?)>();
        for (int i = 0; i < a.Length; i += 2)
        {
            cases.Add((Of(a[i]), i + 1 < a.Length ? Of(a[i + 1]) : null));
        }

        return new MathCases(cases.ToImmutable());
    }

    // An exponent that would be hard to read above the line.
    private static bool IsLarge(BoundExpression expression) => expression is BoundCall call
        && (call.Function is Function.Piecewise || call.Arguments.Any(x => x is BoundCall { Function: not Function.Negate } inner && inner.Arguments.Any(y => y is BoundCall)));

    private static string SignOf(Function function) => function switch
    {
        Function.Less => "<",
        Function.LessOrEqual => "≤",
        Function.Greater => ">",
        Function.GreaterOrEqual => "≥",
        Function.Equal => "=",
        _ => "≠",
    };

    private static string WordOf(Function function) => function switch
    {
        Function.Log10 => "log10",
        Function.Remainder => "rem",
        _ => function.ToString().ToLowerInvariant(),
    };
}
