using System.Text;

namespace Thymus.Language.Formatting;

/// <summary>What a line is to the blocks of the text.</summary>
internal enum LineKind
{
    Plain,

    /// <summary>The first line of a block; no blank line follows it.</summary>
    Opening,

    /// <summary>The end of a block.</summary>
    Closing,
}

/// <summary>Gathers lines of code with the comments after them, and lines up those comments.</summary>
internal sealed class LineWriter
{
    /// <summary>Code that reaches further does not push the comments of its neighbours to the right [characters].</summary>
    private const int WidestAligned = 60;

    private const int BeforeComment = 2;

    private readonly List<Line> _lines = [];
    private readonly StringBuilder _code = new();
    private int _indent;
    private bool _isOpen;
    private bool _blankAhead;

    /// <summary>Adds to the open line, or opens one at an indent.</summary>
    public void Code(string text, bool blankBefore, int indent)
    {
        if (!_isOpen)
        {
            _isOpen = true;
            _indent = indent;
        }

        _code.Append(blankBefore ? " " : "").Append(text);
    }

    /// <summary>Puts a comment after the open line, or after the last one.</summary>
    public void Trail(string comment, int indent)
    {
        EndLine();
        if (_lines.Count == 0 || _blankAhead)
        {
            Own(comment, indent);
            return;
        }

        var last = _lines[^1];
        bool endsItself = last.Comment.StartsWith("/*", StringComparison.Ordinal) && last.Comment.EndsWith("*/", StringComparison.Ordinal);
        if (last.Comment.Length > 0 && !endsItself)
        {
            Own(comment, indent);   // a comment that ends with its line would take it in
            return;
        }

        _lines[^1] = last with { Comment = last.Comment.Length == 0 ? comment : $"{last.Comment} {comment}" };
    }

    /// <summary>Puts a comment on a line of its own.</summary>
    public void Own(string comment, int indent)
    {
        EndLine();
        Add(new Line(indent, "", comment));
    }

    /// <summary>Parts what follows from what is before by one blank line, however often it is asked for.</summary>
    public void Blank()
    {
        EndLine();
        _blankAhead = _lines.Count > 0 && _lines[^1].Kind is not LineKind.Opening;
    }

    /// <summary>Ends the open line.</summary>
    /// <param name="kind">What it is to the blocks.</param>
    public void EndLine(LineKind kind = LineKind.Plain)
    {
        if (_isOpen)
        {
            _isOpen = false;
            Add(new Line(_indent, _code.ToString(), "") { Kind = kind });
            _code.Clear();
        }
    }

    /// <summary>Leaves out the blank line that was asked for: a block ends.</summary>
    public void CloseBlock()
    {
        EndLine();
        _blankAhead = false;
    }

    /// <summary>The text, its lines ended by <paramref name="lineEnd"/>.</summary>
    public string ToText(string lineEnd)
    {
        EndLine();
        var text = new StringBuilder();
        for (int first = 0; first < _lines.Count;)
        {
            int end = first + 1;
            while (end < _lines.Count && Belongs(_lines[first], _lines[end]))
            {
                end++;
            }

            Write(text, _lines.GetRange(first, end - first), lineEnd);
            first = end;
        }

        return text.ToString();
    }

    /// <summary>Whether the comments of two lines are lined up: statements of one block, one under the other.</summary>
    private static bool Belongs(Line first, Line other) =>
        first is { Kind: LineKind.Plain, Code.Length: > 0 } && other is { Kind: LineKind.Plain, Code.Length: > 0 } && first.Indent == other.Indent;

    private static void Write(StringBuilder text, List<Line> group, string lineEnd)
    {
        int column = group.Where(l => l.Comment.Length > 0 && l.Width <= WidestAligned).Select(l => l.Width).DefaultIfEmpty(0).Max();
        foreach (var line in group)
        {
            if (line.Code.Length + line.Comment.Length > 0)
            {
                text.Append(' ', line.Indent).Append(line.Code);
            }

            if (line.Comment.Length > 0)
            {
                text.Append(' ', line.Code.Length == 0 ? 0 : Math.Max(column - line.Width, 0) + BeforeComment)
                    .Append(lineEnd == "\n" ? line.Comment : line.Comment.Replace("\n", lineEnd, StringComparison.Ordinal));
            }

            text.Append(lineEnd);
        }
    }

    private void Add(Line line)
    {
        if (_blankAhead)
        {
            _lines.Add(new Line(0, "", ""));
            _blankAhead = false;
        }

        _lines.Add(line);
    }

    private sealed record Line(int Indent, string Code, string Comment)
    {
        public LineKind Kind { get; init; }

        /// <summary>Where its last line of code ends.</summary>
        public int Width => Code.LastIndexOf('\n') is >= 0 and var at ? Code.Length - at - 1 : Indent + Code.Length;
    }
}
