using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Sbml.Composition;
using Thymus.Language.Writing;

namespace Thymus.Language;

/// <summary>Writes models in Antimony.</summary>
public static class AntimonyWriter
{
    /// <summary>Writes a document with all that it says, laid out by <see cref="Formatting.AntimonyFormatter"/>.</summary>
    /// <param name="document">The document.</param>
    /// <param name="imports">Where models of other files may be read, which are put into the text; without it they are refused.</param>
    /// <returns>The text; what the language cannot say is a warning with its place in the document (TH1201 to TH1205).</returns>
    public static Checked<string> Write(SbmlDocument document, ImportFolder? imports = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var findings = new DiagnosticBag();
        string? text = Write(document.Root, imports?.File ?? document.File, imports, findings);
        return new Checked<string>(findings.HasErrors ? null : text, findings.ToSorted());
    }

    /// <summary>The text of a document; <see langword="null"/> after an error.</summary>
    /// <param name="root">The element <c>sbml</c>, of Level 3.</param>
    /// <param name="file">The file that it came from, in full.</param>
    /// <param name="imports">Where models of other files may be read; <see langword="null"/> where they may not.</param>
    /// <param name="findings">Takes what is found.</param>
    internal static string? Write(SbmlElement root, string file, ImportFolder? imports, DiagnosticBag findings) =>
        ModelGatherer.Gather(root, file, imports, findings) is { } whole && HasNames(whole, findings) ? AntimonyDocumentText.Write(whole, findings) : null;

    /// <summary>Whether everything that the text calls by name has one.</summary>
    private static bool HasNames(SbmlElement root, DiagnosticBag findings)
    {
        bool hasNames = true;
        foreach (var list in root.Tree())
        {
            string? attribute = (list.Kind, list.Name) switch
            {
                (SbmlNamespace.Core, "listOfCompartments" or "listOfSpecies" or "listOfParameters" or "listOfLocalParameters" or "listOfReactions") => "id",
                (SbmlNamespace.Core, "listOfFunctionDefinitions" or "listOfUnitDefinitions") => "id",
                (SbmlNamespace.Core, "listOfReactants" or "listOfProducts" or "listOfModifiers") => "species",
                (SbmlNamespace.Core, "listOfRules" or "listOfEventAssignments") => "variable",
                (SbmlNamespace.Core, "listOfInitialAssignments") => "symbol",
                (SbmlNamespace.Comp, "listOfSubmodels" or "listOfPorts" or "listOfModelDefinitions") => "id",
                _ => null,
            };
            if (attribute is null)
            {
                continue;
            }

            foreach (var item in list.Items())
            {
                if (item.Name != "algebraicRule" && string.IsNullOrWhiteSpace(item[attribute]))
                {
                    findings.Report(SbmlRules.MissingAttribute, item.Span, null, $"<{item.Name}>", attribute);
                    hasNames = false;
                }
            }
        }

        return hasNames;
    }
}
