using System.Collections.Frozen;
using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>Annotations and uncertainty (Antimony reference, sections 12 and 17).</summary>
internal sealed partial class ModuleCollector
{
    private void CollectAnnotation(AnnotateStatement syntax)
    {
        if (FileAnnotations.Read(_tree, syntax, findings) is not { } part)
        {
            return;
        }

        if (syntax.Reference is null)
        {
            module.Annotations.Add(part);
        }
        else if (Mention(syntax.Reference) is { } symbol)
        {
            symbol.IsTouched |= !symbol.IsLocal && symbol.Role is not Role.Submodel;
            symbol.Add(part);
        }
    }

    /// <summary>Takes <c>x.mean = 3</c>, unless a submodel x has a symbol of that name.</summary>
    private bool TakeUncertainty(TargetSyntax target, AssignmentSyntax assignment)
    {
        var parts = target.Reference.Parts;
        string word = _tree.TextOf(parts[^1]);
        if (parts.Length < 2 || target.Compartment is not null || assignment.Kind is not AssignmentKind.Value
            || !ReservedWords.Uncertainty.Contains(word) || module.Find(PathOf(target.Reference)) is not null)
        {
            return false;
        }

        var span = _tree.SpanOf(target.Reference);
        if (MentionOwner(target.Reference) is { } owner && assignment.Formula is { } formula
            && UncertaintyWords.Check(_tree, word, formula, span, findings))
        {
            owner.IsTouched |= !owner.IsLocal;
            owner.RemoveUncertainty(UncertaintyWords.Canonical(word));
            owner.Add(new UncertaintyPart(UncertaintyWords.Canonical(word), Own(formula, owner.Path, span), null, span));
        }

        MentionAll(assignment.Formula);
        return true;
    }

    /// <summary>Takes <c>x.externalParameter is "address"</c>.</summary>
    private bool TakeUncertaintyAddress(DisplayNameStatement syntax)
    {
        var parts = syntax.Reference.Parts;
        string word = _tree.TextOf(parts[^1]);
        if (parts.Length < 2 || !ReservedWords.Uncertainty.Contains(word) || module.Find(PathOf(syntax.Reference)) is not null)
        {
            return false;
        }

        var span = _tree.SpanOf(syntax.Reference);
        if (word is not ("externalParameter" or "distribution"))
        {
            findings.Report(ModuleRules.UncertaintyShape, span, "only distribution and externalParameter have an address", word, "a value", "not an address");
        }
        else if (MentionOwner(syntax.Reference) is { } owner)
        {
            owner.IsTouched |= !owner.IsLocal;
            owner.Add(new UncertaintyPart(word, null, Strings.Content(_tree, syntax.Name), span));
        }

        return true;
    }
}

/// <summary>The words of uncertainty and what each may be set to.</summary>
internal static class UncertaintyWords
{
    private static readonly FrozenSet<string> Pairs = FrozenSet.Create(
        StringComparer.Ordinal, "confidenceInterval", "credibleInterval", "interquartileRange", "range");

    public static string Canonical(string word) => word == "stdev" ? "standardDeviation" : word;

    public static bool IsPair(string word) => Pairs.Contains(word);

    /// <summary>One number or the name of a symbol, with a sign before a number.</summary>
    public static bool IsSingle(SyntaxTree tree, ExpressionSyntax formula) => formula switch
    {
        NumberSyntax => true,
        NameSyntax { Parts: [var name] } => MathMaker.NumberOf(tree, formula) is not null || !ReservedWords.Constants.Contains(tree.TextOf(name)),
        NameSyntax => true,
        UnarySyntax { Operator: TokenKind.Minus or TokenKind.Plus, Operand: NumberSyntax } => true,
        UnarySyntax { Operator: TokenKind.Minus, Operand: NameSyntax { Parts.Length: 1 } } => false,
        ParenthesisSyntax parenthesis => IsSingle(tree, parenthesis.Inner),
        _ => false,
    };

    /// <summary>Whether a word can be set to that; reports it if not.</summary>
    public static bool Check(SyntaxTree tree, string word, ExpressionSyntax formula, Diagnostics.SourceSpan span, Diagnostics.DiagnosticBag findings)
    {
        bool isPair = formula is VectorSyntax { Items: [var lower, var upper] } && IsSingle(tree, lower) && IsSingle(tree, upper);
        var (isRight, wants) = word switch
        {
            "distribution" => (formula is not VectorSyntax, "a formula"),
            "externalParameter" => (isPair || formula is not VectorSyntax, "a formula, or two values in braces"),
            _ when IsPair(word) => (isPair, "two values in braces, such as {3, 8}"),
            _ => (IsSingle(tree, formula), "a single number or name"),
        };
        if (!isRight)
        {
            findings.Report(ModuleRules.UncertaintyShape, span, null, word, wants, "not this");
            return false;
        }

        var units = FormulaNames.WithUnits(formula).Select(n => UnitTable.Canonical(tree.TextOf(n.Unit!.Value))).Distinct().ToImmutableArray();
        if (units.Length > 1)
        {
            findings.Report(ModuleRules.UncertaintyShape, span, "write both in one unit", word, "two values in the same unit", $"in {units[0]} and {units[1]}");
            return false;
        }

        return true;
    }
}
