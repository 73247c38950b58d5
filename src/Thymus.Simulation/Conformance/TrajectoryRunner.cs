using System.Collections.Immutable;
using System.Globalization;
using Thymus.Compilation;
using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Language.Text;
using Thymus.Simulation.Single;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Conformance;

/// <summary>Runs published models and compares them with reference trajectories, all with the same settings of the solver.</summary>
/// <remarks>
/// The norm: the difference of a value is (|expected − computed| − 1e-18·F) / (|expected| + 1e-4·C), where C is the largest |expected| of its
/// column and F that of the file; a model agrees when no difference is above the limit. At the limit 1e-5 a value has to agree to
/// 1e-5 of itself or 1e-9 of its column. The term with F is for columns that are only round-off.
/// </remarks>
public static class TrajectoryRunner
{
    private const int LongestModel = 24 << 20;
    private const int StepsPerRow = 20;        // at least, so that no short event between two rows is missed
    private const int StepsPerRowOfJumps = 100;   // where there are events, or a rate jumps at times that the solver does not know (TH2216)
    private const double OfColumn = 1e-4;
    private const double OfFile = 1e-18;
    private const double Tolerance = 1e-10;

    /// <summary>Runs cases, in parallel; outcomes are in the order of the cases.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="limit">Largest difference.</param>
    /// <param name="threads">Threads; outcomes do not depend on it.</param>
    /// <param name="done">Called after each case, by any thread.</param>
    /// <param name="cancellation">Stops between cases.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<TrajectoryOutcome> Run(
        ImmutableArray<TrajectoryCase> cases, double limit, int threads, Action<TrajectoryOutcome>? done, CancellationToken cancellation)
    {
        var outcomes = new TrajectoryOutcome[cases.Length];
        Parallel.For(0, cases.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
        {
            outcomes[i] = Run(cases[i], limit, cancellation);
            done?.Invoke(outcomes[i]);
        });
        return [.. outcomes];
    }

    /// <summary>Runs one case.</summary>
    public static TrajectoryOutcome Run(TrajectoryCase item, double limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.ModelFile is null || SourceFile.Read(item.ModelFile, LongestModel, out string problem) is not { } text)
        {
            return new TrajectoryOutcome(item, SuiteVerdict.Failed) { Reasons = ["there is no model that can be read"] };
        }

        string name = Path.GetFileName(item.ModelFile);
        bool isSbml = SbmlReader.IsSbml(text);
        var read = isSbml ? SbmlReader.Read(text, name, ImportFolder.Of(item.ModelFile)) : AntimonyReader.Read(text, name, ImportFolder.Of(item.ModelFile));
        if (!read.Succeeded)
        {
            return Refused(item, read.Findings);
        }

        ImmutableArray<string> unknown = [.. item.Columns.Where(c => read.Value.Find(c) is null)];
        if (isSbml && !unknown.IsEmpty)
        {
            return new TrajectoryOutcome(item, SuiteVerdict.Failed) { Reasons = [$"the model has no {unknown[0]}"] };
        }

        ImmutableArray<string> compared = [.. item.Columns.Except(unknown)];
        var compiled = CompiledModel.Compile(new CompileRequest { Model = TimeSwitches.Add(read.Value), Observables = compared });
        return compiled.Succeeded
            ? Compare(item, compiled.Value, compared, Course(item, compiled, cancellation), limit) with { NotCompared = unknown }
            : Refused(item, compiled.Findings);
    }

    /// <summary>Outcomes by topic, the topics in order; every outcome counts once in <c>all</c>, which comes last.</summary>
    public static ImmutableArray<TrajectoryTally> TallyByTopic(IReadOnlyCollection<TrajectoryOutcome> outcomes)
    {
        static TrajectoryTally Tally(string topic, IReadOnlyCollection<TrajectoryOutcome> some)
        {
            int Count(SuiteVerdict verdict) => some.Count(o => o.Verdict == verdict);
            return new(
                topic, Count(SuiteVerdict.Passed), Count(SuiteVerdict.Failed), Count(SuiteVerdict.Refused),
                some.Select(o => o.Difference).Where(d => !double.IsNaN(d)).DefaultIfEmpty(double.NaN).Max());
        }

        var byTopic = outcomes.SelectMany(o => o.Case.Topics.Distinct().Select(t => (Topic: t, Outcome: o))).GroupBy(p => p.Topic, p => p.Outcome);
        return [.. byTopic.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Tally(g.Key, [.. g])), Tally("all", outcomes)];
    }

    // A first course finds the size of each state, which its absolute tolerance is measured by in the second; of one that is only round-off
    // it is what the norm allows.
    private static SuiteCourse Course(TrajectoryCase item, Checked<CompiledModel> compiled, CancellationToken cancellation)
    {
        var model = compiled.Value!;
        bool jumps = model.Model.Events.Length > 0 || compiled.Findings.Any(f => f.Rule == CompilationRules.JumpInTime);
        var options = new SolverOptions
        {
            RelativeTolerance = 1e-6,
            LongestStep = item.Duration > 0 ? item.Duration / item.Steps / (jumps ? StepsPerRowOfJumps : StepsPerRow) : double.PositiveInfinity,
        };
        double[] largest = new double[model.StateNames.Length];
        Run(model, item, options, largest, cancellation);
        double least = OfFile * Largest(largest);
        return Run(model, item, options with
        {
            RelativeTolerance = Tolerance,
            AbsoluteTolerances = [.. largest.Select(s => double.IsFinite(s) && s > 10 * least ? 1e-4 * Tolerance * s : least > 0 ? 0.1 * least : Tolerance)],
        }, null, cancellation);
    }

    private static SuiteCourse Run(CompiledModel model, TrajectoryCase item, SolverOptions options, double[]? largest, CancellationToken cancellation)
    {
        var course = new SuiteCourse(model, new SuiteRows(item.Start, item.Duration, item.Steps), largest);
        using var engine = LaneEngine.Create(model.Kernel(LaneWidth.Scalar), options);
        engine.Run(new SingleCourse(course), cancellation);
        return course;
    }

    private static TrajectoryOutcome Compare(TrajectoryCase item, CompiledModel model, ImmutableArray<string> compared, SuiteCourse course, double limit)
    {
        int[] places = [.. compared.Select(c => item.Columns.IndexOf(c))];
        double[] ofColumn = [.. places.Select(p => Largest(item.Expected.Select(r => r[p])))];
        double ofFile = Largest(ofColumn);
        string? first = null;
        (double Difference, string Column, double Time) worst = (double.NaN, "", double.NaN);
        for (int row = 0; row < course.Rows.Count; row++)
        {
            double time = new SuiteRows(item.Start, item.Duration, item.Steps).TimeOf(row);
            for (int i = 0; i < places.Length; i++)
            {
                double expected = item.Expected[row][places[i]], computed = course.Rows[row][i];
                double difference = Difference(expected, computed, ofColumn[i], ofFile);
                if (!(difference <= worst.Difference))
                {
                    worst = (difference, compared[i], time);
                }

                first ??= difference <= limit ? null : string.Create(
                    CultureInfo.InvariantCulture, $"row {row}, time {time}, {compared[i]}: expected {expected:R}, computed {computed:R}, differs by {difference:G3}");
            }
        }

        if (course.Rows.Count <= item.Steps)
        {
            first ??= SolveFailure.Of(model, course.End) is { } failure ? $"stopped at {failure.When}: {failure.Description}" : "the simulation ended early";
        }

        return new TrajectoryOutcome(item, first is null ? SuiteVerdict.Passed : SuiteVerdict.Failed)
        {
            Reasons = first is null ? [] : [first],
            States = model.StateNames.Length,
            Difference = worst.Difference,
            Where = worst.Column.Length > 0 ? (worst.Column, worst.Time) : null,
        };
    }

    private static double Difference(double expected, double computed, double ofColumn, double ofFile)
    {
        if (!double.IsFinite(expected) || !double.IsFinite(computed))
        {
            return expected.Equals(computed) ? 0 : double.PositiveInfinity;
        }

        double difference = Math.Max(0, Math.Abs(expected - computed) - (OfFile * ofFile));
        return difference == 0 ? 0 : difference / (Math.Abs(expected) + (OfColumn * ofColumn));
    }

    private static double Largest(IEnumerable<double> values) => values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();

    private static TrajectoryOutcome Refused(TrajectoryCase item, IEnumerable<Diagnostic> findings) => new(item, SuiteVerdict.Refused)
    {
        Reasons = [.. findings.Where(f => f.IsError).Select(f => f.ToString())],
    };
}
