using System.Globalization;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

/// <summary>
/// Published models (BioModels, EMBL-EBI) as the reference implementation wrote them in Antimony, against trajectories of
/// another program; see the README of the shared conformance data for both, and for the tolerance.
/// </summary>
public sealed class BioModelsTests
{
    private const string Models = "conformance/antimony/biomodels";
    private const string Documents = "conformance/biomodels/models";
    private const string References = "conformance/biomodels/reference";

    /// <summary>Models with pulses in time inside a rate (TH2216): the longest step that does not miss them.</summary>
    private static readonly Dictionary<string, double> LongestSteps = new()
    {
        ["BIOMD0000000234"] = 0.02,
        ["BIOMD0000000879"] = 0.02,
    };

    /// <summary>Models whose text is of another date than their reference, with other start values.</summary>
    private static readonly string[] OtherDate = ["BIOMD0000000546"];

    /// <summary>Names of the models that have a text and a reference.</summary>
    public static TheoryData<string> Names => NamesIn(Models, "*.ant");

    /// <summary>Names of the models that have an SBML file and a reference.</summary>
    public static TheoryData<string> SbmlNames => NamesIn(Documents, "*.xml");

    private static TheoryData<string> NamesIn(string place, string pattern) =>
    [
        .. SharedData.PathOf(place) is { } folder
            ? Directory.EnumerateFiles(folder, pattern).Select(f => Path.GetFileNameWithoutExtension(f)!)
                .Where(n => SharedData.PathOf($"{References}/{n}.csv") is not null).Order(StringComparer.Ordinal)
            : new[] { "" }.Order(),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Trajectories_are_those_of_another_program(string name)
    {
        Assert.SkipWhen(name.Length == 0, "The shared conformance data are not here.");
        Assert.SkipWhen(OtherDate.Contains(name), "The text and the reference start from different values.");
        string text = File.ReadAllText(SharedData.PathOf($"{Models}/{name}.ant")!);
        Compare(name, AntimonyReader.Read(text, name + ".ant"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Trajectories_by_way_of_SBML_are_those_of_another_program(string name)
    {
        Assert.SkipWhen(name.Length == 0, "The shared conformance data are not here.");
        Assert.SkipWhen(OtherDate.Contains(name), "The text and the reference start from different values.");
        var written = AntimonyReader.ToSbml(File.ReadAllText(SharedData.PathOf($"{Models}/{name}.ant")!), name + ".ant");
        Assert.True(written.Succeeded, string.Join('\n', written.Findings));
        Compare(name, SbmlReader.Read(written.Value, name + ".xml"));
    }

    [Theory]
    [MemberData(nameof(SbmlNames))]
    public void Trajectories_of_SBML_files_are_those_of_another_program(string name)
    {
        Assert.SkipWhen(name.Length == 0, "The shared conformance data are not here.");
        Compare(name, SbmlReader.Read(File.ReadAllText(SharedData.PathOf($"{Documents}/{name}.xml")!), name + ".xml"));
    }

    private static void Compare(string name, Checked<BoundModel> read)
    {
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
        var (columns, rows) = Reference(name);
        var known = columns.Index().Where(c => read.Value.Find(c.Item) is not null).ToList();
        var compiled = CompiledModel.Compile(new CompileRequest { Model = read.Value, Observables = [.. known.Select(c => c.Item)] });
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Findings));

        var model = compiled.Value;
        var course = new Course([.. model.DefaultParameters], [.. rows.Select(r => r[0])]);
        double[] largest = [.. columns.Index().Select(c => rows.Max(r => Math.Abs(r[c.Index])))];
        bool hasPulses = LongestSteps.ContainsKey(name);   // otherwise tight: some pass through near-extinction
        var options = new SolverOptions
        {
            RelativeTolerance = hasPulses ? 1e-8 : 1e-10,
            AbsoluteTolerances = [.. model.StateNames.Select(s => (hasPulses ? 1e-9 : 1e-14) * Scale(read.Value.Find(s)!, columns, largest))],
            LongestStep = LongestSteps.GetValueOrDefault(name, double.PositiveInfinity),
        };
        Course.Run(model, LaneWidth.Vector256, options, course);
        double overall = largest[1..].Max();
        for (int row = 0; row < rows.Count; row++)
        {
            if (course.Fired.Any(f => Math.Abs(f.Time - rows[row][0]) < 1e-9 * (1 + f.Time)))
            {
                continue;   // the reference shows the values after an event, an output those before
            }

            foreach (var (observable, (column, title)) in known.Index())
            {
                double expected = rows[row][column];
                double allowed = (1e-4 * Math.Abs(expected)) + (1e-6 * largest[column]) + (1e-18 * overall);
                double computed = course.Observed[row][observable];
                Assert.True(Math.Abs(computed - expected) <= allowed, $"{title} at {rows[row][0]}: computed {computed:R}, expected {expected:R}");
            }
        }
    }

    private static double Scale(Symbol state, string[] columns, double[] largest)
    {
        int column = Array.IndexOf(columns, state.Name);
        double size = state.Compartment is { InitialValue: > 0 } compartment && !state.IsAmount ? compartment.InitialValue : 1;
        return column > 0 && largest[column] > 0 ? largest[column] * size : 1e-3;
    }

    private static (string[] Columns, List<double[]> Rows) Reference(string name)
    {
        string[] lines = File.ReadAllLines(SharedData.PathOf($"{References}/{name}.csv")!);
        return (lines[0].Split(','), [.. lines[1..].Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())]);
    }
}
