using System.Globalization;
using System.Text;
using System.Xml;
using Thymus.Language.Diagnostics;
using Thymus.Language.Text;

namespace Thymus.Language.Sbml;

/// <summary>
/// XML text -> elements of any Level, with notes, annotations and the packages comp and distrib. No entity is expanded and nothing is fetched; size, depth and number of elements are limited, and nothing
/// recurses, so that no text can take the memory, the stack or the time.
/// </summary>
internal sealed class SbmlText(string file, DiagnosticBag findings)
{
    /// <summary>Stands in the text of a number for <c>sep</c>, which parts it in two.</summary>
    internal const char Separator = '\u001F';

    private const string XmlnsUri = "http://www.w3.org/2000/xmlns/";

    private readonly Stack<SbmlElement> _open = new();
    private readonly Dictionary<string, (SourceSpan Span, bool IsRequired)> _packages = [];
    private MarkupPlaces _places = new("", file);
    private string _core = "";
    private readonly Dictionary<(SbmlNamespace Kind, string Name, string? Uri), string> _attributes = [];   // values, of the element that is read
    private readonly StringBuilder _more = new();   // text of the innermost element after its first piece
    private int _foreignFrom = int.MaxValue;   // depth below which everything is notes or annotation

    /// <summary>Level of SBML.</summary>
    public int Level { get; private set; }

    /// <summary>Version of the level.</summary>
    public int Version { get; private set; }

    /// <summary>Reads the root; <see langword="null"/> after a finding when there is none to work with.</summary>
    public SbmlElement? Read(string text)
    {
        if (MarkupLimits.Exceeded(text) is var (at, reason, advice))
        {
            findings.Report(SbmlRules.BadXml, new SourceText(text, file).Span(at, 1), advice, reason);
            return null;
        }

        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = MarkupLimits.LargestText,
            MaxCharactersFromEntities = 1_000_000,
            CheckCharacters = true,
        };
        SbmlElement? root = null;
        _places = new MarkupPlaces(text, file);
        try
        {
            using var source = new StringReader(_places.Text);
            using var reader = XmlReader.Create(source, settings);
            root = Read(reader);
        }
        catch (XmlException problem)
        {
            findings.Report(SbmlRules.BadXml, _places.End(problem.LineNumber, problem.LinePosition), "correct it there, or write the file again with its tool", Words(problem));
        }

        return root is not null && CheckRoot(root) ? root : null;
    }

    /// <summary>Refuses what a package changes in the meaning of the model, and names the packages that were left out.</summary>
    public void CheckPackages(Action<SourceSpan, string> leftOut)
    {
        foreach (var (package, (span, isRequired)) in _packages)
        {
            if (isRequired)
            {
                findings.Refuse($"models that use the SBML package {package} are", span, "convert the model to core SBML with the tool that wrote it");
            }
            else
            {
                leftOut(span, $"what the package {package} holds");
            }
        }
    }

    private SbmlElement? Read(XmlReader reader)
    {
        SbmlElement? root = null;
        bool more = reader.Read();
        while (more)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (Kind(reader, root) is not { } kind)
                    {
                        reader.Skip();
                        continue;
                    }

                    if (reader.LocalName == "sep" && kind is SbmlNamespace.Math && _open.TryPeek(out var number))
                    {
                        AddPiece(number, Separator.ToString());
                        reader.Skip();
                        continue;
                    }

                    var element = Element(reader, kind);
                    root ??= element;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when _open.TryPeek(out var inside):
                    AddText(inside, reader);
                    break;
                case XmlNodeType.EndElement:
                    var ended = _open.Pop();
                    ended.Text = _more.Length > 0 ? ended.Text + _more : ended.Text;
                    _more.Clear();
                    _foreignFrom = _open.Count <= _foreignFrom ? int.MaxValue : _foreignFrom;
                    break;
            }

            more = reader.Read();
        }

        return root;
    }

    private void AddText(SbmlElement inside, XmlReader reader)
    {
        bool isBlank = reader.NodeType is XmlNodeType.Whitespace || string.IsNullOrWhiteSpace(reader.Value);
        if (inside.Kind is SbmlNamespace.Foreign || (!isBlank && inside is { Kind: SbmlNamespace.Core, Name: "notes" or "message" }))
        {
            inside.Add(SbmlElement.Words(reader.Value, Span(reader)));
        }
        else if (!isBlank)
        {
            AddPiece(inside, reader.Value);
        }
    }

    /// <summary>Comments and separators part a text in pieces. Text beside elements means nothing in a model and is left out.</summary>
    private void AddPiece(SbmlElement inside, string piece)
    {
        if (inside.Text.Length == 0 && inside.Children.Count == 0)
        {
            inside.Text = piece;
        }
        else if (inside.Children.Count == 0)
        {
            _more.Append(piece);
        }
    }

    private SbmlElement Element(XmlReader reader, SbmlNamespace kind)
    {
        string? uri = kind is SbmlNamespace.Foreign or SbmlNamespace.Annotation ? reader.NamespaceURI : null;
        var element = new SbmlElement(reader.LocalName, kind, Span(reader), uri);
        if (_open.TryPeek(out var parent))
        {
            parent.Add(element);
            parent.Text = "";
            _more.Clear();
        }

        bool isEmpty = reader.IsEmptyElement;
        _attributes.Clear();
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI != XmlnsUri && Attribute(reader, element) is { } attribute && IsFirst(attribute, element, reader))
            {
                element.Add(attribute);
            }
        }

        reader.MoveToElement();
        if (!isEmpty)
        {
            if (_foreignFrom == int.MaxValue && element is { Kind: SbmlNamespace.Core, Name: "notes" or "annotation" or "message" })
            {
                _foreignFrom = _open.Count;
            }

            _open.Push(element);
        }

        return element;
    }

    /// <summary>An attribute with whose it is; <see langword="null"/> for one of a package that is left out.</summary>
    private SbmlAttribute? Attribute(XmlReader reader, SbmlElement element)
    {
        string uri = reader.NamespaceURI;
        if (element.Kind is SbmlNamespace.Annotation or SbmlNamespace.Foreign)
        {
            return new SbmlAttribute(SbmlUris.IsAnnotation(uri) ? SbmlNamespace.Annotation : SbmlNamespace.Foreign, reader.LocalName, reader.Value, uri.Length == 0 ? null : uri);
        }

        // Units of a number are the core's, though Level 2 has no prefix for them.
        bool isCore = SbmlElement.IsOfEveryElement(reader.LocalName) || (element.Kind is SbmlNamespace.Math && reader.LocalName == "units");
        return uri switch
        {
            "" => new SbmlAttribute(isCore ? SbmlNamespace.Core : element.AttributeKind, reader.LocalName, reader.Value),
            SbmlUris.Comp => new SbmlAttribute(SbmlNamespace.Comp, reader.LocalName, reader.Value),
            SbmlUris.Distrib => new SbmlAttribute(SbmlNamespace.Distrib, reader.LocalName, reader.Value),
            _ when uri == _core => new SbmlAttribute(SbmlNamespace.Core, reader.LocalName, reader.Value),
            _ when reader.LocalName == "required" && element.Name == "sbml" => new SbmlAttribute(SbmlNamespace.Foreign, reader.LocalName, reader.Value, uri),
            _ => null,
        };
    }

    /// <summary>
    /// Whether the element has no such attribute yet. With its prefix and without, as <c>comp:id</c> and <c>id</c>, an attribute is two to XML but one to
    /// SBML: two values are an error, and of two that are the same one is kept.
    /// </summary>
    private bool IsFirst(SbmlAttribute attribute, SbmlElement element, XmlReader reader)
    {
        if (_attributes.TryAdd((attribute.Kind, attribute.Name, attribute.Uri), attribute.Value))
        {
            return true;
        }

        if (_attributes[(attribute.Kind, attribute.Name, attribute.Uri)] != attribute.Value)
        {
            findings.Report(
                SbmlRules.BadXml, Span(reader), "keep the one that is meant",
                $"<{element.Name}> has the attribute '{attribute.Name}' twice, with a prefix and without, and the values differ");
        }

        return false;
    }

    /// <summary>Whose element the reader stands at; <see langword="null"/> for one to leave out.</summary>
    private SbmlNamespace? Kind(XmlReader reader, SbmlElement? root)
    {
        string uri = reader.NamespaceURI;
        if (uri == XmlnsUri)
        {
            findings.Report(SbmlRules.BadXml, Span(reader), "give it another prefix", $"'{reader.Name}' has the prefix of declarations and is no element");
            return null;
        }

        if (root is null)
        {
            _core = uri;
            return SbmlNamespace.Core;
        }

        if (_foreignFrom != int.MaxValue)
        {
            return SbmlUris.IsAnnotation(uri) ? SbmlNamespace.Annotation : SbmlNamespace.Foreign;
        }

        if (_open.TryPeek(out var inside) && (inside is { Kind: SbmlNamespace.Math, Name: "annotation-xml" } or { Kind: SbmlNamespace.Foreign }))
        {
            return SbmlNamespace.Foreign;
        }

        if (uri == _core)
        {
            return SbmlNamespace.Core;
        }

        switch (uri)
        {
            case SbmlUris.Math:
                return SbmlNamespace.Math;
            case SbmlUris.Comp:
                return SbmlNamespace.Comp;
            case SbmlUris.Distrib:
                return SbmlNamespace.Distrib;
            case var other when other.StartsWith(SbmlUris.Packages, StringComparison.Ordinal):
                string package = other[SbmlUris.Packages.Length..].Split('/') is [_, var name, ..] ? name : other;
                _packages.TryAdd(package, (Span(reader), IsRequired(root, other)));
                return null;
            default:
                return null;
        }
    }

    private static bool IsRequired(SbmlElement root, string uri) =>
        root.Attributes.Any(a => a is { Kind: SbmlNamespace.Foreign, Name: "required", Value: "true" or "1" } && a.Uri == uri);

    private bool CheckRoot(SbmlElement root)
    {
        if (root.Name != "sbml")
        {
            findings.Report(SbmlRules.NotSbml, root.Span, "the outermost element has to be <sbml>", $"it begins with <{root.Name}>");
            return false;
        }

        Level = int.TryParse(root["level"], CultureInfo.InvariantCulture, out int level) ? level : 0;
        Version = int.TryParse(root["version"], CultureInfo.InvariantCulture, out int version) ? version : 0;
        bool isKnown = (Level, Version) is (2, >= 1 and <= 5) or (3, 1 or 2);
        if (!isKnown)
        {
            findings.Report(
                SbmlRules.NotSbml, root.Span, "convert it to Level 3 Version 2, or to any from Level 2 Version 1 on",
                $"level '{root["level"]}', version '{root["version"]}'");
        }

        return isKnown;
    }

    private SourceSpan Span(XmlReader reader)
    {
        var place = (IXmlLineInfo)reader;
        return _places.Span(place.LineNumber, place.LinePosition, reader.Name.Length);
    }

    private static string Words(XmlException problem)
    {
        string words = problem.Message;
        int place = words.LastIndexOf(" Line ", StringComparison.Ordinal);
        words = (place > 0 ? words[..place] : words).TrimEnd('.', ' ');
        return words.Length > 0 ? char.ToLowerInvariant(words[0]) + words[1..] : "it is not well formed";
    }
}
