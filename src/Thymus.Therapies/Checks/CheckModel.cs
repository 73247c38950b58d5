using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Simulation;
using Thymus.Simulation.Dosing;
using Thymus.Simulation.SteadyState;
using Thymus.Solvers.Lanes;

namespace Thymus.Therapies.Checks;

/// <summary>The model of a therapy, compiled for a list of checks, and the courses that they share. Thread safe.</summary>
internal sealed class CheckModel
{
    /// <summary>Tight, so that the error of a check is that of the model and its numbers.</summary>
    private static readonly SolverOptions Tight = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-13 };

    /// <summary>How near a course has to be to a steady state to have reached it, relative to where it came from.</summary>
    private const double Reached = 1e-3;

    /// <summary>Numbers of virtual patients that are kept at once: 80 MB.</summary>
    private const long MostNumbers = 10_000_000;

    /// <summary>What a course does not resolve: far above its absolute tolerance.</summary>
    private const double Noise = 1e-11;

    private readonly Therapy _therapy;
    private readonly CompiledModel _model;
    private readonly CancellationToken _cancellation;
    private readonly ConcurrentDictionary<(CheckPatient Patient, string Doses, string Times), Lazy<double[,]>> _courses = new();

    private readonly ConcurrentDictionary<(CheckPatient Patient, string Doses, double After), Lazy<Equilibrium>> _equilibria = new();

    private readonly ConcurrentDictionary<(CheckPatient Patient, ulong? Seed), ReferencePatients> _patients = new();
    private readonly Dictionary<(CheckPatient Patient, string Doses, ulong Seed), Lazy<PatientCourses>> _populations = [];

    private CheckModel(Therapy therapy, CompiledModel model, CancellationToken cancellation)
    {
        (_therapy, _model, _cancellation) = (therapy, model, cancellation);
    }

    /// <summary>The therapy.</summary>
    public Therapy Therapy => _therapy;

    /// <summary>Compiles for checks; the text says why it cannot be.</summary>
    public static (CheckModel? Model, string Why) Compile(Therapy therapy, ImmutableArray<Check> checks, CancellationToken cancellation)
    {
        var (model, why) = Compile(
            therapy, [.. checks.SelectMany(c => Leaves(c.Statistic))], [.. checks.SelectMany(c => c.Formulas).DistinctBy(f => f.Name)],
            checks.SelectMany(c => Varied(c.Statistic)), cancellation);
        model?.PlanPopulations(checks.SelectMany(c => Populations(c.Statistic)));
        return (model, why);
    }

    /// <summary>Compiles for courses; the text says why it cannot be.</summary>
    /// <param name="therapy">The therapy.</param>
    /// <param name="courses">What is observed, in which patients, under which doses.</param>
    /// <param name="formulas">Formulas that are observed.</param>
    /// <param name="varied">Constants that differ between courses of one patient.</param>
    /// <param name="cancellation">Cancels within courses.</param>
    public static (CheckModel? Model, string Why) Compile(
        Therapy therapy, ImmutableArray<(CheckSetting Setting, string Observe)> courses, ImmutableArray<CheckFormula> formulas, IEnumerable<string> varied, CancellationToken cancellation)
    {
        string[] drawn = [.. therapy.Population.Parameters.Select(p => p.Name)];
        string[] given = [.. courses.SelectMany(c => c.Setting.Patient.Parameters.Keys).Concat(varied).Distinct().Except(drawn)];
        var starts = GivenStarts.Of(WithFormulas(therapy.Model, formulas), given);
        var compiled = CompiledModel.Compile(new()
        {
            Model = starts.Model,
            Supplied = [.. drawn, .. given.Where(n => !starts.Has(n)), .. starts.Supplied],
            DoseTargets = [.. courses.SelectMany(c => c.Setting.Doses).Select(d => d.Target).Distinct()],
            Observables = [.. Observables(therapy, courses).Concat(ComputedOfDoses(therapy.Model, courses)).Distinct()],
        });
        return compiled.Succeeded
            ? (new(therapy, compiled.Value, cancellation), "")
            : (null, compiled.Findings.First(f => f.IsError).ToString());
    }

    /// <summary>Values of a symbol at ascending times.</summary>
    /// <exception cref="CourseFailedException">The course cannot be computed.</exception>
    public double[] Observe(CheckSetting setting, Variation variation, string symbol, double[] times)
    {
        int index = IndexOf(symbol);
        if (variation is { IsOnlyOfPatient: true, Patient: { } draw }
            && _populations.TryGetValue((setting.Patient, setting.DosesText, draw.Seed), out var population)
            && population.Value.Observe(draw.Number, index, times) is { } known)
        {
            return known;
        }

        double[,] Run() => Course(setting, variation, times).Observed;
        double[,] observed = variation.IsNone && times.Length > 0
            ? _courses.GetOrAdd((setting.Patient, setting.DosesText, Key(times)), _ => new(Run)).Value
            : Run();
        return [.. Enumerable.Range(0, times.Length).Select(i => observed[i, index])];
    }

    /// <summary>The steady state that a course has reached by a time, or that is near its start when that time is 0.</summary>
    /// <exception cref="CourseFailedException">There is none.</exception>
    public Equilibrium Equilibrium(CheckSetting setting, Variation variation, double after) => variation.IsNone
        ? _equilibria.GetOrAdd((setting.Patient, setting.DosesText, after), _ => new(() => Find(setting, variation, after))).Value
        : Find(setting, variation, after);

    private Equilibrium Find(CheckSetting setting, Variation variation, double after)
    {
        var course = Course(setting, variation, after > 0 ? [after / 2, after] : [0], keepsStates: true);
        double[] reached = course.States[^1];
        var (found, problem) = EquilibriumSolver.Find(_model, after, reached, course.FinalParameters);
        if (found is null)
        {
            throw new CourseFailedException($"there is no steady state: {problem}");
        }

        foreach (int i in found.Active.Where(i => after > 0))
        {
            double distance = Math.Abs(found.State[i] - reached[i]), before = Math.Abs(found.State[i] - course.States[0][i]);
            if (distance > Math.Max(Noise, Reached * Math.Max(Math.Max(Math.Abs(found.State[i]), Math.Abs(reached[i])), before)))
            {
                throw new CourseFailedException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"the course has not come to rest by 'after': {_model.StateNames[i]} is {reached[i]:G6}, and {found.State[i]:G6} at the nearest steady state; take a later 'after', or 'near'"));
            }
        }

        return found;
    }

    /// <summary>Where an observable is among those of an equilibrium.</summary>
    public int IndexOf(string symbol) => _model.ObservableNames.IndexOf(symbol);

    private static string Key(double[] times) => string.Join(' ', (times.Length <= 4 ? times : [times[0], times[^1], times.Length])
        .Select(t => t.ToString("R", CultureInfo.InvariantCulture)));

    private static IEnumerable<string> Observables(Therapy therapy, ImmutableArray<(CheckSetting Setting, string Observe)> courses)
    {
        var observed = courses.Select(c => c.Observe).Where(n => n.Length > 0);
        return therapy.Survival is LogNormalSurvival survival ? observed.Append(survival.Location).Append(survival.Scale) : observed;
    }

    private static IEnumerable<(CheckSetting Setting, string Observe)> Leaves(CheckStatistic statistic) => statistic switch
    {
        CourseStatistic course => [(course.Setting, course.Observe)],
        EquilibriumStatistic equilibrium => [(equilibrium.Setting, equilibrium.Observe)],
        RangeStatistic range => Leaves(range.Of),
        PairStatistic pair => Leaves(pair.Of).Concat(Leaves(pair.To)),
        ThresholdStatistic threshold => Leaves(threshold.Of),
        PopulationStatistic population => Leaves(population.Of),
        _ => [],
    };

    private static IEnumerable<string> Varied(CheckStatistic statistic) => statistic switch
    {
        PairStatistic pair => Varied(pair.Of).Concat(Varied(pair.To)),
        ThresholdStatistic threshold => Varied(threshold.Of).Concat(threshold.Varied.Names),
        RangeStatistic range => Varied(range.Of).Concat(range.Varied.Names),
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

    /// <summary>
    /// Plans the courses of virtual patients that are read at times known beforehand: those of one setting and seed are simulated once, side by side, for
    /// all checks. What is not planned is simulated when it is asked for.
    /// </summary>
    private void PlanPopulations(IEnumerable<PopulationStatistic> populations)
    {
        var wanted = from population in populations
                     from course in Batched(population.Of)
                     let times = CourseReader.TimesOf(course)
                     where times is not null
                     group (course.Setting, population.Count, Times: times) by (course.Setting.Patient, Doses: course.Setting.DosesText, population.Seed);
        foreach (var setting in wanted)
        {
            double[] times = [.. setting.SelectMany(w => w.Times).Distinct().Order()];
            int count = setting.Max(w => w.Count);
            if ((long)count * times.Length * _model.ObservableNames.Length <= MostNumbers)
            {
                var (given, seed) = (setting.First().Setting, setting.Key.Seed);
                _populations.Add(setting.Key, new(() => new PatientCourses(
                    _model, Tight, count, times, number => NewCourse(given, Variation.None with { Patient = (seed, number) }, times, keepsStates: false), _cancellation)));
            }
        }
    }

    private static IEnumerable<PopulationStatistic> Populations(CheckStatistic statistic) => statistic switch
    {
        PairStatistic pair => Populations(pair.Of).Concat(Populations(pair.To)),
        PopulationStatistic population => [population],
        _ => [],
    };

    /// <summary>Courses that a statistic of a virtual patient reads as they are, not varied.</summary>
    private static IEnumerable<CourseStatistic> Batched(CheckStatistic statistic) => statistic switch
    {
        CourseStatistic course => [course],
        PairStatistic pair => Batched(pair.Of).Concat(Batched(pair.To)),
        _ => [],
    };

    /// <summary>Bioavailabilities and lags that the model computes at the start.</summary>
    private static IEnumerable<string> ComputedOfDoses(BoundModel model, ImmutableArray<(CheckSetting Setting, string Observe)> courses) => courses
        .SelectMany(c => c.Setting.Doses).SelectMany(d => new[] { d.Bioavailability, d.Lag }).OfType<string>()
        .Where(n => model.InitialAssignments.Any(a => a.Target.Name == n));

    private CheckCourse Course(CheckSetting setting, Variation variation, double[] times, bool keepsStates = false)
    {
        _cancellation.ThrowIfCancellationRequested();
        return Run(NewCourse(setting, variation, times, keepsStates));
    }

    private CheckCourse Run(CheckCourse course)
    {
        using var engine = LaneEngine.Create(_model.Kernel(LaneWidth.Scalar), Tight);
        engine.Run(course, _cancellation);
        return SolveFailure.Of(_model, course.End) is { } failure ? throw new CourseFailedException(CourseFailedException.Words(failure)) : course;
    }

    private CheckCourse NewCourse(CheckSetting setting, Variation variation, double[] times, bool keepsStates)
    {
        double[] parameters = [.. _model.DefaultParameters];
        var patient = _patients.GetOrAdd((setting.Patient, variation.Patient?.Seed), key => new ReferencePatients(_therapy.Population, key.Patient, key.Seed))
            .Make(variation.Patient?.Number);
        foreach (var (name, value) in variation.Parameters)
        {
            patient.Set(name, value);
        }

        foreach (var (name, value) in patient.Parameters)
        {
            Set(parameters, name, value);
        }

        foreach (var (name, factor) in variation.Factors)
        {
            int index = _model.ParameterIndex(name);
            parameters[index >= 0 ? index : _model.ParameterIndex(GivenStarts.FactorOf(name))] *= factor;
        }

        return new(parameters, Pump(setting.Doses, patient, parameters, variation.DoseFactor), times, _model.ObservableNames.Length, keepsStates);
    }

    private DosePump Pump(ImmutableArray<RegimenDose> doses, ReferencePatient patient, double[] parameters, double factor)
    {
        var pump = new DosePump();
        foreach (var line in doses)
        {
            var target = DoseTarget.Find(_model, line.Target)
                ?? throw new CourseFailedException($"the model was not compiled with {line.Target} as the target of doses");
            double amount = factor * patient.Amount(line, ModelUnits.OfAmount(_therapy.Model, _therapy.Model.Find(line.Target)!)!);
            double lag = Constant(line.Lag, parameters, 0);
            var dose = Dose.Over(target, amount, line.Duration, Constant(line.Bioavailability, parameters, 1));
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

    private void Set(double[] parameters, string name, double value)
    {
        int index = _model.ParameterIndex(name);
        if (index >= 0)
        {
            parameters[index] = value;
            return;
        }

        parameters[_model.ParameterIndex(GivenStarts.ValueOf(name))] = value;
        parameters[_model.ParameterIndex(GivenStarts.IsGiven(name))] = 1;
    }

    /// <summary>A constant of the patient; of one that the model computes by a formula, what comes out at the start.</summary>
    private double Constant(string? name, double[] parameters, double otherwise) => name is null
        ? otherwise
        : _model.ParameterIndex(name) is >= 0 and var index
        ? parameters[index]
        : Run(new([.. parameters], new DosePump(), [0], _model.ObservableNames.Length, keepsStates: false)).Observed[0, IndexOf(name)];
}

/// <summary>How a course differs from its setting, inside a statistic of many courses.</summary>
internal sealed record Variation
{
    /// <summary>No difference.</summary>
    public static Variation None { get; } = new();

    /// <summary>Constants and start values in place of those of the patient.</summary>
    public ImmutableDictionary<string, double> Parameters { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>Factors of constants and start values of the patient.</summary>
    public ImmutableDictionary<string, double> Factors { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>Factor of every dose.</summary>
    public double DoseFactor { get; init; } = 1;

    /// <summary>Seed and number of a virtual patient.</summary>
    public (ulong Seed, ulong Number)? Patient { get; init; }

    /// <summary>Whether there is no difference.</summary>
    public bool IsNone => IsOnlyOfPatient && Patient is null;

    /// <summary>Whether there is no difference but that of a virtual patient.</summary>
    public bool IsOnlyOfPatient => Parameters.IsEmpty && Factors.IsEmpty && DoseFactor == 1;
}

/// <summary>Ends the computation of one check, with the reason in words.</summary>
internal sealed class CourseFailedException(string message) : Exception(message)
{
    /// <summary>Why a course failed, in words.</summary>
    public static string Words(SolveFailure failure) => $"the integration stopped at time {failure.When}: {failure.Description}";
}
