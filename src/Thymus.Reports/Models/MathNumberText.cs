using System.Globalization;

namespace Thymus.Reports.Models;

/// <summary>The digits of a number, all of them, and its power of ten where it is written with one.</summary>
/// <param name="Digits">Digits with a point and, where needed, a real minus sign.</param>
/// <param name="Exponent">Power of ten; 0 for none.</param>
internal readonly record struct MathNumberText(string Digits, int Exponent)
{
    /// <summary>A number as a reader expects it: from 1e-4 to below 1e6 without a power of ten.</summary>
    public static MathNumberText Of(double value)
    {
        if (!double.IsFinite(value))
        {
            return new(double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞", 0);
        }

        double size = Math.Abs(value);
        if (size is 0 or (>= 1e-4 and < 1e6))
        {
            return new(Signed(((decimal)value is var d && (double)d == value ? d.ToString("0.############################", CultureInfo.InvariantCulture) : value.ToString("R", CultureInfo.InvariantCulture))), 0);
        }

        string[] parts = value.ToString("E16", CultureInfo.InvariantCulture).Split('E');
        for (int digits = 0; digits <= 16; digits++)
        {
            string text = value.ToString("E" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture) == value)
            {
                parts = text.Split('E');
                break;
            }
        }

        return new(Signed(parts[0]), int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
    }

    private static string Signed(string text) => text.Replace('-', '−');
}
