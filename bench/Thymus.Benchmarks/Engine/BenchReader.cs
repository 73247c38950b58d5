using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Populations;
using Thymus.Therapies.Text;

namespace Thymus.Benchmarks.Engine;

/// <summary>Reads a folder with model.ant, bench.yaml and patients.csv. The format is described in bench/README.md.</summary>
internal static class BenchReader
{
    private static readonly SectionKeys File = new(
        "bench.yaml", "#", ["output"], ["title", "doses", "tolerances", "population", "observables", "cvode"]);

    private static readonly SectionKeys Dose = new("a dose", "#dose", ["target", "amount"], ["per", "times", "first", "every", "count", "duration"]);
    private static readonly SectionKeys Output = new("output", "#output", ["step", "last"], ["first"]);
    private static readonly SectionKeys Tolerances = new("tolerances", "#tolerances", [], ["rtol", "atol"]);
    private static readonly SectionKeys Population = new("population", "#population", ["seed", "patients", "vary"], ["cv"]);

    public static BenchSetup Read(string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        string modelPath = Path.Combine(folder, "model.ant");
        if (!System.IO.File.Exists(modelPath))
        {
            throw new BenchProblem($"{folder} has no model.ant; a folder to measure holds model.ant, bench.yaml and patients.csv (bench/README.md)");
        }

        var model = AntimonyReader.Read(System.IO.File.ReadAllText(modelPath), modelPath);
        if (!model.Succeeded)
        {
            throw BenchProblem.Of(model.Findings);
        }

        string path = Path.Combine(folder, "bench.yaml");
        var node = YamlReader.ReadFile(path, path);
        List<Diagnostic> findings = [.. node.Findings];
        var file = node.Succeeded ? Section.Open(node.Value, File, findings) : null;
        var setup = file is null ? null : Setup(name, folder, model.Value, file, findings);
        return setup is null || findings.Any(f => f.IsError) ? throw BenchProblem.Of(findings) : setup;
    }

    private static BenchSetup? Setup(string name, string folder, BoundModel model, Section file, List<Diagnostic> findings)
    {
        var output = file.Inner("output", Output);
        if (output is null || findings.Count > 0)
        {
            return null;
        }

        var tolerances = file.Inner("tolerances", Tolerances);
        return new BenchSetup
        {
            Name = name,
            Title = file.Text("title", name),
            Model = model,
            Doses = [.. file.List("doses", Dose).Select(DoseOf)],
            Times = OutputTimes.Every(Number(output, "first", 0), Number(output, "step"), Number(output, "last")),
            RelativeTolerance = tolerances is null ? 1e-6 : Number(tolerances, "rtol", 1e-6),
            AbsoluteTolerance = tolerances is null ? 1e-9 : Number(tolerances, "atol", 1e-9),
            Observables = file.Has("observables") ? file.Texts("observables") : BenchSetup.StatesOf(model),
            Patients = PatientsOf(folder, model, file),
            Cvode = file.Has("cvode") ? file.Text("cvode") : null,
        };
    }

    private static PopulationDose DoseOf(Section dose) => new()
    {
        Target = dose.Text("target"),
        Amount = Number(dose, "amount"),
        Per = dose.Has("per") ? dose.Text("per") : null,
        Times = dose.Has("times") ? dose.Text("times") : null,
        First = Number(dose, "first", 0),
        Every = Number(dose, "every", 0),
        Count = (int)dose.Whole("count", 1, 0, 1_000_000),
        Duration = Number(dose, "duration", 0),
    };

    private static IPatientSource PatientsOf(string folder, BoundModel model, Section file)
    {
        string table = Path.Combine(folder, "patients.csv");
        if (System.IO.File.Exists(table))
        {
            return PatientsFile.Read(table);
        }

        if (file.Inner("population", Population) is not { } population)
        {
            throw new BenchProblem($"{folder} has no patients.csv, and bench.yaml has no population to draw");
        }

        var vary = population.Texts("vary");
        double[] typical = Typical(model, vary);
        return new DrawnPatients(
            vary, typical, (ulong)population.Whole("seed", 0, 0, long.MaxValue), population.Number("cv", 0.3, 0),
            population.Whole("patients", 1, 1, long.MaxValue));
    }

    private static double[] Typical(BoundModel model, ImmutableArray<string> names) =>
        [.. names.Select(n => model.Find(n) is { InitialValue: var value } && double.IsFinite(value)
            ? value
            : throw new BenchProblem($"bench.yaml: the model has no constant '{n}' with a value to vary"))];

    private static double Number(Section section, string key, double otherwise = double.NaN)
    {
        if (!section.Has(key))
        {
            return otherwise;
        }

        string text = section.Text(key);
        return Arithmetic.TryParse(text, out double value)
            ? value
            : throw new BenchProblem($"{section.Place(key)}: '{text}' is not a number, or numbers with * and / between them");
    }
}
