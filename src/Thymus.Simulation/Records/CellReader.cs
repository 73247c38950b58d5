using System.Text;

namespace Thymus.Simulation.Records;

/// <summary>A cell of a table: its text without blanks around it and without quotes, and its first column, from 1.</summary>
internal readonly record struct Cell(string Text, int Column);

/// <summary>Splits a line at commas that are not inside double quotes.</summary>
internal static class CellReader
{
    public static List<Cell> Split(string line)
    {
        var cells = new List<Cell>();
        var text = new StringBuilder();
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ',' && !isQuoted))
            {
                cells.Add(new Cell(text.ToString().Trim(), start + 1));
                text.Clear();
                start = i + 1;
            }
            else if (line[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (text.Length > 0 || !char.IsWhiteSpace(line[i]))
            {
                text.Append(line[i]);
            }
            else
            {
                start++;   // a blank before the text
            }
        }

        return cells;
    }
}
