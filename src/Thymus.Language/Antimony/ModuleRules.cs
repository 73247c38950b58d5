using Thymus.Language.Diagnostics;

namespace Thymus.Language.Antimony;

/// <summary>Findings about models in models, imports and uncertainty.</summary>
internal static class ModuleRules
{
    public static readonly DiagnosticRule UnknownModel = new(
        "TH2030", Severity.Error, "there is no model '{0}'{1}");

    public static readonly DiagnosticRule SubmodelTwice = new(
        "TH2031", Severity.Error, "'{0}' is a submodel already");

    public static readonly DiagnosticRule TooManySubmodels = new(
        "TH2032", Severity.Error, "the submodels {0}");

    public static readonly DiagnosticRule UnknownSubmodelOption = new(
        "TH2033", Severity.Error, "'{0}' is not an option of a submodel");

    public static readonly DiagnosticRule CannotMerge = new(
        "TH2034", Severity.Error, "'{0}' is {1} and cannot be merged");

    public static readonly DiagnosticRule FactorNeedsSubmodel = new(
        "TH2035", Severity.Error, "a conversion factor applies to a symbol of a submodel that becomes one of the model, not to '{0}'");

    public static readonly DiagnosticRule NotInSubmodel = new(
        "TH2036", Severity.Error, "'{0}' is not in a submodel and cannot be deleted");

    public static readonly DiagnosticRule DeletedMerged = new(
        "TH2037", Severity.Error, "'{0}' was merged with '{1}' and cannot be deleted");

    public static readonly DiagnosticRule TwiceInInterface = new(
        "TH2038", Severity.Error, "'{0}' is twice in the parentheses of '{1}'");

    public static readonly DiagnosticRule ConstReaction = new(
        "TH2039", Severity.Error, "'{0}' is a reaction and cannot be const");

    public static readonly DiagnosticRule UncertaintyShape = new(
        "TH2040", Severity.Error, "'{0}' has to be {1}, {2}");

    public static readonly DiagnosticRule VectorInFormula = new(
        "TH2041", Severity.Error, "braces give two values for uncertainty, but a formula is a single value");

    public static readonly DiagnosticRule StrandProblem = new(
        "TH2042", Severity.Error, "the strand cannot be read: {0}");

    public static readonly DiagnosticRule UnconvertedStart = new(
        "TH2044", Severity.Warning, "'{0}' takes the start value of '{1}' as it is: the conversion factor is not applied to it");

    public static readonly DiagnosticRule NoInteraction = new(
        "TH2045", Severity.Warning, "'{0}' acts on '{1}', but its rate does not depend on it");

    public static readonly DiagnosticRule DeletedPlace = new(
        "TH2046", Severity.Error, "'{0}' cannot be deleted: '{1}' is in it");

    public static readonly DiagnosticRule CannotImport = new(
        "TH2043", Severity.Error, "'{0}' cannot be imported: {1}");
}
