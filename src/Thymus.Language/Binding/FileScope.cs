using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;

namespace Thymus.Language.Binding;

/// <summary>The statements of the model that is read; those outside any model are the nameless one.</summary>
internal sealed record MainModel(string Id, ModuleDeclaration? Module, ImmutableArray<StatementSyntax> Statements);

/// <summary>What a file defines: functions, models, and which model is the one to read (Antimony reference, section 4).</summary>
internal sealed class FileScope
{
    /// <summary>The id of the model of statements outside any model.</summary>
    private const string NamelessModel = "__main";

    private readonly SyntaxTree _tree;

    private FileScope(SyntaxTree tree) => _tree = tree;

    public Dictionary<string, FunctionDeclaration> Functions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ModuleDeclaration> Modules { get; } = new(StringComparer.Ordinal);

    /// <summary>Statements outside models and functions that may give names and annotations to them.</summary>
    public List<StatementSyntax> Outside { get; } = [];

    /// <summary>The model marked with *, or else the nameless one if it says anything, or else the last one.</summary>
    public MainModel Main { get; private set; } = new(NamelessModel, null, []);

    public static FileScope Gather(SyntaxTree tree, DiagnosticBag findings)
    {
        ModuleDeclaration? marked = null;
        ModuleDeclaration? last = null;
        var nameless = ImmutableArray.CreateBuilder<StatementSyntax>();
        var scope = new FileScope(tree);
        foreach (var statement in tree.Statements)
        {
            switch (statement)
            {
                case FunctionDeclaration function:
                    scope.Add(function.Name, scope.Functions, function, findings);
                    break;
                case ModuleDeclaration module:
                    scope.Add(module.Name, scope.Modules, module, findings);
                    last = module;
                    if (module.IsMain)
                    {
                        if (marked is not null)
                        {
                            findings.Report(
                                BindingRules.SeveralMainModels, tree.SpanOf(module.Name), "mark one model only", tree.TextOf(module.Name));
                        }

                        marked = module;
                    }

                    break;
                case EmptyStatement or BadStatement:
                    break;
                default:
                    (scope.IsAboutFile(statement) ? scope.Outside : (ICollection<StatementSyntax>)nameless).Add(statement);
                    break;
            }
        }

        var main = marked ?? (nameless.Count == 0 ? last : null);
        scope.Main = main is null
            ? new MainModel(NamelessModel, null, nameless.ToImmutable())
            : new MainModel(tree.TextOf(main.Name), main, main.Body);
        return scope;
    }

    /// <summary>The function or model that has a name, and its line, or <see langword="null"/>.</summary>
    public (string Owner, int Line)? NameOwner(string name) =>
        Functions.TryGetValue(name, out var function) ? ("a function", _tree.SpanOf(function.Name).Line)
        : Modules.TryGetValue(name, out var module) ? ("a model", _tree.SpanOf(module.Name).Line)
        : null;

    private void Add<T>(Token name, Dictionary<string, T> to, T declaration, DiagnosticBag findings)
    {
        string text = _tree.TextOf(name);
        if (NameOwner(text) is var (owner, line))
        {
            findings.Report(
                BindingRules.NameTaken, _tree.SpanOf(name), $"{text}_", text, owner, line.ToString(CultureInfo.InvariantCulture));
        }

        to.TryAdd(text, declaration);
    }

    /// <summary>Whether a statement outside models speaks of a model or a function by its name.</summary>
    private bool IsAboutFile(StatementSyntax statement)
    {
        var reference = statement switch
        {
            DisplayNameStatement name => name.Reference,
            AnnotateStatement annotation => annotation.Reference,
            AssignStatement { Target.Reference.Parts.Length: > 1 } assign => assign.Target.Reference,
            _ => null,
        };
        return reference is not null && NameOwner(_tree.TextOf(reference.Parts[0])) is not null;
    }
}
