using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary><c>3 = f</c> as the formula that is zero.</summary>
internal static class AlgebraicRules
{
    /// <summary>The formula less the number, or alone where the number is 0; like any formula its parts are places in the file.</summary>
    public static ExpressionSyntax Left(AlgebraicStatement syntax)
    {
        var number = new NumberSyntax(syntax.Number, null, syntax.First, syntax.First + 1);
        ExpressionSyntax right = syntax.IsNegative ? new UnarySyntax(TokenKind.Minus, number, syntax.First, syntax.First + 1) : number;
        return new AlgebraicSyntax(syntax.Formula, right, syntax.First, syntax.End);
    }
}

/// <summary>A formula that equals a number; less the number it is zero.</summary>
internal sealed record AlgebraicSyntax(ExpressionSyntax Formula, ExpressionSyntax Number, int First, int End) : ExpressionSyntax(First, End);
