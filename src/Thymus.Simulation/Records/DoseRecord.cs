using System.Collections.Immutable;
using Thymus.Language.Diagnostics;

namespace Thymus.Simulation.Records;

/// <summary>Kind of a record: the EVID of NONMEM's tables.</summary>
public enum RecordKind
{
    /// <summary>0: a measurement, or a time at which one is wanted.</summary>
    Observation = 0,

    /// <summary>1: a dose.</summary>
    Dose = 1,

    /// <summary>2: something else, such as a new value of a covariate.</summary>
    Other = 2,

    /// <summary>3: everything starts anew.</summary>
    Reset = 3,

    /// <summary>4: everything starts anew, with a dose.</summary>
    ResetAndDose = 4,
}

/// <summary>How fast a dose goes in.</summary>
public enum RateKind
{
    /// <summary>At once.</summary>
    Bolus,

    /// <summary>At the rate of the record.</summary>
    Rate,

    /// <summary>Over the duration of the record.</summary>
    Duration,

    /// <summary>At a rate that is a parameter of the model (RATE −1).</summary>
    ModelRate,

    /// <summary>Over a duration that is a parameter of the model (RATE −2).</summary>
    ModelDuration,
}

/// <summary>Whether a dose is the last of an infinite series of equal doses: the SS of NONMEM's tables.</summary>
public enum SteadyStateKind
{
    /// <summary>0: it is not.</summary>
    None = 0,

    /// <summary>1: it is, and what was there before is gone.</summary>
    Replace = 1,

    /// <summary>2: it is, beside what is there.</summary>
    Add = 2,

    /// <summary>3: like 1, with the search starting from what is there.</summary>
    ReplaceFromCurrent = 3,
}

/// <summary>One line of a dosing and observation table.</summary>
public sealed record DoseRecord
{
    /// <summary>Where it was read.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>Time, in the unit of the model's time.</summary>
    public required double Time { get; init; }

    /// <summary>Kind.</summary>
    public required RecordKind Kind { get; init; }

    /// <summary>Compartment: its name, or its number from 1 as text; <c>0</c> for the default one.</summary>
    public string Compartment { get; init; } = "0";

    /// <summary>Amount, in the unit of the target's amount; 0 for a constant infusion at steady state.</summary>
    public double Amount { get; init; }

    /// <summary>How fast it goes in.</summary>
    public RateKind RateKind { get; init; }

    /// <summary>Rate [amount/time] or duration [time], by <see cref="RateKind"/>.</summary>
    public double RateValue { get; init; }

    /// <summary>Interval between doses [time]; 0 for none.</summary>
    public double Interval { get; init; }

    /// <summary>Doses that follow this one at the interval.</summary>
    public int Additional { get; init; }

    /// <summary>Whether it is at steady state.</summary>
    public SteadyStateKind SteadyState { get; init; }

    /// <summary>Measured value, in the unit of the output; NaN when there is none to use.</summary>
    public double Measured { get; init; } = double.NaN;

    /// <summary>Name or number of the measured output (DVID).</summary>
    public string Output { get; init; } = "1";

    /// <summary>Occasion.</summary>
    public int Occasion { get; init; } = 1;

    /// <summary>1: the true value is at or below <see cref="Measured"/>; −1: at or above it; 0: it was measured.</summary>
    public int Censoring { get; init; }

    /// <summary>The other bound of a censored value, in the unit of the output; NaN for none.</summary>
    public double Limit { get; init; } = double.NaN;

    /// <summary>Covariates, in the order of <see cref="RecordTable.CovariateNames"/>; missing ones are carried forward, then backward.</summary>
    public ImmutableArray<double> Covariates { get; init; } = [];

    /// <summary>Whether it gives a dose.</summary>
    public bool IsDose => Kind is RecordKind.Dose or RecordKind.ResetAndDose;

    /// <summary>Whether everything starts anew at it.</summary>
    public bool IsReset => Kind is RecordKind.Reset or RecordKind.ResetAndDose;
}

/// <summary>The records of one individual, in time order.</summary>
public sealed record Individual(string Id, ImmutableArray<DoseRecord> Records);

/// <summary>A dosing and observation table.</summary>
/// <param name="CovariateNames">Columns without a fixed meaning.</param>
/// <param name="Individuals">Individuals, in the order of the table.</param>
public sealed record RecordTable(ImmutableArray<string> CovariateNames, ImmutableArray<Individual> Individuals);
