using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Thymus.Store;
using Thymus.Store.Queries;
using Thymus.Store.Runs;
using Thymus.Trials.Courses;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus run replay|query</c>.</summary>
internal static class RunCommands
{
    internal static Command Create(Terminal terminal) => ExperimentCommand.AddTo(
        new Command("run", "Run an experiment in SED-ML, alone or in a COMBINE archive; replay a finished run, or ask questions of its tables.")
        {
            CreateReplay(terminal),
            CreateQuery(terminal),
        },
        terminal);

    private static Command CreateReplay(Terminal terminal)
    {
        var path = new Argument<string>("folder") { Description = "Run folder that 'thymus trial run' named." };
        var threads = SharedOptions.Threads();
        var lanes = SharedOptions.Lanes();
        var json = SharedOptions.Json();
        var command = new Command("replay", "Simulate a finished run again from its own inputs and compare every table byte for byte. Exit code 4 when one differs.") { path, threads, lanes, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var original = RunFolder.OpenToRead(parsed.GetRequiredValue(path));
            var manifest = RunManifest.Read(original.ManifestPath);
            if (!manifest.IsComplete)
            {
                throw new StoreException($"'{original.Path}' is not complete", $"go on with it by 'thymus trial resume {original.Path}'");
            }

            if (StudyRunner.ReadStudy(original).ValueOf(terminal) is not { } study || TrialSimulator.Create(study).ValueOf(terminal) is not { } simulator)
            {
                return ExitCode.InvalidInput;
            }

            var machine = SharedOptions.Machine(parsed.GetValue(threads), parsed.GetRequiredValue(lanes));
            var display = new RunProgressDisplay(terminal);
            var replay = await display.WhileAsync(() => StudyRunner.Replay(original, simulator, machine, display, cancellation));
            if (parsed.GetValue(json))
            {
                terminal.ResultJson(new { folder = original.Path, tables = manifest.Tables.Count, different = replay });
            }
            else
            {
                terminal.Result(replay.IsEmpty
                    ? $"{original.Path}: {manifest.Tables.Count} tables, all the same to the byte"
                    : $"{original.Path}: {replay.Length} of {manifest.Tables.Count} tables differ: {string.Join(", ", replay)}");
            }

            if (!replay.IsEmpty && manifest.Version != StudyRunner.Version)
            {
                terminal.Say($"the run was made by version {manifest.Version}, this is version {StudyRunner.Version}");
            }

            return replay.IsEmpty ? ExitCode.Success : ExitCode.CheckFailed;
        });
        return command;
    }

    private static Command CreateQuery(Terminal terminal)
    {
        var path = new Argument<string>("folder") { Description = "Run folder that 'thymus trial run' named." };
        var sql = new Argument<string>("sql")
        {
            Description = "One SELECT statement (DuckDB's SQL) over the tables patients, courses, events, assessments, endpoints, failures.",
        };
        var csv = new Option<bool>("--csv") { Description = "Print CSV on standard output." };
        var json = SharedOptions.Json();
        var command = new Command("query", "Ask a question of the tables of a run, such as: SELECT arm, count(*) FROM patients GROUP BY arm.") { path, sql, csv, json };
        command.SetAction((parsed, cancellation) =>
        {
            using var folder = RunFolder.OpenToRead(parsed.GetRequiredValue(path));
            using var query = RunQuery.Open(folder);
            try
            {
                using var answer = query.Execute(parsed.GetRequiredValue(sql));
                Print(answer, parsed.GetValue(csv), parsed.GetValue(json), terminal, cancellation);
                return Task.FromResult(ExitCode.Success);
            }
            catch (StoreException problem)
            {
                terminal.Say($"error: {problem.Message}");
                terminal.Say($"try: {problem.Suggestion}");
                return Task.FromResult(ExitCode.InvalidInput);
            }
        });
        return command;
    }

    private static void Print(QueryAnswer answer, bool csv, bool json, Terminal terminal, CancellationToken cancellation)
    {
        var rows = answer.Rows().Select(row =>
        {
            cancellation.ThrowIfCancellationRequested();
            return row;
        });
        string[] names = Unique(answer.Columns.Select(c => c.Name));
        if (json)
        {
            terminal.ResultJson(rows.Select(row => names.Zip(row).ToDictionary(p => p.First, p => p.Second)));
        }
        else if (csv || Console.IsOutputRedirected)
        {
            terminal.Result(string.Join(',', names.Select(Escaped)));
            foreach (object?[] row in rows)
            {
                terminal.Result(string.Join(',', row.Select(v => Escaped(Text(v)))));
            }
        }
        else
        {
            var table = new Table { Border = TableBorder.Simple };
            table.AddColumns([.. names.Select(n => Markup.Escape(n))]);
            foreach (object?[] row in rows)
            {
                table.AddRow([.. row.Select(v => Markup.Escape(Text(v)))]);
            }

            AnsiConsole.Write(table);
        }
    }

    /// <summary>Two columns of one name, such as by SELECT arm, *: the second is arm_2.</summary>
    private static string[] Unique(IEnumerable<string> names)
    {
        var unique = new List<string>();
        foreach (string name in names)
        {
            string free = name;
            for (int i = 2; unique.Contains(free); i++)
            {
                free = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
            }

            unique.Add(free);
        }

        return [.. unique];
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Escaped(string text) =>
        text.AsSpan().IndexOfAny(',', '"', '\n') >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
