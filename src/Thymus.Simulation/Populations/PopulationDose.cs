using Thymus.Solvers.Events;

namespace Thymus.Simulation.Populations;

/// <summary>Equal doses at times that are known beforehand, the same for all patients but for the amount.</summary>
/// <remarks>
/// Dose k starts at First + k·Every, and enters a lag later. A bolus raises the state of its target by the amount at once. An infusion adds amount / Duration
/// to the rate of change of its target; infusions that overlap add up. An output at the time of a dose is the one before it.
/// </remarks>
public sealed record PopulationDose
{
    /// <summary>What it goes into; the model has to be compiled with it as a dose target.</summary>
    public required string Target { get; init; }

    /// <summary>Amount of a dose, in the unit of the target's state, before it is scaled.</summary>
    public required double Amount { get; init; }

    /// <summary>The parameter of the model that the amount is multiplied by, such as a body weight; <see langword="null"/> for none.</summary>
    public string? Times { get; init; }

    /// <summary>
    /// The parameter of the model by whose reciprocal the amount is multiplied, such as the volume where the state is a
    /// concentration; <see langword="null"/> for none.
    /// </summary>
    public string? Per { get; init; }

    /// <summary>Time of the first dose, in the model's unit.</summary>
    public double First { get; init; }

    /// <summary>
    /// The parameter of the model that is the time from a dose to its entry (ALAG), in the model's unit, per patient; <see langword="null"/>
    /// for none. It moves boluses and infusions as they are. A patient whose lag is negative or no finite number fails alone.
    /// </summary>
    public string? Lag { get; init; }

    /// <summary>Interval between doses, in the model's unit of time.</summary>
    public double Every { get; init; }

    /// <summary>Number of doses.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Length of the infusion, in the model's unit of time; 0 for a bolus.</summary>
    public double Duration { get; init; }

    /// <summary>Throws where the dose makes no sense: a caller's mistake.</summary>
    internal void Validate()
    {
        Require(double.IsFinite(Amount), nameof(Amount), Amount, "a finite number");
        Require(First is >= 0 and < double.PositiveInfinity, nameof(First), First, "0 or later");
        Require(Count >= 0, nameof(Count), Count, "0 or more");
        Require(Count <= 1 || Every is > 0 and < double.PositiveInfinity, nameof(Every), Every, "greater than 0 for more than one dose");
        Require(Duration is >= 0 and < double.PositiveInfinity, nameof(Duration), Duration, "0 or more");
        double last = First + (Math.Max(Count - 1, 0) * Every);
        Require(Duration == 0 || Duration > 2 * EventTime.Slack(last), nameof(Duration), Duration, "0 for a bolus, or long enough to integrate");

        static void Require(bool holds, string name, object value, string range)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(name, value, $"{name} of a dose must be {range}.");
            }
        }
    }
}
