using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Language;

/// <summary>Reads SBML, Level 2 Version 1 to Level 3 Version 2 core with hierarchical composition, into a bound model.</summary>
public static class SbmlReader
{
    /// <summary>Reads a model. Any text is accepted: what cannot be understood is reported, never thrown.</summary>
    /// <remarks>
    /// No entity is expanded and nothing is fetched. Calls of the model's functions are expanded; parameters of a kinetic law
    /// become parameters of the model, named <c>REACTION_PARAMETER</c>; a participant with an id is a parameter too. What is in a
    /// submodel A is named <c>A__x</c>.
    /// </remarks>
    /// <param name="text">The text of the file.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="imports">Where models of other files may be read that submodels name; without it they are refused.</param>
    public static Checked<BoundModel> Read(string text, string file, ImportFolder? imports = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(file);
        var findings = new DiagnosticBag();
        var model = SbmlDocument.Read(text, file, findings, (_, _) => { })?.Bind(findings, imports);
        return new Checked<BoundModel>(findings.HasErrors ? null : model, findings.ToSorted());
    }

    /// <summary>Whether a file is SBML rather than Antimony, by its content: Antimony never begins with a bracket.</summary>
    public static bool IsSbml(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().TrimStart("\uFEFF \t\r\n").StartsWith("<", StringComparison.Ordinal);
    }
}
