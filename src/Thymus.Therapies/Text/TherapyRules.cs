using Thymus.Language.Diagnostics;

namespace Thymus.Therapies.Text;

/// <summary>The wording of everything that reading the library and studies can find. Each code has a page under docs/diagnostics/.</summary>
public static class TherapyRules
{
    /// <summary>The file is not YAML.</summary>
    public static readonly DiagnosticRule NotYaml = new("TH4001", Severity.Error, "cannot read this as YAML: {0}");

    /// <summary>A key that nobody reads.</summary>
    public static readonly DiagnosticRule UnknownKey = new("TH4002", Severity.Error, "unknown key '{0}' in {1}");

    /// <summary>A key that must be there.</summary>
    public static readonly DiagnosticRule MissingKey = new("TH4003", Severity.Error, "{0} needs the key '{1}'");

    /// <summary>The same key twice.</summary>
    public static readonly DiagnosticRule DuplicateKey = new("TH4004", Severity.Error, "the key '{0}' is already there, in line {1}");

    /// <summary>A list where a text is expected, and so on.</summary>
    public static readonly DiagnosticRule WrongType = new("TH4005", Severity.Error, "'{0}' is {1}, but {2} is expected");

    /// <summary>A text that cannot be read as what is expected.</summary>
    public static readonly DiagnosticRule CannotRead = new("TH4006", Severity.Error, "cannot read '{0}' as {1}");

    /// <summary>A number outside its bounds.</summary>
    public static readonly DiagnosticRule OutOfRange = new("TH4007", Severity.Error, "'{0}' is {1}, but it must be {2}");

    /// <summary>Not one of the words that are allowed.</summary>
    public static readonly DiagnosticRule UnknownWord = new("TH4008", Severity.Error, "'{0}' is not one of: {1}");

    /// <summary>Anchors, aliases, tags, several documents, too deep, too large.</summary>
    public static readonly DiagnosticRule NotAllowed = new("TH4009", Severity.Error, "{0} cannot be used here");

    /// <summary>A file or folder cannot be read.</summary>
    public static readonly DiagnosticRule MissingFile = new("TH4010", Severity.Error, "cannot open '{0}': {1}");

    /// <summary>A reference that leaves the library.</summary>
    public static readonly DiagnosticRule OutsideLibrary =
        new("TH4011", Severity.Error, "'{0}' is outside the library: a therapy may only use files of the library");

    /// <summary>A therapy that is not there.</summary>
    public static readonly DiagnosticRule UnknownTherapy = new("TH4012", Severity.Error, "there is no therapy '{0}' in the library {1}");

    /// <summary>A name that the model does not have.</summary>
    public static readonly DiagnosticRule UnknownSymbol = new("TH4013", Severity.Error, "the model has no symbol '{0}'");

    /// <summary>A symbol that cannot be used in this place.</summary>
    public static readonly DiagnosticRule WrongSymbol = new("TH4014", Severity.Error, "'{0}' cannot be {1}: {2}");

    /// <summary>A parameter without a value.</summary>
    public static readonly DiagnosticRule ParameterWithoutValue =
        new("TH4015", Severity.Error, "the model's parameter '{0}' has no value, and the population gives none");

    /// <summary>A name that refers to nothing.</summary>
    public static readonly DiagnosticRule UnknownName = new("TH4016", Severity.Error, "there is no {0} '{1}'");

    /// <summary>A name twice.</summary>
    public static readonly DiagnosticRule DuplicateName = new("TH4017", Severity.Error, "the {0} '{1}' is already defined");

    /// <summary>Numbers that contradict each other.</summary>
    public static readonly DiagnosticRule Inconsistent = new("TH4018", Severity.Error, "{0}");
}
