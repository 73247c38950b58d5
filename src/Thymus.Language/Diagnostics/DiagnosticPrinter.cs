using System.Globalization;
using System.Text;

namespace Thymus.Language.Diagnostics;

/// <summary>Writes findings for a person: the line that editors can click, the source line with the place marked, and what to try.</summary>
public static class DiagnosticPrinter
{
    /// <summary>Longer source lines are cut around the place [characters].</summary>
    private const int LongestLine = 160;

    /// <summary>Writes findings, an empty line between them.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="sourceOf">The text of a file by its name in the findings, or <see langword="null"/> when it is not at hand.</param>
    public static string Print(IEnumerable<Diagnostic> findings, Func<string, string?> sourceOf)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(sourceOf);
        var sources = new Dictionary<string, string[]?>(StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var finding in findings)
        {
            string[]? lines = null;
            if (finding.Span.File is not null && !sources.TryGetValue(finding.Span.File, out lines))
            {
                lines = sourceOf(finding.Span.File)?.ReplaceLineEndings("\n").Split('\n');
                sources[finding.Span.File] = lines;
            }

            text.Append(text.Length > 0 ? "\n" : "");
            Print(text, finding, lines);
        }

        return text.ToString();
    }

    /// <summary>Writes one finding about a text.</summary>
    public static string Print(Diagnostic finding, string? source)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Print([finding], _ => source);
    }

    private static void Print(StringBuilder text, Diagnostic finding, string[]? lines)
    {
        text.Append(finding).Append('\n');
        var span = finding.Span;
        if (lines is not null && span.Line >= 1 && span.Line <= lines.Length)
        {
            string number = span.Line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
            int column = Math.Clamp(span.Column - 1, 0, lines[span.Line - 1].Length);
            var (line, shift) = Cut(lines[span.Line - 1], column);
            column -= shift;
            int length = Math.Max(1, Math.Min(span.Length, line.Length - column));
            var indent = new StringBuilder();
            foreach (char c in line.AsSpan(0, column))
            {
                indent.Append(c == '\t' ? '\t' : ' ');
            }

            text.Append(number).Append(" | ").Append(line).Append('\n');
            text.Append(' ', number.Length).Append(" | ").Append(indent).Append('^', length).Append('\n');
        }

        if (finding.Suggestion is { } suggestion)
        {
            text.Append("   try: ").Append(suggestion).Append('\n');
        }
    }

    private static (string Line, int Shift) Cut(string line, int column)
    {
        if (line.Length <= LongestLine)
        {
            return (line, 0);
        }

        int start = Math.Clamp(column - (LongestLine / 2), 0, line.Length - LongestLine);
        return (line.Substring(start, LongestLine), start);
    }
}
