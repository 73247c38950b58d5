using System.CommandLine;
using System.Globalization;
using Thymus.Reports.Plots;
using Thymus.Simulation.Experiments;
using Thymus.Store;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus run FILE</c>: an experiment in SED-ML, alone or in a COMBINE archive.</summary>
internal static class ExperimentCommand
{
    /// <summary>Gives the command <c>run</c> this meaning, beside its own commands.</summary>
    internal static Command AddTo(Command command, Terminal terminal)
    {
        var file = new Argument<string?>("experiment") { Description = "SED-ML file or COMBINE archive (.omex).", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string?>("--out", "-o") { Description = "Folder for the reports (CSV) and plots (SVG); without it one named like the file.", HelpName = "FOLDER" };
        command.Arguments.Add(file);
        command.Options.Add(folder);
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(file) is not { } path)
            {
                terminal.Say("error: there is nothing to run");
                terminal.Say("try: thymus run experiment.omex, or thymus run --help");
                return Task.FromResult(ExitCode.InvalidInput);
            }

            return Task.FromResult(Run(path, parsed.GetValue(folder) ?? Path.GetFileNameWithoutExtension(path) + "-results", terminal, cancellation));
        });
        return command;
    }

    private static int Run(string path, string folder, Terminal terminal, CancellationToken cancellation)
    {
        const string Suggestion = "name a SED-ML file or a COMBINE archive (.omex)";
        if (!File.Exists(path))
        {
            throw new StoreException($"there is no file '{path}'", Suggestion);
        }

        try
        {
            using var files = ExperimentFiles.Open(path);
            if (files.Experiments.Count == 0)
            {
                throw new StoreException($"'{path}' holds no experiment in SED-ML", "look at its manifest.xml");
            }

            int code = ExitCode.Success;
            foreach (string experiment in files.Experiments)
            {
                var run = ExperimentRunner.Run(files, experiment, cancellation);
                terminal.Print(run.Findings);
                code = run.Findings.Any(f => f.IsError) ? ExitCode.InvalidInput : code;
                if (run.Value is { } result)
                {
                    string place = files.Experiments.Count == 1 ? folder : Path.Combine(folder, Path.GetFileNameWithoutExtension(experiment));
                    Write(result, place, terminal);
                }
            }

            return code;
        }
        catch (InvalidDataException problem)
        {
            throw new StoreException($"cannot read '{path}': {problem.Message}", Suggestion, problem);
        }
    }

    private static void Write(ExperimentResult result, string folder, Terminal terminal)
    {
        Directory.CreateDirectory(folder);
        foreach (var report in result.Reports)
        {
            string target = Path.Combine(folder, report.Id + ".csv");
            File.WriteAllLines(target, Lines(report));
            terminal.Result(Path.GetFullPath(target));
        }

        foreach (var plot in result.Plots)
        {
            string target = Path.Combine(folder, plot.Id + ".svg");
            using (var output = new StreamWriter(target))
            {
                SvgPlot.Write(
                    [new Plot(plot.Name ?? "", plot.XLabel, plot.YLabel, [.. plot.Curves.Select(c => new Curve(c.Name, c.X, c.Y))]) { IsLogX = plot.IsLogX, IsLogY = plot.IsLogY }], output);
            }

            terminal.Result(Path.GetFullPath(target));
        }
    }

    private static IEnumerable<string> Lines(ExperimentReport report)
    {
        yield return string.Join(',', report.Columns.Select(c => Escaped(c.Label)));
        int rows = report.Columns.Select(c => c.Values.Length).DefaultIfEmpty(0).Max();
        for (int row = 0; row < rows; row++)
        {
            yield return string.Join(',', report.Columns.Select(c => row < c.Values.Length ? c.Values[row].ToString("R", CultureInfo.InvariantCulture) : ""));
        }
    }

    private static string Escaped(string text) => text.AsSpan().IndexOfAny(",\"\n\r") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
