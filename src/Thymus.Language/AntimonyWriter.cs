using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
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
        string? text = HasNames(document, findings) ? AntimonyDocumentText.Write(document.Root, findings) : null;
        return new Checked<string>(findings.HasErrors ? null : text, findings.ToSorted());
    }

    /// <summary>Whether everything that the text calls by name has one.</summary>
    private static bool HasNames(SbmlDocument document, DiagnosticBag findings)
    {
        bool hasNames = true;
        foreach (var element in document.Root.Tree())
        {
            string? attribute = (element.Kind, element.Name) switch
            {
                (SbmlNamespace.Core, "compartment" or "species" or "parameter" or "localParameter" or "reaction" or "functionDefinition" or "unitDefinition") => "id",
                (SbmlNamespace.Core, "speciesReference" or "modifierSpeciesReference") => "species",
                (SbmlNamespace.Core, "assignmentRule" or "rateRule" or "eventAssignment") => "variable",
                (SbmlNamespace.Core, "initialAssignment") => "symbol",
                (SbmlNamespace.Comp, "submodel" or "port" or "modelDefinition") => "id",
                _ => null,
            };
            if (attribute is not null && string.IsNullOrWhiteSpace(element[attribute]))
            {
                findings.Report(SbmlRules.MissingAttribute, element.Span, null, $"<{element.Name}>", attribute);
                hasNames = false;
            }
        }

        return hasNames;
    }
}
