using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Thymus.Compilation;
using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Conformance;

namespace Thymus.Simulation.Tests.Conformance;

/// <summary>
/// SBML that is written as Antimony and read back keeps its trajectories to 1e-9 of the value or of the largest value of the column, both when the
/// text is made SBML again and when it is simulated as it is: every case of the SBML Test Suite and every published model with a reference (shared
/// conformance data). What the writer has announced is listed by its kind.
/// </summary>
public sealed class AntimonyRoundTripTests
{
    private const double Agreement = 1e-9;
    private const string Directly = "directly";

    private enum Verdict
    {
        Kept,
        NotRun,
        Refused,
        Differs,
    }

    [Fact]
    public void Cases_of_the_suite_keep_their_trajectories()
    {
        Assert.SkipWhen(SharedData.PathOf("conformance/sbml/semantic") is null, "The shared conformance data are not here.");

        Check("semantic", [.. SuiteCase.ReadAll(SharedData.PathOf("conformance/sbml/semantic")!)
            .Select(c => (c.ModelFile!, new SuiteRows(c.Start, c.Duration, c.Steps)))]);
    }

    [Fact]
    public void Published_models_keep_their_trajectories()
    {
        Assert.SkipWhen(SharedData.PathOf("conformance/biomodels") is null, "The shared conformance data are not here.");

        Check("biomodels", [.. TrajectoryCase.ReadAll(SharedData.PathOf("conformance/biomodels")!)
            .Select(c => (c.ModelFile!, new SuiteRows(c.Start, c.Duration, c.Steps)))]);
    }

    private static void Check(string suite, ImmutableArray<(string File, SuiteRows Rows)> cases)
    {
        var outcomes = new (Verdict Verdict, string Words)[cases.Length];
        var said = new ImmutableArray<Diagnostic>[cases.Length];
        Parallel.For(0, cases.Length, new ParallelOptions { CancellationToken = TestContext.Current.CancellationToken }, i =>
        {
            var (file, rows) = cases[i];
            (outcomes[i], said[i]) = Run(File.ReadAllText(file), file, rows);
        });

        var table = new StringBuilder();
        table.AppendLine(CultureInfo.InvariantCulture, $"{suite}: SBML -> Antimony -> SBML, {cases.Length} models");
        foreach (var group in outcomes.Zip(cases).GroupBy(o => o.First.Verdict).OrderBy(g => g.Key))
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"  {group.Key,-8} {group.Count(),5}");
            foreach (var (outcome, item) in group.Where(o => o.First.Words.Length > 0))
            {
                table.AppendLine(CultureInfo.InvariantCulture, $"    {Path.GetFileName(item.File)}: {outcome.Words}");
            }
        }

        table.AppendLine("announced, by kind and number of models:");
        var kinds = said.SelectMany(findings => findings.Where(f => f.Rule.Code is "TH1201" or "TH1203" or "TH1205").Select(f => (f.Rule.Code, What: f.Arguments[0])).Distinct());
        foreach (var kind in kinds.CountBy(k => k).OrderBy(k => k.Key.Code, StringComparer.Ordinal).ThenByDescending(k => k.Value))
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"  {kind.Key.Code} {kind.Value,5} {kind.Key.What}");
        }

        TestContext.Current.SendDiagnosticMessage(table.ToString());
        Assert.True(outcomes.All(o => o.Verdict is Verdict.Kept), table.ToString());
    }

    private static ((Verdict Verdict, string Words) Outcome, ImmutableArray<Diagnostic> Said) Run(string text, string path, SuiteRows rows)
    {
        string file = Path.GetFileName(path);
        if (SbmlReader.Read(text, file, ImportFolder.Of(path)) is not { Succeeded: true, Value: var before }
            || SuiteRuns.Course(1e-9, before, NamesOf(before), rows) is not { } expected)
        {
            return ((Verdict.NotRun, ""), []);
        }

        var written = AntimonyWriter.Write(SbmlDocument.Read(text, file).Value!, ImportFolder.Of(path));
        return (written.Succeeded ? Compare(before, expected, written.Value, file, rows) : (Verdict.Refused, string.Join("; ", written.Findings)), written.Findings);
    }

    private static (Verdict Verdict, string Words) Compare(BoundModel before, List<double[]> expected, string written, string file, SuiteRows rows)
    {
        var converted = AntimonyReader.ToSbml(written, file);
        if (!converted.Succeeded)
        {
            return (Verdict.Refused, string.Join("; ", converted.Findings));
        }

        foreach (var (way, back) in new[] { ("by way of SBML", SbmlReader.Read(converted.Value, file)), (Directly, AntimonyReader.Read(written, file)) })
        {
            if (!back.Succeeded)
            {
                return (Verdict.Refused, $"{way}: {string.Join("; ", back.Findings)}");
            }

            var names = NamesOf(before);
            string[] now = [.. names.Select(n => way == Directly ? Find(back.Value, n) : back.Value.Find(n) is null ? "" : n)];
            int missing = Array.IndexOf(now, "");
            string? difference = missing >= 0 ? $"{names[missing]} is gone"
                : SuiteRuns.Course(1e-9, back.Value, [.. now], rows) is { } actual ? Difference(expected, actual, names)
                : "it no longer runs: " + string.Join("; ", CompiledModel.Compile(new CompileRequest { Model = back.Value, Observables = [.. now] }).Findings);
            if (difference is not null)
            {
                return (Verdict.Differs, $"{way}: {difference}");
            }
        }

        return (Verdict.Kept, "");
    }

    /// <summary>All names but that of the compartment that Antimony gives species without one: it has none in the text.</summary>
    private static ImmutableArray<string> NamesOf(BoundModel model) =>
    [
        .. model.Symbols.Where(s => !(s is { Kind: SymbolKind.Compartment, IsConstant: true, InitialValue: 1 } && s.Name.EndsWith("default_compartment", StringComparison.Ordinal)))
            .Select(s => s.Name),
    ];

    /// <summary>A name of the document in the text: the same, or with the underscores that a reserved word gets, which SBML has without them again.</summary>
    private static string Find(BoundModel model, string name)
    {
        for (int i = 0; i < 3; i++, name += "_")
        {
            if (model.Find(name) is not null)
            {
                return name;
            }
        }

        return "";
    }

    private static string? Difference(List<double[]> expected, List<double[]> actual, ImmutableArray<string> names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            double largest = expected.Select(r => Math.Abs(r[i])).Where(double.IsFinite).DefaultIfEmpty(0).Max();
            for (int row = 0; row < expected.Count; row++)
            {
                double one = expected[row][i], other = row < actual.Count ? actual[row][i] : double.NaN;
                if (!one.Equals(other) && !(Math.Abs(one - other) <= Agreement * Math.Max(Math.Abs(one), largest)))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"row {row}, {names[i]}: {one:R}, then {other:R}");
                }
            }
        }

        return expected.Count == actual.Count ? null : "there are other rows";
    }
}
