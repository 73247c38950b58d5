using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Thymus.Benchmarks.Engine;
using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Cvode;

/// <summary>Builds and runs the CVODE program of ../shared/engine-benchmark, which is neither copied nor changed.</summary>
internal sealed partial class CvodeProgram : IDisposable
{
    private const string Libraries = "-lsundials_cvode -lsundials_nvecserial -lsundials_sunmatrixdense -lsundials_sunlinsoldense -lm";

    private readonly string _folder;

    private CvodeProgram(CvodeModel model, string folder) => (Model, _folder) = (model, folder);

    public CvodeModel Model { get; }

    /// <summary>Builds the program; where that cannot be, says why.</summary>
    public static CvodeProgram? Build(BenchSetup setup, out string problem)
    {
        string shared = Environment.GetEnvironmentVariable("THYMUS_SHARED") ?? Path.Combine(Checkout.Root, "..", "shared");
        string source = Path.GetFullPath(Path.Combine(shared, "engine-benchmark", "c"));
        string header = Path.Combine(source, "models_gen.h");
        if (setup.Cvode is null)
        {
            problem = "bench.yaml names no model of the CVODE program";
            return null;
        }

        if (!File.Exists(header))
        {
            problem = "the folder shared/engine-benchmark is not there (THYMUS_SHARED says where)";
            return null;
        }

        if (CvodeModel.Find(File.ReadAllText(header), setup.Cvode) is not { } model)
        {
            problem = $"the CVODE program has no model '{setup.Cvode}'";
            return null;
        }

        problem = Mismatch(setup, model);
        if (problem.Length > 0)
        {
            return null;
        }

        string folder = Directory.CreateTempSubdirectory("thymus-cvode-").FullName;
        if (!Compile(Path.Combine(source, "bench_cvode.c"), Path.Combine(folder, "program"), source, out problem) ||
            !Compile(Path.Combine(Checkout.Root, "bench", "cvode", "outputs.c"), Path.Combine(folder, "outputs"), source, out problem))
        {
            Directory.Delete(folder, recursive: true);
            return null;
        }

        return new CvodeProgram(model, folder);
    }

    /// <summary>Runs the program as it is and returns what it measured.</summary>
    public CvodeRun Run(IPatientSource patients, long count, double rtol, double atol) => Run("program", patients, count, rtol, atol, outputs: null);

    /// <summary>Runs the program and gets all its outputs, in the order of the observables: [patient][observable][time].</summary>
    public (CvodeRun Run, Outputs Outputs) Outputs(IPatientSource patients, int count, BenchSetup setup, double rtol, double atol)
    {
        string file = Path.Combine(_folder, "outputs.bin");
        var run = Run("outputs", patients, count, rtol, atol, file);
        var raw = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file));
        int states = Model.States.Length;
        int[] order = [.. setup.Observables.Select(o => Model.States.IndexOf(o))];
        var outputs = new Outputs(count, order.Length, Model.Times);
        for (int p = 0; p < count; p++)
        {
            var rows = raw.Slice(p * Model.Times * states, Model.Times * states);
            bool failed = !rows[^states..].ContainsAnyExcept(0.0);   // the rows of a patient that failed stay as they were cleared
            for (int k = 0; k < order.Length; k++)
            {
                var target = outputs.Of(p, k);
                for (int i = 0; i < Model.Times; i++)
                {
                    target[i] = failed ? double.NaN : rows[(i * states) + order[k]];
                }
            }
        }

        return (run, outputs);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Mismatch(BenchSetup setup, CvodeModel model)
    {
        if (setup.Times.Length != model.Times)
        {
            return $"the CVODE program writes {model.Times} output times, the folder asks for {setup.Times.Length}";
        }

        if (model.Vary.Except(setup.Patients.Parameters).FirstOrDefault() is { } missing)
        {
            return $"the patients bring no {missing}, which the CVODE program reads";
        }

        if (setup.Patients.Parameters.Except(model.Vary).FirstOrDefault() is { } fixedThere)
        {
            return $"the patients differ in {fixedThere}, which the CVODE program holds fixed";
        }

        return setup.Observables.Except(model.States).FirstOrDefault() is { } unknown
            ? $"the CVODE program has no state '{unknown}'"
            : "";
    }

    private static bool Compile(string source, string program, string include, out string problem)
    {
        string compiler = Environment.GetEnvironmentVariable("CC") is { Length: > 0 } cc ? cc : "cc";
        problem = "";
        try
        {
            var (code, _, error) = Child.Run(compiler, ["-O3", "-march=native", "-o", program, "-I", include, source, .. Libraries.Split(' ')]);
            problem = code == 0 ? "" : $"'{compiler}' cannot build the CVODE program (Debian: apt-get install gcc libsundials-dev): {FirstError(error)}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            problem = $"there is no C compiler '{compiler}' (Debian: apt-get install gcc libsundials-dev)";
        }

        return problem.Length == 0;

        static string FirstError(string error) =>
            error.Split('\n').FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal)) ?? error.Split('\n')[0];
    }

    private CvodeRun Run(string program, IPatientSource patients, long count, double rtol, double atol, string? outputs)
    {
        string table = Path.Combine(_folder, "patients.csv");
        using (var writer = new StreamWriter(table))
        {
            PatientsFile.Write(writer, patients, count, Model.Vary);
        }

        var (code, output, error) = Child.Run(
            Path.Combine(_folder, program),
            [Model.Name, table, "-R", "1", "-r", rtol.ToString("R", CultureInfo.InvariantCulture), "-a", atol.ToString("R", CultureInfo.InvariantCulture)],
            ("THYMUS_OUTPUTS", outputs));
        var result = output.Split('\n').FirstOrDefault(l => l.StartsWith("RESULT,", StringComparison.Ordinal))?.Split(',');
        var statistics = Statistics().Match(output);
        if (code != 0 || result is null || !statistics.Success)
        {
            throw new BenchProblem($"the CVODE program failed with code {code}: {error.Trim()}");
        }

        return new CvodeRun(
            long.Parse(result[3], CultureInfo.InvariantCulture), Number(result[7]),
            (int)Number(statistics.Groups["failed"].Value), Number(statistics.Groups["steps"].Value));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"STATS,\w+,failed=(?<failed>\d+),steps=(?<steps>[0-9.]+)")]
    private static partial Regex Statistics();
}

/// <summary>Runs another program to its end.</summary>
internal static class Child
{
    public static (int Code, string Output, string Error) Run(string program, IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            if (value is not null)
            {
                start.Environment[name] = value;
            }
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
