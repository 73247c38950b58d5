using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Numerics.Functions;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>A number that is computed with a therapy's model. Statistics are made of statistics.</summary>
/// <param name="Unit">The unit it is computed in.</param>
public abstract record CheckStatistic(Unit Unit);

/// <summary>A number read from the course of one symbol in one patient under given doses.</summary>
/// <param name="Setting">Patient and doses.</param>
/// <param name="Observe">Name of what is observed: a symbol of the model or a formula of <see cref="Check.Formulas"/>; empty for survival.</param>
/// <param name="Measure">What of the course.</param>
/// <param name="Unit">Its unit.</param>
public sealed record CourseStatistic(CheckSetting Setting, string Observe, CourseMeasure Measure, Unit Unit) : CheckStatistic(Unit);

/// <summary>Two numbers that are compared.</summary>
public sealed record PairStatistic(PairOperation Operation, CheckStatistic Of, CheckStatistic To, Unit Unit) : CheckStatistic(Unit);

/// <summary>A number of a steady state.</summary>
/// <param name="Setting">Patient and doses.</param>
/// <param name="Observe">What is observed there; empty for eigenvalues.</param>
/// <param name="Measure">Which number.</param>
/// <param name="After">Time by which the course has to have reached it [model time]; 0 for the one near the start values.</param>
/// <param name="Unit">Its unit.</param>
public sealed record EquilibriumStatistic(CheckSetting Setting, string Observe, EquilibriumMeasure Measure, double After, Unit Unit) : CheckStatistic(Unit);

/// <summary>The value, between two, at which a statistic crosses a level; by bisection.</summary>
/// <param name="Varied">What has this value.</param>
/// <param name="Of">The statistic.</param>
/// <param name="Level">The level, in the statistic's unit.</param>
public sealed record ThresholdStatistic(VariedRange Varied, CheckStatistic Of, double Level) : CheckStatistic(Varied.Unit);

/// <summary>The largest or smallest value that a statistic takes within a range, or where it does.</summary>
/// <param name="Varied">What is varied.</param>
/// <param name="Values">Values that are tried.</param>
/// <param name="IsRefined">Whether the best place between them is sought, or the best of them.</param>
/// <param name="Of">The statistic.</param>
/// <param name="IsMaximum">The largest rather than the smallest.</param>
/// <param name="IsPlace">Where it is rather than how much.</param>
public sealed record RangeStatistic(VariedRange Varied, ImmutableArray<double> Values, bool IsRefined, CheckStatistic Of, bool IsMaximum, bool IsPlace)
    : CheckStatistic(IsPlace ? Varied.Unit : Of.Unit);

/// <summary>What of a course is varied, and between which ends.</summary>
/// <param name="Names">Constants and start values of the model.</param>
/// <param name="Kind">Whether they have the value, or are multiplied by it.</param>
/// <param name="From">One end.</param>
/// <param name="To">The other end.</param>
/// <param name="IsLogarithmic">Whether equal ratios are equal distances.</param>
/// <param name="Unit">Unit of the value.</param>
public sealed record VariedRange(ImmutableArray<string> Names, VariedKind Kind, double From, double To, bool IsLogarithmic, Unit Unit)
{
    /// <summary>The value at a share, from 0 to 1, of the way.</summary>
    internal double At(double share) => IsLogarithmic
        ? From * Elementary.Exp(share * Elementary.Log(To / From))
        : From + (share * (To - From));

    /// <summary>The variation with the value.</summary>
    internal Variation Set(Variation around, double value) => Kind switch
    {
        VariedKind.Value => around with { Parameters = around.Parameters.SetItems(Names.Select(n => KeyValuePair.Create(n, value))) },
        VariedKind.Factor => around with { Factors = around.Factors.SetItems(Names.Select(n => KeyValuePair.Create(n, value))) },
        _ => around with { DoseFactor = value },
    };
}

/// <summary>What a varied number is.</summary>
public enum VariedKind
{
    /// <summary>The value of each of the names.</summary>
    Value,

    /// <summary>What multiplies each of the names.</summary>
    Factor,

    /// <summary>What multiplies every dose.</summary>
    DoseFactor,
}

/// <summary>Numbers of a steady state.</summary>
public enum EquilibriumMeasure
{
    /// <summary>The value of what is observed.</summary>
    Value,

    /// <summary>The largest real part of an eigenvalue: below 0 where the state is stable.</summary>
    LargestRealPart,

    /// <summary>The imaginary part, 0 or above, of that eigenvalue: 2π over the period of an oscillation about the state.</summary>
    ImaginaryPart,

    /// <summary>The smallest real part.</summary>
    SmallestRealPart,

    /// <summary>How many eigenvalues have a positive real part.</summary>
    Positive,
}

/// <summary>A statistic over virtual patients, numbers 1 to <paramref name="Count"/>, drawn with the random effects and covariates of the population.</summary>
/// <param name="Take">What of their values.</param>
/// <param name="Argument">The share of a quantile (0 to 1), or the level of a fraction, in the inner statistic's unit.</param>
/// <param name="Of">The statistic of one patient.</param>
/// <param name="Count">How many.</param>
/// <param name="Seed">Seed of the draws.</param>
/// <param name="Unit">The unit.</param>
public sealed record PopulationStatistic(PopulationMeasure Take, double Argument, CheckStatistic Of, int Count, ulong Seed, Unit Unit) : CheckStatistic(Unit);

/// <summary>What is made of two numbers.</summary>
public enum PairOperation
{
    /// <summary>Of over To.</summary>
    Ratio,

    /// <summary>Of minus To.</summary>
    Difference,

    /// <summary>Of over To, minus 1.</summary>
    Change,

    /// <summary>Of times To.</summary>
    Product,

    /// <summary>Of plus To.</summary>
    Sum,
}

/// <summary>What is made of the values of many patients.</summary>
public enum PopulationMeasure
{
    /// <summary>Arithmetic mean.</summary>
    Mean,

    /// <summary>Geometric mean; every value has to be above 0.</summary>
    GeometricMean,

    /// <summary>Standard deviation, with n − 1.</summary>
    Sd,

    /// <summary>A quantile, linear between order statistics (Hyndman and Fan 1996, definition 7).</summary>
    Quantile,

    /// <summary>Share of patients below a level.</summary>
    FractionBelow,

    /// <summary>Share of patients at or above a level.</summary>
    FractionAbove,
}

/// <summary>A patient and doses; a record, so that equal settings share a simulation.</summary>
/// <param name="Patient">The patient.</param>
/// <param name="Doses">Doses; empty for an untreated course.</param>
public sealed record CheckSetting(CheckPatient Patient, ImmutableArray<RegimenDose> Doses)
{
    /// <summary>The doses in words that are equal when they are.</summary>
    internal string DosesText => string.Join(';', Doses);
}

/// <summary>A formula that is observed as if the model had a variable of that value, or of that derivative.</summary>
/// <param name="Name">Its name, which no symbol of a model can have.</param>
/// <param name="Expression">The formula, over symbols of the model.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="IsAccumulated">Whether the variable is the integral of the formula over time, from 0 at the start.</param>
public sealed record CheckFormula(string Name, BoundExpression Expression, Unit Unit, bool IsAccumulated);

/// <summary>What of an observed course is compared. Times are in the model's unit.</summary>
public abstract record CourseMeasure;

/// <summary>The value at a time, before a dose at that time.</summary>
public sealed record ValueAt(double Time) : CourseMeasure;

/// <summary>The value at the end of the infusion of dose number <paramref name="Dose"/>, from 1.</summary>
public sealed record EndOfInfusion(int Dose) : CourseMeasure;

/// <summary>The value just before the dose that follows dose number <paramref name="Dose"/>.</summary>
public sealed record Trough(int Dose) : CourseMeasure;

/// <summary>The increase over the interval after dose number <paramref name="Dose"/>: of a cumulative exposure, the area of that interval.</summary>
public sealed record IncreaseOverDose(int Dose) : CourseMeasure;

/// <summary>The increase between two times, over their distance when <paramref name="IsMean"/>: of an accumulated formula its area, or its mean.</summary>
public sealed record Increase(double From, double To, bool IsMean) : CourseMeasure;

/// <summary>The smallest or largest value between two times, when it occurs, or its relative change from the value at time 0.</summary>
public sealed record Extremum(double From, double To, bool IsMaximum, ExtremumValue Value) : CourseMeasure;

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

/// <summary>Time spent below a threshold, or at or above it, between two times.</summary>
public sealed record TimeBelow(double Threshold, double From, double To, bool IsAbove) : CourseMeasure;

/// <summary>When a level is crossed between two times.</summary>
/// <param name="Level">The level.</param>
/// <param name="From">Start of the window.</param>
/// <param name="To">End of the window.</param>
/// <param name="Direction">1 for upwards, −1 for downwards, 0 for either.</param>
/// <param name="IsLast">The last crossing rather than the first.</param>
public sealed record Crossing(double Level, double From, double To, int Direction, bool IsLast) : CourseMeasure;

/// <summary>Time in which an exponential through the values at two times halves; negative for growth, whose doubling time it is then.</summary>
public sealed record HalfLife(double From, double To) : CourseMeasure;

/// <summary>Time between the last two upward crossings of the middle between minimum and maximum of a window.</summary>
public sealed record Period(double From, double To) : CourseMeasure;

/// <summary>Probability of being alive at a time, by the therapy's survival model.</summary>
public sealed record SurvivalAt(double Time) : CourseMeasure;

/// <summary>Median survival, by the therapy's survival model.</summary>
public sealed record MedianSurvival : CourseMeasure;
