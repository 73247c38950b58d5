using System.Collections.Frozen;
using Thymus.Language.Syntax;
using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>Names and annotations (Antimony reference, section 12).</summary>
internal sealed partial class ModelBinder
{
    private static readonly FrozenSet<string> Qualifiers = FrozenSet.Create(
        StringComparer.Ordinal,
        "identity", "biological_entity_is", "part", "hasPart", "parthood", "isPartOf", "hypernym", "isVersionOf", "version", "hasVersion",
        "homolog", "isHomologTo", "description", "isDescribedBy", "encoder", "isEncodedBy", "encodement", "encodes", "container", "occursIn",
        "property", "hasProperty", "propertyBearer", "isPropertyOf", "taxon", "hasTaxon", "model_entity_is", "origin", "isDerivedFrom",
        "class", "isInstanceOf", "instance", "hasInstance", "created", "modified", "notes", "creator",
        "unknown_model_qual");   // what the reference writes for a qualifier that it does not know

    private static readonly FrozenSet<string> DateParts = FrozenSet.Create(
        StringComparer.Ordinal, "year", "month", "day", "hour", "minute", "second", "time");

    private static readonly FrozenSet<string> CreatorParts = FrozenSet.Create(
        StringComparer.Ordinal, "name", "givenName", "familyName", "organization", "email");

    private void CollectAnnotation(AnnotateStatement syntax)
    {
        if (ToAnnotation(syntax) is not { } annotation)
        {
            return;
        }

        if (syntax.Reference is null)
        {
            _annotations.Add(annotation);
        }
        else if (Mention(syntax.Reference) is { } draft)
        {
            draft.Annotations.Add(annotation);
        }
    }

    /// <summary>Statements outside models that name a model or a function; those on other models are checked and left.</summary>
    private void CollectFileAnnotations(MainModel main)
    {
        foreach (var statement in _file.Outside)
        {
            switch (statement)
            {
                case DisplayNameStatement { Reference.Parts: [var part] } name when _tree.TextOf(part) == main.Id:
                    _displayName = StringOf(name.Name);
                    break;
                case AnnotateStatement annotate when ToAnnotation(annotate) is { } annotation
                    && _tree.TextOf(annotate.Reference!.Parts[0]) == main.Id:
                    _annotations.Add(annotation);
                    break;
                case AssignStatement assign:
                    CollectFileSboTerm(assign, main);
                    break;
            }
        }
    }

    private void CollectFileSboTerm(AssignStatement assign, MainModel main)
    {
        if (SboTermOwner(assign.Target, assign.Assignment) is { } owner)
        {
            if (_tree.TextOf(owner) == main.Id)
            {
                _annotations.Add(SboTerm((NumberSyntax)assign.Assignment.Formula!));
            }
        }
        else
        {
            RefuseDotted(assign.Target.Reference);
        }
    }

    private Annotation? ToAnnotation(AnnotateStatement syntax)
    {
        string word = _tree.TextOf(syntax.Words[0]);
        string qualifier = _tree.PathOf(syntax.Words);
        if (!IsQualifier(word, syntax))
        {
            _findings.Report(
                BindingRules.UnknownQualifier, _tree.SpanOf(syntax.Words[0]), NearestName.Find(word, Qualifiers), qualifier);
            return null;
        }

        return new Annotation(qualifier, [.. syntax.Values.Select(v => v.Kind is TokenKind.String ? StringOf(v) : _tree.TextOf(v)).Where(v => v.Length > 0)]);
    }

    private bool IsQualifier(string word, AnnotateStatement syntax)
    {
        string? part = syntax.Words.Length > 1 ? _tree.TextOf(syntax.Words[1]) : null;
        bool isCreator = word.StartsWith("creator", StringComparison.Ordinal) && word[7..].All(char.IsAsciiDigit);
        return syntax.Words.Length <= 2 && part switch
        {
            null => Qualifiers.Contains(word) || isCreator,
            _ when isCreator => CreatorParts.Contains(part),
            _ => word is "created" or "modified" && DateParts.Contains(part),
        };
    }
}
