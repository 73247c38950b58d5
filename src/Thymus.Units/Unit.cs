namespace Thymus.Units;

/// <summary>A unit of measurement: a dimension and the factor to its coherent SI unit, with the text a person wrote.</summary>
/// <param name="Text">As written, such as <c>mg/m^2</c>.</param>
/// <param name="Factor">One of this unit in coherent SI units of <paramref name="Dimension"/>; 1e-6 for <c>mg</c>.</param>
/// <param name="Dimension">What is measured.</param>
public sealed partial record Unit(string Text, double Factor, Dimension Dimension)
{
    /// <summary>The unit of pure numbers.</summary>
    public static Unit Dimensionless { get; } = new("1", 1, Dimension.None);

    /// <summary>Whether a value in this unit can be converted to <paramref name="other"/>.</summary>
    public bool IsCommensurableWith(Unit other) => Dimension == other.Dimension;

    /// <inheritdoc />
    public override string ToString() => Text;
}
