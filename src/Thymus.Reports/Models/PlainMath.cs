using System.Globalization;

namespace Thymus.Reports.Models;

/// <summary>Mathematics on one line of text: names as the model spells them, so that they can be found again.</summary>
internal static class PlainMath
{
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>The text.</summary>
    public static string Of(MathNode node) => node switch
    {
        MathNumber number => Number(number.Value),
        MathName name => name.Name,
        MathWord word => word.Word,
        MathSign { IsPrefix: true } sign => sign.Sign,
        MathSign { Sign: "," } => ", ",
        MathSign { Sign: "·" } => "·",
        MathSign sign => $" {sign.Sign} ",
        MathRow row => string.Concat(row.Parts.Select(Of)),
        MathSum sum => string.Concat(sum.Terms.Select(Of)),
        MathFraction fraction => $"{Inside(fraction.Above)}/{Inside(fraction.Below, isBelow: true)}",
        MathPower power => Power(power),
        MathFence fence => fence.Open + Of(fence.Inner) + fence.Close,
        MathRoot { Degree: null } root => $"√({Of(root.Inner)})",
        MathRoot root => $"root({Of(root.Degree!)}, {Of(root.Inner)})",
        MathRate rate => $"d{Inside(rate.Of)}/dt",
        MathCases cases => "{ " + string.Join("; ", cases.Cases.Select(c => c.Condition is null ? $"{Of(c.Value)} otherwise" : $"{Of(c.Value)} if {Of(c.Condition)}")) + " }",
        _ => "?",
    };

    /// <summary>A number: <c>0.05</c>, <c>1.2e-9</c>.</summary>
    public static string Number(double value)
    {
        var (digits, exponent) = MathNumberText.Of(value);
        return exponent == 0 ? digits : string.Create(CultureInfo.InvariantCulture, $"{digits}e{exponent}");
    }

    private static string Power(MathPower power)
    {
        string below = power.Base is MathName or MathNumber { Value: >= 0 } or MathWord or MathFence ? Of(power.Base) : $"({Of(power.Base)})";
        return power.Exponent is MathNumber { Value: >= 0 and < 1000 } number && double.IsInteger(number.Value)
            ? below + string.Concat(Number(number.Value).Select(d => Raised[d - '0']))
            : below + "^" + Inside(power.Exponent, isBelow: true);
    }

    private static string Inside(MathNode node, bool isBelow = false)
    {
        bool isOne = node is MathName or MathWord or MathPower or MathFence or MathRoot or MathRate or MathNumber { Value: >= 0 }
            || (node is MathRow { Parts: [MathWord, MathFence] });
        bool isProduct = !isBelow && node is MathRow { Parts: var parts } && parts.All(p => p is not MathSign or MathSign { Sign: "·" });
        return isOne || isProduct ? Of(node) : $"({Of(node)})";
    }
}
