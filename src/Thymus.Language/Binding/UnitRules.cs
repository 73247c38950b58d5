using Thymus.Language.Diagnostics;

namespace Thymus.Language.Binding;

/// <summary>Every finding about units. They are warnings: units never change numbers in SBML.</summary>
internal static class UnitRules
{
    public static readonly DiagnosticRule Mismatch = new(
        "TH3001", Severity.Warning, "cannot {0} {1} {2} {3}: the dimensions differ");

    public static readonly DiagnosticRule UnknownUnit = new(
        "TH3002", Severity.Warning, "'{0}' is not a known unit");

    public static readonly DiagnosticRule WrongUnitOfValue = new(
        "TH3003", Severity.Warning, "{0} is in {1}, but this is in {2}");

    public static readonly DiagnosticRule DifferentSize = new(
        "TH3004", Severity.Warning, "{0} and {1} measure the same thing in different sizes, and units never change numbers");

    public static readonly DiagnosticRule NotAPureNumber = new(
        "TH3005", Severity.Warning, "{0} must be a pure number, but this is in {1}");

    public static readonly DiagnosticRule TwoUnits = new(
        "TH3006", Severity.Warning, "'{0}' is declared in {1}, but its value is given in {2}");

    public static readonly DiagnosticRule OutOfRange = new(
        "TH3007", Severity.Warning, "the size of this unit, or an exponent, is beyond what can be computed with: the quantity is read without a unit");
}
