using System.Diagnostics.CodeAnalysis;

namespace Thymus.Units;

public readonly partial record struct Quantity
{
    /// <summary>Reads a number and a unit, such as <c>75 mg/m^2</c>. A number alone is dimensionless.</summary>
    /// <param name="text">The text.</param>
    /// <param name="quantity">The quantity, when it was understood.</param>
    /// <param name="error">What is wrong and what to try, when it was not.</param>
    public static bool TryParse(string text, out Quantity quantity, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        quantity = default;
        var parser = new UnitParser(text);
        if (parser.ParseNumberOfQuantity() is not double value)
        {
            error = parser.Error;
            return false;
        }

        string rest = text[parser.Position..].Trim();
        if (rest.Length == 0)
        {
            (quantity, error) = (new Quantity(value, Unit.Dimensionless), null);
            return true;
        }

        if (Unit.TryParse(rest[0] == '/' ? "1" + rest : rest, out var unit, out error))
        {
            quantity = new Quantity(value, unit);
            return true;
        }

        return false;
    }
}
