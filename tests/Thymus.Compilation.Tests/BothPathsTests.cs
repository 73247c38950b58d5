using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

/// <summary>
/// A flat Antimony model is bound as it is; one with submodels goes by way of SBML (ADR 0016). Written as SBML and read again, every flat model of
/// the library and the benchmarks has the course that it has when it is bound as it is. Models that import others have one path only.
/// </summary>
public sealed class BothPathsTests
{
    /// <summary>
    /// Relative to the largest value of an output; symbols stand in another order, so that last digits may differ.
    /// </summary>
    private const double Allowed = 1e-12;

    public static TheoryData<string> Files =>
    [
        .. new[] { "library", "bench/models" }.SelectMany(f => Directory.EnumerateFiles(Repository.PathOf(f), "*.ant", SearchOption.AllDirectories))
            .Where(f => !File.ReadLines(f).Any(line => line.StartsWith("import", StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Files))]
    public void Course_by_way_of_SBML_is_the_course_of_the_text(string file)
    {
        string text = File.ReadAllText(Repository.PathOf(file));
        var direct = AntimonyReader.Read(text, file);
        var written = AntimonyReader.ToSbml(text, file);
        Assert.True(written.Succeeded, string.Join('\n', written.Findings));
        var byTree = SbmlReader.Read(written.Value, "written.xml");
        Assert.True(byTree.Succeeded, string.Join('\n', byTree.Findings));

        // What lies in a submodel and is not used outside it may have another name by way of SBML.
        string[] names = [.. direct.Value!.Symbols.Where(s => s.Kind is not SymbolKind.Reaction && !s.IsConstant).Select(s => s.Name)
            .Where(n => !n.Contains("__", StringComparison.Ordinal) || byTree.Value.Find(n) is not null)];
        Assert.NotEmpty(names);
        var first = Run(direct.Value, names);
        var second = Run(byTree.Value, names);

        for (int i = 0; i < names.Length; i++)
        {
            double largest = first.Max(row => Math.Abs(row[i]));
            double difference = first.Zip(second).Max(pair => Math.Abs(pair.First[i] - pair.Second[i]));
            Assert.True(difference <= Allowed * largest, $"{names[i]}: {difference:R} of {largest:R}");
        }
    }

    private static List<double[]> Run(BoundModel model, string[] names)
    {
        var compiled = CompiledModel.Compile(new CompileRequest { Model = model, Observables = [.. names] });
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Findings));
        var course = new Course([.. compiled.Value.DefaultParameters], [.. Enumerable.Range(0, 21).Select(i => 1.0 * i)]);
        var options = new SolverOptions
        {
            RelativeTolerance = 1e-12,
            AbsoluteTolerances = [.. compiled.Value.StateNames.Select(_ => 1e-14)],
        };
        Course.Run(compiled.Value, LaneWidth.Vector256, options, course);
        return course.Observed;
    }
}
