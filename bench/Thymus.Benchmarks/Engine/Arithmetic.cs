using System.Globalization;

namespace Thymus.Benchmarks.Engine;

/// <summary>Numbers with factors and divisors, such as 200/150*1000, computed from left to right.</summary>
internal static class Arithmetic
{
    public static bool TryParse(string text, out double value)
    {
        value = 1;
        char operation = '*';
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is not ('*' or '/'))
            {
                continue;
            }

            if (!double.TryParse(text.AsSpan(start, i - start).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            {
                return false;
            }

            value = start == 0 ? number : operation == '*' ? value * number : value / number;
            operation = i < text.Length ? text[i] : operation;
            start = i + 1;
        }

        return true;
    }
}
