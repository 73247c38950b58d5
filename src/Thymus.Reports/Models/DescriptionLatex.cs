using System.Text;
using Thymus.Reports.Words;

namespace Thymus.Reports.Models;

/// <summary>A description as a LaTeX document that stands alone and can be cut up.</summary>
public static class DescriptionLatex
{
    /// <summary>The document.</summary>
    public static string Of(ModelDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        var text = new StringBuilder();
        text.Append("""
            \documentclass{article}
            \usepackage{amsmath,amssymb,longtable}
            \usepackage[margin=2cm]{geometry}
            \allowdisplaybreaks
            \begin{document}

            """.ReplaceLineEndings("\n"));
        text.Append(@"\section*{").Append(LatexMath.Words(description.Title)).Append("}\n");
        foreach (string sentence in DescriptionWords.Size(description).Concat(DescriptionWords.Units(description)))
        {
            text.Append(LatexMath.Words(Capital(sentence))).Append(".\n");
        }

        Equations(text, "Differential equations", description.Equations);
        Equations(text, "Rules and rates", description.Definitions);
        Equations(text, "Computed at the start", description.AtStart);
        Table(text, "Reactions", "lll", ["reaction", "", "rate"], description.Reactions.Select(r => new[] { LatexMath.Words(r.Name), Math(r.Scheme), r.Rate is null ? "no rate" : Math(r.Rate) }));
        Events(text, description);
        Table(text, "Start values", "llll", ["symbol", "value", "unit", "meaning"], description.Starts.Select(Row));
        Table(text, "Parameters", "llll", ["symbol", "value", "unit", "meaning"], description.Parameters.Select(Row));
        if (description.Moieties is { IsEmpty: false } moieties)
        {
            text.Append("\n\\subsection*{Conserved sums (amounts)}\n\\begin{align*}\n")
                .AppendJoin(" \\\\\n", moieties.Select(m => "  " + LatexMath.Equation(m, new MathWord("const")))).Append("\n\\end{align*}\n");
        }

        text.Append("\n\\subsection*{Time scales}\n");
        foreach (string sentence in DescriptionWords.TimeScales(description))
        {
            text.Append(LatexMath.Words(Capital(sentence))).Append(".\n");
        }

        return text.Append("\\end{document}\n").ToString();
    }

    private static void Equations(StringBuilder text, string title, IReadOnlyCollection<DescribedEquation> equations)
    {
        if (equations.Count > 0)
        {
            text.Append("\n\\subsection*{").Append(title).Append("}\n\\begin{align}\n")
                .AppendJoin(" \\\\\n", equations.Select(e => "  " + LatexMath.Equation(e.Left, e.Right))).Append("\n\\end{align}\n");
        }
    }

    private static void Events(StringBuilder text, ModelDescription description)
    {
        if (description.Events.IsEmpty)
        {
            return;
        }

        text.Append("\n\\subsection*{Events}\n\\begin{itemize}\n");
        foreach (var item in description.Events)
        {
            text.Append("  \\item ").Append(LatexMath.Words(item.Name)).Append(": at ").Append(Math(item.Trigger));
            foreach (var (words, value) in item.Details)
            {
                text.Append(", ").Append(LatexMath.Words(words)).Append(value is null ? "" : " " + Math(value));
            }

            text.Append(": ").AppendJoin(", ", item.Assignments.Select(a => $"{Math(a.Left)} becomes {Math(a.Right)}")).Append('\n');
        }

        text.Append("\\end{itemize}\n");
    }

    private static void Table(StringBuilder text, string title, string columns, string[] heads, IEnumerable<string[]> rows)
    {
        string[] lines = [.. rows.Select(r => "  " + string.Join(" & ", r) + " \\\\\n")];
        if (lines.Length > 0)
        {
            text.Append("\n\\subsection*{").Append(title).Append("}\n\\begin{longtable}{").Append(columns).Append("}\n  \\hline ")
                .AppendJoin(" & ", heads).Append(" \\\\ \\hline \\endhead\n").AppendJoin("", lines).Append("  \\hline\n\\end{longtable}\n");
        }
    }

    private static string[] Row(DescribedValue value) =>
    [
        Math(new MathName(value.Name)), value.Value is { } number ? Math(new MathNumber(number)) : value.Missing, value.Unit is null ? "" : LatexMath.Words(Format.Unit(value.Unit)),
        LatexMath.Words(value.Title is null || value.Title == value.Name ? value.Kind : $"{value.Title} ({value.Kind})"),
    ];

    private static string Math(MathNode node) => "$" + LatexMath.Of(node) + "$";

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
