using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>The uncertainty of a symbol as the package distrib writes it (Antimony reference, section 17).</summary>
internal static class UncertaintyElements
{
    public static SbmlElement Make(ListView<UncertaintyPart> parts, MathMaker math, Func<string, string> idOf, SourceSpan span)
    {
        var uncertainty = SbmlElement.Distrib("uncertainty", span);
        foreach (var part in parts.Where(p => p.Formula is not null))
        {
            uncertainty.Add(Make(part, parts.LastOrDefault(p => p.Word == part.Word && p.Address is not null)?.Address, math, idOf));
        }

        foreach (var alone in parts.Where(p => p.Address is not null && !parts.Any(q => q.Word == p.Word && q.Formula is not null)))
        {
            uncertainty.Add(SbmlElement.Distrib("uncertParameter", alone.Span, ("type", alone.Word), ("definitionURL", alone.Address)));
        }

        return SbmlElement.Distrib("listOfUncertainties", span).With(uncertainty);
    }

    private static SbmlElement Make(UncertaintyPart part, string? address, MathMaker math, Func<string, string> idOf)
    {
        var formula = part.Formula!;
        bool isSpan = UncertaintyWords.IsPair(part.Word) || part.Word == "externalParameter";
        var element = SbmlElement.Distrib(isSpan ? "uncertSpan" : "uncertParameter", part.Span);

        // The package spells it so.
        element.Set("type", part.Word == "coefficientOfVariation" ? "coeffientOfVariation" : part.Word);
        element.Set("definitionURL", address);
        switch (formula.Syntax)
        {
            case VectorSyntax { Items: [var lower, var upper] }:
                SetValue(lower, "valueLower", "varLower");
                SetValue(upper, "valueUpper", "varUpper");
                break;
            case var single when part.Word != "distribution" && UncertaintyWords.IsSingle(formula.Tree, single):
                SetValue(single, "value", "var");
                break;
            default:
                element.Add(SbmlMath.Math(math.Make(formula.Tree, formula.Syntax, formula.Scope)));
                break;
        }

        return element;

        void SetValue(ExpressionSyntax syntax, string value, string name)
        {
            if (MathMaker.NumberOf(formula.Tree, syntax) is { } number)
            {
                element.Set(value, SbmlNumber.Text(number));
            }
            else if (FormulaNames.Of(syntax).FirstOrDefault() is { } named)
            {
                element.Set(name, idOf(formula.Scope + formula.Tree.PathOf(named.Parts)));
            }
        }
    }
}
