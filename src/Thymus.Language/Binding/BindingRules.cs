using Thymus.Language.Diagnostics;

namespace Thymus.Language.Binding;

/// <summary>Every finding about names, types and definitions.</summary>
internal static class BindingRules
{
    public static readonly DiagnosticRule TypeConflict = new(
        "TH2001", Severity.Error, "'{0}' is already {1} (line {2}) and cannot also be {3}");

    public static readonly DiagnosticRule UndefinedFunction = new(
        "TH2002", Severity.Error, "there is no function '{0}'");

    public static readonly DiagnosticRule Redefined = new(
        "TH2003", Severity.Warning, "'{0}' has {1} already (line {2}); this one replaces it");

    public static readonly DiagnosticRule NeverSet = new(
        "TH2004", Severity.Warning, "'{0}' is used but never set");

    public static readonly DiagnosticRule NoStartValue = new(
        "TH2005", Severity.Warning, "{0} '{1}' has no start value");

    public static readonly DiagnosticRule WrongArgumentCount = new(
        "TH2006", Severity.Error, "'{0}' takes {1}, not {2}");

    public static readonly DiagnosticRule NotAValue = new(
        "TH2007", Severity.Error, "'{0}' is {1} and has no value in a formula");

    public static readonly DiagnosticRule ConflictingDefinitions = new(
        "TH2008", Severity.Error, "'{0}' has {1} (line {2}) and cannot also have {3}");

    public static readonly DiagnosticRule DefinitionLoop = new(
        "TH2009", Severity.Error, "'{0}' is defined by itself: {1}");

    public static readonly DiagnosticRule UnknownOption = new(
        "TH2010", Severity.Error, "'{0}' is not an option of an event");

    public static readonly DiagnosticRule NotTrueOrFalse = new(
        "TH2011", Severity.Error, "the option '{0}' is true or false");

    public static readonly DiagnosticRule NotLogical = new(
        "TH2012", Severity.Error, "{0} must be true or false, but this is a number");

    public static readonly DiagnosticRule UnknownQualifier = new(
        "TH2013", Severity.Error, "'{0}' is not a qualifier of an annotation");

    public static readonly DiagnosticRule NameNotInFunction = new(
        "TH2014", Severity.Error, "'{0}' is not an argument of the function '{1}'");

    public static readonly DiagnosticRule RecursiveFunction = new(
        "TH2015", Severity.Error, "the function '{0}' calls itself");

    public static readonly DiagnosticRule UsedBeforeDefinition = new(
        "TH2016", Severity.Error, "the function '{0}' is used before its definition (line {1})");

    public static readonly DiagnosticRule FormulaTooLarge = new(
        "TH2017", Severity.Error, "with its functions written out this formula is {0}");

    public static readonly DiagnosticRule NotAUnitFormula = new(
        "TH2018", Severity.Error, "a unit is made of units, numbers, *, / and ^ with a number");

    public static readonly DiagnosticRule MixedLogic = new(
        "TH2019", Severity.Warning, "&& and || have the same level here and are read from the left");

    public static readonly DiagnosticRule NotInDotForm = new(
        "TH2020", Severity.Error, "'{0}' cannot be used here: only sboTerm can follow the dot, and only to be set");

    public static readonly DiagnosticRule ConstantChanged = new(
        "TH2021", Severity.Error, "'{0}' is const and cannot have {1}");

    public static readonly DiagnosticRule SeveralMainModels = new(
        "TH2022", Severity.Warning, "several models are marked with *; the last, '{0}', is read");

    public static readonly DiagnosticRule NameTaken = new(
        "TH2023", Severity.Error, "'{0}' is already the name of {1} (line {2})");

    public static readonly DiagnosticRule UnitNotProduct = new(
        "TH2024", Severity.Error, "'{0} {1}' is the number {0} in units of {1}, but {1} is {2}");

    public static readonly DiagnosticRule UnknownName = new(
        "TH2025", Severity.Error, "there is nothing called '{0}' here");

    public static readonly DiagnosticRule NegativeStoichiometry = new(
        "TH2026", Severity.Error, "the stoichiometry of '{0}' is not a finite number above zero");

    public static readonly DiagnosticRule NotAVariable = new(
        "TH2027", Severity.Error, "'{0}' takes the name of a variable, not a formula");
}
