using Thymus.Language.Antimony;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language;

/// <summary>Reads Antimony text into a bound model.</summary>
public static partial class AntimonyReader
{
    /// <summary>Reads a model. Any text is accepted: what cannot be understood is reported, never thrown.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="imports">The folder that imports are read from; <see langword="null"/> refuses them.</param>
    public static Checked<BoundModel> Read(string text, string file, ImportFolder? imports = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var findings = new DiagnosticBag();
        var tree = Parser.Parse(new SourceText(text, file), findings);
        var model = Constructs.AreComposed(tree) ? ReadComposed(tree, imports, findings) : ModelBinder.Bind(tree, findings);
        return new Checked<BoundModel>(findings.HasErrors ? null : model, findings.ToSorted());
    }

    /// <summary>Turns a model into SBML Level 3 Version 2, with all that it says.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="imports">The folder that imports are read from; <see langword="null"/> refuses them.</param>
    public static Checked<string> ToSbml(string text, string file, ImportFolder? imports = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var findings = new DiagnosticBag();
        var document = AntimonyToSbml.Convert(Parser.Parse(new SourceText(text, file), findings), imports, findings);
        return new Checked<string>(document is null ? null : SbmlWriter.Write(document), findings.ToSorted());
    }

    /// <summary>By way of SBML.</summary>
    private static BoundModel? ReadComposed(SyntaxTree tree, ImportFolder? imports, DiagnosticBag findings)
    {
        if (AntimonyToSbml.Flatten(tree, imports, findings) is not { } document)
        {
            return null;
        }

        var model = new SbmlModelReader(document.Child("model")!, findings).Read();
        if (!findings.HasErrors)
        {
            new UnitChecker(model, extent: null, findings).Check();
        }

        return model;
    }
}
