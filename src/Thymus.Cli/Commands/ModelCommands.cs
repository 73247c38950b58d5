using System.Collections.Immutable;
using System.CommandLine;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Describing;
using Thymus.Simulation.Dosing;
using Thymus.Simulation.Single;
using Thymus.Solvers.Choosing;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Cli.Commands;

/// <summary><c>thymus model check|simulate|describe|format|convert</c>.</summary>
internal static class ModelCommands
{
    internal static Command Create(Terminal terminal) => new("model", "Check, simulate, describe, lay out or convert a model written in Antimony or SBML.")
    {
        CreateCheck(terminal),
        CreateSimulate(terminal),
        DescribeCommand.Create(terminal),
        DiffCommand.Create(terminal),
        ModelFormatCommand.Create(terminal),
        ModelConvertCommand.Create(terminal),
    };

    private static Command CreateCheck(Terminal terminal)
    {
        var files = new Argument<string[]>("model") { Description = "Antimony or SBML files.", Arity = ArgumentArity.OneOrMore };
        var json = SharedOptions.Json();
        var command = new Command("check", "Read models and say everything that is wrong or doubtful: names, units, rules, structure. Exit code 2 after an error, 4 after a warning.") { files, json };
        command.SetAction(parsed =>
        {
            int code = ExitCode.Success;
            var reports = new List<object>();
            foreach (string file in parsed.GetRequiredValue(files))
            {
                var read = ModelFile.Read(file);
                ImmutableArray<Diagnostic> findings = read.Succeeded
                    ? [.. read.Findings, .. Compile(read.Value).Except(read.Findings), .. ModelStructure.Check(read.Value)]
                    : read.Findings;
                terminal.Print(findings);
                code = Math.Max(code, findings.Any(f => f.IsError) ? ExitCode.InvalidInput : ExitCode.Success);
                int warnings = findings.Count(f => f.Rule.Severity is Severity.Warning);
                if (code == ExitCode.Success && warnings > 0)
                {
                    code = ExitCode.CheckFailed;
                }

                int errors = findings.Count(f => f.IsError);
                int remarks = findings.Length - errors - warnings;
                reports.Add(new { file, errors, warnings, remarks, findings = findings.Select(Shown) });
                if (!parsed.GetValue(json))
                {
                    terminal.Result($"{file}: {Count(errors, "error")}, {Count(warnings, "warning")}{(remarks > 0 ? ", " + Count(remarks, "remark") : "")}{(read.Succeeded ? ", " + Describe(read.Value) : "")}");
                }
            }

            if (parsed.GetValue(json))
            {
                terminal.ResultJson(reports);
            }

            return code;
        });
        return command;
    }

    // A model that draws from distributions is one for chance, and is checked as such.
    private static ImmutableArray<Diagnostic> Compile(BoundModel model)
    {
        var findings = CompiledModel.Compile(new() { Model = model }).Findings;
        return findings.Any(f => f.Rule == CompilationRules.DrawWithoutChance)
            ? CompiledJumps.Compile(new() { Model = model }, hasPartials: false).Findings
            : findings;
    }

    private static Command CreateSimulate(Terminal terminal)
    {
        var file = new Argument<string>("model") { Description = "Antimony or SBML file." };
        var until = new Option<string>("--until", "-u") { Description = "End, with a unit of time: --until 21d, --until \"52 weeks\".", Required = true, HelpName = "TIME" };
        var every = new Option<string?>("--every", "-e") { Description = "Interval of the output; without it a hundredth of the whole.", HelpName = "TIME" };
        var doses = new Option<string[]>("--dose", "-d") { Description = "A dose: --dose \"135 mg into A1 over 1 h from 2 d every 3 weeks x 4\"; a number alone is in the model's unit, or of something without one: \"1 into n from 2 d\"; with 'lag 30 min' or 'lag ALAG1' for a dose that enters later. May be repeated.", HelpName = "DOSE" };
        var settings = new Option<string[]>("--set") { Description = "A value in place of the model's: --set \"CL=0.3 L/d\". May be repeated.", HelpName = "NAME=VALUE" };
        var outputs = new Option<string?>("--output") { Description = "Symbols to print, separated by commas; without it all species and variables.", HelpName = "NAMES" };
        var sensitivities = new Option<string?>("--sensitivity")
        {
            Description = "Parameters, separated by commas, by which the outputs are differentiated: --sensitivity CL,V adds columns d(C)/d(CL), d(C)/d(V). A species stands for its start value.",
            HelpName = "NAMES",
        };
        var weight = new Option<double?>("--weight") { Description = "Body weight [kg], for doses per kg.", HelpName = "KG" };
        var bsa = new Option<double?>("--bsa") { Description = "Body surface area [m^2], for doses per m^2.", HelpName = "M2" };
        var tolerance = new Option<double>("--rtol") { Description = "Relative tolerance.", DefaultValueFactory = _ => 1e-8, HelpName = "X" };
        var absolute = new Option<string[]>("--atol")
        {
            Description = "Absolute tolerance of every state, in its own unit (1e-12 by default), or of one: --atol \"A1=1e-9 mg\". A species is an amount here. May be repeated.",
            HelpName = "[NAME=]X",
        };
        var nonNegative = new Option<string?>("--non-negative")
        {
            Description = "States that may not turn negative, separated by commas, or species for all species: steps that make them are refused, nothing is clipped.",
            HelpName = "NAMES",
        };
        var method = SharedOptions.Method();
        var chance = new StochasticOptions();
        var path = new Option<string?>("--out", "-o") { Description = "File to write in place of standard output, .csv or .parquet.", HelpName = "FILE" };
        var plot = new Option<string?>("--plot")
        {
            Description = "Plot the outputs in the terminal, or into a file, .svg or .html; the table is then written only with --out.",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = SharedOptions.Json();
        PositiveOnly(tolerance);
        var command = new Command("simulate", "Simulate one model, with doses or by chance, and print its outputs over time as CSV. At the time of a dose or an event the row holds the state before it.")
        {
            file, until, every, doses, settings, outputs, sensitivities, weight, bsa, tolerance, absolute, nonNegative, method, path, plot, json,
        };
        command.Validators.Add(result =>
        {
            foreach (string? problem in new[] { result.GetValue(path) is { } table ? SimulationOutput.TableProblem(table) : null, result.GetValue(plot) is { } drawing ? SimulationOutput.PlotProblem(drawing) : null })
            {
                if (problem is not null)
                {
                    result.AddError(problem);
                }
            }
        });
        foreach (var option in chance.All)
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellation) =>
        {
            string word = parsed.GetRequiredValue(method);
            bool isByChance = StochasticOptions.Words.Contains(word);
            if (chance.Refuse(parsed, isByChance, [doses, sensitivities, weight, bsa, absolute, nonNegative], terminal))
            {
                return ExitCode.InvalidInput;
            }

            EngineCode.PrepareInBackground(LaneWidth.Scalar);
            var read = ModelFile.Read(parsed.GetRequiredValue(file));
            var model = read.ValueOf(terminal);
            var end = Time(parsed.GetRequiredValue(until), "--until", terminal);
            var step = parsed.GetValue(every) is { } text ? Time(text, "--every", terminal) : end is { } whole ? whole with { Value = whole.Value / 100 } : null;
            var given = (parsed.GetValue(doses) ?? []).Select(d => DoseText.Parse(d, "--dose").ValueOf(terminal)).ToArray();
            var set = (parsed.GetValue(settings) ?? []).Select(s => Setting.Parse(s, "--set").ValueOf(terminal)).ToArray();
            var (tolerances, states) = StateOptions.Read(parsed.GetValue(absolute) ?? [], parsed.GetValue(nonNegative), terminal);
            if (tolerances is null || model is null || end is null || step is null || given.Contains(null) || set.Contains(null))
            {
                return ExitCode.InvalidInput;
            }

            var request = new SimulateRequest
            {
                Model = model,
                Until = end.Value,
                Every = step.Value,
                Doses = [.. given!],
                Settings = [.. set!],
                Outputs = Names(parsed.GetValue(outputs)),
                Sensitivities = Names(parsed.GetValue(sensitivities)),
                WeightKg = parsed.GetValue(weight) ?? double.NaN,
                BsaM2 = parsed.GetValue(bsa) ?? double.NaN,
                Solver = new SolverOptions
                {
                    RelativeTolerance = parsed.GetValue(tolerance),
                    AbsoluteTolerance = tolerances.Value,
                    Method = isByChance ? default : SolverMethods.Of(word),
                },
                States = states,
            };
            var simulated = isByChance
                ? await chance.RunAsync(parsed, request, word, terminal, cancellation)
                : Simulator.Run(request, cancellation);
            if (simulated.ValueOf(terminal) is not { } table)
            {
                return ExitCode.InvalidInput;
            }

            if (table.MethodChoice is { } choice)
            {
                terminal.Say($"method: {SolverMethods.WordOf(choice.Method)} (chosen; docs/science/solvers.md says how)");
            }

            bool isDrawn = parsed.GetResult(plot) is not null;
            if (isDrawn)
            {
                SimulationOutput.Plot(model, table, parsed.GetValue(plot), terminal);
            }

            if (!isDrawn || parsed.GetValue(path) is not null || (parsed.GetValue(json) && parsed.GetValue(plot) is not null))
            {
                Write(table, parsed.GetValue(path), parsed.GetValue(json), terminal);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static ImmutableArray<string> Names(string? list) =>
        list is null ? [] : [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static Quantity? Time(string text, string option, Terminal terminal)
    {
        if (Quantity.TryParse(text, out var quantity, out string? error))
        {
            return quantity;
        }

        terminal.Say($"error: {option} {text}: {error}");
        return null;
    }

    private static void PositiveOnly(Option<double> option) =>
        SharedOptions.Limit(option, double.Epsilon, double.MaxValue, $"{option.Name} needs a number above 0, such as 1e-8");

    private static void Write(SimulationTable table, string? path, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.ResultJson(new
            {
                timeUnit = table.TimeUnit?.Text,
                methodChoice = table.MethodChoice is { } choice ? Shown(choice) : null,
                outputs = table.Names.Select((n, i) => new { name = n, unit = table.Units[i]?.Text }),
                times = table.Times,
                rows = table.Rows,
            });
            return;
        }

        if (path is not null)
        {
            SimulationOutput.WriteTable(table, path);
            terminal.Result(Path.GetFullPath(path));
            return;
        }

        foreach (string line in SimulationOutput.CsvLines(table))
        {
            terminal.Result(line);
        }
    }

    private static object Shown(MethodChoice choice) => new
    {
        method = SolverMethods.WordOf(choice.Method),
        probes = choice.Probes.Select(p => new
        {
            method = SolverMethods.WordOf(p.Method),
            p.Steps,
            p.Fields,
            p.Jacobians,
            p.Factors,
            p.Solves,
            p.Failed,
            p.Error,
            p.Operations,
            p.OperationsAtTolerance,
        }),
    };

    private static object Shown(Diagnostic finding) => new
    {
        code = finding.Rule.Code,
        severity = finding.Rule.Severity.ToString(),
        file = finding.Span.File,
        line = finding.Span.Line,
        column = finding.Span.Column,
        length = finding.Span.Length,
        text = finding.Text,
        suggestion = finding.Suggestion,
    };

    private static string Describe(BoundModel model) => string.Join(", ",
        new[]
        {
            Count(model.Symbols.Count(s => s.Kind is SymbolKind.Species), "species", "species"),
            Count(model.Reactions.Length, "reaction"),
            Count(model.Rules.Length, "rule"),
            Count(model.Symbols.Count(s => s.Kind is SymbolKind.Parameter), "parameter"),
            Count(model.Events.Length, "event"),
        });

    private static string Count(int n, string one, string? many = null) => $"{n} {(n == 1 ? one : many ?? one + "s")}";
}
