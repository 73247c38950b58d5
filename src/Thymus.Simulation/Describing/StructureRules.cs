using Thymus.Language.Diagnostics;

namespace Thymus.Simulation.Describing;

/// <summary>What a model may have that its author did not mean. None of it keeps a model from running.</summary>
internal static class StructureRules
{
    public static readonly DiagnosticRule NothingChanges = new("TH2301", Severity.Info, "nothing changes species {0}, and it is not declared constant");

    public static readonly DiagnosticRule Unused = new("TH2302", Severity.Info, "nothing uses parameter {0}");

    public static readonly DiagnosticRule ConsumesAtZero = new("TH2303", Severity.Info, "reaction {0} goes on when there is no {1} left: {1} can turn negative");
}
