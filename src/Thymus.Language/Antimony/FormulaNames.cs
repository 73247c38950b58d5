using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>Walks the parts of formulas; the parser has bounded their depth, and a stack of its own keeps the order of the text.</summary>
internal static class FormulaNames
{
    /// <summary>The names in a formula, without those of functions and units.</summary>
    public static IEnumerable<NameSyntax> Of(ExpressionSyntax? formula) => formula switch
    {
        NumberSyntax => [],   // most formulas are a number or a name, and need no walk
        NameSyntax name => [name],
        _ => Parts(formula).OfType<NameSyntax>(),
    };

    /// <summary>The numbers in a formula that have a unit.</summary>
    public static IEnumerable<NumberSyntax> WithUnits(ExpressionSyntax? formula) =>
        formula is NameSyntax or NumberSyntax { Unit: null } ? [] : Parts(formula).OfType<NumberSyntax>().Where(n => n.Unit is not null);

    /// <summary>A formula and all its parts.</summary>
    public static IEnumerable<ExpressionSyntax> Parts(ExpressionSyntax? formula) => formula switch
    {
        null => [],
        NameSyntax or NumberSyntax => [formula],
        _ => Walk(formula),
    };

    private static IEnumerable<ExpressionSyntax> Walk(ExpressionSyntax formula)
    {
        Stack<ExpressionSyntax> open = new([formula]);
        while (open.TryPop(out var next))
        {
            yield return next;
            switch (next)
            {
                case CallSyntax call:
                    Push(call.Arguments);
                    break;
                case VectorSyntax vector:
                    Push(vector.Items);
                    break;
                case ChainSyntax chain:
                    Push(chain.Operands);
                    break;
                case AlgebraicSyntax algebraic:
                    open.Push(algebraic.Number);
                    open.Push(algebraic.Formula);
                    break;
                case UnarySyntax unary:
                    open.Push(unary.Operand);
                    break;
                case ParenthesisSyntax parenthesis:
                    open.Push(parenthesis.Inner);
                    break;
                case PowerSyntax power:
                    open.Push(power.Exponent);
                    open.Push(power.Base);
                    break;
            }
        }

        void Push(IReadOnlyList<ExpressionSyntax> parts)
        {
            for (int i = parts.Count - 1; i >= 0; i--)
            {
                open.Push(parts[i]);
            }
        }
    }
}
