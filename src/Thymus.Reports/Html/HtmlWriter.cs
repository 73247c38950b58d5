using System.Globalization;

namespace Thymus.Reports.Html;

/// <summary>Writes well-formed HTML: elements close in order, every text and attribute is escaped.</summary>
/// <remarks>Void elements are written <c>&lt;br /&gt;</c> and attributes always have a value, so the page also parses as XML.</remarks>
internal sealed class HtmlWriter(TextWriter output)
{
    /// <summary>Opens an element; it closes when the result is disposed.</summary>
    public Scope Element(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        output.Write('>');
        return new Scope(this, name);
    }

    /// <summary>An element that holds only text.</summary>
    public void Text(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        output.Write('>');
        Escape(text);
        End(name);
    }

    /// <summary>An element without content.</summary>
    public void Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        output.Write(" />");
    }

    /// <summary>Text between elements.</summary>
    public void Text(string text) => Escape(text);

    /// <summary>Markup of our own: never anything that came from a file of a user.</summary>
    public void Raw(string markup) => output.Write(markup);

    /// <summary>A new line, so that a person can read the source.</summary>
    public void Line() => output.Write('\n');

    private void Start(string name, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        output.Write('<');
        output.Write(name);
        foreach (var (attribute, value) in attributes)
        {
            output.Write(' ');
            output.Write(attribute);
            output.Write("=\"");
            Escape(value);
            output.Write('"');
        }
    }

    private void End(string name)
    {
        output.Write("</");
        output.Write(name);
        output.Write('>');
    }

    private void Escape(string text)
    {
        foreach (char c in text)
        {
            switch (c)
            {
                case '&': output.Write("&amp;"); break;
                case '<': output.Write("&lt;"); break;
                case '>': output.Write("&gt;"); break;
                case '"': output.Write("&quot;"); break;
                case '\'': output.Write("&#39;"); break;
                case '\t' or '\n': output.Write(c); break;
                case < ' ' or '\uFFFE' or '\uFFFF' or (>= '\u007F' and <= '\u009F'): output.Write('\uFFFD'); break;   // not allowed in HTML or XML
                default: output.Write(c); break;
            }
        }
    }

    /// <summary>An open element.</summary>
    internal readonly struct Scope(HtmlWriter writer, string name) : IDisposable
    {
        public void Dispose() => writer.End(name);
    }

    /// <summary>A number as an attribute value: at most two decimals, invariant.</summary>
    internal static string Number(double value) =>
        (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);   // + 0.0 turns −0 into 0
}
