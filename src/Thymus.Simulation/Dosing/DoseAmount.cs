using Thymus.Units;

namespace Thymus.Simulation.Dosing;

/// <summary>What an amount of drug is scaled by.</summary>
public enum DoseScaling
{
    /// <summary>It does not fit the target: another dimension.</summary>
    Mismatch,

    /// <summary>The same for everyone: <c>200 mg</c>.</summary>
    Flat,

    /// <summary>Per body weight: <c>3 mg/kg</c>.</summary>
    PerWeight,

    /// <summary>Per body surface area: <c>75 mg/m^2</c>.</summary>
    PerArea,
}

/// <summary>Turns amounts as people prescribe them into amounts of a model.</summary>
public static class DoseAmount
{
    private static readonly Unit Kilogram = Unit.Create("kg", 1, 0, Dimension.None with { Mass = 1 });
    private static readonly Unit SquareMetre = Unit.Create("m^2", 1, 0, Dimension.None with { Length = 2 });

    /// <summary>How an amount relates to the unit of its target.</summary>
    public static DoseScaling Scaling(Quantity amount, Unit target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (amount.Unit.IsCommensurableWith(target))
        {
            return DoseScaling.Flat;
        }

        if ((amount.Unit * SquareMetre).IsCommensurableWith(target))
        {
            return DoseScaling.PerArea;
        }

        // mg/kg has no dimension, and neither has a number that somebody forgot the unit of.
        bool isPerKilogram = amount.Unit.Text.Contains("kg", StringComparison.Ordinal);
        return isPerKilogram && (amount.Unit * Kilogram).IsCommensurableWith(target) ? DoseScaling.PerWeight : DoseScaling.Mismatch;
    }

    /// <summary>The amount in the unit of its target.</summary>
    /// <param name="amount">As prescribed: <c>200 mg</c>, <c>3 mg/kg</c>, <c>75 mg/m^2</c>.</param>
    /// <param name="target">Unit of the target's amount.</param>
    /// <param name="weightKg">Body weight [kg]; NaN when it is not known.</param>
    /// <param name="bsaM2">Body surface area [m²]; NaN when it is not known.</param>
    /// <returns>The amount; NaN when the body size that it needs is not known.</returns>
    /// <exception cref="ArgumentException">The amount does not fit the target; ask <see cref="Scaling"/> first.</exception>
    public static double Resolve(Quantity amount, Unit target, double weightKg, double bsaM2) => Scaling(amount, target) switch
    {
        DoseScaling.Flat => amount.In(target),
        DoseScaling.PerWeight => new Quantity(amount.Value, amount.Unit * Kilogram).In(target) * weightKg,
        DoseScaling.PerArea => new Quantity(amount.Value, amount.Unit * SquareMetre).In(target) * bsaM2,
        _ => throw new ArgumentException($"{amount} cannot be given into something in {target}.", nameof(amount)),
    };
}
