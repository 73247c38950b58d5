using Thymus.Language.Diagnostics;

namespace Thymus.Simulation.Records;

/// <summary>What can be wrong with a dosing and observation table, and with a run of it.</summary>
internal static class RecordRules
{
    public static readonly DiagnosticRule MissingColumn = new("TH5101", Severity.Error, "the table has no column {0}");

    public static readonly DiagnosticRule RepeatedColumn = new("TH5102", Severity.Error, "column {0} appears twice");

    public static readonly DiagnosticRule UnreadColumn = new("TH5103", Severity.Error, "column {0} has a meaning that is not supported");

    public static readonly DiagnosticRule BadValue = new("TH5104", Severity.Error, "{0} of ID {1} is '{2}'; it has to be {3}");

    public static readonly DiagnosticRule BadRecord = new("TH5105", Severity.Error, "record of ID {0}: {1}");

    public static readonly DiagnosticRule CellCount = new("TH5106", Severity.Error, "the line of ID {0} has {1} cells, the header has {2}");

    public static readonly DiagnosticRule TimeGoesBack = new("TH5107", Severity.Error, "TIME of ID {0} goes back from {1} to {2}");

    public static readonly DiagnosticRule IdReturns = new("TH5108", Severity.Error, "ID {0} of line {1} comes again after other individuals");

    public static readonly DiagnosticRule TooManyErrors = new("TH5109", Severity.Error, "reading stops after {0} errors");

    public static readonly DiagnosticRule NoRecords = new("TH5110", Severity.Error, "the table has no records");

    public static readonly DiagnosticRule UnknownCompartment = new("TH5111", Severity.Error, "CMT of ID {0} is '{1}'; no such compartment can be dosed");

    public static readonly DiagnosticRule UnknownParameter = new("TH5112", Severity.Error, "'{0}', the {1} of {2}, is no parameter of the model");

    public static readonly DiagnosticRule NoModelRate = new("TH5113", Severity.Error, "ID {0} at time {1}: RATE is {2}, but {3} has no modelled {4}");

    public static readonly DiagnosticRule UnusedModelRate = new("TH5114", Severity.Warning, "ID {0} at time {1}: {2} has a modelled {3}, but RATE does not ask for it");

    public static readonly DiagnosticRule BadDoseParameter = new("TH5115", Severity.Error, "ID {0} at time {1}: the {2} of {3} is {4}; it has to be {5}");

    public static readonly DiagnosticRule LagTooLong = new("TH5116", Severity.Error, "ID {0} at time {1}: the lag {2} is not below the interval {3} of a steady state");

    public static readonly DiagnosticRule NoSteadyState = new("TH5117", Severity.Warning, "ID {0} at time {1}: no steady state after {2} cycles; {3} still changes by {4} a cycle");

    public static readonly DiagnosticRule NoSteadyStateError = NoSteadyState with { Code = "TH5118", Severity = Severity.Error };

    public static readonly DiagnosticRule AddedToNonlinear = new("TH5119", Severity.Warning, "ID {0} at time {1}: SS=2 adds a steady state to a model that is not linear");

    public static readonly DiagnosticRule Failed = new("TH5120", Severity.Error, "ID {0}: the integration stopped at time {1}: {2}");

    public static readonly DiagnosticRule EventInSteadyState = new("TH5121", Severity.Error, "ID {0} at time {1}: a steady state of a model in which event {2} {3} cannot be found");

    public static readonly DiagnosticRule DifferentiatedLag = new("TH5123", Severity.Error, "ID {0} at time {1}: cannot differentiate a steady state by the lag of {2} in a model that {3}");

    public static readonly DiagnosticRule TooLong = new("TH5124", Severity.Error, "a line has more than {0}");

    public static readonly DiagnosticRule DifferentiatedDose = new("TH5122", Severity.Error, "cannot differentiate by '{0}', the {1} of {2}: the model was not compiled for doses that depend on it");
}
