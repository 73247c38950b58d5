using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml;

/// <summary>An attribute.</summary>
/// <param name="Kind">Whose it is: of its element's kind when written without a prefix.</param>
/// <param name="Name">Name without prefix.</param>
/// <param name="Value">Value, not escaped.</param>
/// <param name="Uri">Namespace of a <see cref="SbmlNamespace.Foreign"/> or <see cref="SbmlNamespace.Annotation"/> one; <see langword="null"/> for none.</param>
internal readonly record struct SbmlAttribute(SbmlNamespace Kind, string Name, string Value, string? Uri = null);

/// <summary>
/// An element of a document: read from XML, or made. Its place is where it stands in the file it came from, whichever language that is, so
/// that findings point there. Trees of these are the form in which models are exchanged (ADR 0016).
/// </summary>
/// <param name="name">Name without prefix; empty for a piece of text inside foreign markup.</param>
/// <param name="kind">Whose element it is.</param>
/// <param name="span">Where it came from.</param>
/// <param name="uri">Namespace of a foreign element or an annotation; the others have theirs by their kind.</param>
internal sealed class SbmlElement(string name, SbmlNamespace kind, SourceSpan span, string? uri = null)
{
    private List<SbmlElement>? _children;
    private List<SbmlAttribute>? _attributes;

    public string Name { get; } = name;

    public SbmlNamespace Kind { get; } = kind;

    public SourceSpan Span { get; } = span;

    public string? Uri { get; } = uri;

    /// <summary>Text inside it, of an element without children the whole. Inside foreign markup the text is in children without a name.</summary>
    public string Text { get; set; } = "";

    /// <summary>Whose its attributes without a prefix are: a definition of a model has those of a model, in the core.</summary>
    public SbmlNamespace AttributeKind => Kind is SbmlNamespace.Comp && Name == "modelDefinition" ? SbmlNamespace.Core : Kind;

    /// <summary>Whether it is a piece of text inside foreign markup.</summary>
    public bool IsText => Name.Length == 0;

    public ListView<SbmlElement> Children => new(_children);

    public ListView<SbmlAttribute> Attributes => new(_attributes);

    /// <summary>An attribute by its name: of the element's own namespace or of the core (<c>metaid</c>, <c>sboTerm</c>, and <c>units</c> of a number).</summary>
    public string? this[string attribute]
    {
        get
        {
            foreach (var (kind, name, value, _) in Attributes)
            {
                if (name == attribute && (kind == Kind || kind is SbmlNamespace.Core || Kind is SbmlNamespace.Annotation or SbmlNamespace.Foreign))
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>An attribute that a package puts on an element of another namespace.</summary>
    public string? this[SbmlNamespace package, string attribute]
    {
        get
        {
            foreach (var (kind, name, value, _) in Attributes)
            {
                if (name == attribute && kind == package)
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Whether an attribute is the core's on elements of a package, too, where it has no prefix (SBase).</summary>
    public static bool IsOfEveryElement(string attribute) => attribute is "metaid" or "sboTerm";

    /// <summary>A piece of text inside foreign markup.</summary>
    public static SbmlElement Words(string text, SourceSpan span) => new("", SbmlNamespace.Foreign, span) { Text = text };

    /// <summary>An element of the core with attributes, those that are <see langword="null"/> left out, and children.</summary>
    public static SbmlElement Core(string name, SourceSpan span, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Make(name, SbmlNamespace.Core, span, attributes);

    /// <summary>An element of hierarchical composition.</summary>
    public static SbmlElement Comp(string name, SourceSpan span, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Make(name, SbmlNamespace.Comp, span, attributes);

    /// <summary>An element of the package of distributions.</summary>
    public static SbmlElement Distrib(string name, SourceSpan span, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Make(name, SbmlNamespace.Distrib, span, attributes);

    public SbmlElement With(params ReadOnlySpan<SbmlElement?> children)
    {
        foreach (var child in children)
        {
            if (child is not null)
            {
                Add(child);
            }
        }

        return this;
    }

    public void Add(SbmlElement child) => (_children ??= []).Add(child);

    public void Insert(int index, SbmlElement child) => (_children ??= []).Insert(index, child);

    public bool Remove(SbmlElement child) => _children?.Remove(child) ?? false;

    public int RemoveAll(Predicate<SbmlElement> match) => _children?.RemoveAll(match) ?? 0;

    public int IndexOf(SbmlElement child) => _children?.IndexOf(child) ?? -1;

    public void Replace(int index, SbmlElement child) => _children![index] = child;

    public void Add(SbmlAttribute attribute) => (_attributes ??= []).Add(attribute);

    public void RemoveAttributes(Predicate<SbmlAttribute> match) => _attributes?.RemoveAll(match);

    /// <summary>Gives an attribute of the element's own namespace a value; <see langword="null"/> takes it away.</summary>
    public void Set(string attribute, string? value) => Set(AttributeKind, attribute, value);

    public void Set(SbmlNamespace package, string attribute, string? value)
    {
        int index = 0;
        while (index < Attributes.Count && (Attributes[index].Name != attribute || Attributes[index].Kind != package))
        {
            index++;
        }

        bool isThere = index < Attributes.Count;
        if (value is null && isThere)
        {
            _attributes!.RemoveAt(index);
        }
        else if (value is not null && isThere)
        {
            _attributes![index] = new SbmlAttribute(package, attribute, value);
        }
        else if (value is not null)
        {
            Add(new SbmlAttribute(package, attribute, value));
        }
    }

    /// <summary>The child of that name that is not foreign.</summary>
    public SbmlElement? Child(string name)
    {
        foreach (var child in Children)
        {
            if (child.Name == name && child.Kind is SbmlNamespace.Core or SbmlNamespace.Math or SbmlNamespace.Annotation)
            {
                return child;
            }
        }

        return null;
    }

    public SbmlElement? Child(SbmlNamespace package, string name)
    {
        foreach (var child in Children)
        {
            if (child.Name == name && child.Kind == package)
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>The elements of a list such as <c>listOfSpecies</c>; none where the list is not there.</summary>
    public IEnumerable<SbmlElement> List(string name) => Child(name)?.Items() ?? [];

    /// <summary>The elements of a list of a package.</summary>
    public IEnumerable<SbmlElement> List(SbmlNamespace package, string name) => Child(package, name)?.Items() ?? [];

    /// <summary>What a list holds, of its own namespace, without its notes and annotation.</summary>
    public IEnumerable<SbmlElement> Items()
    {
        foreach (var child in Children)
        {
            if (child.Kind == Kind && child.Name is not ("notes" or "annotation"))
            {
                yield return child;
            }
        }
    }

    public bool? Flag(string attribute) => this[attribute]?.Trim() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    /// <summary>The same under another name; it shares what it holds.</summary>
    public SbmlElement Renamed(string name) => new(name, Kind, Span, Uri) { Text = Text, _attributes = _attributes, _children = _children };

    /// <summary>The same without anything in it.</summary>
    public SbmlElement Emptied()
    {
        var copy = new SbmlElement(Name, Kind, Span, Uri);
        copy._attributes = _attributes is null ? null : [.. _attributes];
        return copy;
    }

    /// <summary>A copy with all that it holds.</summary>
    public SbmlElement Clone()
    {
        var copy = new SbmlElement(Name, Kind, Span, Uri) { Text = Text };
        copy._attributes = _attributes is null ? null : [.. _attributes];
        foreach (var child in Children)
        {
            copy.Add(child.Clone());
        }

        return copy;
    }

    /// <summary>Itself and all that it holds, an element before what it holds; not into foreign markup.</summary>
    public IEnumerable<SbmlElement> Tree()
    {
        Stack<SbmlElement> open = new([this]);
        while (open.TryPop(out var element))
        {
            yield return element;
            for (int i = element.Children.Count - 1; i >= 0; i--)
            {
                if (element.Children[i].Kind is not (SbmlNamespace.Foreign or SbmlNamespace.Annotation))
                {
                    open.Push(element.Children[i]);
                }
            }
        }
    }

    private static SbmlElement Make(string name, SbmlNamespace kind, SourceSpan span, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var element = new SbmlElement(name, kind, span);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                element.Add(new SbmlAttribute(element.AttributeKind, attribute, value));
            }
        }

        return element;
    }
}
