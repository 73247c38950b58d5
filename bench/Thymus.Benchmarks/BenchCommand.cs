using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Thymus.Benchmarks.Engine;
using Thymus.Solvers.Lanes;
using Thymus.Store;

namespace Thymus.Benchmarks;

/// <summary>The command line of <c>bench/engine</c>.</summary>
internal static class BenchCommand
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            var parsed = Create(output, error).Parse(args);
            return parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, Output = output, Error = error, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("stopped");
            return 130;
        }
        catch (StoreException problem)
        {
            error.WriteLine($"error: {problem.Message}");
            error.WriteLine($"try: {problem.Suggestion}");
            return 5;
        }
        catch (Exception problem) when (problem is BenchProblem or ArgumentException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"error: {problem.Message}");
            return 2;
        }
    }

    private static RootCommand Create(TextWriter output, TextWriter error)
    {
        var folders = new Argument<string[]>("folder") { Description = "Folders with model.ant, bench.yaml and patients.csv (bench/README.md), or synthetic:300 for a network of 300 states.", Arity = ArgumentArity.OneOrMore };
        var shared = new SharedOptions();
        var root = new RootCommand("Measures the engine: patients per second at the error that CVODE achieves, and what belongs to it.")
        {
            folders,
            FirstPatientCommand(),
            StreamCommand(),
            KernelsCommand(),
        };
        shared.AddTo(root);
        root.SetAction(parsed =>
        {
            var options = shared.Read(parsed);
            List<ModelReport> reports = [];
            foreach (string folder in parsed.GetRequiredValue(folders))
            {
                reports.Add(new Comparison(BenchSetup.Of(folder), options, error).Run(folder));
            }

            var machine = MachineReader.Read();
            ReportTable.Write(output, machine, reports);
            if (parsed.GetValue(shared.JsonFile) is { } file)
            {
                File.WriteAllText(file, JsonSerializer.Serialize(new { machine, models = reports }, Json) + "\n");
            }

            return 0;
        });
        return root;

        Command StreamCommand()
        {
            var folder = new Argument<string>("folder") { Description = "Folder with model.ant, bench.yaml and patients.csv." };
            var observables = new Option<string?>("--observables") { Description = "What to write, separated by commas; without it what the folder says.", HelpName = "NAMES" };
            var target = new Option<string>("--out") { Description = "Folder for the Parquet files.", Required = true, HelpName = "DIR" };
            var own = new SharedOptions();
            var command = new Command("stream", "Streams a large population to Parquet; patients beyond the table are drawn in the same way, or the table starts again.") { folder, observables, target };
            own.AddTo(command);
            command.SetAction((parsed, cancellation) => Task.Run(
                () =>
                {
                    var setup = BenchSetup.Of(parsed.GetRequiredValue(folder));
                    setup = parsed.GetValue(observables) is { } names ? setup with { Observables = [.. names.Split(',').Select(n => n.Trim())] } : setup;
                    StreamRun.Run(setup, own.Read(parsed), parsed.GetRequiredValue(target), output, error, cancellation);
                    return 0;
                },
                cancellation));
            return command;
        }

        Command KernelsCommand()
        {
            var arguments = new Argument<string[]>("options") { Description = "Options of BenchmarkDotNet, after --.", Arity = ArgumentArity.ZeroOrMore };
            var command = new Command("kernels", "Measures the parts of a step and the functions in it with BenchmarkDotNet.") { arguments };
            command.SetAction(parsed => Kernels.KernelRun.Run(parsed.GetValue(arguments) ?? []));
            return command;
        }

        Command FirstPatientCommand()
        {
            var folder = new Argument<string>("folder");
            var own = new SharedOptions();
            var command = new Command(FirstPatient.Command, "Prints the time from the start of the process to the end of the first patient [ms], of one alone with --patients 1.") { folder };
            command.Hidden = true;
            own.AddTo(command);
            command.SetAction(parsed => output.WriteLine(FirstPatient.Run(parsed.GetRequiredValue(folder), own.Read(parsed), error).ToString("F1", CultureInfo.InvariantCulture)));
            return command;
        }
    }

    private sealed class SharedOptions
    {
        private readonly Option<long> _patients = new("--patients") { Description = "Patients of a round; without it up to 10,000, again and again for a second.", HelpName = "N" };
        private readonly Option<double> _rtol = new("--rtol") { Description = "Tolerance of CVODE, and of Thymus where there is no CVODE; without it the folder's.", HelpName = "X" };
        private readonly Option<int> _threads = new("--threads") { Description = "Threads of Thymus; more than one are also compared with one, in turns. CVODE has one.", DefaultValueFactory = _ => 1, HelpName = "N" };
        private readonly Option<int> _lanes = new("--lanes") { Description = "Patients side by side: 1, 4, 8 or 16; without it what is fastest.", HelpName = "N" };
        private readonly Option<SolverMethod> _method = new("--method") { Description = "The method of Thymus; automatic chooses by counting operations.", DefaultValueFactory = _ => SolverMethod.Rodas5P };
        private readonly Option<bool> _noCvode = new("--no-cvode") { Description = "Leave CVODE out." };
        private readonly Option<bool> _workPrecision = new("--work-precision") { Description = "Also error and time of every method over tolerances from 1e-3 to 1e-9." };
        private readonly Option<int> _rounds = new("--rounds") { Description = "Rounds, Thymus and CVODE in turns; the median counts.", DefaultValueFactory = _ => 5, HelpName = "N" };
        private readonly Option<int> _sample = new("--accuracy-patients") { Description = "Patients that errors are measured on.", DefaultValueFactory = _ => 200, HelpName = "N" };

        public Option<string?> JsonFile { get; } = new("--json") { Description = "Also write everything to a JSON file.", HelpName = "FILE" };

        public void AddTo(Command command)
        {
            foreach (var option in new Option[] { _patients, _rtol, _threads, _lanes, _method, _noCvode, _workPrecision, _rounds, _sample, JsonFile })
            {
                command.Add(option);
            }
        }

        public ComparisonOptions Read(ParseResult parsed) => new()
        {
            Patients = parsed.GetValue(_patients),
            RelativeTolerance = parsed.GetValue(_rtol),
            Threads = parsed.GetValue(_threads),
            LaneWidth = parsed.GetValue(_lanes) switch
            {
                0 => null,
                (1 or 4 or 8 or 16) and var lanes => (LaneWidth)lanes,
                _ => throw new BenchProblem("--lanes is 1, 4, 8 or 16"),
            },
            Method = parsed.GetValue(_method),
            WithCvode = !parsed.GetValue(_noCvode),
            WorkPrecision = parsed.GetValue(_workPrecision),
            Rounds = Math.Max(1, parsed.GetValue(_rounds)),
            AccuracyPatients = Math.Max(1, parsed.GetValue(_sample)),
        };
    }
}
