using System.Globalization;

namespace Thymus.Language.Sbml;

/// <summary>
/// What a text of XML may hold, looked at before any of it is read: one pass over the characters that keeps nothing, so that a text made to fill
/// the memory is refused for the price of having it. Where the text is not well formed the pass may be wrong about what follows; the reader ends there.
/// </summary>
internal static class MarkupLimits
{
    /// <summary>Longest text [characters]: that of 10,000 reactions with 2,000 characters for each is 20 million.</summary>
    internal const int LargestText = 24 << 20;

    /// <summary>Elements may stand this deep in each other.</summary>
    internal const int DeepestNesting = 500;

    /// <summary>Most elements: a model of 10,000 reactions, 30 elements for each with its formula and notes, has 300,000.</summary>
    internal const int MostElements = 500_000;

    /// <summary>Longest tag with its attributes, and longest text between two tags [characters]; the reader of XML holds each as a whole, several times.</summary>
    internal const int LongestPart = 2_000_000;

    /// <summary>Most attributes of an element; that they differ is found by comparing them.</summary>
    internal const int MostAttributes = 1_000;

    private const string Shorten = "split the model, or leave out notes and annotations";

    /// <summary>Where a text goes over a limit, in what way, and what to do; <see langword="null"/> when it does not.</summary>
    internal static (int At, string Reason, string Try)? Exceeded(string text)
    {
        if (text.Length > LargestText)
        {
            return (0, Words($"it has more than {LargestText:N0} characters"), Shorten);
        }

        int elements = 0;
        int depth = 0;
        for (int at = 0, end; at < text.Length; at = end)
        {
            bool isMarkup = text[at] is '<';
            bool hasManyAttributes = false;
            var rest = text.AsSpan(at);
            bool isComment = rest.StartsWith("<!--");
            bool isTag = isMarkup && rest is not ['<', '!' or '?', ..];
            bool isType = rest is ['<', '!', not ('-' or '['), ..];   // the document's type, which the reader refuses
            end = !isMarkup ? Before(text, at, '<')
                : isTag ? EndOfTag(text, at, out hasManyAttributes)
                : isComment ? After(text, at + 4, "-->")
                : rest.StartsWith("<![CDATA[") ? After(text, at, "]]>")
                : rest.StartsWith("<?") ? After(text, at, "?>")
                : text.Length;
            if (hasManyAttributes)
            {
                return (at, Words($"an element has more than {MostAttributes:N0} attributes"), "check what wrote it");
            }

            if (end - at > LongestPart && !isComment && !isType)
            {
                return (at, Words($"a piece of it has more than {LongestPart:N0} characters"), Shorten);
            }

            if (!isTag)
            {
                continue;
            }

            if (rest.StartsWith("</"))
            {
                depth--;
                continue;
            }

            if (depth >= DeepestNesting)
            {
                return (at, Words($"elements are nested more than {DeepestNesting} levels deep"), "split long formulas by assignment rules");
            }

            if (++elements > MostElements)
            {
                return (at, Words($"it has more than {MostElements:N0} elements"), Shorten);
            }

            depth += text[Math.Max(at, end - 2)] is '/' ? 0 : 1;
        }

        return null;
    }

    private static int Before(string text, int from, char mark)
    {
        int found = text.IndexOf(mark, from);
        return found < 0 ? text.Length : found;
    }

    /// <summary>The place after the next of some mark, or the end of the text.</summary>
    private static int After(string text, int from, string mark)
    {
        int found = text.AsSpan(from).IndexOf(mark);
        return found < 0 ? text.Length : from + found + mark.Length;
    }

    /// <summary>The place after a tag: after the first bracket that is not inside a value.</summary>
    private static int EndOfTag(string text, int open, out bool hasManyAttributes)
    {
        int at = open + 1;
        int values = 0;
        hasManyAttributes = false;
        while (true)
        {
            int found = text.AsSpan(at).IndexOfAny('>', '"', '\'');
            if (found < 0)
            {
                return text.Length;
            }

            at += found + 1;
            if (text[at - 1] is '>')
            {
                return at;
            }

            hasManyAttributes |= ++values > MostAttributes;
            int quote = hasManyAttributes ? -1 : text.IndexOf(text[at - 1], at);
            if (quote < 0)
            {
                return text.Length;
            }

            at = quote + 1;
        }
    }

    private static string Words(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}
