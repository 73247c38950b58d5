using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Simulation;
using Thymus.Simulation.Dosing;
using Thymus.Solvers.Lanes;

namespace Thymus.Therapies.Checks;

/// <summary>The model of a therapy, compiled for a list of checks, and the courses that they share. Thread safe.</summary>
internal sealed class CheckModel
{
    /// <summary>Tight, so that the error of a check is that of the model and its numbers.</summary>
    private static readonly SolverOptions Tight = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-13 };

    private readonly Therapy _therapy;
    private readonly CompiledModel _model;
    private readonly CancellationToken _cancellation;
    private readonly ConcurrentDictionary<(CheckPatient Patient, string Doses, string Times), Lazy<double[,]>> _courses = new();

    private CheckModel(Therapy therapy, CompiledModel model, CancellationToken cancellation)
    {
        (_therapy, _model, _cancellation) = (therapy, model, cancellation);
    }

    /// <summary>The therapy.</summary>
    public Therapy Therapy => _therapy;

    /// <summary>Compiles for checks; the text says why it cannot be.</summary>
    public static (CheckModel? Model, string Why) Compile(Therapy therapy, ImmutableArray<Check> checks, CancellationToken cancellation) => Compile(
        therapy, [.. checks.SelectMany(c => Leaves(c.Statistic))], [.. checks.SelectMany(c => c.Formulas).DistinctBy(f => f.Name)],
        checks.SelectMany(c => Varied(c.Statistic)), cancellation);

    /// <summary>Compiles for courses; the text says why it cannot be.</summary>
    /// <param name="therapy">The therapy.</param>
    /// <param name="courses">What is observed, in which patients, under which doses.</param>
    /// <param name="formulas">Formulas that are observed.</param>
    /// <param name="varied">Constants that differ between courses of one patient.</param>
    /// <param name="cancellation">Cancels within courses.</param>
    public static (CheckModel? Model, string Why) Compile(
        Therapy therapy, ImmutableArray<CourseStatistic> courses, ImmutableArray<CheckFormula> formulas, IEnumerable<string> varied, CancellationToken cancellation)
    {
        var compiled = CompiledModel.Compile(new()
        {
            Model = WithFormulas(therapy.Model, formulas),
            Supplied = [.. therapy.Population.Parameters.Select(p => p.Name)
                .Concat(courses.SelectMany(c => c.Setting.Patient.Parameters.Keys))
                .Concat(varied).Distinct()],
            DoseTargets = [.. courses.SelectMany(c => c.Setting.Doses).Select(d => d.Target).Distinct()],
            Observables = [.. Observables(therapy, courses).Distinct()],
        });
        return compiled.Succeeded
            ? (new(therapy, compiled.Value, cancellation), "")
            : (null, compiled.Findings.First(f => f.Rule.Severity is Severity.Error).ToString());
    }

    /// <summary>Values of a symbol at ascending times.</summary>
    /// <exception cref="CourseFailedException">The course cannot be computed.</exception>
    public double[] Observe(CheckSetting setting, Variation variation, string symbol, double[] times)
    {
        var patient = variation.Parameters.IsEmpty ? setting.Patient : setting.Patient with { Parameters = setting.Patient.Parameters.SetItems(variation.Parameters) };
        double[,] Run() => Course(patient, variation.Patient, setting.Doses, times);
        double[,] observed = variation.IsNone && times.Length > 0
            ? _courses.GetOrAdd((patient, string.Join(';', setting.Doses), Key(times)), _ => new(Run)).Value
            : Run();
        int index = _model.ObservableNames.IndexOf(symbol);
        return [.. Enumerable.Range(0, times.Length).Select(i => observed[i, index])];
    }

    private static string Key(double[] times) => string.Join(' ', (times.Length <= 4 ? times : [times[0], times[^1], times.Length])
        .Select(t => t.ToString("R", CultureInfo.InvariantCulture)));

    private static IEnumerable<string> Observables(Therapy therapy, ImmutableArray<CourseStatistic> courses)
    {
        var observed = courses.Select(c => c.Observe).Where(n => n.Length > 0);
        return therapy.Survival is LogNormalSurvival survival ? observed.Append(survival.Location).Append(survival.Scale) : observed;
    }

    private static IEnumerable<CourseStatistic> Leaves(CheckStatistic statistic) => statistic switch
    {
        CourseStatistic course => [course],
        PairStatistic pair => Leaves(pair.Of).Concat(Leaves(pair.To)),
        ThresholdStatistic threshold => Leaves(threshold.Of),
        PopulationStatistic population => Leaves(population.Of),
        _ => [],
    };

    private static IEnumerable<string> Varied(CheckStatistic statistic) => statistic switch
    {
        PairStatistic pair => Varied(pair.Of).Concat(Varied(pair.To)),
        ThresholdStatistic threshold => Varied(threshold.Of).Append(threshold.Parameter),
        PopulationStatistic population => Varied(population.Of),
        _ => [],
    };

    /// <summary>The model with a variable for each formula.</summary>
    private static BoundModel WithFormulas(BoundModel model, ImmutableArray<CheckFormula> formulas)
    {
        var added = formulas.Select(f => (Formula: f, Symbol: new Symbol(f.Name, SymbolKind.Parameter, f.Expression.Span)
        {
            Unit = f.Unit,
            InitialValue = f.IsAccumulated ? 0 : double.NaN,
        })).ToArray();
        return model with
        {
            Symbols = [.. model.Symbols, .. added.Select(a => a.Symbol)],
            Rules = [.. model.Rules, .. added.Select(a => new Rule(a.Formula.IsAccumulated ? RuleKind.Rate : RuleKind.Assignment, a.Symbol, a.Formula.Expression, a.Formula.Expression.Span))],
        };
    }

    private double[,] Course(CheckPatient described, (ulong Seed, ulong Number)? draw, ImmutableArray<RegimenDose> doses, double[] times)
    {
        _cancellation.ThrowIfCancellationRequested();
        double[] parameters = [.. _model.DefaultParameters];
        var patient = new ReferencePatient(_therapy.Population, described, draw);
        foreach (var (name, value) in patient.Parameters)
        {
            parameters[_model.ParameterIndex(name)] = value;
        }

        var course = new CheckCourse(parameters, Pump(doses, patient), times, _model.ObservableNames.Length);
        using var engine = LaneEngine.Create(_model.Kernel(LaneWidth.Scalar), Tight);
        engine.Run(course, _cancellation);
        return SolveFailure.Of(_model, course.End) is { } failure
            ? throw new CourseFailedException($"the integration stopped at time {failure.When}: {failure.Description}")
            : course.Observed;
    }

    private DosePump Pump(ImmutableArray<RegimenDose> doses, ReferencePatient patient)
    {
        var pump = new DosePump();
        foreach (var line in doses)
        {
            var target = DoseTarget.Find(_model, line.Target)
                ?? throw new CourseFailedException($"the model was not compiled with {line.Target} as the target of doses");
            double amount = patient.Amount(line, ModelUnits.OfAmount(_therapy.Model, _therapy.Model.Find(line.Target)!)!);
            double lag = Parameter(patient, line.Lag, 0);
            var dose = Dose.Over(target, amount, line.Duration, Parameter(patient, line.Bioavailability, 1));
            if (line.Interval > 0)
            {
                pump.Give(dose, line.First + lag, line.Interval, line.Maximum);
            }
            else
            {
                pump.Give(dose, line.First + lag);
            }
        }

        return pump;
    }

    private double Parameter(ReferencePatient patient, string? name, double otherwise) => name is null
        ? otherwise
        : patient.Parameters.TryGetValue(name, out double value) ? value : _model.DefaultParameters[_model.ParameterIndex(name)];
}

/// <summary>How a course differs from its setting, inside a statistic of many courses.</summary>
/// <param name="Parameters">Constants that a threshold varies.</param>
/// <param name="Patient">Seed and number of a virtual patient.</param>
internal sealed record Variation(ImmutableDictionary<string, double> Parameters, (ulong Seed, ulong Number)? Patient)
{
    /// <summary>No difference.</summary>
    public static Variation None { get; } = new(ImmutableDictionary<string, double>.Empty, null);

    /// <summary>Whether there is no difference.</summary>
    public bool IsNone => Parameters.IsEmpty && Patient is null;
}

/// <summary>Ends the computation of one check, with the reason in words.</summary>
internal sealed class CourseFailedException(string message) : Exception(message);
