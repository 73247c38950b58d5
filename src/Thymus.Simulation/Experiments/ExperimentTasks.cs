using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation.Experiments;

/// <summary>Runs the tasks of an experiment, each once, with every symbol that something asks it for.</summary>
internal sealed class ExperimentTasks(ExperimentDocument document, ExperimentModels models, CancellationToken cancellation)
{
    /// <summary>Most points of the outputs of a task.</summary>
    public const int MostPoints = 10_000_000;

    private const double Relative = 1e-9, Absolute = 1e-12;
    private const int SteadyPoints = 60;

    /// <summary>Terms of KiSAO for methods that draw random numbers.</summary>
    private static readonly string[] Stochastic = ["0000003", "0000027", "0000028", "0000029", "0000038", "0000039", "0000040", "0000045", "0000048", "0000074", "0000081", "0000082", "0000084", "0000095", "0000241", "0000319", "0000323", "0000324", "0000330", "0000331", "0000333", "0000350", "0000351"];

    private readonly Dictionary<string, TaskResult?> _results = [];

    /// <summary>The result of a task; <see langword="null"/> after a finding.</summary>
    public TaskResult? Run(string id, XElement user)
    {
        if (_results.TryGetValue(id, out var known))
        {
            return known;
        }

        if (document.Find("task", id) is not { } task)
        {
            document.Report(ExperimentRules.UnknownReference, user, null, ExperimentDocument.Describe(user), "the task", id);
            return null;
        }

        ImmutableArray<string> names = [.. Symbols(id).Distinct()];
        return _results[id] = task.Name.LocalName switch
        {
            "task" => RunTask(task, names),
            "repeatedTask" => new ExperimentRepetition(document, models, this, names, cancellation).Run(task),
            _ => Unsupported(task, ExperimentDocument.Describe(task)),
        };
    }

    /// <summary>The simulation of a plain task; <see langword="null"/> after a finding.</summary>
    public XElement? SimulationOf(XElement task)
    {
        string id = (string?)task.Attribute("simulationReference") ?? "";
        if (task.Name.LocalName != "task")
        {
            Unsupported(task, ExperimentDocument.Describe(task));
            return null;
        }

        if (document.Find("simulation", id) is not { } simulation)
        {
            document.Report(ExperimentRules.UnknownReference, task, null, ExperimentDocument.Describe(task), "the simulation", id);
            return null;
        }

        if (simulation.Name.LocalName is not ("uniformTimeCourse" or "steadyState" or "oneStep"))
        {
            Unsupported(simulation, ExperimentDocument.Describe(simulation));
            return null;
        }

        var algorithm = simulation.Elements().FirstOrDefault(e => e.Name.LocalName == "algorithm");
        string method = (string?)algorithm?.Attribute("kisaoID") ?? "";
        if (Stochastic.Any(s => method.EndsWith(s, StringComparison.Ordinal)))
        {
            Unsupported(algorithm!, $"the stochastic algorithm {method} of {ExperimentDocument.Describe(simulation)}");
            return null;
        }

        return simulation;
    }

    /// <summary>Whether a model has all these symbols; a finding names one that it has not.</summary>
    public bool Knows(BoundModel model, IEnumerable<string> names, XElement task) => names.FirstOrDefault(n => model.Find(n) is null) is not { } missing
        || document.Report(
            ExperimentRules.UnknownReference, task, NearestName.Find(missing, model.Symbols.Select(s => s.Name)) is { } near ? $"is it {near}?" : null,
            ExperimentDocument.Describe(task), "the symbol", missing);

    /// <summary>Runs a simulation of a model from where it stands; <see langword="null"/> after a finding.</summary>
    public (ImmutableArray<double> Times, List<double[]> Rows)? Simulate(XElement task, XElement simulation, ModelState state, ImmutableArray<string> names)
    {
        if (state.IsUnderWay && state.Model.HasDelays)
        {
            Unsupported(task, $"{ExperimentDocument.Describe(task)} that goes on with a model that has delays, from the end of another,");
            return null;
        }

        int[] places = [.. names.Select(n => state.Model.ObservableNames.IndexOf(n))];
        var done = simulation.Name.LocalName switch
        {
            "steadyState" => Steady(task, state),
            "oneStep" => OneStep(task, simulation, state),
            _ => Course(task, simulation, state),
        };
        return done is var (times, rows) ? (times, rows.ConvertAll(r => places.Select(p => r[p]).ToArray())) : null;
    }

    /// <summary>The columns of rows.</summary>
    public static Dictionary<string, ImmutableArray<double>> Columns(ImmutableArray<string> names, List<double[]> rows) =>
        names.Index().ToDictionary(n => n.Item, n => rows.Select(r => r[n.Index]).ToImmutableArray());

    private TaskResult? RunTask(XElement task, ImmutableArray<string> names)
    {
        if (SimulationOf(task) is not { } simulation || models.Find((string?)task.Attribute("modelReference") ?? "", task) is not { } model || !Knows(model, names, task)
            || ModelState.Create(model, names, [], document.Findings) is not { } state)
        {
            return null;
        }

        return Simulate(task, simulation, state, names) is var (times, rows) ? new TaskResult(times, Columns(names, rows)) : null;
    }

    private (ImmutableArray<double> Times, List<double[]> Rows)? Course(XElement task, XElement simulation, ModelState state)
    {
        double Value(string name) => ExperimentMath.Number((string?)simulation.Attribute(name)) ?? double.NaN;
        double initial = Value("initialTime"), start = Value("outputStartTime"), end = Value("outputEndTime");
        double steps = simulation.Attribute("numberOfSteps") is null ? Value("numberOfPoints") : Value("numberOfSteps");   // both are intervals
        double every = (end - start) / Math.Floor(steps);
        if (!(double.IsFinite(initial) && start >= initial && start + every > start && double.IsFinite(every) && double.IsFinite(end) && steps is >= 1 and <= MostPoints))
        {
            document.Report(
                ExperimentRules.Unreadable, simulation, "initialTime ≤ outputStartTime < outputEndTime, and at least one step that moves the time",
                string.Create(CultureInfo.InvariantCulture, $"{ExperimentDocument.Describe(simulation)} goes from {initial} by {start} to {end} in {steps} steps"));
            return null;
        }

        int count = (int)steps;
        return Run(task, state, initial, [.. Enumerable.Range(0, count + 1).Select(i => start + (i * (end - start) / count))], Options(simulation) with { LongestStep = every });
    }

    // One output, a given while after where the model stands.
    private (ImmutableArray<double> Times, List<double[]> Rows)? OneStep(XElement task, XElement simulation, ModelState state)
    {
        if (ExperimentMath.Number((string?)simulation.Attribute("step")) is not (> 0 and < double.PositiveInfinity) || ExperimentMath.Number((string?)simulation.Attribute("step")) is not { } step)
        {
            document.Report(ExperimentRules.Unreadable, simulation, "give it a step above 0", $"{ExperimentDocument.Describe(simulation)} has no step");
            return null;
        }

        return Run(task, state, state.Time, [state.Time + step], Options(simulation) with { LongestStep = step });
    }

    private (ImmutableArray<double> Times, List<double[]> Rows)? Run(XElement task, ModelState state, double start, ImmutableArray<double> times, SolverOptions options)
    {
        var course = state.Run(start, times, options, keepsStates: false, cancellation);
        if (course.Rows.Count < times.Length || course.LastState is null)
        {
            Failed(task, state.Model, course);
            return null;
        }

        return (times, course.Rows);
    }

    // The state that a course approaches: looked at after times that grow by factors, until three of them agree.
    private (ImmutableArray<double> Times, List<double[]> Rows)? Steady(XElement task, ModelState state)
    {
        ImmutableArray<double> times = [.. Enumerable.Range(0, SteadyPoints).Select(i => 1e-3 * Math.Pow(2, i))];
        var course = state.Run(0, times, new SolverOptions { RelativeTolerance = Relative, AbsoluteTolerance = Absolute }, keepsStates: true, cancellation);
        for (int i = 2; i < course.Rows.Count; i++)
        {
            if (times[i] >= 1 && course.States[i].Index().All(s => Same(s.Item, course.States[i - 1][s.Index]) && Same(s.Item, course.States[i - 2][s.Index])))
            {
                state.MoveTo(course.States[i], times[i]);
                return ([times[i]], [course.Rows[i]]);
            }
        }

        document.Report(ExperimentRules.Failed, task, "simulate a time course to see what the model does in the long run", ExperimentDocument.Describe(task), "the course does not come to rest");
        return null;

        static bool Same(double a, double b) => Math.Abs(a - b) <= (1e-8 * Math.Abs(a)) + 1e-10;
    }

    // A tolerance of the experiment is taken where it is tighter than ours.
    private static SolverOptions Options(XElement simulation)
    {
        double Tolerance(string term, double ours)
        {
            var parameter = simulation.Descendants().FirstOrDefault(e => e.Name.LocalName == "algorithmParameter" && ((string?)e.Attribute("kisaoID") ?? "").EndsWith(term, StringComparison.Ordinal));
            return ExperimentMath.Number((string?)parameter?.Attribute("value")) is { } value and > 1e-15 ? Math.Min(value, ours) : ours;
        }

        return new SolverOptions { RelativeTolerance = Math.Max(1e-13, Tolerance("0000209", Relative)), AbsoluteTolerance = Tolerance("0000211", Absolute) };
    }

    private IEnumerable<string> Symbols(string task) =>
        from variable in document.List("listOfDataGenerators").Descendants()
        where variable.Name.LocalName == "variable" && (string?)variable.Attribute("taskReference") == task
        let id = SimplePath.Parse((string?)variable.Attribute("target"))?.Id
        where id is not null
        select id;

    private void Failed(XElement task, CompiledModel model, ExperimentCourse course)
    {
        var failure = SolveFailure.Of(model, course.End);
        document.Report(ExperimentRules.Failed, task, failure?.Suggestion, ExperimentDocument.Describe(task), failure is null ? "it ended early" : $"it stopped at time {failure.When}: {failure.Description}");
    }

    private TaskResult? Unsupported(XElement element, string what)
    {
        document.Report(ExperimentRules.Unsupported, element, "see docs/formats/sedml.md for what is", what);
        return null;
    }
}

/// <summary>Outputs of a task.</summary>
/// <param name="Times">Times, in the model's unit.</param>
/// <param name="Columns">Values of each symbol that was asked for.</param>
internal sealed record TaskResult(ImmutableArray<double> Times, Dictionary<string, ImmutableArray<double>> Columns)
{
    /// <summary>Parts of a repeated task, one a repetition; empty for a plain task.</summary>
    public ImmutableArray<TaskPart> Parts { get; init; } = [];
}

/// <summary>A repetition.</summary>
/// <param name="Length">Points of it.</param>
/// <param name="Label">What it is of: <c>k = 0.5</c>.</param>
internal sealed record TaskPart(int Length, string Label);
