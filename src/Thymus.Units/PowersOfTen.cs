using System.Globalization;

namespace Thymus.Units;

/// <summary>Powers of ten that are rounded at most once.</summary>
internal static class PowersOfTen
{
    /// <summary>The value × 10^scale; a negative scale divides, because 10^-n has no exact double.</summary>
    public static double Apply(double value, int scale) => scale switch
    {
        0 => value,
        > 0 => value * PowerOfTen(scale),
        _ => value / PowerOfTen(-scale),
    };

    /// <summary>A power with a whole exponent ≥ 0, by products only, so that it is the same on every platform.</summary>
    public static double Whole(double value, int exponent)
    {
        double result = 1;
        for (int i = 0; i < exponent; i++)
        {
            result *= value;
        }

        return result;
    }

    private static double PowerOfTen(int exponent) =>
        exponent > 308 ? double.PositiveInfinity : double.Parse(
            string.Create(CultureInfo.InvariantCulture, $"1e{exponent}"), CultureInfo.InvariantCulture);
}
