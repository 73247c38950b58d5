using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Sbml.Composition;

namespace Thymus.Language;

/// <summary>A whole SBML document, notes and annotations and packages included, as Level 3 Version 2: what is converted and written (ADR 0016).</summary>
public sealed class SbmlDocument
{
    internal SbmlDocument(SbmlElement root, string file)
    {
        Root = root;
        File = file;
    }

    /// <summary>The file it came from, for messages.</summary>
    public string File { get; }

    internal SbmlElement Root { get; }

    /// <summary>Reads a document of Level 2 Version 1 to Level 3 Version 2 and makes it Level 3 Version 2. Nothing is thrown, fetched or expanded.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">The name for messages.</param>
    /// <returns>The document; what it had that Level 3 has no place for is a warning.</returns>
    public static Checked<SbmlDocument> Read(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var findings = new DiagnosticBag();
        var document = Read(text, file, findings, (span, what) => findings.Report(SbmlRules.LeftOut, span, null, what));
        return new Checked<SbmlDocument>(findings.HasErrors ? null : document, findings.ToSorted());
    }

    /// <summary>XML text of the document: Level 3 Version 2, or Version 1 where a reaction is fast. Reading it gives the same document.</summary>
    public string Write() => SbmlWriter.Write(Root);

    /// <summary>Binds the model of the document; submodels are put together into one.</summary>
    /// <param name="imports">Where models of other files may be read; without it they are refused.</param>
    public Checked<BoundModel> Bind(ImportFolder? imports = null)
    {
        var findings = new DiagnosticBag();
        var model = Bind(findings, imports);
        return new Checked<BoundModel>(findings.HasErrors ? null : model, findings.ToSorted());
    }

    /// <summary>The document with its submodels put together into one model, whose ids are joined by two underscores; itself where it has none.</summary>
    /// <param name="imports">Where models of other files may be read; without it they are refused.</param>
    public Checked<SbmlDocument> Flatten(ImportFolder? imports = null)
    {
        var findings = new DiagnosticBag();
        var flat = CompFlattener.Flatten(Root, imports?.File ?? File, imports, findings);
        return new Checked<SbmlDocument>(flat is null || findings.HasErrors ? null : new SbmlDocument(flat, File), findings.ToSorted());
    }

    internal static SbmlDocument? Read(string text, string file, DiagnosticBag findings, Action<SourceSpan, string> leftOut)
    {
        var source = new SbmlText(file, findings);
        if (source.Read(text) is not { } root)
        {
            return null;
        }

        source.CheckPackages(leftOut);
        OwnProperties.Apply(root);
        SbmlUpgrade.Apply(root, source.Level, leftOut);
        return new SbmlDocument(root, file);
    }

    internal BoundModel? Bind(DiagnosticBag findings, ImportFolder? imports)
    {
        if (Root.Child("model") is null)
        {
            findings.Report(SbmlRules.NotSbml, Root.Span, null, "there is no <model>");
            return null;
        }

        return CompFlattener.Flatten(Root, imports?.File ?? File, imports, findings) is { } flat
            ? new SbmlModelReader(flat.Child("model")!, findings).Read() : null;
    }
}
