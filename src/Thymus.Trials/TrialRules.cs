using Thymus.Language.Diagnostics;

namespace Thymus.Trials;

/// <summary>Wording of what can be wrong between a study and its therapies, in one place.</summary>
internal static class TrialRules
{
    internal static readonly DiagnosticRule ModelNotInDays =
        new("TH4501", Severity.Error, "the model of '{0}' counts time in {1}; a trial counts in days");

    internal static readonly DiagnosticRule DoseTargetWithoutUnit =
        new("TH4502", Severity.Error, "'{0}' in the model of '{1}' has no unit, so a dose cannot be converted");

    internal static readonly DiagnosticRule DoseUnitMismatch =
        new("TH4503", Severity.Error, "a dose of {0} cannot go into '{1}' [{2}]: the dimensions differ");

    internal static readonly DiagnosticRule DoseNeedsCovariate =
        new("TH4504", Severity.Error, "a dose of {0} needs the covariate '{1}' [{2}], which the population of '{3}' does not have");

    internal static readonly DiagnosticRule NotGraded =
        new("TH4505", Severity.Error, "'{0}' of '{1}' is no term that CTCAE grades by a laboratory value");

    internal static readonly DiagnosticRule GradedUnitMismatch =
        new("TH4506", Severity.Error, "'{0}' is graded in {1}, but '{2}' of '{4}' is in {3}: the dimensions differ");
}
