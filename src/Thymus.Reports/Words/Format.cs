using System.Globalization;
using Thymus.Trials.Analysis;

namespace Thymus.Reports.Words;

/// <summary>Numbers as a medical journal prints them.</summary>
public static class Format
{
    /// <summary>Days in a month: a twelfth of 365.25.</summary>
    public const double DaysPerMonth = 365.25 / 12;

    private const string Dash = "–";
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A count with thin thousands separators.</summary>
    public static string Count(long value) => value.ToString("#,0", Invariant).Replace(',', '\u202F');

    /// <summary>A number with fixed decimals and a real minus sign; an em dash for NaN.</summary>
    public static string Fixed(double value, int decimals)
    {
        if (double.IsNaN(value))
        {
            return "—";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "∞" : "−∞";
        }

        string text = Math.Abs(value).ToString("F" + decimals.ToString(Invariant), Invariant);
        return value < 0 && text.AsSpan().ContainsAnyInRange('1', '9') ? "−" + text : text;
    }

    /// <summary>Up to three significant digits, for values of unknown size.</summary>
    public static string Significant(double value)
    {
        if (!double.IsFinite(value))
        {
            return Fixed(value, 0);
        }

        double size = Math.Abs(value);
        return size switch
        {
            0 => "0",
            >= 1e6 or < 1e-4 => value.ToString("0.##E+0", Invariant).Replace('-', '−'),
            _ => Trim(Fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 5)),
        };
    }

    /// <summary>A text that begins with a capital.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A unit as <see cref="Unit"/> prints it; nothing for pure numbers.</summary>
    public static string UnitUnlessPure(string text) => text is "1" or "dimensionless" ? string.Empty : Unit(text);

    /// <summary>A unit as people print it: <c>mg/m²</c>, <c>×10⁹/L</c>.</summary>
    public static string Unit(string text) => text == "ug" ? "µg" : text
        .Replace("1e9/L", "×10⁹/L", StringComparison.Ordinal).Replace("1e6/L", "×10⁶/L", StringComparison.Ordinal)
        .Replace("^2", "²", StringComparison.Ordinal).Replace("^3", "³", StringComparison.Ordinal).Replace("ug/", "µg/", StringComparison.Ordinal)
        .Replace("umol", "µmol", StringComparison.Ordinal);

    /// <summary>A median and its quartiles with the same number of decimals.</summary>
    public static string Quartiles(Estimate e)
    {
        double size = Math.Abs(e.Value);
        int decimals = size >= 100 || (double.IsInteger(e.Value) && double.IsInteger(e.Low) && double.IsInteger(e.High)) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return double.IsNaN(e.Value) ? "—" : $"{Fixed(e.Value, decimals)} ({Interval(e, decimals, 1, "—")})";
    }

    /// <summary>A time in months to 0.1.</summary>
    public static string Months(double days) => Fixed(days / DaysPerMonth, 1);

    /// <summary>A median in months with its interval; <c>not reached</c> where there is none, <c>NR</c> for an end of the interval.</summary>
    public static string MedianMonths(Estimate median) => double.IsNaN(median.Value)
        ? double.IsNaN(median.Low) ? "not reached" : $"not reached ({Months(median.Low)}–NR)"
        : $"{Months(median.Value)} ({Interval(median, 1, 1 / DaysPerMonth, "NR")})";

    /// <summary>A proportion as a percentage to 0.1.</summary>
    public static string Percent(double proportion) => double.IsNaN(proportion) ? "—" : Fixed(100 * proportion, 1) + "\u00A0%";

    /// <summary>A proportion with its interval, in per cent.</summary>
    public static string PercentWithInterval(Estimate proportion) => double.IsNaN(proportion.Value)
        ? "—"
        : double.IsNaN(proportion.Low) && double.IsNaN(proportion.High) ? Percent(proportion.Value)
        : $"{Fixed(100 * proportion.Value, 1)}\u00A0% ({Interval(proportion, 1, 100, "—")})";

    /// <summary>A ratio with its interval, two decimals.</summary>
    public static string Ratio(Estimate ratio) => double.IsNaN(ratio.Value)
        ? "not estimable"
        : $"{Fixed(ratio.Value, 2)} (95\u00A0%\u00A0CI {Interval(ratio, 2, 1, "—")})";

    /// <summary>The two ends of an interval; a minus sign inside makes the word "to" clearer than a dash.</summary>
    public static string Interval(Estimate estimate, int decimals, double scale, string missing)
    {
        string low = double.IsNaN(estimate.Low) ? missing : Fixed(estimate.Low * scale, decimals);
        string high = double.IsNaN(estimate.High) ? missing : Fixed(estimate.High * scale, decimals);
        return low + (low.StartsWith('−') || high.StartsWith('−') ? " to " : Dash) + high;
    }

    /// <summary>A p-value with its sign: <c>p &lt; 0.001</c>, <c>p = 0.012</c>, <c>p = 0.43</c>.</summary>
    public static string P(double p) => p switch
    {
        double.NaN => "p not computed",
        < 0.001 => "p\u00A0<\u00A00.001",
        < 0.0995 => "p\u00A0=\u00A0" + p.ToString("0.000", Invariant),
        > 0.99 => "p\u00A0>\u00A00.99",
        _ => "p\u00A0=\u00A0" + p.ToString("0.00", Invariant),
    };

    /// <summary>A time span in words: whole weeks where it is one, else days.</summary>
    public static string Span(double days)
    {
        double weeks = days / 7;
        return Math.Abs(weeks - Math.Round(weeks)) < 1e-9 && weeks >= 1
            ? Plural(weeks, "week")
            : days < 1 ? Plural(days * 24, "hour") : Plural(days, "day");
    }

    /// <summary>A number and a word in the right number.</summary>
    public static string Plural(double value, string word)
    {
        string number = Significant(value);
        return number == "1" ? "1 " + word : number + " " + word + "s";
    }

    /// <summary>Words joined as a sentence does: <c>a, b and c</c>.</summary>
    public static string List(IReadOnlyList<string> words) => words.Count switch
    {
        0 => string.Empty,
        1 => words[0],
        _ => string.Join(", ", words.Take(words.Count - 1)) + " and " + words[^1],
    };

    private static string Trim(string text) => text.Contains('.') ? text.TrimEnd('0').TrimEnd('.') : text;
}
