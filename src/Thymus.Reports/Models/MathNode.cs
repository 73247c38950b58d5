using System.Collections.Immutable;

namespace Thymus.Reports.Models;

/// <summary>Mathematics as it is to be set, before a form (plain text, LaTeX, MathML) is chosen.</summary>
internal abstract record MathNode;

/// <summary>A number.</summary>
internal sealed record MathNumber(double Value) : MathNode;

/// <summary>The name of a symbol of the model.</summary>
internal sealed record MathName(string Name) : MathNode;

/// <summary>A sign between or before others, as its character: + − · = &lt; ≤ ∧ ¬.</summary>
internal sealed record MathSign(string Sign, bool IsPrefix = false) : MathNode;

/// <summary>An upright word: the name of a function.</summary>
internal sealed record MathWord(string Word) : MathNode;

/// <summary>One after the other.</summary>
internal sealed record MathRow(ImmutableArray<MathNode> Parts) : MathNode
{
    public static MathRow Of(params ReadOnlySpan<MathNode> parts) => new([.. parts]);
}

/// <summary>A fraction.</summary>
internal sealed record MathFraction(MathNode Above, MathNode Below) : MathNode;

/// <summary>A power.</summary>
internal sealed record MathPower(MathNode Base, MathNode Exponent) : MathNode;

/// <summary>Something in brackets, round unless it is an absolute value, floor or ceiling.</summary>
internal sealed record MathFence(string Open, MathNode Inner, string Close) : MathNode
{
    public static MathFence Round(MathNode inner) => new("(", inner, ")");
}

/// <summary>A root; of degree 2 when none is given.</summary>
internal sealed record MathRoot(MathNode Inner, MathNode? Degree) : MathNode;

/// <summary>Values with the conditions under which they hold; the condition of the last one is <see langword="null"/> where it holds otherwise.</summary>
internal sealed record MathCases(ImmutableArray<(MathNode Value, MathNode? Condition)> Cases) : MathNode;

/// <summary>The derivative of something by time.</summary>
internal sealed record MathRate(MathNode Of) : MathNode;

/// <summary>A sum whose terms may stand on lines of their own; each begins with its sign but the first, which may.</summary>
internal sealed record MathSum(ImmutableArray<MathNode> Terms) : MathNode;

/// <summary>In the full size of a line of its own: fractions do not shrink.</summary>
internal sealed record MathDisplay(MathNode Inner) : MathNode;
