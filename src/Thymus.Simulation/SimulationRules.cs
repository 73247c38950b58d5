using Thymus.Language.Diagnostics;

namespace Thymus.Simulation;

/// <summary>What can be wrong with a simulation that was asked for.</summary>
internal static class SimulationRules
{
    public static readonly DiagnosticRule DoseSyntax = new("TH5201", Severity.Error, "cannot read the dose '{0}': {1}");

    public static readonly DiagnosticRule UnknownName = new("TH5202", Severity.Error, "the model has no {0} '{1}'");

    public static readonly DiagnosticRule WrongAmount = new("TH5203", Severity.Error, "cannot give {0} into {1}: the amount of {1} is in {2}");

    public static readonly DiagnosticRule WrongTime = new("TH5204", Severity.Error, "the {0} is {1}, which is no time that the model knows: its time is in {2}");

    public static readonly DiagnosticRule NeedsBodySize = new("TH5205", Severity.Error, "{0} depends on the patient's {1}, which is not known");

    public static readonly DiagnosticRule UnitUnknown = new("TH5206", Severity.Warning, "the model does not say the unit of {0}; {1} is taken as the number {2}");

    public static readonly DiagnosticRule WrongSetting = new("TH5207", Severity.Error, "cannot set {0} to {1}: it is in {2}");

    public static readonly DiagnosticRule BadSetting = new("TH5208", Severity.Error, "cannot read the setting '{0}': {1}");

    public static readonly DiagnosticRule BadTimes = new("TH5209", Severity.Error, "cannot write outputs every {0} until {1}: {2}");

    public static readonly DiagnosticRule Failed = new("TH5210", Severity.Error, "the integration stopped at time {0}: {1}");

    public static readonly DiagnosticRule NotDosable = new("TH5211", Severity.Error, "cannot give a dose into {0}: it is {1}");

    public static readonly DiagnosticRule NotWithModel = new("TH5213", Severity.Error, "model {0} has {1}, with which {2} cannot be used");

    public static readonly DiagnosticRule BadLag = new("TH5214", Severity.Error, "the lag {0} is {1}, which is no time of 0 or more in the model's unit");

    public static readonly DiagnosticRule UnknownState = new("TH5212", Severity.Error, "the model has no state '{0}': {1}");

    public static readonly DiagnosticRule RunsFailed = new("TH5221", Severity.Error, "{0} of {1} runs stopped, the first of them, run {2}, at time {3}: {4}");

    public static readonly DiagnosticRule NoCounts = new("TH5222", Severity.Error, "cannot count the molecules of {0}: the unit of its amounts, {1}, is not item");

    public static readonly DiagnosticRule CannotLeap = new("TH5223", Severity.Error, "cannot leap over firings: {0}");
}
