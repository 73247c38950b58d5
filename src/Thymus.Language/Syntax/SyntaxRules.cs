using Thymus.Language.Diagnostics;

namespace Thymus.Language.Syntax;

/// <summary>Every finding of the lexer and the parser.</summary>
internal static class SyntaxRules
{
    public static readonly DiagnosticRule TooLarge = new(
        "TH1001", Severity.Error, "the text has more {0} than the {1} that are read");

    public static readonly DiagnosticRule BadCharacter = new(
        "TH1002", Severity.Error, "{0} is not part of the language outside strings and comments");

    public static readonly DiagnosticRule UnterminatedText = new(
        "TH1003", Severity.Error, "this {0} is not closed");

    public static readonly DiagnosticRule TooDeep = new(
        "TH1004", Severity.Error, "this is nested more than {0} levels deep");

    public static readonly DiagnosticRule Expected = new(
        "TH1005", Severity.Error, "expected {0}, found {1}");

    public static readonly DiagnosticRule ReservedName = new(
        "TH1006", Severity.Error, "'{0}' is {1} of the language and cannot name a symbol");

    public static readonly DiagnosticRule MissingEnd = new(
        "TH1007", Severity.Error, "{0} '{1}' (line {2}) has no end");

    public static readonly DiagnosticRule NotAStatement = new(
        "TH1008", Severity.Error, "this is not a statement: {0}");

    public static readonly DiagnosticRule TooManyFindings = new(
        "TH1009", Severity.Error, "more than {0} findings; the rest is not shown");

    public static readonly DiagnosticRule NotSupportedYet = new(
        "TH1010", Severity.Error, "{0} not supported yet");

    public static readonly DiagnosticRule SameArgument = new(
        "TH1011", Severity.Error, "the function has an argument '{0}' already");
}
