using System.Globalization;
using System.Text;
using System.Xml;

namespace Thymus.Language.Sbml;

/// <summary>
/// A tree of a Level 3 document -> XML text, indented, each namespace declared where it is first needed and packages in the root with whether
/// they are required. Foreign markup is written as it was. Reading the text gives the tree again, and the text is not much longer than the one the tree is from.
/// </summary>
internal sealed class SbmlWriter
{
    /// <summary>Elements deeper than this are indented no more: each line of a formula of 400 levels would begin with 800 spaces.</summary>
    private const int DeepestIndent = 32;

    /// <summary>A foreign namespace whose declarations would take more than this is declared once, in the root [characters].</summary>
    private const int LongestDeclarations = 1 << 20;

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _attributes = new();       // of the element that is begun
    private readonly List<string> _declared = [];             // namespaces, in the order of their declarations
    private readonly List<string> _shared;   // foreign namespaces that have a prefix in the whole document
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal) { [SbmlUris.Xml] = "xml" };   // in scope, by namespace
    private readonly string _core;
    private string _default = "";

    private SbmlWriter(SbmlElement root) => (_core, _shared) = (SbmlUris.Core(root["version"]), ManyTimesDeclared(root));

    /// <summary>Writes a document.</summary>
    /// <param name="root">The element <c>sbml</c>, of Level 3; no deeper than a text that is read may be.</param>
    public static string Write(SbmlElement root)
    {
        var writer = new SbmlWriter(root);
        writer._text.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer.Write(root, 0, isInline: false);
        return writer._text.Append('\n').ToString();
    }

    private string UriOf(SbmlElement element) => element.Kind switch
    {
        SbmlNamespace.Core => _core,
        SbmlNamespace.Math => SbmlUris.Math,
        SbmlNamespace.Comp => SbmlUris.Comp,
        SbmlNamespace.Distrib => SbmlUris.Distrib,
        _ => element.Uri ?? "",
    };

    private string UriOf(SbmlAttribute attribute) => attribute.Kind switch
    {
        SbmlNamespace.Core => _core,
        SbmlNamespace.Comp => SbmlUris.Comp,
        SbmlNamespace.Distrib => SbmlUris.Distrib,
        _ => attribute.Uri ?? "",
    };

    private void Write(SbmlElement element, int depth, bool isInline)
    {
        if (element.IsText)
        {
            Escape(element.Text, isAttribute: false);
            return;
        }

        string outer = _default;
        int before = _declared.Count;
        _attributes.Clear();
        string uri = UriOf(element);
        string? prefix = SbmlUris.PrefixOf(uri) ?? _prefixes.GetValueOrDefault(_shared.Contains(uri) ? uri : "");
        if (prefix is null && uri != _default)
        {
            Append(" xmlns", uri);
            _default = uri;
        }

        foreach (string needed in NamespacesDeclaredAt(element))
        {
            Declare(needed);
        }

        if (prefix is not null)
        {
            prefix = Declare(uri);
        }

        foreach (var attribute in element.Attributes)
        {
            string? own = PrefixOf(attribute, element) is { } other ? Declare(other) : null;
            _attributes.Append(' ').Append(own).Append(own is null ? "" : ":");
            Append(attribute.Name, attribute.Value);
        }

        AddRequired(element);
        string name = prefix is null ? element.Name : $"{prefix}:{element.Name}";
        _text.Append('<').Append(name).Append(_attributes);
        WriteContent(element, name, depth, isInline);
        _default = outer;
        for (; _declared.Count > before; _declared.RemoveAt(_declared.Count - 1))
        {
            _prefixes.Remove(_declared[^1]);
        }
    }

    private void WriteContent(SbmlElement element, string name, int depth, bool isInline)
    {
        string text = element.Kind is SbmlNamespace.Foreign ? element.Text : element.Text.Trim();
        if (element.Children.Count == 0 && text.Length == 0)
        {
            _text.Append("/>");
            return;
        }

        _text.Append('>');
        isInline |= element.Kind is SbmlNamespace.Foreign || HoldsText(element);
        if (element.Children.Count == 0)
        {
            WriteText(text);
        }

        foreach (var child in element.Children)
        {
            if (!isInline)
            {
                _text.Append('\n').Append(' ', Indent(depth + 1));
            }

            Write(child, depth + 1, isInline);
        }

        if (!isInline && element.Children.Count > 0)
        {
            _text.Append('\n').Append(' ', Indent(depth));
        }

        _text.Append("</").Append(name).Append('>');
    }

    private static bool HoldsText(SbmlElement element)
    {
        foreach (var child in element.Children)
        {
            if (child.IsText)
            {
                return true;
            }
        }

        return false;
    }

    private void WriteText(string text)
    {
        int separator = text.IndexOf(SbmlText.Separator, StringComparison.Ordinal);
        if (separator < 0)
        {
            Escape(text, isAttribute: false);
            return;
        }

        Escape(text[..separator], isAttribute: false);
        _text.Append("<sep/>");
        WriteText(text[(separator + 1)..]);
    }

    /// <summary>The namespace of an attribute that needs a prefix; <see langword="null"/> for one without.</summary>
    private string? PrefixOf(SbmlAttribute attribute, SbmlElement element)
    {
        bool isShared = element.Kind is SbmlNamespace.Comp or SbmlNamespace.Distrib && SbmlElement.IsOfEveryElement(attribute.Name);
        return attribute.Kind switch
        {
            SbmlNamespace.Core when element.AttributeKind is SbmlNamespace.Core || isShared => null,
            SbmlNamespace.Math => null,
            SbmlNamespace.Core or SbmlNamespace.Comp or SbmlNamespace.Distrib => UriOf(attribute),
            _ => attribute.Uri is { Length: > 0 } uri ? uri : null,
        };
    }

    /// <summary>Namespaces that are declared once for all that an element holds.</summary>
    private string[] NamespacesDeclaredAt(SbmlElement element) => element switch
    {
        { Kind: SbmlNamespace.Core, Name: "sbml" } => element.Tree().Select(e => e.Kind).Where(k => k is SbmlNamespace.Comp or SbmlNamespace.Distrib).Distinct()
            .Order().Select(k => k is SbmlNamespace.Comp ? SbmlUris.Comp : SbmlUris.Distrib).Concat(_shared).ToArray(),
        { Kind: SbmlNamespace.Math, Name: "math" } when element.Tree().Any(e => e is { Kind: SbmlNamespace.Math } && e[SbmlNamespace.Core, "units"] is not null) => [_core],
        { Kind: SbmlNamespace.Annotation, Name: "RDF" } => Below(element).Select(UriOf).Where(u => SbmlUris.PrefixOf(u) is not null).Distinct()
            .Order(StringComparer.Ordinal).ToArray(),
        _ => [],
    };

    private static int Indent(int depth) => 2 * Math.Min(depth, DeepestIndent);

    private static List<string> ManyTimesDeclared(SbmlElement root)
    {
        var declared = new Dictionary<string, long>(StringComparer.Ordinal);   // length of all declarations of each [characters]
        void Count(string? uri) => declared[uri ?? ""] = declared.GetValueOrDefault(uri ?? "") + (uri?.Length ?? 0);
        foreach (var element in Below(root))
        {
            foreach (var child in element.Children)
            {
                if (child is { Kind: SbmlNamespace.Foreign, IsText: false } && child.Uri != element.Uri)
                {
                    Count(child.Uri);
                }
            }

            foreach (var attribute in element.Attributes)
            {
                if (attribute.Kind is SbmlNamespace.Foreign)
                {
                    Count(attribute.Uri);
                }
            }
        }

        return [.. declared.Where(d => d.Value > LongestDeclarations && SbmlUris.PrefixOf(d.Key) is null).Select(d => d.Key).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<SbmlElement> Below(SbmlElement element)
    {
        Stack<SbmlElement> open = new([element]);
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var child in next.Children)
            {
                open.Push(child);
            }
        }
    }

    /// <summary>The prefix of a namespace, declared if it is not yet.</summary>
    private string Declare(string uri)
    {
        if (_prefixes.TryGetValue(uri, out string? known))
        {
            return known;
        }

        string prefix = SbmlUris.PrefixOf(uri) ?? (uri == _core ? "sbml" : $"ns{_prefixes.Count.ToString(CultureInfo.InvariantCulture)}");
        _prefixes.Add(uri, prefix);
        _declared.Add(uri);
        _attributes.Append(" xmlns:");
        Append(prefix, uri);
        return prefix;
    }

    // Both packages change what a model means, or may: a reader that does not know them has to be told.
    private void AddRequired(SbmlElement element)
    {
        if (element is not { Kind: SbmlNamespace.Core, Name: "sbml" })
        {
            return;
        }

        foreach (var (package, uri) in new[] { (SbmlNamespace.Comp, SbmlUris.Comp), (SbmlNamespace.Distrib, SbmlUris.Distrib) })
        {
            if (_prefixes.TryGetValue(uri, out string? prefix) && element[package, "required"] is null)
            {
                _attributes.Append(' ').Append(prefix).Append(":required=\"true\"");
            }
        }
    }

    private void Append(string attribute, string value)
    {
        _attributes.Append(attribute).Append("=\"");
        Escape(_attributes, value, isAttribute: true);
        _attributes.Append('"');
    }

    private void Escape(string value, bool isAttribute) => Escape(_text, value, isAttribute);

    // A character that XML cannot hold, in no version and no form, becomes the replacement character.
    private static void Escape(StringBuilder to, string value, bool isAttribute)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                to.Append(c).Append(value[++i]);
                continue;
            }

            _ = c switch
            {
                '&' => to.Append("&amp;"),
                '<' => to.Append("&lt;"),
                '>' => to.Append("&gt;"),
                '"' when isAttribute => to.Append("&quot;"),
                '\r' => to.Append("&#xD;"),
                '\n' when isAttribute => to.Append("&#xA;"),
                '\t' when isAttribute => to.Append("&#x9;"),
                _ => to.Append(XmlConvert.IsXmlChar(c) ? c : '\uFFFD'),
            };
        }
    }
}
