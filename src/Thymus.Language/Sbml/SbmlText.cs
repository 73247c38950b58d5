using System.Globalization;
using System.Text;
using System.Xml;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml;

/// <summary>
/// XML text -> elements. No entity is expanded and nothing is fetched; size, depth and number of elements are limited, and nothing
/// recurses, so that no text can take the memory, the stack or the time.
/// </summary>
internal sealed class SbmlText(string file, DiagnosticBag findings)
{
    /// <summary>Longest text [characters].</summary>
    private const int LargestText = 100_000_000;

    /// <summary>Elements may stand this deep in each other.</summary>
    private const int DeepestNesting = 500;

    /// <summary>Stands in the text of a number for <c>sep</c>, which parts it in two.</summary>
    internal const char Separator = '\u001F';

    private const int MostElements = 2_000_000;
    private const int LongestNotes = 100_000;
    private const string MathUri = "http://www.w3.org/1998/Math/MathML";
    private const string PackageUris = "http://www.sbml.org/sbml/level3/";

    private static readonly string[] AnnotationUris =
    [
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://biomodels.net/biology-qualifiers/", "http://biomodels.net/model-qualifiers/",
    ];

    private readonly Stack<SbmlElement> _open = new();
    private readonly Dictionary<string, SourceSpan> _packages = [];
    private string _core = "";
    private int _elements;
    private bool _isMain;   // inside the first model

    /// <summary>Level of SBML.</summary>
    public int Level { get; private set; }

    /// <summary>Version of the level.</summary>
    public int Version { get; private set; }

    /// <summary>Reads the root; <see langword="null"/> after a finding when there is none to work with.</summary>
    public SbmlElement? Read(string text)
    {
        if (text.Length > LargestText)
        {
            findings.Report(SbmlRules.BadXml, Point(1, 1), "split the model", $"it has more than {LargestText:N0} characters");
            return null;
        }

        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = LargestText,
            MaxCharactersFromEntities = 1_000_000,
            CheckCharacters = true,
        };
        SbmlElement? root = null;
        try
        {
            using var source = new StringReader(text);
            using var reader = XmlReader.Create(source, settings);
            root = Read(reader);
        }
        catch (XmlException problem)
        {
            findings.Report(SbmlRules.BadXml, Point(problem.LineNumber, problem.LinePosition), "correct it there, or write the file again with its tool", Words(problem));
        }

        return root is not null && CheckRoot(root) ? root : null;
    }

    /// <summary>Refuses what a package changes in the meaning of the model.</summary>
    public void CheckPackages()
    {
        foreach (var (package, span) in _packages)
        {
            findings.Refuse($"models that use the SBML package {package} are", span, "flatten the model to core SBML with the tool that wrote it");
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

                    if (reader.LocalName == "sep" && _open.TryPeek(out var number))
                    {
                        number.Text += Separator;
                        reader.Skip();
                        continue;
                    }

                    if (_open.Count >= DeepestNesting || ++_elements > MostElements)
                    {
                        string reason = _open.Count >= DeepestNesting
                            ? $"elements are nested more than {DeepestNesting} levels deep" : $"it has more than {MostElements:N0} elements";
                        findings.Report(SbmlRules.BadXml, Span(reader), "split long formulas by assignment rules", reason);
                        return null;
                    }

                    var element = Element(reader, kind);
                    root ??= element;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace when _open.TryPeek(out var inside):
                    inside.Text = inside.Text.Length == 0 || inside.Text.Length > LongestNotes ? reader.Value : inside.Text + reader.Value;
                    break;
                case XmlNodeType.EndElement:
                    _open.Pop();
                    break;
            }

            more = reader.Read();
        }

        return root;
    }

    private SbmlElement Element(XmlReader reader, SbmlNamespace kind)
    {
        var element = new SbmlElement(reader.LocalName, kind, Span(reader));
        if (_open.TryPeek(out var parent))
        {
            parent.Add(element);
        }

        _isMain |= element.Name == "model";
        bool isEmpty = reader.IsEmptyElement;
        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI.Length == 0 || kind is SbmlNamespace.Annotation || reader.NamespaceURI == _core)
            {
                element.Add(reader.LocalName, reader.Value);
            }
            else if (reader.LocalName == "required" && element.Name == "sbml")
            {
                element.Add("required:" + reader.NamespaceURI, reader.Value);
            }
        }

        reader.MoveToElement();
        if (!isEmpty && element is { Name: "notes", Kind: SbmlNamespace.Core })
        {
            element.Text = Notes(reader);
        }
        else if (!isEmpty)
        {
            _open.Push(element);
        }

        return element;
    }

    /// <summary>The words of the notes, without their markup; leaves the reader at the end of the element.</summary>
    private static string Notes(XmlReader reader)
    {
        var words = new StringBuilder();
        int depth = reader.Depth;
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && words.Length < LongestNotes)
            {
                words.Append(words.Length > 0 ? " " : "").Append(string.Join(' ', reader.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
            }
        }

        return words.ToString();
    }

    /// <summary>Whose element the reader stands at; <see langword="null"/> for one to leave out.</summary>
    private SbmlNamespace? Kind(XmlReader reader, SbmlElement? root)
    {
        string uri = reader.NamespaceURI;
        if (root is null)
        {
            _core = uri;
            return SbmlNamespace.Core;
        }

        if (uri == _core)
        {
            return SbmlNamespace.Core;
        }

        if (uri == MathUri)
        {
            return SbmlNamespace.Math;
        }

        if (AnnotationUris.Contains(uri))
        {
            return SbmlNamespace.Annotation;
        }

        bool isAnnotation = _open.Any(e => e.Name is "annotation");
        if (!isAnnotation && uri.StartsWith(PackageUris, StringComparison.Ordinal) && ChangesMeaning(reader, uri, root))
        {
            string package = uri[PackageUris.Length..].Split('/') is [_, var name, ..] ? name : uri;
            _packages.TryAdd(package, Span(reader));
        }

        return null;
    }

    // Of comp, a list of submodels alone brings mathematics in; of the others, whatever declares itself required.
    private bool ChangesMeaning(XmlReader reader, string uri, SbmlElement root) =>
        uri.Contains("/comp/", StringComparison.Ordinal) ? reader.LocalName is "listOfSubmodels" && _isMain : root["required:" + uri] is "true";

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

    private SourceSpan Point(int line, int column) => new(file, Math.Max(1, line), Math.Max(1, column), 0);

    private SourceSpan Span(XmlReader reader) => reader is IXmlLineInfo info
        ? new SourceSpan(file, info.LineNumber, Math.Max(1, info.LinePosition), reader.Name.Length)
        : Point(1, 1);

    private static string Words(XmlException problem)
    {
        string words = problem.Message;
        int place = words.LastIndexOf(" Line ", StringComparison.Ordinal);
        words = (place > 0 ? words[..place] : words).TrimEnd('.', ' ');
        return words.Length > 0 ? char.ToLowerInvariant(words[0]) + words[1..] : "it is not well formed";
    }
}
