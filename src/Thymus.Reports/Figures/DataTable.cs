using System.Globalization;
using System.Text.Json;

namespace Thymus.Reports.Figures;

/// <summary>The numbers behind a figure. They feed the hover text and the CSV that a reader can save.</summary>
internal sealed class DataTable(params string[] columns)
{
    private readonly List<string> _rows = [];

    /// <summary>Rows so far: the index of the next one.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row, one cell per column; returns its index.</summary>
    public int Add(params ReadOnlySpan<Cell> cells)
    {
        if (cells.Length != columns.Length)
        {
            throw new ArgumentException($"A row has {columns.Length} cells, not {cells.Length}.", nameof(cells));
        }

        var texts = new string[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            texts[i] = cells[i].Json;
        }

        _rows.Add("[" + string.Join(',', texts) + "]");
        return _rows.Count - 1;
    }

    /// <summary>The table as JSON that is safe inside a script element: no &lt;, &gt; or &amp;.</summary>
    public void WriteJson(TextWriter output)
    {
        output.Write("{\"columns\":[");
        output.Write(string.Join(',', columns.Select(c => ((Cell)c).Json)));
        output.Write("],\"rows\":[");
        for (int i = 0; i < _rows.Count; i++)
        {
            output.Write(i == 0 ? "\n" : ",\n");
            output.Write(_rows[i]);
        }

        output.Write("\n]}");
    }

    /// <summary>A value of the table, as JSON.</summary>
    internal readonly record struct Cell(string Json)
    {
        public static implicit operator Cell(string? text) =>
            new(text is null ? "null" : "\"" + JsonEncodedText.Encode(text) + "\"");

        public static implicit operator Cell(double value) =>
            new(double.IsFinite(value) ? (Rounded(value) + 0.0).ToString("R", CultureInfo.InvariantCulture) : "null");

        public static implicit operator Cell(long value) => new(value.ToString(CultureInfo.InvariantCulture));

        public static implicit operator Cell(int value) => new(value.ToString(CultureInfo.InvariantCulture));

        /// <summary>Four significant digits at least, four decimals at most: what a figure can show.</summary>
        private static double Rounded(double value) => Math.Abs(value) is < 0.1 and > 0
            ? double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : Math.Round(value, 4);
    }
}
