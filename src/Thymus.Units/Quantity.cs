using System.Globalization;

namespace Thymus.Units;

/// <summary>A number with its unit, as people write doses and sizes: <c>200 mg</c>, <c>75 mg/m^2</c>, <c>3 mg/kg</c>, <c>9 weeks</c>.</summary>
/// <param name="Value">The number, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The unit.</param>
public readonly partial record struct Quantity(double Value, Unit Unit)
{
    /// <summary>The value in another unit of the same dimension.</summary>
    /// <exception cref="ArgumentException">The dimensions differ; test with <see cref="Unit.IsCommensurableWith"/> first.</exception>
    public double In(Unit unit) => Unit.IsCommensurableWith(unit)
        ? Unit.Convert(Value, unit)
        : throw new ArgumentException($"{this} cannot be expressed in {unit}: the dimensions differ.", nameof(unit));

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} {Unit}");
}
