using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;
using Thymus.Compilation;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Simulation.Experiments;

/// <summary>Runs the tasks of an experiment, each once, with every symbol that something asks it for.</summary>
internal sealed class ExperimentTasks(ExperimentDocument document, ExperimentModels models, CancellationToken cancellation)
{
    private const double Relative = 1e-9, Absolute = 1e-12, MostPoints = 10_000_000;
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

        if (document.List("listOfTasks").FirstOrDefault(e => (string?)e.Attribute("id") == id) is not { } task)
        {
            document.Report(ExperimentRules.UnknownReference, user, null, ExperimentDocument.Describe(user), "the task", id);
            return null;
        }

        return _results[id] = task.Name.LocalName == "task" ? RunTask(task, id) : Unsupported(task, $"{ExperimentDocument.Describe(task)}");
    }

    private TaskResult? RunTask(XElement task, string id)
    {
        string simulationId = (string?)task.Attribute("simulationReference") ?? "";
        if (document.Find("simulation", simulationId) is not { } simulation)
        {
            document.Report(ExperimentRules.UnknownReference, task, null, ExperimentDocument.Describe(task), "the simulation", simulationId);
            return null;
        }

        string kind = simulation.Name.LocalName;
        if (kind is not ("uniformTimeCourse" or "steadyState"))
        {
            return Unsupported(simulation, ExperimentDocument.Describe(simulation));
        }

        var algorithm = simulation.Elements().FirstOrDefault(e => e.Name.LocalName == "algorithm");
        string method = (string?)algorithm?.Attribute("kisaoID") ?? "";
        if (Stochastic.Any(s => method.EndsWith(s, StringComparison.Ordinal)))
        {
            return Unsupported(algorithm!, $"the stochastic algorithm {method} of {ExperimentDocument.Describe(simulation)}");
        }

        if (models.Find((string?)task.Attribute("modelReference") ?? "", task) is not { } model)
        {
            return null;
        }

        ImmutableArray<string> names = [.. Symbols(id).Distinct()];
        if (names.FirstOrDefault(n => model.Find(n) is null) is { } missing)
        {
            document.Report(ExperimentRules.UnknownReference, task, NearestName.Find(missing, model.Symbols.Select(s => s.Name)) is { } near ? $"is it {near}?" : null, ExperimentDocument.Describe(task), "the symbol", missing);
            return null;
        }

        var compiled = CompiledModel.Compile(new CompileRequest { Model = TimeSwitches.Add(model), Observables = names });
        document.Findings.AddRange(compiled.Findings.Where(f => f.Rule.Severity is Severity.Error));
        return !compiled.Succeeded ? null : kind == "steadyState" ? Steady(task, compiled.Value, names) : Course(task, simulation, compiled.Value, names);
    }

    private TaskResult? Course(XElement task, XElement simulation, CompiledModel model, ImmutableArray<string> names)
    {
        double Value(string name) => ExperimentMath.Number((string?)simulation.Attribute(name)) ?? double.NaN;
        double initial = Value("initialTime"), start = Value("outputStartTime"), end = Value("outputEndTime");
        double steps = simulation.Attribute("numberOfSteps") is null ? Value("numberOfPoints") : Value("numberOfSteps");   // both are intervals
        if (!(double.IsFinite(initial) && start >= initial && end > start && double.IsFinite(end) && steps is >= 1 and <= MostPoints))
        {
            document.Report(
                ExperimentRules.Unreadable, simulation, "initialTime ≤ outputStartTime < outputEndTime, and at least one step",
                string.Create(CultureInfo.InvariantCulture, $"{ExperimentDocument.Describe(simulation)} goes from {initial} by {start} to {end} in {steps} steps"));
            return null;
        }

        int count = (int)steps;
        ImmutableArray<double> times = [.. Enumerable.Range(0, count + 1).Select(i => start + (i * (end - start) / count))];
        var course = ExperimentCourse.Run(model, initial, times, Options(simulation) with { LongestStep = (end - start) / count }, cancellation);
        if (course.Rows.Count < times.Length)
        {
            Failed(task, model, course);
            return null;
        }

        return new TaskResult(times, Columns(names, course.Rows));
    }

    // The state that a course approaches: looked at after times that grow by factors, until three of them agree.
    private TaskResult? Steady(XElement task, CompiledModel model, ImmutableArray<string> names)
    {
        var states = CompiledModel.Compile(new CompileRequest { Model = model.Model, Observables = [.. model.StateNames, .. names] }).Value!;
        int own = model.StateNames.Length;
        ImmutableArray<double> times = [.. Enumerable.Range(0, SteadyPoints).Select(i => 1e-3 * Math.Pow(2, i))];
        var course = ExperimentCourse.Run(states, 0, times, new SolverOptions { RelativeTolerance = Relative, AbsoluteTolerance = Absolute }, cancellation);
        for (int i = 2; i < course.Rows.Count; i++)
        {
            if (times[i] >= 1 && Enumerable.Range(0, own).All(s => Same(course.Rows[i][s], course.Rows[i - 1][s]) && Same(course.Rows[i][s], course.Rows[i - 2][s])))
            {
                return new TaskResult([times[i]], Columns(names, [course.Rows[i][own..]]));
            }
        }

        document.Report(ExperimentRules.Failed, task, "simulate a time course to see what the model does in the long run", ExperimentDocument.Describe(task), "the course does not come to rest");
        return null;

        static bool Same(double a, double b) => Math.Abs(a - b) <= (1e-8 * Math.Abs(a)) + 1e-10;
    }

    private static Dictionary<string, ImmutableArray<double>> Columns(ImmutableArray<string> names, List<double[]> rows) =>
        names.Index().ToDictionary(n => n.Item, n => rows.Select(r => r[n.Index]).ToImmutableArray());

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
internal sealed record TaskResult(ImmutableArray<double> Times, Dictionary<string, ImmutableArray<double>> Columns);
