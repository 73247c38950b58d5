using Thymus.Language.Binding;
using Thymus.Units;

namespace Thymus.Therapies;

/// <summary>What an amount is scaled by.</summary>
public enum DoseScale
{
    /// <summary>A flat amount: <c>200 mg</c>.</summary>
    None,

    /// <summary>Per body surface area, the covariate <c>BSA</c>: <c>75 mg/m^2</c>.</summary>
    BodySurfaceArea,

    /// <summary>Per body weight, the covariate <c>WT</c>: <c>3 mg/kg</c>.</summary>
    BodyWeight,
}

/// <summary>Turns amounts as people write them into numbers in the unit of what receives them.</summary>
public static class DoseAmounts
{
    /// <summary>Name of the covariate with the body surface area [m^2].</summary>
    public const string BodySurfaceArea = "BSA";

    /// <summary>Name of the covariate with the body weight [kg].</summary>
    public const string BodyWeight = "WT";

    private static readonly Unit SquareMetre = Unit.Create("m^2", 1, 0, Dimension.None with { Length = 2 });
    private static readonly Unit Kilogram = Unit.Create("kg", 1, 0, Dimension.None with { Mass = 1 });

    /// <summary>
    /// The unit of an amount in a target: its own, or, of a species whose name means a concentration, that times the unit of its compartment.
    /// <see langword="null"/> when the model has no such symbol or declares no unit for it.
    /// </summary>
    public static Unit? TargetUnit(BoundModel model, string target)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Find(target) switch
        {
            { Kind: SymbolKind.Species, IsAmount: false, Unit: { } unit, Compartment.Unit: { } volume } => unit * volume,
            { Unit: { } unit } => unit,
            _ => null,
        };
    }

    /// <summary>How an amount relates to a target's unit; <see langword="null"/> when it is no amount into that target.</summary>
    public static DoseScale? ScaleOf(Unit amount, Unit target)
    {
        ArgumentNullException.ThrowIfNull(amount);
        ArgumentNullException.ThrowIfNull(target);
        return amount.IsCommensurableWith(target) ? DoseScale.None
            : amount.IsCommensurableWith(target / SquareMetre) ? DoseScale.BodySurfaceArea
            : amount.IsCommensurableWith(target / Kilogram) ? DoseScale.BodyWeight
            : null;
    }

    /// <summary>The amount that one patient gets, in the target's unit, at most <see cref="RegimenDose.LargestAmount"/>.</summary>
    /// <param name="dose">The dose.</param>
    /// <param name="target">Unit of its target, from <see cref="TargetUnit"/>.</param>
    /// <param name="bodySurfaceArea">Of the patient [m^2]; used only for an amount per area.</param>
    /// <param name="bodyWeight">Of the patient [kg]; used only for an amount per weight.</param>
    /// <exception cref="ArgumentException">The amount is no amount into the target; <see cref="TherapyReader"/> lets none pass.</exception>
    public static double Amount(RegimenDose dose, Unit target, double bodySurfaceArea, double bodyWeight)
    {
        ArgumentNullException.ThrowIfNull(dose);
        double amount = ScaleOf(dose.Amount.Unit, target) switch
        {
            DoseScale.None => dose.Amount.In(target),
            DoseScale.BodySurfaceArea => dose.Amount.In(target / SquareMetre) * bodySurfaceArea,
            DoseScale.BodyWeight => dose.Amount.In(target / Kilogram) * bodyWeight,
            _ => throw new ArgumentException($"{dose.Amount} is not an amount into {dose.Target} [{target}].", nameof(dose)),
        };
        return Math.Min(amount, dose.LargestAmount);
    }
}
