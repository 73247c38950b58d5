using System.Text;

namespace Thymus.Simulation.Conformance;

/// <summary>Text of comma-separated values (RFC 4180): cells may be quoted, and a quoted cell may hold commas, quotes and line ends.</summary>
internal static class CsvText
{
    /// <summary>The rows, their cells trimmed; empty lines are left out.</summary>
    public static IEnumerable<string[]> Rows(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                cell.Append(text[++i]);
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || c is not (',' or '\n'))
            {
                cell.Append(c);
            }
            else
            {
                Close();
                if (c == '\n' && !IsEmpty())
                {
                    yield return [.. cells];
                }

                if (c == '\n')
                {
                    cells.Clear();
                }
            }
        }

        Close();
        if (!IsEmpty())
        {
            yield return [.. cells];
        }

        void Close()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }

        bool IsEmpty() => cells is [""];
    }
}
