using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Simulation.Single;
using Thymus.Solvers.Jumps;
using Thymus.Units;

namespace Thymus.Simulation.Stochastic;

/// <summary>Runs of one model by chance.</summary>
public sealed record StochasticRequest
{
    /// <summary>The model.</summary>
    public required BoundModel Model { get; init; }

    /// <summary>Time of the end.</summary>
    public required Quantity Until { get; init; }

    /// <summary>Interval between outputs.</summary>
    public required Quantity Every { get; init; }

    /// <summary>How many runs.</summary>
    public long Runs { get; init; } = 1;

    /// <summary>Values in place of the model's own.</summary>
    public ImmutableArray<Setting> Settings { get; init; } = [];

    /// <summary>Symbols to write; none for all species and variables.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>Method, seed and tolerances.</summary>
    public JumpOptions Options { get; init; } = new();

    /// <summary>Threads; no result depends on it.</summary>
    public int Threads { get; init; } = 1;
}

/// <summary>Simulates a model by chance, once or many times.</summary>
public static class StochasticSimulator
{
    private const double LooksPerRun = 100;   // at triggers that move, at least

    /// <summary>
    /// Runs. One run gives its outputs; more give a column of means and one of standard deviations (n − 1) per output. When a run fails, there
    /// is no table: a mean of those that did not fail would be of other runs than asked for.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="done">Called with the number of runs that have just ended, by any thread.</param>
    /// <param name="cancellation">Stops within a run.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Checked<SimulationTable> Run(StochasticRequest request, Action<long>? done, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<Diagnostic> findings = [];
        var table = Run(request, findings, done, cancellation);
        return new Checked<SimulationTable>(table, [.. findings]);
    }

    /// <summary>What keeps a model from being simulated by chance, beside what compiling it finds.</summary>
    public static IEnumerable<Diagnostic> Check(CompiledJumps model, JumpMethod method)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var (i, name) in model.StateNames.Index().Where(s => model.Shape.IsCount[s.Index]))
        {
            var symbol = model.Model.Find(name)!;
            if (ModelUnits.OfAmount(model.Model, symbol) is { } unit && !IsCount(unit))
            {
                yield return new Diagnostic(
                    SimulationRules.NoCounts, symbol.Span, "declare the unit of amounts as item, and give amounts and constants in it", name, unit.Text);
            }
        }

        int flowing = model.Shape.Flowing.Length > 0 ? model.Shape.Flowing[0] : -1;
        int moving = model.Shape.IsMoving.IndexOf(true);
        if (method is JumpMethod.TauLeap && (flowing >= 0 || moving >= 0))
        {
            yield return new Diagnostic(
                SimulationRules.CannotLeap, default, "take --method ssa",
                flowing >= 0 ? $"{model.StateNames[flowing]} changes between them, by a rate rule" : $"the rate of {model.Shape.Reactions[moving]} changes with the time");
        }
    }

    private static bool IsCount(Unit unit) =>
        unit.IsSameAs(Unit.Dimensionless) || (Unit.Find("item") is { } item && unit.IsSameAs(item));

    private static SimulationTable? Run(StochasticRequest request, List<Diagnostic> findings, Action<long>? done, CancellationToken cancellation)
    {
        var terms = new RequestTerms(request.Model, findings);
        var (until, every) = terms.Times(request.Until, request.Every);
        var outputs = terms.Outputs(request.Outputs);
        double?[] settings = [.. request.Settings.Select(terms.Value)];
        if (findings.Any(f => f.IsError))
        {
            return null;
        }

        var compiled = CompiledJumps.Compile(
            new CompileRequest
            {
                Model = TimeSwitches.Add(request.Model),
                Supplied = [.. request.Settings.Select(s => s.Name).Distinct()],
                Observables = [.. outputs.Select(s => s.Name)],
            },
            request.Options.Method is JumpMethod.TauLeap);
        findings.AddRange(compiled.Findings);
        findings.AddRange(compiled.Succeeded ? Check(compiled.Value, request.Options.Method) : []);
        if (!compiled.Succeeded || findings.Any(f => f.IsError))
        {
            return null;
        }

        double[] parameters = [.. compiled.Value.DefaultParameters];
        foreach (var (i, setting) in request.Settings.Index())
        {
            parameters[compiled.Value.ParameterIndex(setting.Name)] = settings[i]!.Value;
        }

        int rows = (int)Math.Floor(until / every * (1 + 1e-12)) + 1;
        double[] times = [.. Enumerable.Range(0, rows).Select(i => Math.Min(i * every, until))];
        var ensemble = Ensemble.Run(
            new EnsembleRequest
            {
                Model = compiled.Value,
                Times = times,
                Runs = request.Runs,
                Parameters = _ => parameters,
                Options = request.Options with { LongestStep = Math.Min(request.Options.LongestStep, until / LooksPerRun) },
                Threads = request.Threads,
            },
            done, cancellation);
        if (ensemble.Failed > 0)
        {
            var failure = new StochasticFailure(compiled.Value, ensemble.FirstEnd);
            terms.Report(
                SimulationRules.RunsFailed, default, failure.Suggestion, $"{ensemble.Failed}", $"{request.Runs}", $"{ensemble.FirstFailed}", failure.When, failure.Cause);
            return null;
        }

        return Table(request, outputs, times, ensemble);
    }

    private static SimulationTable Table(StochasticRequest request, List<Symbol> outputs, double[] times, Ensemble ensemble)
    {
        bool isOne = request.Runs == 1;
        ImmutableArray<double> Row(int row) => [.. Enumerable.Range(row * ensemble.Columns, ensemble.Columns).SelectMany(
            i => isOne ? new[] { ensemble.Means[i] } : new[] { ensemble.Means[i], ensemble.Deviations[i] })];
        return new SimulationTable(
            request.Model.TimeUnit,
            [.. outputs.SelectMany(s => isOne ? new[] { s.Name } : new[] { s.Name + "-mean", s.Name + "-sd" })],
            [.. outputs.SelectMany(s => Enumerable.Repeat(s.Unit, isOne ? 1 : 2))],
            [.. times], [.. Enumerable.Range(0, times.Length).Select(Row)]);
    }
}
