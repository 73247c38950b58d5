using Thymus.Language.Diagnostics;

namespace Thymus.Language.Antimony;

/// <summary>A model of a file: its symbols and those of its submodels, in the order of their first mention.</summary>
internal sealed class AntimonyModule(string id, SourceSpan span)
{
    private readonly Dictionary<string, AntimonySymbol> _symbols = new(StringComparer.Ordinal);
    private readonly List<AntimonySymbol> _order = [];

    public string Id { get; } = id;

    public SourceSpan Span { get; } = span;

    public string? DisplayName { get; set; }

    public int? SboTerm { get; set; }

    public List<AnnotationPart> Annotations { get; } = [];

    /// <summary>The paths of the symbols that can be given where the model is used.</summary>
    public List<string> Interface { get; } = [];

    /// <summary>What is deleted from submodels, by path, and where.</summary>
    public Dictionary<string, SourceSpan> Deletions { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<AntimonySymbol> Symbols => _order;

    /// <summary>How deep submodels are in each other; 0 without any.</summary>
    public int Depth { get; set; }

    public AntimonySymbol? Find(string path) => _symbols.GetValueOrDefault(path);

    /// <summary>The symbol that a name means: what it was merged into, if it was.</summary>
    public AntimonySymbol? Resolve(string path)
    {
        var symbol = Find(path);
        return symbol is null ? null : RootOf(symbol);
    }

    public AntimonySymbol RootOf(AntimonySymbol symbol)
    {
        while (symbol.MergedInto is { } next)
        {
            symbol = _symbols[next];
        }

        return symbol;
    }

    public void Add(AntimonySymbol symbol)
    {
        _symbols.Add(symbol.Path, symbol);
        _order.Add(symbol);
    }

    /// <summary>Whether a symbol's name stands for itself, and it was not deleted.</summary>
    public static bool IsAlive(AntimonySymbol symbol) => symbol is { MergedInto: null, IsDeleted: false };
}
