using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>A function of a file; all models see it.</summary>
internal sealed class AntimonyFunction(SyntaxTree tree, FunctionDeclaration declaration)
{
    public SyntaxTree Tree { get; } = tree;

    public FunctionDeclaration Declaration { get; } = declaration;

    public string Id { get; } = tree.TextOf(declaration.Name);

    public SourceSpan Span => Tree.SpanOf(Declaration.Name);

    public string? DisplayName { get; set; }

    public int? SboTerm { get; set; }

    public List<AnnotationPart> Annotations { get; } = [];
}

/// <summary>What a file defines, with the files it imports (Antimony reference, section 4).</summary>
internal sealed class AntimonyDocument
{
    /// <summary>The id of the model of statements outside any model.</summary>
    public const string NamelessModel = "__main";

    private readonly Dictionary<string, AntimonyFunction> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AntimonyModule> _modules = new(StringComparer.Ordinal);

    /// <summary>Functions in the order of their definition.</summary>
    public List<AntimonyFunction> Functions { get; } = [];

    /// <summary>Models in the order of their definition.</summary>
    public List<AntimonyModule> Modules { get; } = [];

    /// <summary>The model that the file is about.</summary>
    public AntimonyModule? Main { get; set; }

    /// <summary>How many symbols the submodels of all models have.</summary>
    public long CopiedSymbols { get; set; }

    public IEnumerable<string> FunctionNames => _functions.Keys;

    public AntimonyFunction? FindFunction(string name) => _functions.GetValueOrDefault(name);

    public AntimonyModule? FindModule(string name) => _modules.GetValueOrDefault(name);

    public void Add(AntimonyFunction function)
    {
        if (_functions.TryAdd(function.Id, function))
        {
            Functions.Add(function);
        }
    }

    public void Add(AntimonyModule module)
    {
        if (_modules.TryAdd(module.Id, module))
        {
            Modules.Add(module);
        }
    }

    /// <summary>What has a name, and its line, or <see langword="null"/>.</summary>
    public (string Owner, SourceSpan Span)? NameOwner(string name) =>
        _functions.TryGetValue(name, out var function) ? ("a function", function.Span)
        : _modules.TryGetValue(name, out var module) ? ("a model", module.Span)
        : null;
}
