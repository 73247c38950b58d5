namespace Thymus.Simulation.Dosing;

/// <summary>One dose: a jump of the target's amount, or a constant rate for a while.</summary>
/// <remarks>
/// The bioavailable part of an amount goes in. A dose given by its rate keeps the rate, so that bioavailability changes its
/// length; a dose given by its length keeps the length, so that bioavailability changes its rate (NONMEM's rule).
/// </remarks>
public readonly record struct Dose
{
    private Dose(DoseTarget target, double amount, double rate, double duration) =>
        (Target, Amount, Rate, Duration) = (target, amount, rate, duration);

    /// <summary>Where it goes.</summary>
    public DoseTarget Target { get; }

    /// <summary>Amount that arrives [amount]; rate times length for an infusion.</summary>
    public double Amount { get; }

    /// <summary>Rate while it runs [amount/time]; 0 for a bolus.</summary>
    public double Rate { get; }

    /// <summary>Length [time]; 0 for a bolus.</summary>
    public double Duration { get; }

    /// <summary>All at once.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="amount">Amount given.</param>
    /// <param name="bioavailability">Part of it that arrives.</param>
    public static Dose Bolus(DoseTarget target, double amount, double bioavailability = 1) =>
        new(target, amount * bioavailability, 0, 0);

    /// <summary>At a constant rate for a given time; a duration of 0 is a bolus.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="amount">Amount given.</param>
    /// <param name="duration">Length [time], not negative.</param>
    /// <param name="bioavailability">Part of the amount that arrives; changes the rate.</param>
    public static Dose Over(DoseTarget target, double amount, double duration, double bioavailability = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(duration);
        return duration > 0
            ? new(target, amount * bioavailability, amount * bioavailability / duration, duration)
            : Bolus(target, amount, bioavailability);
    }

    /// <summary>At a given rate until the amount is in.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="amount">Amount given.</param>
    /// <param name="rate">Rate [amount/time], greater than 0.</param>
    /// <param name="bioavailability">Part of the amount that arrives; changes the length.</param>
    public static Dose AtRate(DoseTarget target, double amount, double rate, double bioavailability = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        return new(target, amount * bioavailability, rate, amount * bioavailability / rate);
    }
}
