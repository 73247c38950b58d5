using System.Collections.Frozen;
using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Units;

namespace Thymus.Language.Antimony;

/// <summary>Annotations, and the statements outside models that name a model or a function.</summary>
internal static class FileAnnotations
{
    private static readonly FrozenSet<string> Dates = FrozenSet.Create(
        StringComparer.Ordinal, "year", "month", "day", "hour", "minute", "second", "time");

    private static readonly FrozenSet<string> Creators = FrozenSet.Create(
        StringComparer.Ordinal, "name", "givenName", "familyName", "organization", "email");

    /// <summary>Takes a statement about a model or a function by its name; <see langword="false"/> when it is about something else.</summary>
    public static bool Take(AntimonyDocument document, SyntaxTree tree, StatementSyntax statement, DiagnosticBag findings)
    {
        var reference = statement switch
        {
            DisplayNameStatement name => name.Reference,
            AnnotateStatement annotation => annotation.Reference,
            AssignStatement { Target.Reference.Parts.Length: > 1 } assign => assign.Target.Reference,
            _ => null,
        };
        if (reference is null)
        {
            return false;
        }

        string id = tree.TextOf(reference.Parts[0]);
        var model = document.FindModule(id);
        var function = document.FindFunction(id);
        if (model is null && function is null)
        {
            return false;
        }

        switch (statement)
        {
            case DisplayNameStatement name when reference.Parts.Length == 1:
                string text = Strings.Content(tree, name.Name);
                _ = model is null ? function!.DisplayName = text : model.DisplayName = text;
                break;
            case AnnotateStatement annotate when reference.Parts.Length == 1:
                if (Read(tree, annotate, findings) is { } part)
                {
                    (model?.Annotations ?? function!.Annotations).Add(part);
                }

                break;
            case AssignStatement
            {
                Target: { Compartment: null, Reference.Parts: [_, var word] },
                Assignment: { Kind: AssignmentKind.Value, Formula: NumberSyntax { Unit: null } number },
            } when tree.TextOf(word).Equals("sboTerm", StringComparison.OrdinalIgnoreCase):
                int term = (int)Math.Clamp(ExpressionBinder.ValueOf(tree, number.Number), 0, 9_999_999);
                _ = model is null ? function!.SboTerm = term : model.SboTerm = term;
                break;
            default:
                findings.Report(BindingRules.NotInDotForm, tree.SpanOf(reference), null, tree.PathOf(reference.Parts));
                break;
        }

        return true;
    }

    /// <summary>An annotation; <see langword="null"/> after a finding when its word is not known.</summary>
    public static AnnotationPart? Read(SyntaxTree tree, AnnotateStatement syntax, DiagnosticBag findings)
    {
        string word = tree.TextOf(syntax.Words[0]);
        string? detail = syntax.Words.Length > 1 ? tree.TextOf(syntax.Words[1]) : null;
        bool isCreator = word.StartsWith("creator", StringComparison.Ordinal) && word[7..].All(char.IsAsciiDigit) && word.Length < 12;
        bool isKnown = syntax.Words.Length <= 2 && detail switch
        {
            null => Qualifiers.IsKnown(word) || isCreator,
            _ when isCreator => Creators.Contains(detail),
            _ => word is "created" or "modified" && Dates.Contains(detail),
        };
        if (!isKnown)
        {
            findings.Report(
                BindingRules.UnknownQualifier, tree.SpanOf(syntax.Words[0]), NearestName.Find(word, Qualifiers.Words),
                tree.PathOf(syntax.Words));
            return null;
        }

        var values = syntax.Values.Select(v => v.Kind is TokenKind.String ? Strings.Content(tree, v) : tree.TextOf(v)).Where(v => v.Length > 0);
        return new AnnotationPart(word, detail, values.ToImmutableArray(), tree.SpanOf(syntax));
    }
}

/// <summary>The words of qualifiers and what BioModels calls each.</summary>
internal static class Qualifiers
{
    private static readonly FrozenDictionary<string, string> Biology = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["identity"] = "is",
        ["biological_entity_is"] = "is",
        ["part"] = "hasPart",
        ["parthood"] = "isPartOf",
        ["hypernym"] = "isVersionOf",
        ["version"] = "hasVersion",
        ["homolog"] = "isHomologTo",
        ["description"] = "isDescribedBy",
        ["encoder"] = "isEncodedBy",
        ["encodement"] = "encodes",
        ["container"] = "occursIn",
        ["property"] = "hasProperty",
        ["propertyBearer"] = "isPropertyOf",
        ["taxon"] = "hasTaxon",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Model = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["model_entity_is"] = "is",
        ["origin"] = "isDerivedFrom",
        ["class"] = "isInstanceOf",
        ["instance"] = "hasInstance",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Others = FrozenSet.Create(
        StringComparer.Ordinal, "created", "modified", "notes", "creator", "unknown_model_qual");

    public static IEnumerable<string> Words => Biology.Keys.Concat(Biology.Values).Concat(Model.Keys).Concat(Model.Values).Concat(Others);

    public static bool IsKnown(string word) => word != "is" && Words.Contains(word);

    /// <summary>The name in RDF, and whether it is a qualifier of models; <see langword="null"/> for what is no qualifier.</summary>
    public static (string Name, bool IsModels)? Find(string word, bool onModel) =>
        Model.TryGetValue(word, out string? name) ? (name, true)
        : Model.Values.Contains(word) && word != "is" ? (word, true)
        : onModel && word is "description" or "isDescribedBy" ? ("isDescribedBy", true)
        : Biology.TryGetValue(word, out name) ? (name, false)
        : Biology.Values.Contains(word) ? (word, false)
        : null;
}

/// <summary>Strings of the language.</summary>
internal static class Strings
{
    /// <summary>What stands between the quotes.</summary>
    public static string Content(SyntaxTree tree, Token token)
    {
        string text = tree.TextOf(token);
        int quote = text.StartsWith("```", StringComparison.Ordinal) ? 3 : 1;
        return text.Length >= 2 * quote ? text[quote..^quote] : text.Trim('"', '`');
    }
}
