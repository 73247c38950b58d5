using System.Globalization;
using System.Text;

namespace Thymus.Units;

/// <summary>Writes products of units as a person would: <c>mg/L/d</c>, with equal names gathered and cancelled.</summary>
internal static class UnitText
{
    /// <summary>The text of left × right^times.</summary>
    public static string Combine(string left, string right, double times)
    {
        var factors = new List<(string Name, double Exponent)>();
        if (!Gather(left, 1, factors) || !Gather(right, times, factors))
        {
            string raised = times is 1 or -1 ? Wrap(right) : string.Create(CultureInfo.InvariantCulture, $"{Wrap(right)}^{times}");
            return left == "1" && times != -1 ? raised : $"{Wrap(left)}{(times == -1 ? '/' : '*')}{raised}";
        }

        var text = new StringBuilder();
        foreach (var (name, exponent) in factors.Where(f => f.Exponent > 0))
        {
            text.Append(text.Length > 0 ? "*" : "").Append(name).Append(Raised(exponent));
        }

        text.Append(text.Length > 0 ? "" : "1");
        foreach (var (name, exponent) in factors.Where(f => f.Exponent < 0))
        {
            text.Append('/').Append(name).Append(Raised(-exponent));
        }

        return text.ToString();
    }

    private static string Raised(double exponent) => exponent == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"^{exponent}");

    private static string Wrap(string text) => text.AsSpan().IndexOfAny("*/ ^") >= 0 ? $"({text})" : text;

    /// <summary>Adds the factors of a simple text (names, *, /, ^ whole number); false when it holds more than that.</summary>
    private static bool Gather(string text, double times, List<(string Name, double Exponent)> factors)
    {
        double sign = times;
        foreach (var (piece, divides) in Pieces(text))
        {
            int caret = piece.IndexOf('^', StringComparison.Ordinal);
            string name = caret < 0 ? piece : piece[..caret];
            double exponent = 1;
            if (name.Length == 0 || (caret >= 0 && !double.TryParse(piece.AsSpan(caret + 1), CultureInfo.InvariantCulture, out exponent))
                || !(name == "1" || IsName(name)))
            {
                return false;
            }

            if (name is "1" or "dimensionless")
            {
                continue;
            }

            exponent *= divides ? -sign : sign;
            int at = factors.FindIndex(f => f.Name == name);
            if (at >= 0)
            {
                factors[at] = (name, factors[at].Exponent + exponent);
            }
            else
            {
                factors.Add((name, exponent));
            }
        }

        return true;
    }

    /// <summary>Also a name that a model gave, such as <c>unit_0</c>.</summary>
    private static bool IsName(string name) =>
        !char.IsAsciiDigit(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '%');

    private static IEnumerable<(string Piece, bool Divides)> Pieces(string text)
    {
        int start = 0;
        bool divides = false;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] is '*' or '/')
            {
                yield return (text[start..i].Trim(), divides);
                divides = i < text.Length && text[i] == '/';
                start = i + 1;
            }
        }
    }
}
