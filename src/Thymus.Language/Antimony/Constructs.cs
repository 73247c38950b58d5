using Thymus.Language.Sbml;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>Which texts have more than one flat model in them: these are read by way of SBML, the others bound as they are (ADR 0016).</summary>
internal static class Constructs
{
    /// <summary>Whether a file has submodels, imports, mergers, strands or the like.</summary>
    public static bool AreComposed(SyntaxTree tree) => tree.Statements.Any(s => IsComposed(s, tree));

    private static bool IsComposed(StatementSyntax statement, SyntaxTree tree) => statement switch
    {
        ModuleDeclaration module => module.Body.Any(s => IsComposed(s, tree)),
        ImportStatement or SubmodelStatement or SyncStatement or DeleteStatement or InteractionStatement or StrandStatement => true,
        DeclareStatement declare => declare.Prefix.Kind is { } word && tree.TextOf(word) is "DNA" or "gene" or "operator",
        ReactionStatement reaction => reaction.Reactants.Concat(reaction.Products).Any(p => p.NamedAmount is not null),
        AssignStatement assign => IsUncertainty(assign.Target.Reference, tree),
        DisplayNameStatement name => IsUncertainty(name.Reference, tree),
        AnnotateStatement annotation => annotation.Values.Any(v => OwnProperties.ChangesCourse(Strings.Content(tree, v))),
        _ => false,
    };

    private static bool IsUncertainty(ReferenceSyntax reference, SyntaxTree tree) =>
        reference.Parts.Length > 1 && ReservedWords.Uncertainty.Contains(tree.TextOf(reference.Parts[^1]));
}
