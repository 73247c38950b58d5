using System.Globalization;
using System.Xml;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;

namespace Thymus.Language.Antimony;

/// <summary>Notes as XHTML; qualifiers, creators and dates as RDF.</summary>
internal sealed partial class ModuleWriter
{
    private const string Terms = "http://purl.org/dc/terms/";
    private const string Cards = "http://www.w3.org/2006/vcard/ns#";

    private static readonly string[] DateParts = ["year", "month", "day", "hour", "minute", "second"];

    /// <summary>Adds what is said about an element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="id">Its id in the model; <see langword="null"/> for the model itself.</param>
    /// <param name="parts">What is said.</param>
    private void Annotate(SbmlElement element, string? id, ListView<AnnotationPart> parts)
    {
        if (parts.Count == 0)
        {
            return;
        }

        int at = 0;
        if (parts.LastOrDefault(p => p.Word == "notes") is { Values: [var notes, ..] } note)
        {
            element.Insert(at++, XhtmlNotes.Make(notes, note.Span));
        }

        var description = Rdf("Description", parts[0].Span);
        AddCreators(description, parts);
        AddDates(description, parts);
        foreach (var part in parts)
        {
            if (part.Detail is null && Qualifiers.Find(part.Word, id is null) is var (name, isModels) && part.Values.Length > 0)
            {
                var bag = Rdf("Bag", part.Span);
                foreach (string resource in part.Values)
                {
                    bag.Add(Rdf("li", part.Span, ("resource", resource)));
                }

                string uri = isModels ? SbmlUris.ModelQualifiers : SbmlUris.BiologyQualifiers;
                description.Add(new SbmlElement(name, SbmlNamespace.Annotation, part.Span, uri).With(bag));
            }
        }

        if (description.Children.Count > 0)
        {
            string metaid = id is null ? _module.Id : $"{_module.Id}.{id}";
            element.Set(SbmlNamespace.Core, "metaid", metaid);
            description.Add(new SbmlAttribute(SbmlNamespace.Annotation, "about", "#" + metaid, SbmlUris.Rdf));
            element.Insert(at, SbmlElement.Core("annotation", parts[0].Span).With(Rdf("RDF", parts[0].Span).With(description)));
        }
    }

    private static void AddCreators(SbmlElement description, ListView<AnnotationPart> parts)
    {
        var creators = new SortedDictionary<int, Dictionary<string, string>>();
        foreach (var part in parts.Where(p => p.Word.StartsWith("creator", StringComparison.Ordinal) && p.Values.Length > 0))
        {
            int number = int.TryParse(part.Word.AsSpan(7), CultureInfo.InvariantCulture, out int written) ? written : 1;
            if (!creators.TryGetValue(number, out var creator))
            {
                creators[number] = creator = new Dictionary<string, string>(StringComparer.Ordinal);
            }

            creator[part.Detail ?? "name"] = part.Values[0];
        }

        if (creators.Count == 0)
        {
            return;
        }

        var span = parts[0].Span;
        var bag = Rdf("Bag", span);
        foreach (var creator in creators.Values)
        {
            var item = Rdf("li", span, ("parseType", "Resource"));
            if (creator.TryGetValue("name", out string? name))
            {
                item.Add(Card("fn", span).With(Card("text", span, name)));
            }
            else if (creator.ContainsKey("familyName") || creator.ContainsKey("givenName"))
            {
                var names = Card("hasName", span);
                names.Add(new SbmlAttribute(SbmlNamespace.Annotation, "parseType", "Resource", SbmlUris.Rdf));
                Add(names, "family-name", creator.GetValueOrDefault("familyName"));
                Add(names, "given-name", creator.GetValueOrDefault("givenName"));
                item.Add(names);
            }

            Add(item, "hasEmail", creator.GetValueOrDefault("email"));
            Add(item, "organization-name", creator.GetValueOrDefault("organization"));
            bag.Add(item);
        }

        description.Add(new SbmlElement("creator", SbmlNamespace.Foreign, span, Terms).With(bag));

        void Add(SbmlElement to, string name, string? text)
        {
            if (text is not null)
            {
                to.Add(Card(name, span, text));
            }
        }
    }

    /// <summary>Dates as one text or in parts; what is not given of one is the first of its kind.</summary>
    private static void AddDates(SbmlElement description, ListView<AnnotationPart> parts)
    {
        foreach (string word in new[] { "created", "modified" })
        {
            var all = parts.Where(p => p.Word == word && p.Values.Length > 0).ToList();
            foreach (var part in all.Where(p => p.Detail is null or "time"))
            {
                foreach (string value in word == "created" ? part.Values.Take(1) : part.Values)
                {
                    description.Add(Date(word, value, part.Span));
                }
            }

            var pieces = all.Where(p => p.Detail is not (null or "time")).ToList();
            if (pieces.Count > 0)
            {
                int[] numbers = [.. DateParts.Select((name, i) => Number(pieces.LastOrDefault(p => p.Detail == name), i is 1 or 2 ? 1 : 0))];
                string date = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{numbers[0]:0000}-{numbers[1]:00}-{numbers[2]:00}T{numbers[3]:00}:{numbers[4]:00}:{numbers[5]:00}Z");
                description.Add(Date(word, date, pieces[0].Span));
            }
        }

        static int Number(AnnotationPart? part, int byDefault) =>
            part is not null && int.TryParse(part.Values[0], CultureInfo.InvariantCulture, out int number) ? number : byDefault;
    }

    private static SbmlElement Date(string word, string value, SourceSpan span)
    {
        var date = new SbmlElement(word, SbmlNamespace.Foreign, span, Terms);
        date.Add(new SbmlAttribute(SbmlNamespace.Annotation, "parseType", "Resource", SbmlUris.Rdf));
        return date.With(new SbmlElement("W3CDTF", SbmlNamespace.Foreign, span, Terms).With(SbmlElement.Words(value, span)));
    }

    private static SbmlElement Card(string name, SourceSpan span, string? text = null)
    {
        var card = new SbmlElement(name, SbmlNamespace.Foreign, span, Cards);
        return text is null ? card : card.With(SbmlElement.Words(text, span));
    }

    private static SbmlElement Rdf(string name, SourceSpan span, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        var element = new SbmlElement(name, SbmlNamespace.Annotation, span, SbmlUris.Rdf);
        foreach (var (attribute, value) in attributes)
        {
            element.Add(new SbmlAttribute(SbmlNamespace.Annotation, attribute, value, SbmlUris.Rdf));
        }

        return element;
    }
}

/// <summary>Notes of a text -> XHTML: markup is kept, words alone become a paragraph.</summary>
internal static class XhtmlNotes
{
    private const int DeepestMarkup = 200;

    public static SbmlElement Make(string text, SourceSpan span)
    {
        var notes = SbmlElement.Core("notes", span);
        var body = text.Contains('<', StringComparison.Ordinal) ? Markup(text, span) : null;
        return notes.With(body ?? Element("p", span).With(SbmlElement.Words(text, span)));
    }

    private static SbmlElement Element(string name, SourceSpan span, string uri = SbmlUris.Xhtml) => new(name, SbmlNamespace.Foreign, span, uri);

    /// <summary>The markup in a body of its own, or as it is when it has one; <see langword="null"/> when it is not well formed.</summary>
    private static SbmlElement? Markup(string text, SourceSpan span)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        var root = Element("body", span);
        Stack<SbmlElement> open = new([root]);
        try
        {
            using var source = new StringReader($"<body xmlns=\"{SbmlUris.Xhtml}\">{text}</body>");
            using var reader = XmlReader.Create(source, settings);
            reader.Read();
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element when open.Count >= DeepestMarkup:
                        return null;
                    case XmlNodeType.Element:
                        var element = Element(reader.LocalName, span, reader.NamespaceURI);
                        open.Peek().Add(element);
                        bool isEmpty = reader.IsEmptyElement;
                        while (reader.MoveToNextAttribute())
                        {
                            if (reader.NamespaceURI != "http://www.w3.org/2000/xmlns/")
                            {
                                string? uri = reader.NamespaceURI.Length == 0 ? null : reader.NamespaceURI;
                                element.Add(new SbmlAttribute(SbmlNamespace.Foreign, reader.LocalName, reader.Value, uri));
                            }
                        }

                        if (!isEmpty)
                        {
                            open.Push(element);
                        }

                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                        open.Peek().Add(SbmlElement.Words(reader.Value, span));
                        break;
                    case XmlNodeType.EndElement when open.Count > 1:
                        open.Pop();
                        break;
                }
            }
        }
        catch (XmlException)
        {
            return null;
        }

        var inner = root.Children.Where(c => !c.IsText || !string.IsNullOrWhiteSpace(c.Text)).ToList();
        return inner is [{ Name: "body" or "html" or "notes" } only] ? only : inner is [{ Name: "p" } paragraph] ? paragraph : root;
    }
}
