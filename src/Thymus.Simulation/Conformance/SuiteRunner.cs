using System.Collections.Immutable;
using System.Globalization;
using Thymus.Compilation;
using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Language.Text;
using Thymus.Simulation.Single;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Conformance;

/// <summary>Runs cases of the SBML Test Suite by its own rule, all with the same settings of the solver.</summary>
public static class SuiteRunner
{
    private const int LongestModel = 24 << 20;
    private const int StepsPerRow = 20;   // at least

    /// <summary>Runs cases, in parallel; outcomes are in the order of the cases.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="threads">Threads; outcomes do not depend on it.</param>
    /// <param name="chance">Runs and seed of the stochastic cases.</param>
    /// <param name="done">Called after each case, by any thread.</param>
    /// <param name="cancellation">Stops between cases.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<SuiteOutcome> Run(
        ImmutableArray<SuiteCase> cases, int threads, SuiteChance chance, Action<SuiteOutcome>? done, CancellationToken cancellation)
    {
        var outcomes = new SuiteOutcome[cases.Length];
        Parallel.For(0, cases.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
        {
            outcomes[i] = Run(cases[i], chance, cancellation);
            done?.Invoke(outcomes[i]);
        });
        return [.. outcomes];
    }

    /// <summary>Runs one case.</summary>
    public static SuiteOutcome Run(SuiteCase item, SuiteChance chance, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.ModelFile is null || SourceFile.Read(item.ModelFile, LongestModel, out string problem) is not { } text)
        {
            return new SuiteOutcome(item, SuiteVerdict.Failed, ["there is no model that can be read"]);
        }

        var read = SbmlReader.Read(text, Path.GetFileName(item.ModelFile), ImportFolder.Of(item.ModelFile));
        if (!read.Succeeded)
        {
            return Refused(item, read.Findings);
        }

        if (item.IsStochastic)
        {
            return StochasticCase.Run(item, read.Value, chance, cancellation);
        }

        var columns = item.Variables.Select(v => SuiteColumn.Of(read.Value, v, item)).ToList();
        string[] observables = [.. columns.SelectMany(c => new[] { c.Name, c.Size }).OfType<string>().Distinct()];
        var compiled = CompiledModel.Compile(new CompileRequest { Model = read.Value, Observables = [.. observables] });
        if (!compiled.Succeeded)
        {
            return Refused(item, compiled.Findings);
        }

        var course = new SuiteCourse(compiled.Value, new SuiteRows(item.Start, item.Duration, item.Steps));
        using (var engine = LaneEngine.Create(compiled.Value.Kernel(LaneWidth.Scalar), Options(item)))
        {
            engine.Run(new SingleCourse(course), cancellation);
        }

        return Compare(item, compiled.Value, course, columns, observables);
    }

    /// <summary>Outcomes by tag, the tags in order; every outcome counts once in <c>all</c>, which comes last.</summary>
    public static ImmutableArray<SuiteTally> TallyByTag(IReadOnlyCollection<SuiteOutcome> outcomes)
    {
        static SuiteTally Tally(string tag, IReadOnlyCollection<SuiteOutcome> some) => new(
            tag, some.Count(o => o.Verdict is SuiteVerdict.Passed), some.Count(o => o.Verdict is SuiteVerdict.Failed),
            some.Count(o => o.Verdict is SuiteVerdict.Refused));

        var byTag = outcomes.SelectMany(o => o.Case.Tags.Distinct().Select(t => (Tag: t, Outcome: o))).GroupBy(p => p.Tag, p => p.Outcome);
        return [.. byTag.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Tally(g.Key, [.. g])), Tally("all", outcomes)];
    }

    // Far below what a case demands; short steps, so that no pulse or short trigger between two rows is missed.
    private static SolverOptions Options(SuiteCase item) => new()
    {
        RelativeTolerance = 1e-9,
        AbsoluteTolerance = item.Absolute > 0 ? Math.Min(1e-12, 1e-5 * item.Absolute) : 1e-15,
        LongestStep = item.Duration > 0 ? item.Duration / item.Steps / StepsPerRow : double.PositiveInfinity,
    };

    private static SuiteOutcome Refused(SuiteCase item, IEnumerable<Diagnostic> findings) => new(
        item, SuiteVerdict.Refused, [.. findings.Where(f => f.IsError).Select(f => f.ToString())]);

    private static SuiteOutcome Compare(SuiteCase item, CompiledModel model, SuiteCourse course, List<SuiteColumn> columns, string[] observables)
    {
        (int Value, int Size)[] places = [.. columns.Select(c => (Array.IndexOf(observables, c.Name), Array.IndexOf(observables, c.Size)))];
        for (int row = 0; row < course.Rows.Count; row++)
        {
            for (int i = 0; i < columns.Count; i++)
            {
                double value = course.Rows[row][places[i].Value];
                double size = places[i].Size < 0 ? 1 : course.Rows[row][places[i].Size];
                double actual = columns[i].Convert(value, size);
                double expected = item.Expected[row][i];
                if (!item.Accepts(expected, actual))
                {
                    return new SuiteOutcome(item, SuiteVerdict.Failed,
                        [string.Create(CultureInfo.InvariantCulture, $"row {row}, time {item.TimeOf(row)}, {columns[i].Name}: expected {expected:R}, computed {actual:R}")]);
                }
            }
        }

        return course.Rows.Count == item.Steps + 1 ? new SuiteOutcome(item, SuiteVerdict.Passed, [])
            : new SuiteOutcome(item, SuiteVerdict.Failed, [SolveFailure.Of(model, course.End) is { } failure
                ? $"stopped at {failure.When}: {failure.Description}" : "the simulation ended early"]);
    }
}
