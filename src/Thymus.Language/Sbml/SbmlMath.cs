using System.Globalization;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Sbml;

/// <summary>Makes elements of MathML, as SBML Level 3 uses them.</summary>
internal static class SbmlMath
{
    private const string SymbolUris = "http://www.sbml.org/sbml/symbols/";

    /// <summary>The outermost element of a formula.</summary>
    public static SbmlElement Math(SbmlElement formula) => Element("math", formula.Span).With(formula);

    public static SbmlElement Element(string name, SourceSpan span) => new(name, SbmlNamespace.Math, span);

    /// <summary>A name: a symbol, or at the head of a call a function.</summary>
    public static SbmlElement Name(string name, SourceSpan span) => new("ci", SbmlNamespace.Math, span) { Text = name };

    /// <summary>A number in its shortest form that reads back the same; infinities and NaN have elements of their own.</summary>
    public static SbmlElement Number(double value, SourceSpan span, string? units = null)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? Element("notanumber", span)
                : value > 0 ? Element("infinity", span) : Call("minus", span, Element("infinity", span));
        }

        string text = SbmlNumber.Text(value);
        var number = Element("cn", span);
        int exponent = text.IndexOf('e', StringComparison.Ordinal);
        number.Text = text;
        if (exponent >= 0)
        {
            number.Text = $"{text[..exponent]}{SbmlText.Separator}{text[(exponent + 1)..]}";
            number.Set("type", "e-notation");
        }

        number.Set(SbmlNamespace.Core, "units", units);
        return number;
    }

    public static SbmlElement Integer(int value, SourceSpan span)
    {
        var number = Element("cn", span);
        number.Text = value.ToString(CultureInfo.InvariantCulture);
        number.Set("type", "integer");
        return number;
    }

    /// <summary>A predefined function of MathML such as <c>plus</c> applied to values.</summary>
    public static SbmlElement Call(string function, SourceSpan span, params ReadOnlySpan<SbmlElement> arguments) =>
        Apply(Element(function, span), arguments);

    /// <summary>Whatever stands at the head applied to values.</summary>
    public static SbmlElement Apply(SbmlElement head, params ReadOnlySpan<SbmlElement> arguments)
    {
        var apply = Element("apply", head.Span).With(head);
        foreach (var argument in arguments)
        {
            apply.Add(argument);
        }

        return apply;
    }

    /// <summary>A symbol of SBML: <c>time</c>, <c>delay</c>, <c>avogadro</c>, <c>rateOf</c>, or of the package distrib <c>distrib/normal</c> and so on.</summary>
    public static SbmlElement Symbol(string name, SourceSpan span)
    {
        var symbol = Element("csymbol", span);
        symbol.Set("encoding", "text");
        symbol.Set("definitionURL", SymbolUris + name);
        symbol.Text = name[(name.LastIndexOf('/') + 1)..];
        return symbol;
    }
}

/// <summary>Numbers of SBML as text.</summary>
internal static class SbmlNumber
{
    /// <summary>The shortest text that reads back the same, by the rules of XML Schema for <c>double</c>.</summary>
    public static string Text(double value) => value switch
    {
        double.PositiveInfinity => "INF",
        double.NegativeInfinity => "-INF",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "e", StringComparison.Ordinal).Replace('E', 'e'),
    };
}
