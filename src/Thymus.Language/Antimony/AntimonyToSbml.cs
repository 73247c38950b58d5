using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>An Antimony file -> a document of SBML Level 3 Version 2, with the packages comp and distrib where they are needed.</summary>
internal static class AntimonyToSbml
{
    /// <summary>The element <c>sbml</c>; <see langword="null"/> after an error.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="imports">Where imported files are read from; <see langword="null"/> for a text that is no file.</param>
    /// <param name="findings">Takes what is found; places are in the Antimony files.</param>
    public static SbmlElement? Convert(SyntaxTree tree, ImportFolder? imports, DiagnosticBag findings)
    {
        var document = new DocumentReader(findings, new ImportReader(imports, findings)).Read(tree);
        if (findings.HasErrors || document.Main is not { } main)
        {
            return null;
        }

        var span = main.Span;
        var root = SbmlElement.Core("sbml", span, ("level", "3"), ("version", "2"));
        var outputs = new Dictionary<AntimonyModule, ModuleOutput>();
        var definitions = SbmlElement.Comp("listOfModelDefinitions", span);
        foreach (var module in UsedBy(main, document))
        {
            var output = new ModuleWriter(document, module, outputs, findings).Write(isMain: module == main);
            outputs.Add(module, output);
            (module == main ? root : definitions).Add(output.Element);
        }

        if (definitions.Children.Count > 0)
        {
            root.Add(definitions);
        }

        OwnProperties.Apply(root);
        SbmlUpgrade.SetVersion(root);
        return findings.HasErrors ? null : root;
    }

    /// <summary>A document with one flat model: submodels are written out, with <c>__</c> for the dots of their names.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="imports">Where imported files are read from; <see langword="null"/> for a text that is no file.</param>
    /// <param name="findings">Takes what is found; places are in the Antimony files.</param>
    public static SbmlElement? Flatten(SyntaxTree tree, ImportFolder? imports, DiagnosticBag findings)
    {
        var document = new DocumentReader(findings, new ImportReader(imports, findings)).Read(tree);
        if (findings.HasErrors || document.Main is not { } main)
        {
            return null;
        }

        UnsetSymbols.Report(main, findings);
        var output = new ModuleWriter(document, main, outputs: null, findings).Write(isMain: true);
        var root = SbmlElement.Core("sbml", main.Span, ("level", "3"), ("version", "2")).With(output.Element);
        OwnProperties.Apply(root);
        SbmlUpgrade.SetVersion(root);
        return findings.HasErrors ? null : root;
    }

    /// <summary>A model and all those in it, inner ones first.</summary>
    private static List<AntimonyModule> UsedBy(AntimonyModule main, AntimonyDocument document)
    {
        HashSet<AntimonyModule> used = [main];
        foreach (var symbol in main.Symbols)
        {
            if (symbol.Submodel is { } submodel)
            {
                used.Add(submodel.Module);
            }
        }

        return [.. document.Modules.Where(used.Contains)];
    }
}
