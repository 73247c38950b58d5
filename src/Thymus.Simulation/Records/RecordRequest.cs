using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Simulation.SteadyState;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Records;

/// <summary>A compartment of a table: what of the model it is, and which parameters of the model its doses obey.</summary>
/// <param name="Name">Dose target of the model; in a table its name, or its number in the list of ports, from 1.</param>
/// <param name="Bioavailability">Parameter with the part of a dose that arrives (F); <see langword="null"/> for 1.</param>
/// <param name="Lag">Parameter with the time from record to entry (ALAG); <see langword="null"/> for 0.</param>
/// <param name="Rate">Parameter with the modelled rate (R), for RATE −1.</param>
/// <param name="Duration">Parameter with the modelled duration (D), for RATE −2.</param>
public sealed record DosePort(
    string Name, string? Bioavailability = null, string? Lag = null, string? Rate = null, string? Duration = null);

/// <summary>Between records a covariate has a value from one of its neighbours.</summary>
public enum CovariateRule
{
    /// <summary>The value of a record holds from it until the next one (locf).</summary>
    CarriedForward,

    /// <summary>The value of a record holds from just after the record before (nocb, as NONMEM does in effect).</summary>
    CarriedBackward,
}

/// <summary>A table of records to run through a model.</summary>
public sealed record RecordRequest
{
    /// <summary>The model, compiled with the ports as dose targets.</summary>
    public required CompiledModel Model { get; init; }

    /// <summary>The table.</summary>
    public required RecordTable Table { get; init; }

    /// <summary>Compartments 1, 2, … of the table.</summary>
    public required ImmutableArray<DosePort> Ports { get; init; }

    /// <summary>Number of the port that CMT 0 and a missing CMT mean.</summary>
    public int DefaultPort { get; init; } = 1;

    /// <summary>Parameters of an individual, in the order of the model's; <see langword="null"/> for the model's own.</summary>
    public Func<Individual, ImmutableArray<double>>? Parameters { get; init; }

    /// <summary>Columns of the table that are parameters of the model: they take the value of the records as time goes on.</summary>
    public ImmutableArray<string> CovariateParameters { get; init; } = [];

    /// <summary>Value of a covariate between records.</summary>
    public CovariateRule CovariateRule { get; init; } = CovariateRule.CarriedForward;

    /// <summary>Tolerances and method.</summary>
    public SolverOptions Solver { get; init; } = new();

    /// <summary>Tolerances and protection of single states.</summary>
    public ImmutableArray<StateSetting> States { get; init; } = [];

    /// <summary>Search of steady states.</summary>
    public SteadyStateOptions SteadyState { get; init; } = new();
}
