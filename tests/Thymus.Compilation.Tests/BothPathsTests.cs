using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

/// <summary>
/// A flat Antimony model is bound as it is; one with submodels goes by way of a flat SBML tree (ADR 0016). Written as SBML and read again, and as
/// Antimony again, every model of the library and the benchmarks has the course and the units that it has when it is read as it is.
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
            .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'))
            .Where(f => !f.StartsWith("library/functions/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),   // these hold no models
    ];

    [Theory, MemberData(nameof(Files))]
    public void Course_and_units_by_way_of_SBML_and_back_are_those_of_the_text(string file)
    {
        string path = Repository.PathOf(file), text = File.ReadAllText(path);
        var folder = ImportFolder.Within(path, Repository.PathOf(file.Split('/')[0]));
        var direct = Succeeded(AntimonyReader.Read(text, file, folder));
        string written = Succeeded(AntimonyReader.ToSbml(text, file, folder));
        string again = Succeeded(AntimonyWriter.Write(Succeeded(SbmlDocument.Read(written, "written.xml"))));

        string[] names = [.. direct.Symbols.Where(s => s.Kind is not SymbolKind.Reaction && !s.IsConstant).Select(s => s.Name)];
        Assert.NotEmpty(names);
        var first = Run(direct, names);
        foreach (var other in new[] { Succeeded(SbmlReader.Read(written, "written.xml")), Succeeded(AntimonyReader.Read(again, "again.ant")) })
        {
            var second = Run(other, names);
            for (int i = 0; i < names.Length; i++)
            {
                double largest = first.Max(row => Math.Abs(row[i]));
                double difference = first.Zip(second).Max(pair => Math.Abs(pair.First[i] - pair.Second[i]));
                Assert.True(difference <= Allowed * largest, $"{names[i]}: {difference:R} of {largest:R}");
            }

            foreach (var symbol in direct.Symbols.Where(s => s is { Unit: not null, Kind: not SymbolKind.Reaction }))
            {
                var unit = other.Find(symbol.Name)?.Unit;
                Assert.True(unit is not null && unit.IsSameAs(symbol.Unit!), $"{symbol.Name} in {symbol.Unit!.Text}, then in {unit?.Text}");
            }
        }
    }

    private static T Succeeded<T>(Checked<T> result) where T : class => result.Succeeded ? result.Value : throw new InvalidOperationException(string.Join('\n', result.Findings));

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
