using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>The statements of a file and of those it imports -> functions and models.</summary>
internal sealed class DocumentReader(DiagnosticBag findings, ImportReader imports)
{
    private readonly AntimonyDocument _document = new();
    private readonly List<(SyntaxTree Tree, StatementSyntax Statement)> _nameless = [];
    private AntimonyModule? _marked;

    /// <summary>Reads the file; its main model is <see langword="null"/> only when the file defines none.</summary>
    public AntimonyDocument Read(SyntaxTree tree)
    {
        Visit(tree);
        bool hasNameless = _nameless.Exists(s => s.Statement is not (EmptyStatement or BadStatement));
        if (_marked is null && (hasNameless || _document.Modules.Count == 0))
        {
            var module = new AntimonyModule(AntimonyDocument.NamelessModel, tree.Source.Span(0, 0));
            new ModuleCollector(_document, module, findings).Collect(_nameless);
            _document.Add(module);
            _document.Main = module;
        }
        else
        {
            _document.Main = _marked ?? _document.Modules[^1];
        }

        return _document;
    }

    private void Visit(SyntaxTree tree)
    {
        foreach (var statement in tree.Statements)
        {
            switch (statement)
            {
                case FunctionDeclaration function:
                    if (CanTake(function.Name, tree))
                    {
                        _document.Add(new AntimonyFunction(tree, function));
                    }

                    break;
                case ModuleDeclaration module:
                    Define(module, tree);
                    break;
                case ImportStatement import:
                    if (imports.Open(tree, import) is { } imported)
                    {
                        Visit(imported);
                        imports.Close();
                    }

                    break;
                default:
                    if (!FileAnnotations.Take(_document, tree, statement, findings))
                    {
                        _nameless.Add((tree, statement));
                    }

                    break;
            }
        }
    }

    private void Define(ModuleDeclaration declaration, SyntaxTree tree)
    {
        if (!CanTake(declaration.Name, tree))
        {
            return;
        }

        var span = tree.SpanOf(declaration.Name);
        var module = new AntimonyModule(tree.TextOf(declaration.Name), span);
        new ModuleCollector(_document, module, findings).Collect(tree, declaration);
        _document.Add(module);
        if (declaration.IsMain && !imports.IsSbml(tree))
        {
            if (_marked is not null)
            {
                findings.Report(BindingRules.SeveralMainModels, span, "mark one model only", module.Id);
            }

            _marked = module;
        }
    }

    private bool CanTake(Token name, SyntaxTree tree)
    {
        string text = tree.TextOf(name);
        if (_document.NameOwner(text) is not var (owner, first))
        {
            return true;
        }

        findings.Report(BindingRules.NameTaken, tree.SpanOf(name), $"{text}_", text, owner, first.Line.ToString(CultureInfo.InvariantCulture));
        return false;
    }
}
