using System.Collections.Immutable;
using Thymus.Populations;
using Thymus.Simulation.Dosing;
using Thymus.Units;

namespace Thymus.Therapies;

/// <summary>The covariates that amounts per body weight and per body surface area are scaled by.</summary>
public static class BodySize
{
    /// <summary>Name of the covariate with the body weight.</summary>
    public const string Weight = "WT";

    /// <summary>Name of the covariate with the body surface area.</summary>
    public const string SurfaceArea = "BSA";

    private static readonly Unit Kilogram = Unit.Create("kg", 1, 0, Dimension.None with { Mass = 1 });
    private static readonly Unit SquareMetre = Unit.Create("m^2", 1, 0, Dimension.None with { Length = 2 });

    /// <summary>The covariate that a scaling needs, and a unit that it can be converted to; <see langword="null"/> when it needs none.</summary>
    public static (string Name, Unit Unit)? NeededFor(DoseScaling scaling) => scaling switch
    {
        DoseScaling.PerWeight => (Weight, Kilogram),
        DoseScaling.PerArea => (SurfaceArea, SquareMetre),
        _ => null,
    };

    /// <summary>Whether patients of a population have the covariate that a scaling needs, in a unit of its dimension.</summary>
    public static bool IsKnown(Population population, DoseScaling scaling) =>
        NeededFor(scaling) is not { } needed || IndexOf(population, needed) >= 0;

    /// <summary>The amount of one dose for one patient, in the unit of its target, at most <see cref="RegimenDose.LargestAmount"/>.</summary>
    /// <param name="dose">The dose; its amount has to fit the target (<see cref="DoseAmount.Scaling"/>).</param>
    /// <param name="target">Unit of the target's amount.</param>
    /// <param name="population">The patient's population.</param>
    /// <param name="covariates">The patient's covariates, in the order of the population's.</param>
    /// <returns>The amount; NaN when the population lacks the covariate that it needs.</returns>
    public static double Amount(RegimenDose dose, Unit target, Population population, ImmutableArray<double> covariates)
    {
        ArgumentNullException.ThrowIfNull(dose);
        double weight = Value(population, covariates, (Weight, Kilogram));
        double area = Value(population, covariates, (SurfaceArea, SquareMetre));
        return Math.Min(DoseAmount.Resolve(dose.Amount, target, weight, area), dose.LargestAmount);
    }

    private static double Value(Population population, ImmutableArray<double> covariates, (string Name, Unit Unit) wanted)
    {
        int i = IndexOf(population, wanted);
        return i < 0 ? double.NaN : new Quantity(covariates[i], population.Covariates[i].Unit).In(wanted.Unit);
    }

    private static int IndexOf(Population population, (string Name, Unit Unit) wanted)
    {
        ArgumentNullException.ThrowIfNull(population);
        var covariates = population.Covariates;
        for (int i = 0; i < covariates.Length; i++)
        {
            if (covariates[i].Name == wanted.Name && covariates[i].Unit.IsCommensurableWith(wanted.Unit))
            {
                return i;
            }
        }

        return -1;
    }
}
