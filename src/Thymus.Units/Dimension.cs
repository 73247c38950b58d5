namespace Thymus.Units;

/// <summary>Exponents of the base quantities. Item (a count of cells, molecules, particles) is a base quantity, as in SBML.</summary>
/// <param name="Length">Exponent of metre.</param>
/// <param name="Mass">Exponent of kilogram.</param>
/// <param name="Time">Exponent of second.</param>
/// <param name="Current">Exponent of ampere.</param>
/// <param name="Temperature">Exponent of kelvin.</param>
/// <param name="Substance">Exponent of mole.</param>
/// <param name="Luminosity">Exponent of candela.</param>
/// <param name="Item">Exponent of item.</param>
public readonly record struct Dimension(
    double Length, double Mass, double Time, double Current, double Temperature, double Substance, double Luminosity, double Item)
{
    /// <summary>The dimension of pure numbers.</summary>
    public static Dimension None => default;
}
