using Thymus.Language.Diagnostics;

namespace Thymus.Simulation.Experiments;

/// <summary>What can be wrong with an experiment (SED-ML) or an archive (OMEX).</summary>
internal static class ExperimentRules
{
    public static readonly DiagnosticRule Unreadable = new("TH5301", Severity.Error, "the experiment cannot be read: {0}");

    public static readonly DiagnosticRule Unsupported = new("TH5302", Severity.Error, "{0} is not supported");

    public static readonly DiagnosticRule UnknownReference = new("TH5303", Severity.Error, "{0} refers to {1} '{2}', which is not there");

    public static readonly DiagnosticRule Failed = new("TH5304", Severity.Error, "task {0} failed: {1}");
}
