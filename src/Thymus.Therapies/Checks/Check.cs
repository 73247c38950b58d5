using System.Collections.Immutable;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>A published number, and how to compute it with the therapy's model.</summary>
public sealed record Check
{
    /// <summary>Identifier, unique in the therapy.</summary>
    public required string Id { get; init; }

    /// <summary>What is checked, in words.</summary>
    public required string Quantity { get; init; }

    /// <summary>The patient.</summary>
    public required CheckPatient Patient { get; init; }

    /// <summary>Doses; empty for an untreated course.</summary>
    public required ImmutableArray<RegimenDose> Doses { get; init; }

    /// <summary>Symbol that is observed; empty for a statistic of survival.</summary>
    public required string Observe { get; init; }

    /// <summary>What of it.</summary>
    public required CheckStatistic Statistic { get; init; }

    /// <summary>Published value.</summary>
    public required Quantity Published { get; init; }

    /// <summary>Largest difference: of the dimension of <see cref="Published"/>, or relative when <see cref="IsRelative"/>.</summary>
    public required Quantity Tolerance { get; init; }

    /// <summary>Whether the tolerance is relative to the published value.</summary>
    public required bool IsRelative { get; init; }

    /// <summary>Where the published value is from.</summary>
    public required string Source { get; init; }

    /// <summary>Confidence mark: V, M, C or A.</summary>
    public required string Confidence { get; init; }
}

/// <summary>How the patient of a check differs from the typical patient, whose covariates are at their reference and whose random effects are 0.</summary>
/// <param name="Name">Name in the file; empty for the typical patient.</param>
/// <param name="Covariates">Values of covariates, in their unit.</param>
/// <param name="Typical">Typical values of parameters, in the model's unit; effects of covariates still apply.</param>
/// <param name="Parameters">Values of parameters of the model, in its unit, in place of everything else.</param>
public sealed record CheckPatient(
    string Name, ImmutableDictionary<string, double> Covariates, ImmutableDictionary<string, double> Typical,
    ImmutableDictionary<string, double> Parameters)
{
    /// <summary>The typical patient.</summary>
    public static CheckPatient Reference { get; } = new(
        "", ImmutableDictionary<string, double>.Empty, ImmutableDictionary<string, double>.Empty, ImmutableDictionary<string, double>.Empty);
}

/// <summary>What of an observed course is compared. Times are in the model's unit.</summary>
public abstract record CheckStatistic;

/// <summary>The value at a time, before a dose at that time.</summary>
public sealed record ValueAt(double Time) : CheckStatistic;

/// <summary>The value at the end of the infusion of dose number <paramref name="Dose"/>, from 1.</summary>
public sealed record EndOfInfusion(int Dose) : CheckStatistic;

/// <summary>The value just before the dose that follows dose number <paramref name="Dose"/>.</summary>
public sealed record Trough(int Dose) : CheckStatistic;

/// <summary>The increase over the interval after dose number <paramref name="Dose"/>: of a cumulative exposure, the area of that interval.</summary>
public sealed record IncreaseOverDose(int Dose) : CheckStatistic;

/// <summary>The smallest or largest value between two times, when it occurs, or its relative change from the value at time 0.</summary>
public sealed record Extremum(double From, double To, bool IsMaximum, ExtremumValue Value) : CheckStatistic;

/// <summary>What of an extremum.</summary>
public enum ExtremumValue
{
    /// <summary>The value itself.</summary>
    Value,

    /// <summary>Its time.</summary>
    Time,

    /// <summary>Value over value at time 0, minus 1.</summary>
    Change,
}

/// <summary>Time spent below a threshold between two times.</summary>
public sealed record TimeBelow(double Threshold, double From, double To) : CheckStatistic;

/// <summary>Probability of being alive at a time, by the therapy's survival model.</summary>
public sealed record SurvivalAt(double Time) : CheckStatistic;

/// <summary>Median survival, by the therapy's survival model.</summary>
public sealed record MedianSurvival : CheckStatistic;

/// <summary>A check and what came out.</summary>
/// <param name="Check">The check.</param>
/// <param name="Computed">Computed value, in the unit of the published one; NaN when it could not be computed.</param>
/// <param name="Difference">Computed minus published, in the published unit.</param>
/// <param name="RelativeDifference">The same over the published value.</param>
/// <param name="Passed">Whether the difference is within the tolerance.</param>
/// <param name="Failure">Why it could not be computed, or <see langword="null"/>.</param>
public sealed record CheckResult(
    Check Check, double Computed, double Difference, double RelativeDifference, bool Passed, string? Failure);
