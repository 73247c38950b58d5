using System.Text;

namespace Thymus.Language.Sbml;

/// <summary>Notes and messages: XHTML in the tree, words in a bound model.</summary>
internal static class SbmlNotes
{
    private const int Longest = 100_000;

    /// <summary>The words without their markup, spaces made one; <see langword="null"/> where there are none.</summary>
    public static string? WordsOf(SbmlElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var words = new StringBuilder();
        Stack<SbmlElement> open = new([element]);
        while (open.TryPop(out var next))
        {
            string piece = string.Join(' ', next.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (piece.Length > 0 && words.Length < Longest)
            {
                words.Append(words.Length > 0 ? " " : "").Append(piece);
            }

            for (int i = next.Children.Count - 1; i >= 0; i--)
            {
                open.Push(next.Children[i]);
            }
        }

        return words.Length == 0 ? null : words.ToString();
    }
}
