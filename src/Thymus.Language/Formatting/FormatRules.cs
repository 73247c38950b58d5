using Thymus.Language.Diagnostics;

namespace Thymus.Language.Formatting;

/// <summary>Every finding of the formatter of its own.</summary>
internal static class FormatRules
{
    public static readonly DiagnosticRule NotUtf8 = new(
        "TH1050", Severity.Error, "this is not text in UTF-8, so that writing it again would lose it");

    public static readonly DiagnosticRule NoLayout = new(
        "TH1051", Severity.Error, "the layout of this text would change what it says");
}
