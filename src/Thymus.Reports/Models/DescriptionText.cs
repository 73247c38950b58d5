using Thymus.Reports.Words;

namespace Thymus.Reports.Models;

/// <summary>A description for a terminal.</summary>
public static class DescriptionText
{
    /// <summary>The lines, none longer than the width where words allow it.</summary>
    public static IEnumerable<string> Lines(ModelDescription description, int width)
    {
        ArgumentNullException.ThrowIfNull(description);
        yield return description.Title;
        yield return new string('=', Math.Min(width, description.Title.Length));
        foreach (string line in DescriptionWords.Size(description).Concat(DescriptionWords.Units(description)).SelectMany(s => Wrapped(s, width, "", "  ")))
        {
            yield return line;
        }

        foreach (string line in description.Sources.Length > 0 ? Wrapped("sources: " + string.Join(", ", description.Sources.Select(DescriptionWords.Short)), width, "", "  ") : [])
        {
            yield return line;
        }

        foreach (string line in Section("Differential equations", description.Equations.SelectMany(e => Equation(e, width)))
            .Concat(Section("Rules and rates", description.Definitions.SelectMany(e => Equation(e, width))))
            .Concat(Section("Computed at the start", description.AtStart.SelectMany(e => Equation(e, width))))
            .Concat(Section("Reactions", Aligned(description.Reactions.Select(r => new[] { r.Name, PlainMath.Of(r.Scheme), r.Rate is null ? "no rate" : PlainMath.Of(r.Rate) }), width)))
            .Concat(Section("Events", description.Events.SelectMany(e => Event(e, width))))
            .Concat(Section("Start values", Values(description.Starts, width)))
            .Concat(Section("Parameters", Values(description.Parameters, width)))
            .Concat(Section("Conserved sums (amounts)", Moieties(description, width)))
            .Concat(Section("Time scales", DescriptionWords.TimeScales(description).SelectMany(s => Wrapped(s, width, "  ", "    ")))))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Section(string title, IEnumerable<string> lines)
    {
        bool isFirst = true;
        foreach (string line in lines)
        {
            if (isFirst)
            {
                yield return "";
                yield return title;
                yield return new string('-', title.Length);
                isFirst = false;
            }

            yield return line;
        }
    }

    private static IEnumerable<string> Equation(DescribedEquation equation, int width)
    {
        string line = "  " + PlainMath.Of(equation.Left) + " = ";
        string indent = new(' ', Math.Min(line.Length, width / 3));
        string unit = equation.Unit is null ? "" : $"   [{Format.Unit(equation.Unit)}]";
        foreach (var term in equation.Right is MathSum sum ? sum.Terms : [equation.Right])
        {
            string text = PlainMath.Of(term);
            if (line.Length + text.Length > width && line.Trim().Length > 0 && !line.EndsWith("= ", StringComparison.Ordinal))
            {
                yield return line.TrimEnd();
                line = indent + text.TrimStart();
            }
            else
            {
                line += text;
            }
        }

        yield return line + unit;
    }

    private static IEnumerable<string> Event(DescribedEvent item, int width) => Wrapped(
        $"{item.Name}: at {PlainMath.Of(item.Trigger)}{string.Concat(item.Details.Select(d => $", {d.Words}{(d.Value is null ? "" : " " + PlainMath.Of(d.Value))}"))}: "
        + string.Join(", ", item.Assignments.Select(a => $"{PlainMath.Of(a.Left)} becomes {PlainMath.Of(a.Right)}")), width, "  ", "    ");

    private static IEnumerable<string> Values(IEnumerable<DescribedValue> values, int width) => Aligned(
        values.Select(v => new[]
        {
            v.Name, v.Value is { } number ? PlainMath.Number(number) : v.Missing, v.Unit is null ? "" : Format.Unit(v.Unit), v.Kind,
            v.Title is null || v.Title == v.Name ? "" : v.Title, string.Join(", ", v.Sources.Select(DescriptionWords.Short)),
        }),
        width);

    private static IEnumerable<string> Moieties(ModelDescription description, int width) => description.Moieties switch
    {
        null => ["  not looked for: the model is too large"],
        { IsEmpty: true } => description.Model.Reactions.IsEmpty ? [] : ["  none"],
        var moieties => moieties.Value.SelectMany(m => Wrapped(PlainMath.Of(m) + " = const", width, "  ", "    ")),
    };

    // Columns as wide as they need to be; the last one that has anything is wrapped below itself.
    private static IEnumerable<string> Aligned(IEnumerable<string[]> table, int width)
    {
        const int WidestColumn = 40;
        string[][] rows = [.. table];
        if (rows.Length == 0)
        {
            yield break;
        }

        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => Math.Min(WidestColumn, rows.Max(r => r[c].Length)))];
        foreach (string[] row in rows)
        {
            string line = "  ";
            for (int c = 0; c < row.Length; c++)
            {
                line += widths[c] == 0 ? "" : row[c].PadRight(widths[c]) + "  ";
            }

            foreach (string part in Wrapped(line.Trim(), width, "  ", "      "))
            {
                yield return part;
            }
        }
    }

    private static IEnumerable<string> Wrapped(string text, int width, string indent, string further)
    {
        string line = indent + text;
        while (line.Length > width)
        {
            int cut = line.LastIndexOf(' ', width - 1);
            if (cut <= further.Length)
            {
                break;
            }

            yield return line[..cut].TrimEnd();
            line = further + line[cut..].TrimStart();
        }

        yield return line.TrimEnd();
    }
}
