using Thymus.Language.Diagnostics;

namespace Thymus.Language.Writing;

/// <summary>What is found when a model is written in another language.</summary>
internal static class WritingRules
{
    public static readonly DiagnosticRule LeftOut = new(
        "TH1201", Severity.Warning, "there are no words in Antimony for {0}; left out: {1}");

    public static readonly DiagnosticRule Renamed = new(
        "TH1202", Severity.Warning, "'{0}' is {1} in Antimony; it is written as '{2}'");

    public static readonly DiagnosticRule OtherWords = new(
        "TH1203", Severity.Warning, "there are no words in Antimony for {0}; written in others that mean the same: {1}");

    public static readonly DiagnosticRule Carried = new(
        "TH1205", Severity.Warning, "there are no words in Antimony for {0}; it is in annotations that only Thymus understands: {1}");

    public static readonly DiagnosticRule CannotWrite = new(
        "TH1204", Severity.Error, "this model cannot be written in Antimony: {0}");
}
