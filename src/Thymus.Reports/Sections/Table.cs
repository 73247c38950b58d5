using Thymus.Reports.Html;

namespace Thymus.Reports.Sections;

/// <summary>A table with a caption, scoped headings and, on small screens, a scroll bar of its own.</summary>
internal sealed class Table
{
    private readonly List<(string Class, string[] Cells)> _rows = [];
    private readonly string _caption;
    private readonly string[] _headings;
    private readonly bool[] _numeric;
    private string _note = string.Empty;

    /// <summary>A table. A heading that starts with <c>#</c> is a column of numbers, aligned right.</summary>
    public Table(string caption, params IEnumerable<string> headings)
    {
        _caption = caption;
        var all = headings.ToList();
        _numeric = [.. all.Select(h => h.StartsWith('#'))];
        _headings = [.. all.Select(h => h.TrimStart('#'))];
    }

    /// <summary>Adds a row; the first cell heads it.</summary>
    public void Row(params IEnumerable<string> cells) => _rows.Add((string.Empty, [.. cells]));

    /// <summary>Adds a row that belongs to the one above.</summary>
    public void Level(params IEnumerable<string> cells) => _rows.Add(("level", [.. cells]));

    /// <summary>Adds a heading over the rows that follow.</summary>
    public void Group(string title) => _rows.Add(("group", [title]));

    /// <summary>A note under the table.</summary>
    public void Note(string text) => _note = text;

    /// <summary>Writes the table; a cell that is ✓… or ✗… is coloured as a verdict.</summary>
    public void Write(HtmlWriter html)
    {
        using (html.Element("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", _caption)))
        using (html.Element("table"))
        {
            html.Text("caption", _caption);
            WriteHead(html);
            using (html.Element("tbody"))
            {
                foreach (var (kind, cells) in _rows)
                {
                    WriteRow(html, kind, cells);
                }
            }

            if (_note.Length > 0)
            {
                using (html.Element("tfoot"))
                using (html.Element("tr"))
                using (html.Element("td", ("colspan", Count(_headings.Length))))
                {
                    html.Text("div", _note);
                }
            }
        }

        html.Line();
    }

    private void WriteHead(HtmlWriter html)
    {
        using (html.Element("thead"))
        using (html.Element("tr"))
        {
            for (int i = 0; i < _headings.Length; i++)
            {
                if (_numeric[i])
                {
                    html.Text("th", _headings[i], ("scope", "col"), ("class", "n"));
                }
                else
                {
                    html.Text("th", _headings[i], ("scope", "col"));
                }
            }
        }
    }

    private void WriteRow(HtmlWriter html, string kind, string[] cells)
    {
        if (kind == "group")
        {
            using (html.Element("tr", ("class", kind)))
            {
                html.Text("th", cells[0], ("scope", "colgroup"), ("colspan", Count(_headings.Length)));
            }

            return;
        }

        using (kind.Length > 0 ? html.Element("tr", ("class", kind)) : html.Element("tr"))
        {
            html.Text("th", cells[0], ("scope", "row"));
            for (int i = 1; i < cells.Length; i++)
            {
                string verdict = cells[i].StartsWith('✓') ? "yes" : cells[i].StartsWith('✗') ? "no" : _numeric[i] ? "n" : cells[i].Length > 60 ? "long" : string.Empty;
                if (verdict == "n")
                {
                    WriteNumbers(html, cells[i]);
                }
                else if (verdict.Length > 0)
                {
                    html.Text("td", cells[i], ("class", verdict));
                }
                else
                {
                    html.Text("td", cells[i]);
                }
            }
        }
    }

    /// <summary>A cell of numbers, which may break only between words: never inside an interval.</summary>
    private static void WriteNumbers(HtmlWriter html, string cell)
    {
        using (html.Element("td", ("class", "n")))
        {
            var words = cell.Split(' ');
            for (int i = 0; i < words.Length; i++)
            {
                if (words.Length == 1)
                {
                    html.Text(words[i]);
                }
                else
                {
                    html.Text(i == 0 ? string.Empty : " ");
                    html.Text("span", words[i], ("class", "keep"));
                }
            }
        }
    }

    private static string Count(int n) => n.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
