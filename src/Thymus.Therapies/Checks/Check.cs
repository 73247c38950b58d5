using System.Collections.Immutable;
using System.Globalization;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>A published number, and how to compute it with the therapy's model.</summary>
public sealed record Check
{
    /// <summary>Identifier, unique in the therapy.</summary>
    public required string Id { get; init; }

    /// <summary>What is checked, in words.</summary>
    public required string Quantity { get; init; }

    /// <summary>How it is computed.</summary>
    public required CheckStatistic Statistic { get; init; }

    /// <summary>Formulas that the statistic observes.</summary>
    public ImmutableArray<CheckFormula> Formulas { get; init; } = [];

    /// <summary>Published value; of a range its lower end, or its upper one when it has no lower one.</summary>
    public required Quantity Published { get; init; }

    /// <summary>The range when a range is published, in the unit of <see cref="Published"/>; open ends are infinite.</summary>
    public (double Least, double Most)? Range { get; init; }

    /// <summary>Largest difference: of the dimension of <see cref="Published"/>, or relative when <see cref="IsRelative"/>.</summary>
    public required Quantity Tolerance { get; init; }

    /// <summary>Whether the tolerance is relative to the published value.</summary>
    public required bool IsRelative { get; init; }

    /// <summary>Why the published value cannot be right, with the value that it should have; <see langword="null"/> for a value that is to be reproduced.</summary>
    public CheckExplanation? Explained { get; init; }

    /// <summary>Where the published value is from.</summary>
    public required string Source { get; init; }

    /// <summary>Confidence mark: V, M, C or A.</summary>
    public required string Confidence { get; init; }

    /// <summary>What is published, in words: <c>5 mg/L</c>, <c>4 to 6 mg/L</c>, <c>at least 4 mg/L</c>.</summary>
    public string PublishedText => Range switch
    {
        null => Text(Published.Value, "R"),
        (var least, double.PositiveInfinity) => $"at least {Text(least, "R")}",
        (double.NegativeInfinity, var most) => $"at most {Text(most, "R")}",
        (var least, var most) => $"{least.ToString("R", CultureInfo.InvariantCulture)} to {Text(most, "R")}",
    };

    /// <summary>A value in the unit of what is published; a pure number has none.</summary>
    public string Text(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture) + (Published.Unit == Unit.Dimensionless ? "" : $" {Published.Unit}");
}

/// <summary>What a wrong published value should be.</summary>
/// <param name="Value">The value of an independent computation; the computed one has to agree with it within the tolerance of the check.</param>
/// <param name="Why">What is wrong with the published one, and how the other was computed.</param>
public sealed record CheckExplanation(Quantity Value, string Why);

/// <summary>How the patient of a check differs from the typical patient, whose covariates are at their reference and whose random effects are 0.</summary>
/// <param name="Name">Name in the file; empty for the typical patient.</param>
/// <param name="Covariates">Values of covariates, in their unit.</param>
/// <param name="Typical">Typical values of parameters, in the model's unit; effects of covariates still apply.</param>
/// <param name="Parameters">Values of parameters, and start values of species and variables, in the model's unit, in place of everything else.</param>
public sealed record CheckPatient(
    string Name, ImmutableDictionary<string, double> Covariates, ImmutableDictionary<string, double> Typical,
    ImmutableDictionary<string, double> Parameters)
{
    /// <summary>The typical patient.</summary>
    public static CheckPatient Reference { get; } = new(
        "", ImmutableDictionary<string, double>.Empty, ImmutableDictionary<string, double>.Empty, ImmutableDictionary<string, double>.Empty);
}

/// <summary>How a check ended.</summary>
public enum CheckVerdict
{
    /// <summary>Reproduced within the tolerance.</summary>
    Reproduced,

    /// <summary>The published value is not reproduced; the file says why, and the value that it says it should be is reproduced.</summary>
    Explained,

    /// <summary>Not reproduced, or not computed.</summary>
    Failed,
}

/// <summary>A check and what came out.</summary>
/// <param name="Check">The check.</param>
/// <param name="Computed">Computed value, in the unit of the published one; NaN when it could not be computed.</param>
/// <param name="Difference">Computed minus published, in the published unit; of a range, from its nearer end, and 0 inside.</param>
/// <param name="RelativeDifference">The same over the published value.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Failure">Why it could not be computed, or <see langword="null"/>.</param>
public sealed record CheckResult(
    Check Check, double Computed, double Difference, double RelativeDifference, CheckVerdict Verdict, string? Failure)
{
    /// <summary>Whether nothing is wrong with the model: reproduced, or explained.</summary>
    public bool Passed => Verdict is not CheckVerdict.Failed;
}
