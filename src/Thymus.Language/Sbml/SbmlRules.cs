using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml;

/// <summary>Every finding of the reader of SBML that the reader of Antimony does not have.</summary>
internal static class SbmlRules
{
    public static readonly DiagnosticRule BadXml = new(
        "TH1101", Severity.Error, "the XML cannot be read: {0}");

    public static readonly DiagnosticRule NotSbml = new(
        "TH1102", Severity.Error, "this is not SBML that can be read: {0}");

    public static readonly DiagnosticRule MissingAttribute = new(
        "TH1103", Severity.Error, "{0} has no {1}");

    public static readonly DiagnosticRule BadValue = new(
        "TH1104", Severity.Error, "'{0}' is not {1}");

    public static readonly DiagnosticRule BadMath = new(
        "TH1105", Severity.Error, "the mathematics cannot be read: {0}");

    public static readonly DiagnosticRule LeftOut = new(
        "TH1106", Severity.Warning, "left out in Level 3: {0}");

    public static readonly DiagnosticRule BadComposition = new(
        "TH1107", Severity.Error, "the submodels cannot be put together: {0}");

    public static readonly DiagnosticRule UnknownReference = new(
        "TH2101", Severity.Error, "there is no {0} '{1}'");

    public static readonly DiagnosticRule DuplicateId = new(
        "TH2102", Severity.Error, "the id '{0}' is given twice (first in line {1})");

    public static readonly DiagnosticRule UnknownUnit = new(
        "TH3101", Severity.Warning, "there is no unit '{0}': the quantity is read without one");
}
