using System.Globalization;
using System.Text.RegularExpressions;
using Thymus.Benchmarks.Engine;
using Thymus.Simulation.Populations;

namespace Thymus.Benchmarks.Cvode;

/// <summary>Builds and runs the CVODE program of ../shared/engine-benchmark, which is neither copied nor changed.</summary>
internal sealed partial class CvodeProgram : ICvode
{
    private static readonly string[] Libraries =
        ["-lsundials_cvode", "-lsundials_nvecserial", "-lsundials_sunmatrixdense", "-lsundials_sunlinsoldense", "-lm"];

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
        if (!CCompiler.Compile(Path.Combine(source, "bench_cvode.c"), Path.Combine(folder, "program"), source, Libraries, out problem) ||
            !CCompiler.Compile(Path.Combine(Checkout.Root, "bench", "cvode", "outputs.c"), Path.Combine(folder, "outputs"), source, Libraries, out problem))
        {
            Directory.Delete(folder, recursive: true);
            return null;
        }

        return new CvodeProgram(model, folder);
    }

    public string LinearSolver => "dense";

    public double? DenseRate(IPatientSource patients, double rtol, double atol) => null;

    /// <summary>Runs the program as it is.</summary>
    public CvodeRun Run(IPatientSource patients, double rtol, double atol) => Run("program", patients, rtol, atol, outputs: null);

    public (CvodeRun Run, Outputs Outputs) RunForOutputs(IPatientSource patients, BenchSetup setup, double rtol, double atol)
    {
        string file = Path.Combine(_folder, "outputs.bin");
        var run = Run("outputs", patients, rtol, atol, file);
        int[] order = [.. setup.Observables.Select(o => Model.States.IndexOf(o))];
        return (run, RawOutputs.Read(file, Model.States.Length, Model.Times, order));
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

    private CvodeRun Run(string program, IPatientSource patients, double rtol, double atol, string? outputs)
    {
        string table = Path.Combine(_folder, "patients.csv");
        using (var writer = new StreamWriter(table))
        {
            PatientsFile.Write(writer, patients, patients.Count, Model.Vary);
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
