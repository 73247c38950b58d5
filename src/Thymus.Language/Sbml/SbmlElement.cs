using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml;

/// <summary>Whose element it is.</summary>
internal enum SbmlNamespace
{
    Core,
    Math,
    Annotation,
}

/// <summary>An XML element that the reader knows; what is foreign to it was left out before.</summary>
internal sealed class SbmlElement(string name, SbmlNamespace kind, SourceSpan span)
{
    private static readonly List<SbmlElement> None = [];
    private List<SbmlElement>? _children;
    private List<(string Name, string Value)>? _attributes;

    public string Name { get; } = name;

    public SbmlNamespace Kind { get; } = kind;

    public SourceSpan Span { get; } = span;

    /// <summary>Text inside it, of an element without children the whole.</summary>
    public string Text { get; set; } = "";

    public IReadOnlyList<SbmlElement> Children => _children ?? None;

    public string? this[string attribute]
    {
        get
        {
            foreach (var (name, value) in _attributes ?? [])
            {
                if (name == attribute)
                {
                    return value;
                }
            }

            return null;
        }
    }

    public void Add(SbmlElement child) => (_children ??= []).Add(child);

    public void Add(string attribute, string value) => (_attributes ??= []).Add((attribute, value));

    public SbmlElement? Child(string name)
    {
        foreach (var child in Children)
        {
            if (child.Name == name)
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>The elements of a list such as <c>listOfSpecies</c>; none where the list is not there.</summary>
    public IReadOnlyList<SbmlElement> List(string name) => Child(name)?.Children ?? None;

    public bool? Flag(string attribute) => this[attribute]?.Trim() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };
}
