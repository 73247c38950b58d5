using System.Globalization;
using System.Text;

namespace Thymus.Reports.Models;

/// <summary>Mathematics in LaTeX, for amsmath.</summary>
internal static class LatexMath
{
    private const int LongestLine = 110;   // characters of plain text in a row of an equation

    /// <summary>The text, in mathematical mode.</summary>
    public static string Of(MathNode node) => node switch
    {
        MathNumber number => Number(number.Value),
        MathName name => Name(name.Name),
        MathWord { Word: "e" } => "e",
        MathWord { Word: "log10" } => @"\log_{10}",
        MathWord { Word: "exp" or "ln" or "sin" or "cos" or "tan" or "sinh" or "cosh" or "tanh" or "arcsin" or "arccos" or "arctan" or "min" or "max" } word => $@"\{word.Word}",
        MathWord word => $@"\operatorname{{{word.Word}}}",
        MathSign sign => Sign(sign),
        MathRow row => string.Concat(row.Parts.Select(Of)),
        MathSum sum => string.Concat(sum.Terms.Select(Of)),
        MathFraction fraction => $@"\frac{{{Of(fraction.Above)}}}{{{Of(fraction.Below)}}}",
        MathPower power => $"{{{Of(power.Base)}}}^{{{Of(power.Exponent)}}}",
        MathFence fence => $@"\left{Fence(fence.Open)}{Of(fence.Inner)}\right{Fence(fence.Close)}",
        MathRoot { Degree: null } root => $@"\sqrt{{{Of(root.Inner)}}}",
        MathRoot root => $@"\sqrt[{Of(root.Degree!)}]{{{Of(root.Inner)}}}",
        MathRate rate => $@"\frac{{\mathrm{{d}}{Of(rate.Of)}}}{{\mathrm{{d}}t}}",
        MathCases cases => @"\begin{cases}" + string.Join(@"\\ ", cases.Cases.Select(c => Of(c.Value) + (c.Condition is null ? @" & \text{otherwise}" : @" & \text{if } " + Of(c.Condition)))) + @"\end{cases}",
        _ => "?",
    };

    /// <summary>An equation in an align environment: a sum that is too long goes on in further rows.</summary>
    public static string Equation(MathNode left, MathNode right)
    {
        var text = new StringBuilder(Of(left)).Append(" &= ");
        int length = 0;
        foreach (var term in right is MathSum sum ? sum.Terms : [right])
        {
            int size = PlainMath.Of(term).Length;
            if (length > 0 && length + size > LongestLine)
            {
                text.Append(@"\\").Append('\n').Append(@"    &\quad ");
                length = 0;
            }

            text.Append(Of(term));
            length += size;
        }

        return text.ToString();
    }

    /// <summary>Words outside of mathematics.</summary>
    public static string Words(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '\\' => @"\textbackslash{}",
                '^' => @"\textasciicircum{}",
                '~' => @"\textasciitilde{}",
                '{' or '}' or '_' or '%' or '&' or '#' or '$' => "\\" + c,
                < ' ' => " ",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static string Number(double value)
    {
        var (digits, exponent) = MathNumberText.Of(value);
        digits = digits.Replace("−", "-", StringComparison.Ordinal).Replace("∞", @"\infty", StringComparison.Ordinal);
        digits = digits == "NaN" ? @"\mathrm{NaN}" : digits;
        return exponent == 0 ? digits
            : digits is "1" ? string.Create(CultureInfo.InvariantCulture, $"10^{{{exponent}}}")
            : string.Create(CultureInfo.InvariantCulture, $@"{digits}\times 10^{{{exponent}}}");
    }

    private static string Name(string name)
    {
        var parts = NameParts.Of(name);
        string main = NameParts.WordOf(parts.Main) is { } letter ? "\\" + letter + " " : parts.Main.Length == 1 ? parts.Main : $@"\mathrm{{{Words(parts.Main)}}}";
        return parts.Sub.Count == 0 ? main : $@"{main}_{{{string.Join(",", parts.Sub.Select(Sub))}}}";
    }

    private static string Sub(string part) => NameParts.WordOf(part) is { } letter ? "\\" + letter + " " : part.All(char.IsAsciiDigit) || part.Length == 1 ? Words(part) : $@"\mathrm{{{Words(part)}}}";

    private static string Sign(MathSign sign) => sign.Sign switch
    {
        "−" => sign.IsPrefix ? "-" : " - ",
        "·" => @" \cdot ",
        "≤" => @" \le ",
        "≥" => @" \ge ",
        "≠" => @" \ne ",
        "∧" => @" \land ",
        "∨" => @" \lor ",
        "⊻" => @" \oplus ",
        "¬" => @"\lnot ",
        "→" => @" \rightarrow ",
        "⇌" => @" \rightleftharpoons ",
        "∅" => @"\varnothing ",
        "," => @",\, ",
        var other => sign.IsPrefix ? other : $" {other} ",
    };

    private static string Fence(string fence) => fence switch
    {
        "⌊" => @"\lfloor ",
        "⌋" => @"\rfloor ",
        "⌈" => @"\lceil ",
        "⌉" => @"\rceil ",
        var other => other,
    };
}
