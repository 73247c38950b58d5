using System.Globalization;

namespace Thymus.Units;

/// <summary>
/// unit = group { ("*" | "·" | "/" | "per") group };  group = number? factor | number;  factor = ( name | "(" unit ")" ) exponent?.
/// Stops at the first thing it does not understand and names it.
/// </summary>
internal sealed class UnitParser(string text)
{
    private const int LongestText = 256;
    private const int DeepestNesting = 16;
    private const double LargestExponent = 20;
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private int _depth;

    /// <summary>The first thing that was not understood, and what to try.</summary>
    public string Error { get; private set; } = "";

    /// <summary>Where the parser stands.</summary>
    public int Position { get; private set; }

    private char Current => Position < text.Length ? text[Position] : '\0';

    public Unit? ParseAll()
    {
        if (text.Length > LongestText)
        {
            return Fail($"a unit of {text.Length} characters is too long");
        }

        SkipBlanks();
        if (Position == text.Length)
        {
            return Fail("a unit is missing; write one such as mg/L");
        }

        var unit = ParseUnit();
        if (unit is null)
        {
            return null;
        }

        if (Position < text.Length)
        {
            return Fail(char.IsLetterOrDigit(Current)
                ? $"'{text[Position..]}' follows a unit without an operator in '{text}'; write * or / between units"
                : $"'{Current}' is not part of a unit in '{text}'; units are joined by *, / and ^");
        }

        return double.IsFinite(unit.Factor) && unit.Factor > 0
            ? unit.Named(text.Trim())
            : Fail($"the size of the unit '{text}' is not a positive finite number");
    }

    /// <summary>The number that starts a quantity, with its sign; <c>10^9</c> and <c>2 x 10^6</c> too.</summary>
    public double? ParseNumberOfQuantity()
    {
        SkipBlanks();
        double sign = Current is '-' or '−' ? -1 : 1;
        if (Current is '-' or '−' or '+')
        {
            Position++;
        }

        if (!char.IsAsciiDigit(Current) && Current != '.')
        {
            Fail(text.Trim().Length == 0
                ? "a quantity is missing; write a number and a unit, such as 200 mg"
                : $"'{Shorten(text.Trim())}' does not start with a number; write a number and a unit, such as 200 mg");
            return null;
        }

        int start = Position;
        if (ParseNumber() is not var (mantissa, power))
        {
            return null;
        }

        if (Current == ',')
        {
            Fail($"a comma in the number of '{Shorten(text.Trim())}'; write a point for decimals and no separator for thousands");
            return null;
        }

        // Rounded once where it is a number as computers write them; 1.03944 × 10^6 in two steps would end in …39.9999.
        double value = sign * (double.TryParse(text.AsSpan(start, Position - start), NumberStyles.Float, CultureInfo.InvariantCulture, out double whole)
            ? whole : PowersOfTen.Apply(mantissa, power));
        if (!double.IsFinite(value))
        {
            Fail($"the number of '{Shorten(text.Trim())}' is too large");
            return null;
        }

        return value;
    }

    private Unit? ParseUnit()
    {
        if (++_depth > DeepestNesting)
        {
            return Fail($"parentheses in a unit are nested more than {DeepestNesting} deep");
        }

        var unit = ParseGroup();
        while (unit is not null)
        {
            SkipBlanks();
            bool divides = Current == '/' || AtWordPer();
            if (!divides && Current is not ('*' or '·' or '×' or '⋅'))
            {
                break;
            }

            Position += AtWordPer() ? 3 : 1;
            var next = ParseGroup();
            unit = next is null ? null : divides ? unit / next : unit * next;
        }

        _depth--;
        return unit;
    }

    private Unit? ParseGroup()
    {
        SkipBlanks();
        if (!char.IsAsciiDigit(Current) && Current != '.')
        {
            return ParseFactor();
        }

        if (ParseNumber() is not var (mantissa, power))
        {
            return null;
        }

        if (mantissa <= 0)
        {
            return Fail($"a unit with the factor {mantissa} in '{text}' has no size");
        }

        var number = Unit.Create("1", mantissa, power, Dimension.None);
        int before = Position;
        SkipBlanks();
        if (Current == '(' || (IsLetter(Current) && !AtWordPer()))
        {
            return ParseFactor() is { } factor ? number * factor : null;
        }

        Position = before;
        return number;
    }

    private Unit? ParseFactor()
    {
        Unit? unit;
        if (Current == '(')
        {
            Position++;
            unit = ParseUnit();
            if (unit is null)
            {
                return null;
            }

            SkipBlanks();
            if (Current != ')')
            {
                return Fail($"a closing parenthesis is missing in '{text}'");
            }

            Position++;
        }
        else
        {
            int start = Position;
            while (IsLetter(Current))
            {
                Position++;
            }

            string name = text[start..Position];
            if (name.Length == 0)
            {
                return Fail(Position < text.Length
                    ? $"'{Current}' is not a unit in '{text}'; units are names joined by *, / and ^, such as mg/m^2"
                    : $"a unit is missing at the end of '{text}'");
            }

            unit = Unit.Find(name);
            if (unit is null)
            {
                return Fail(Unknown(name));
            }
        }

        return ParseExponent() switch
        {
            null => null,
            1 => unit,
            0 => Fail($"an exponent of 0 in '{text}' leaves no unit"),
            double exponent when Math.Abs(exponent) > LargestExponent => Fail($"the exponent {exponent} in '{text}' is too large"),
            double exponent => unit.Power(exponent),
        };
    }

    private string Unknown(string name)
    {
        string? known = name is "degC" or "celsius" or "Celsius" or "degF"
            ? "K (temperatures with an offset are not units)"
            : NearestName.Find(name, Unit.KnownNames);
        string place = name == text.Trim() ? "" : $" in '{Shorten(text.Trim())}'";
        return known is null ? $"unknown unit '{Shorten(name)}'{place}" : $"unknown unit '{Shorten(name)}'{place}; did you mean {known}?";
    }

    /// <summary>Number after a caret, digits right after a name (<c>m2</c>) or superscript digits; 1 when there is none.</summary>
    private double? ParseExponent()
    {
        bool caret = Current == '^';
        if (caret)
        {
            Position++;
            SkipBlanks();
        }

        int start = Position;
        double sign = 1;
        if ((caret && Current is '-' or '+') || Current == '⁻')
        {
            sign = Current == '+' ? 1 : -1;
            Position++;
        }

        string digits = "";
        while (char.IsAsciiDigit(Current) || (caret && Current == '.') || Superscripts.Contains(Current, StringComparison.Ordinal))
        {
            int superscript = Superscripts.IndexOf(Current, StringComparison.Ordinal);
            digits += superscript >= 0 ? (char)('0' + superscript) : Current;
            Position++;
        }

        if (digits.Length == 0 && Position == start && !caret)
        {
            return 1;
        }

        if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double exponent))
        {
            return sign * exponent;
        }

        Fail($"a number is missing after ^ in '{text}'");
        return null;
    }

    /// <summary>Digits with optional point and exponent, <c>10^9</c>, or <c>2 x 10^6</c>; the power of ten is kept apart to stay exact.</summary>
    private (double Mantissa, int Power)? ParseNumber()
    {
        if (Digits() is not double mantissa)
        {
            return null;
        }

        int power = 0;
        if (Current is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            Position++;
            if (Whole() is not int e)
            {
                return null;
            }

            power = e;
        }
        else if (mantissa == 10 && Current == '^')
        {
            Position++;
            if (Whole() is not int e)
            {
                return null;
            }

            (mantissa, power) = (1, e);
        }
        else
        {
            int before = Position;
            SkipBlanks();
            if (Current is 'x' or '×' or '*' && !IsLetter(Peek(1)))
            {
                Position++;
                SkipBlanks();
                if (text.AsSpan(Position).StartsWith("10^"))
                {
                    Position += 3;
                    return Whole() is int e ? (mantissa, e) : null;
                }
            }

            Position = before;
        }

        return (mantissa, power);
    }

    private double? Digits()
    {
        int start = Position;
        while (char.IsAsciiDigit(Current) || Current == '.')
        {
            Position++;
        }

        string digits = text[start..Position];
        if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
        {
            return value;
        }

        Fail($"'{Shorten(digits)}' is not a number in '{Shorten(text.Trim())}'");
        return null;
    }

    private int? Whole()
    {
        int start = Position;
        if (Current is '-' or '+')
        {
            Position++;
        }

        while (char.IsAsciiDigit(Current))
        {
            Position++;
        }

        if (int.TryParse(text.AsSpan(start, Position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && Math.Abs(value) <= 300)
        {
            return value;
        }

        Fail($"the power of ten in '{Shorten(text.Trim())}' is not a whole number between -300 and 300");
        return null;
    }

    private char Peek(int ahead) => Position + ahead < text.Length ? text[Position + ahead] : '\0';

    private bool AtWordPer() =>
        text.AsSpan(Position).StartsWith("per") && !IsLetter(Peek(3)) && Position > 0 && text[Position - 1] == ' ';

    private static bool IsLetter(char c) => char.IsLetter(c) || c == '%';

    private static string Shorten(string s) => s.Length <= 40 ? s : s[..37] + "...";

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t' or '\u00A0')
        {
            Position++;
        }
    }

    /// <summary>Keeps the first error; the result is always null, so that a caller can return it.</summary>
    private Unit? Fail(string error)
    {
        if (Error.Length == 0)
        {
            Error = error;
        }

        return null;
    }
}
