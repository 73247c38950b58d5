using System.Buffers;
using Thymus.Language.Diagnostics;
using Thymus.Language.Text;

namespace Thymus.Language.Sbml;

/// <summary>
/// The places in a text of XML. The reader of .NET, which fills its buffer inside an end tag such as <c>&lt;/a  &gt;</c> with its blanks over several lines, counts
/// those lines again, and all that follows stands too far down. It is given a text with spaces for these line ends, character for character
/// the same; a line and column that it names are a character of that text, whose place is then looked up in the text as it is.
/// </summary>
internal sealed class MarkupPlaces
{
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    private readonly string _file;
    private readonly SourceText _written;
    private readonly SourceText _given;

    public MarkupPlaces(string text, string file)
    {
        _file = file;
        Text = WithoutLinesInEndTags(text);
        _written = new SourceText(text, file);
        _given = ReferenceEquals(Text, text) ? _written : new SourceText(Text, file);
    }

    /// <summary>What the reader of XML is given.</summary>
    public string Text { get; }

    /// <summary>The place of a node that the reader of XML names by its line and column, from 1; 0 where it does not know.</summary>
    public SourceSpan Span(int line, int column, int length) => _given == _written
        ? new SourceSpan(_file, Math.Max(1, line), Math.Max(1, column), length) : _written.Span(_given.At(line, column), length);

    /// <summary>The place where the reader of XML ends; where the text ends inside a tag such as <c>&lt;a/</c> it names a column far behind the end.</summary>
    public SourceSpan End(int line, int column) => _written.Span(_given.At(line, column), 0);

    private static string WithoutLinesInEndTags(string text)
    {
        char[]? changed = null;
        for (int at = text.IndexOf('<', StringComparison.Ordinal), end; at >= 0; at = text.IndexOf('<', end))
        {
            var rest = text.AsSpan(at);
            end = at + (rest.StartsWith("<!--") ? LengthTo(rest, "-->")
                : rest.StartsWith("<![CDATA[") ? LengthTo(rest, "]]>")
                : rest.StartsWith("<?") ? LengthTo(rest, "?>")
                : rest.StartsWith("</") ? LengthTo(rest, ">")
                : 1);
            if (text[Math.Min(at + 1, text.Length - 1)] is not '/' || rest[..(end - at)].IndexOfAny('\n', '\r') < 0)
            {
                continue;
            }

            changed ??= text.ToCharArray();
            changed.AsSpan(at, end - at).ReplaceAny(LineEnds, ' ');
        }

        return changed is null ? text : new string(changed);
    }

    private static int LengthTo(ReadOnlySpan<char> rest, string mark)
    {
        int found = rest.IndexOf(mark);
        return found < 0 ? rest.Length : found + mark.Length;
    }
}
