using Thymus.Language.Syntax;

namespace Thymus.Language.Formatting;

/// <summary>A comment, or a joint of two lines where <see cref="Comment"/> is empty.</summary>
/// <param name="Comment">The comment with its marks, its lines ended by LF and without blanks at their ends.</param>
internal readonly record struct TriviaPiece(string Comment)
{
    public bool IsJoint => Comment.Length == 0;

    public bool HasLines => Comment.Contains('\n', StringComparison.Ordinal);
}

/// <summary>Cuts what stands in front of a token into comments and joints of lines; blanks are left out.</summary>
internal static class Trivia
{
    public static IReadOnlyList<TriviaPiece> Before(Token token, string text)
    {
        if (!text.AsSpan(token.TriviaStart, token.Start - token.TriviaStart).ContainsAny('#', '/', '\\'))
        {
            return [];
        }

        var pieces = new List<TriviaPiece>();
        for (int i = token.TriviaStart; i < token.Start;)
        {
            int start = i;
            switch (text[i])
            {
                case '#' or '/' when text[i] is '#' || text[i + 1] is '/':
                    i = EndOfLine(text, i, token.Start);
                    break;
                case '/':
                    int close = text.IndexOf("*/", i + 2, StringComparison.Ordinal);
                    i = close < 0 ? token.Start : close + 2;
                    break;
                case '\\':
                    if (pieces.Count == 0 || !pieces[^1].IsJoint)
                    {
                        pieces.Add(new TriviaPiece(""));
                    }

                    i++;
                    continue;
                default:
                    i++;   // a blank, or a newline after a joint
                    continue;
            }

            pieces.Add(new TriviaPiece(Normalized(text[start..i])));
        }

        return pieces;
    }

    private static int EndOfLine(string text, int at, int limit)
    {
        while (at < limit && text[at] is not ('\r' or '\n'))
        {
            at++;
        }

        return at;
    }

    private static string Normalized(string comment) =>
        string.Join('\n', comment.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n').Select(line => line.TrimEnd(' ', '\t')));
}
