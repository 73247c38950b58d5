using System.Diagnostics.CodeAnalysis;

namespace Thymus.Units;

public sealed partial record Unit
{
    /// <summary>Reads a unit such as <c>mg/m^2</c>, <c>L/d</c>, <c>1e9/L</c>, <c>ug/mL</c>, <c>weeks</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unit">The unit, when it was understood.</param>
    /// <param name="error">What is wrong and what to try, when it was not.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Unit? unit, [NotNullWhen(false)] out string? error) =>
        throw new NotSupportedException();
}

public readonly partial record struct Quantity
{
    /// <summary>Reads a number and a unit, such as <c>75 mg/m^2</c>. A number alone is dimensionless.</summary>
    /// <param name="text">The text.</param>
    /// <param name="quantity">The quantity, when it was understood.</param>
    /// <param name="error">What is wrong and what to try, when it was not.</param>
    public static bool TryParse(string text, out Quantity quantity, [NotNullWhen(false)] out string? error) =>
        throw new NotSupportedException();
}
