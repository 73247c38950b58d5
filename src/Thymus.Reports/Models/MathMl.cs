using System.Globalization;
using Thymus.Reports.Html;

namespace Thymus.Reports.Models;

/// <summary>Mathematics in MathML Core, which browsers set themselves.</summary>
internal static class MathMl
{
    private const string Space = "http://www.w3.org/1998/Math/MathML";

    /// <summary>A formula.</summary>
    public static void Write(HtmlWriter html, MathNode node)
    {
        using (html.Element("math", ("xmlns", Space)))
        {
            Inner(html, node);
        }
    }

    private static void Inner(HtmlWriter html, MathNode node)
    {
        switch (node)
        {
            case MathNumber number:
                Number(html, number.Value);
                break;
            case MathName name:
                Name(html, name.Name);
                break;
            case MathWord word:
                html.Text("mi", word.Word, ("mathvariant", "normal"));
                break;
            case MathSign sign:
                html.Text("mo", sign.Sign, ("form", sign.IsPrefix ? sign.Sign == "!" ? "postfix" : "prefix" : "infix"));
                break;
            case MathRow row:
                Row(html, [.. row.Parts]);
                break;
            case MathSum sum:
                Row(html, [.. sum.Terms]);
                break;
            case MathFraction fraction:
                Pair(html, "mfrac", fraction.Above, fraction.Below);
                break;
            case MathPower power:
                Pair(html, "msup", power.Base, power.Exponent);
                break;
            case MathRate rate:
                Pair(html, "mfrac", MathRow.Of(new MathWord("d"), rate.Of), MathRow.Of(new MathWord("d"), new MathName("t")));
                break;
            case MathRoot { Degree: null } root:
                using (html.Element("msqrt"))
                {
                    Inner(html, root.Inner);
                }

                break;
            case MathRoot root:
                Pair(html, "mroot", root.Inner, root.Degree!);
                break;
            case MathFence fence:
                using (html.Element("mrow"))
                {
                    html.Text("mo", fence.Open, ("form", "prefix"), ("stretchy", "true"));
                    Inner(html, fence.Inner);
                    html.Text("mo", fence.Close, ("form", "postfix"), ("stretchy", "true"));
                }

                break;
            case MathCases cases:
                Cases(html, cases);
                break;
            case MathDisplay display:
                using (html.Element("mstyle", ("displaystyle", "true")))
                {
                    Inner(html, display.Inner);
                }

                break;
        }
    }

    private static void Row(HtmlWriter html, ReadOnlySpan<MathNode> parts)
    {
        using (html.Element("mrow"))
        {
            foreach (var part in parts)
            {
                Inner(html, part);
            }
        }
    }

    private static void Pair(HtmlWriter html, string element, MathNode first, MathNode second)
    {
        using (html.Element(element))
        {
            Row(html, [first]);
            Row(html, [second]);
        }
    }

    private static void Cases(HtmlWriter html, MathCases cases)
    {
        using (html.Element("mrow"))
        {
            html.Text("mo", "{", ("form", "prefix"), ("stretchy", "true"));
            using (html.Element("mtable", ("class", "cases")))
            {
                foreach (var (value, condition) in cases.Cases)
                {
                    using (html.Element("mtr"))
                    {
                        using (html.Element("mtd"))
                        {
                            Inner(html, value);
                        }

                        using (html.Element("mtd"))
                        {
                            html.Text("mtext", condition is null ? "otherwise" : "if\u00A0");
                            if (condition is not null)
                            {
                                Inner(html, condition);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void Number(HtmlWriter html, double value)
    {
        var (digits, exponent) = MathNumberText.Of(value);
        if (exponent == 0)
        {
            html.Text("mn", digits);
            return;
        }

        using (html.Element("mrow"))
        {
            if (digits != "1")
            {
                html.Text("mn", digits);
                html.Text("mo", "×");
            }

            using (html.Element("msup"))
            {
                html.Text("mn", "10");
                html.Text("mn", exponent.ToString(CultureInfo.InvariantCulture).Replace('-', '−'));
            }
        }
    }

    private static void Name(HtmlWriter html, string name)
    {
        var parts = NameParts.Of(name);
        if (parts.Sub.Count == 0)
        {
            Identifier(html, parts.Main);
            return;
        }

        using (html.Element("msub"))
        {
            Identifier(html, parts.Main);
            using (html.Element("mrow"))
            {
                for (int i = 0; i < parts.Sub.Count; i++)
                {
                    if (i > 0)
                    {
                        html.Text("mo", ",", ("separator", "true"));
                    }

                    html.Text(parts.Sub[i].All(char.IsAsciiDigit) ? "mn" : "mtext", parts.Sub[i]);
                }
            }
        }
    }

    private static void Identifier(HtmlWriter html, string text)
    {
        if (text.Length == 1)
        {
            html.Text("mi", text);   // set in italics
        }
        else
        {
            html.Text("mi", text, ("mathvariant", "normal"));
        }
    }
}
