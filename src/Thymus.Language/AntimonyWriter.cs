using Thymus.Language.Diagnostics;
using Thymus.Language.Writing;

namespace Thymus.Language;

/// <summary>Writes models in Antimony.</summary>
public static class AntimonyWriter
{
    /// <summary>Writes a document with all that it says, laid out by <see cref="Formatting.AntimonyFormatter"/>.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The text; what the language cannot say is a warning with its place in the document (TH1201 to TH1203).</returns>
    public static Checked<string> Write(SbmlDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var findings = new DiagnosticBag();
        string? text = AntimonyDocumentText.Write(document.Root, findings);
        return new Checked<string>(findings.HasErrors ? null : text, findings.ToSorted());
    }
}
