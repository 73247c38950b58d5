using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Reports.Plots;
using Thymus.Reports.Words;
using Thymus.Simulation;
using Thymus.Simulation.Single;
using Thymus.Store.Tables;

namespace Thymus.Cli.Commands;

/// <summary>Writes the outputs of a simulation: CSV or Parquet, a plot in the terminal or in a file.</summary>
internal static class SimulationOutput
{
    private const int MostCurves = 24, PlotRows = 18;

    /// <summary>What is wrong with the name of a file for a table; <see langword="null"/> for nothing.</summary>
    internal static string? TableProblem(string path) => Path.GetExtension(path).ToLowerInvariant() is ".xlsx" or ".json" or ".txt" or ".tsv"
        ? $"--out {path}: tables are written as .csv or .parquet"
        : null;

    /// <summary>What is wrong with the name of a file for a plot; <see langword="null"/> for nothing.</summary>
    internal static string? PlotProblem(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".svg" or ".html" => null,
        ".png" or ".pdf" or ".jpg" => $"--plot {path}: plots are written as .svg or .html; a browser or Inkscape turns these into {Path.GetExtension(path).TrimStart('.').ToUpperInvariant()}",
        _ => $"--plot {path}: name a file that ends in .svg or .html, or no file for a plot in the terminal",
    };

    /// <summary>Writes a table to a file: Parquet by its name, otherwise CSV.</summary>
    internal static void WriteTable(SimulationTable table, string path)
    {
        if (!Path.GetExtension(path).Equals(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            File.WriteAllLines(path, CsvLines(table));
            return;
        }

        var schema = new TableSchema("course",
        [
            new Column("time", ColumnKind.Real, table.TimeUnit?.Text ?? "", "time of the model"),
            .. table.Names.Select((n, i) => new Column(n, ColumnKind.Real, table.Units[i]?.Text ?? "", "")),
        ]);
        var rows = new Table(schema);
        foreach (var (i, row) in table.Rows.Index())
        {
            rows.Add(table.Times[i]);
            foreach (double value in row)
            {
                rows.Add(value);
            }
        }

        ParquetTable.Write(path, schema, [rows]);
    }

    /// <summary>The table as CSV, with all digits.</summary>
    internal static IEnumerable<string> CsvLines(SimulationTable table) =>
    [
        string.Join(',', table.Names.Prepend("time")),
        .. table.Rows.Select((row, i) => string.Join(',', row.Prepend(table.Times[i]).Select(v => v.ToString("R", CultureInfo.InvariantCulture)))),
    ];

    /// <summary>Draws the outputs, those of one unit in one plot.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">What to draw.</param>
    /// <param name="path">File to write; <see langword="null"/> for the terminal.</param>
    /// <param name="terminal">Where to.</param>
    internal static void Plot(BoundModel model, SimulationTable table, string? path, Terminal terminal)
    {
        if (table.Names.Length > MostCurves)
        {
            terminal.Say($"the plot shows the first {MostCurves} of {table.Names.Length} outputs; --output NAMES picks others");
        }

        string time = ModelUnits.TimeText(model) is { } unit ? $"time [{unit}]" : "time";
        ImmutableArray<Plot> plots =
        [
            .. table.Names.Index().Take(MostCurves).GroupBy(o => table.Units[o.Index]?.Text).Select(g => new Plot("", time, g.Key is null or "1" ? "" : $"[{Format.Unit(g.Key)}]",
                [.. g.Select(o => new Curve(o.Item, table.Times, [.. table.Rows.Select(r => r[o.Index])]))])),
        ];
        if (path is null)
        {
            foreach (var line in plots.SelectMany((p, i) => TerminalPlot.Lines(p, Terminal.Width, PlotRows, Terminal.HasColours).Prepend("").Skip(i == 0 ? 1 : 0)))
            {
                terminal.Result(line);
            }

            return;
        }

        string title = model.Name is { Length: > 0 } name ? name : model.Id;
        plots = [plots[0] with { Title = path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase) ? title : "" }, .. plots[1..]];
        using (var file = new StreamWriter(path))
        {
            if (path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            {
                SvgPlot.Write(plots, file);
            }
            else
            {
                SvgPlot.WritePage(title, plots, file);
            }
        }

        terminal.Result(Path.GetFullPath(path));
    }
}
