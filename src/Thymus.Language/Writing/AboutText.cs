using System.Globalization;
using System.Text;
using Thymus.Language.Sbml;

namespace Thymus.Language.Writing;

/// <summary>What is said about an element: terms, qualifiers, history and notes, as statements (Antimony reference, section 12).</summary>
internal sealed class AboutText(Losses losses)
{
    private static readonly Dictionary<string, string> Biology = new(StringComparer.Ordinal)
    {
        ["is"] = "identity",
        ["hasPart"] = "part",
        ["isPartOf"] = "parthood",
        ["isVersionOf"] = "hypernym",
        ["hasVersion"] = "version",
        ["isHomologTo"] = "homolog",
        ["isDescribedBy"] = "description",
        ["isEncodedBy"] = "encoder",
        ["encodes"] = "encodement",
        ["occursIn"] = "container",
        ["hasProperty"] = "property",
        ["isPropertyOf"] = "propertyBearer",
        ["hasTaxon"] = "taxon",
    };

    private static readonly Dictionary<string, string> Model = new(StringComparer.Ordinal)
    {
        ["is"] = "model_entity_is",
        ["isDerivedFrom"] = "origin",
        ["isInstanceOf"] = "class",
        ["hasInstance"] = "instance",
        ["isDescribedBy"] = "description",
    };

    /// <summary>Elements whose name, term, notes and annotation are written.</summary>
    private readonly HashSet<SbmlElement> _told = [];

    /// <summary>Display names.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Terms of the Systems Biology Ontology.</summary>
    public List<string> Terms { get; } = [];

    /// <summary>Qualifiers and history.</summary>
    public List<string> Annotations { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>Tells all about an element under a name.</summary>
    /// <param name="element">The element.</param>
    /// <param name="subject">Its name in the text, or the word <c>model</c>.</param>
    /// <param name="name">The display name, where it is not the attribute <c>name</c>.</param>
    /// <param name="termWord">How <c>sboTerm</c> is spelt; the case is free, and another symbol may have a spelling.</param>
    public void Tell(SbmlElement element, string subject, string? name = null, string termWord = "sboTerm")
    {
        _told.Add(element);
        if ((name ?? element["name"]) is { Length: > 0 } display && display != subject)
        {
            Names.Add($"{subject} is {Quoted(display, element)}");
        }

        if (TermOf(element) is { } term)
        {
            Terms.Add($"{subject}.{termWord} = {term}");
        }
        else if (element["sboTerm"] is not null)
        {
            losses.LeaveOut("a term of an ontology that is not SBO: and digits", subject, element.Span);
        }

        foreach (var child in element.Children.Where(c => c.Kind is SbmlNamespace.Core))
        {
            switch (child.Name)
            {
                case "notes":
                    Notes.Add($"{subject} notes {Quoted(NotesText.Of(child), child)}");
                    break;
                case "annotation":
                    TellAnnotation(child, subject);
                    break;
            }
        }
    }

    /// <summary>Says something of an element that the language has no words for.</summary>
    /// <param name="element">The element.</param>
    /// <param name="subject">Its name in the text.</param>
    /// <param name="property">What, as one of <see cref="OwnProperties"/>.</param>
    /// <param name="what">The same in words.</param>
    public void Carry(SbmlElement element, string subject, string property, string what)
    {
        Annotations.Add($"{subject} property \"{property}\"");
        losses.Carry(what, subject, element.Span);
    }

    /// <summary>Counts an element as told, whose name and term are said in another way.</summary>
    public void Skip(SbmlElement element) => _told.Add(element);

    /// <summary>What has been said about elements that the language has no names for is left out, and named.</summary>
    public void LeaveOutRest(SbmlElement model)
    {
        foreach (var element in model.Tree())
        {
            if (element.Kind is not (SbmlNamespace.Core or SbmlNamespace.Math or SbmlNamespace.Comp or SbmlNamespace.Distrib) || _told.Contains(element)
                || element.Name is "notes" or "annotation" or "message")
            {
                continue;
            }

            foreach (var attribute in element.Attributes)
            {
                if (attribute is { Name: "name" or "sboTerm", Kind: SbmlNamespace.Core or SbmlNamespace.Comp or SbmlNamespace.Distrib })
                {
                    losses.LeaveOut($"{(attribute.Name == "name" ? "names" : "terms of ontologies")} of this kind of element", $"<{element.Name}>", element.Span);
                }
            }

            foreach (var child in element.Children)
            {
                if (child is { Kind: SbmlNamespace.Core, Name: "notes" or "annotation" })
                {
                    losses.LeaveOut("notes and annotations of this kind of element", $"<{element.Name}>", child.Span);
                }
            }
        }
    }

    /// <summary>The number of the element's term; <see langword="null"/> where it has none, or one that is no number of digits.</summary>
    public static int? TermOf(SbmlElement element) =>
        element["sboTerm"] is { } text && int.TryParse(text.AsSpan(text.LastIndexOf(':') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int term) ? term : null;

    /// <summary>A string of the language; text that it cannot hold is changed, and that is said.</summary>
    public string Quoted(string text, SbmlElement element)
    {
        if (text.AsSpan().IndexOfAny('"', '\n', '\r') < 0)
        {
            return $"\"{text}\"";
        }

        if (text.Contains("```", StringComparison.Ordinal) || text.StartsWith('`') || text.EndsWith('`'))
        {
            losses.LeaveOut("three backticks in a text", "they are written as '", element.Span);
            text = text.Replace('`', '\'');
        }

        return $"```{text}```";
    }

    private void TellAnnotation(SbmlElement annotation, string subject)
    {
        foreach (var part in annotation.Children)
        {
            if (part is not { Kind: SbmlNamespace.Annotation, Name: "RDF" })
            {
                if (!part.IsText)
                {
                    losses.LeaveOut("annotations of other programs", $"<{part.Name}>", part.Span);
                }

                continue;
            }

            foreach (var (i, description) in part.Children.Where(c => !c.IsText).Index())
            {
                if (i > 0 || description.Name != "Description")
                {
                    losses.LeaveOut("more than one description of an element", $"<{description.Name}>", description.Span);
                    continue;
                }

                foreach (var statement in description.Children.Where(c => !c.IsText))
                {
                    TellStatement(statement, subject);
                }
            }
        }
    }

    private void TellStatement(SbmlElement statement, string subject)
    {
        bool isModel = subject == "model";
        string? word = statement.Uri switch
        {
            SbmlUris.BiologyQualifiers => Biology.GetValueOrDefault(statement.Name),
            SbmlUris.ModelQualifiers => Model.GetValueOrDefault(statement.Name),
            _ => null,
        };
        var items = statement.Children.Where(c => c.Name is "Bag" or "Alt" or "Seq").SelectMany(b => b.Children).Where(c => c.Name == "li").ToList();
        if (word is not null && items.Count > 0)
        {
            if (statement.Name == "isDescribedBy" && isModel != (statement.Uri == SbmlUris.ModelQualifiers))
            {
                losses.Reword("isDescribedBy as a qualifier of biology on a model, or of models on what is in it", subject, statement.Span);
            }

            var resources = items.Select(i => i["resource"]).OfType<string>().Where(r => r.Length > 0).Select(r => Quoted(r, statement)).ToList();
            if (resources.Count > 0)
            {
                Annotations.Add($"{subject} {word} {string.Join(",\n    ", resources)}");
            }

            if (items.Any(i => i["resource"] is null))
            {
                losses.LeaveOut("a qualifier inside a qualifier", statement.Name, statement.Span);
            }

            return;
        }

        switch (statement.Name)
        {
            case "created" or "modified" when SbmlNotes.WordsOf(statement) is { } date:
                Annotations.Add($"{subject} {statement.Name} {Quoted(date, statement)}");
                break;
            case "creator":
                foreach (var (i, creator) in items.Index())
                {
                    TellCreator(creator, $"{subject} creator{i + 1}");
                }

                break;
            default:
                losses.LeaveOut("this qualifier here", statement.Name, statement.Span);
                break;
        }
    }

    private void TellCreator(SbmlElement creator, string subject)
    {
        Stack<SbmlElement> open = new([creator]);
        while (open.TryPop(out var next))
        {
            string? key = next.Name switch
            {
                "Family" or "family-name" => "familyName",
                "Given" or "given-name" => "givenName",
                "EMAIL" or "hasEmail" => "email",
                "Orgname" or "organization-name" => "organization",
                "text" or "fn" or "FN" => "name",
                _ => null,
            };
            if (key is not null && SbmlNotes.WordsOf(next) is { } words)
            {
                Annotations.Add($"{subject}.{key} {Quoted(words, next)}");
                continue;
            }

            for (int i = next.Children.Count - 1; i >= 0; i--)
            {
                open.Push(next.Children[i]);
            }
        }
    }
}

/// <summary>The markup of notes as text.</summary>
internal static class NotesText
{
    private const int Deepest = 200;

    /// <summary>The words alone of a single plain paragraph, else the markup.</summary>
    public static string Of(SbmlElement notes)
    {
        var parts = notes.Children.Where(c => !c.IsText || !string.IsNullOrWhiteSpace(c.Text)).ToList();
        if (parts is [{ Name: "p", Attributes.Count: 0, Children: [{ IsText: true } only] }] && only.Text.AsSpan().IndexOfAny('<', '&') < 0)
        {
            return only.Text;
        }

        if (parts.TrueForAll(p => p.IsText) && parts.TrueForAll(p => p.Text.AsSpan().IndexOfAny('<', '&') < 0))
        {
            return string.Concat(parts.Select(p => p.Text)).Trim();
        }

        var text = new StringBuilder();
        foreach (var part in parts)
        {
            Add(text, part, SbmlUris.Xhtml, 0);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, SbmlElement element, string? uri, int depth)
    {
        if (element.IsText)
        {
            text.Append(Escaped(element.Text));
            return;
        }

        text.Append('<').Append(element.Name);
        if (element.Uri is not null && element.Uri != uri)
        {
            text.Append(" xmlns=\"").Append(Escaped(element.Uri)).Append('"');
        }

        foreach (var attribute in element.Attributes)
        {
            text.Append(' ').Append(attribute.Uri == SbmlUris.Xml ? "xml:" : "").Append(attribute.Name).Append("=\"").Append(Escaped(attribute.Value)).Append('"');
        }

        if (element.Children.Count == 0 && element.Text.Length == 0)
        {
            text.Append("/>");
            return;
        }

        text.Append('>').Append(Escaped(element.Text));
        foreach (var child in element.Children)
        {
            if (depth < Deepest)
            {
                Add(text, child, element.Uri ?? uri, depth + 1);
            }
            else
            {
                text.Append(Escaped(SbmlNotes.WordsOf(child) ?? ""));
            }
        }

        text.Append("</").Append(element.Name).Append('>');
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
