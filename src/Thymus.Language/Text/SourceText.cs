using Thymus.Language.Diagnostics;

namespace Thymus.Language.Text;

/// <summary>The text of a file with its line map. CR, LF and CR LF each end a line.</summary>
internal sealed class SourceText
{
    private readonly List<int> _lineStarts = [0];
    private readonly SourceSpan? _place;
    private int _mapped;   // up to here; the rest when a place in it is asked for

    /// <param name="text">The text.</param>
    /// <param name="file">The name for messages.</param>
    /// <param name="place">Where the text stands inside the file, when it is a piece of one; <see langword="null"/> for a whole file.</param>
    public SourceText(string text, string file, SourceSpan? place = null)
    {
        Text = text;
        File = file;
        _place = place;
    }

    public string Text { get; }

    public string File { get; }

    /// <summary>The place of a piece of text; a piece over several lines is cut at the end of its first line.</summary>
    public SourceSpan Span(int start, int length)
    {
        MapLines(start);
        int line = _lineStarts.BinarySearch(start);
        line = line >= 0 ? line : ~line - 1;
        int end = line + 1 < _lineStarts.Count ? _lineStarts[line + 1] : Text.Length;
        while (end > start && Text[end - 1] is '\n' or '\r')
        {
            end--;
        }

        int column = start - _lineStarts[line];
        int within = Math.Max(0, Math.Min(length, end - start));
        return _place is { } place
            ? new SourceSpan(File, place.Line + line, (line == 0 ? place.Column : 1) + column, within)
            : new SourceSpan(File, line + 1, column + 1, within);
    }

    /// <summary>The character at a line and column, from 1 (0 is taken for 1); where the line or the text ends before, its end.</summary>
    public int At(int line, int column)
    {
        line = Math.Max(1, line);
        while (_lineStarts.Count <= line && _mapped < Text.Length)
        {
            MapLines(_lineStarts[^1]);
        }

        int start = _lineStarts[Math.Min(line, _lineStarts.Count) - 1];
        int end = line < _lineStarts.Count ? _lineStarts[line] - 1 : Text.Length;
        return (int)Math.Min(end, (long)start + Math.Max(1, column) - 1);
    }

    /// <summary>Maps all lines up to the one after a place.</summary>
    private void MapLines(int place)
    {
        for (; _mapped < Text.Length && _lineStarts[^1] <= place; _mapped++)
        {
            if (Text[_mapped] is '\n' || (Text[_mapped] is '\r' && (_mapped + 1 == Text.Length || Text[_mapped + 1] is not '\n')))
            {
                _lineStarts.Add(_mapped + 1);
            }
        }
    }
}
