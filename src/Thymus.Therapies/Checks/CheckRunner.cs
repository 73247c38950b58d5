using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language.Diagnostics;
using Thymus.Numerics.Functions;
using Thymus.Simulation;
using Thymus.Simulation.Dosing;
using Thymus.Solvers.Lanes;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>Recomputes the published numbers of a therapy.</summary>
public sealed class CheckRunner
{
    /// <summary>Points of a grid on which an extremum or a crossing is looked for.</summary>
    private const int GridPoints = 4001;

    /// <summary>Tight, so that the error of a check is that of the model and its numbers.</summary>
    private static readonly SolverOptions Tight = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-13 };

    private readonly Therapy _therapy;
    private readonly CompiledModel _model;
    private readonly LaneEngine _engine;
    private readonly Unit _time;
    private readonly CancellationToken _cancellation;

    private CheckRunner(Therapy therapy, CompiledModel model, CancellationToken cancellation)
    {
        (_therapy, _model, _cancellation) = (therapy, model, cancellation);
        _engine = LaneEngine.Create(model.Kernel(LaneWidth.Scalar), Tight);
        _time = TherapyReader.TimeUnit(therapy.Model);
    }

    /// <summary>Runs checks, in order. A check that cannot be computed is a result that says why.</summary>
    /// <param name="therapy">The therapy.</param>
    /// <param name="checks">Its checks, from <see cref="CheckReader"/>.</param>
    /// <param name="cancellation">Cancels between and within courses.</param>
    public static ImmutableArray<CheckResult> Run(Therapy therapy, ImmutableArray<Check> checks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(therapy);
        if (checks.IsEmpty)
        {
            return [];
        }

        var compiled = CompiledModel.Compile(new()
        {
            Model = therapy.Model,
            Supplied = [.. therapy.Population.Parameters.Select(p => p.Name).Concat(checks.SelectMany(c => c.Patient.Parameters.Keys)).Distinct()],
            DoseTargets = [.. checks.SelectMany(c => c.Doses).Select(d => d.Target).Distinct()],
            Observables = [.. Observables(therapy, checks)],
        });
        if (!compiled.Succeeded)
        {
            string why = compiled.Findings.First(f => f.Rule.Severity is Severity.Error).ToString();
            return [.. checks.Select(c => Failed(c, why))];
        }

        var runner = new CheckRunner(therapy, compiled.Value, cancellation);
        return [.. checks.Select(runner.Run)];
    }

    private static IEnumerable<string> Observables(Therapy therapy, ImmutableArray<Check> checks)
    {
        var observed = checks.Select(c => c.Observe).Where(n => n.Length > 0);
        return (therapy.Survival is LogNormalSurvival survival ? observed.Append(survival.Location).Append(survival.Scale) : observed).Distinct();
    }

    private static CheckResult Failed(Check check, string why) => new(check, double.NaN, double.NaN, double.NaN, Passed: false, why);

    private CheckResult Run(Check check)
    {
        double value;
        try
        {
            value = Compute(check);
        }
        catch (CourseFailedException e)
        {
            return Failed(check, e.Message);
        }

        double computed = new Quantity(value, UnitOf(check)).In(check.Published.Unit);
        double difference = computed - check.Published.Value;
        double relative = difference / Math.Abs(check.Published.Value);
        double allowed = check.IsRelative
            ? check.Tolerance.In(Unit.Dimensionless) * Math.Abs(check.Published.Value)
            : check.Tolerance.In(check.Published.Unit);
        return new(check, computed, difference, relative, Math.Abs(difference) <= allowed, Failure: null);
    }

    private Unit UnitOf(Check check) => check.Statistic switch
    {
        SurvivalAt or Extremum { Value: ExtremumValue.Change } => Unit.Dimensionless,
        MedianSurvival or TimeBelow or Extremum { Value: ExtremumValue.Time } => _time,
        _ => _therapy.Model.Find(check.Observe)?.Unit ?? Unit.Dimensionless,
    };

    private double Compute(Check check) => check.Statistic switch
    {
        ValueAt at => Values(check, at.Time)[^1],
        EndOfInfusion of => Values(check, StartOf(check, of.Dose) + check.Doses[0].Duration)[^1],
        Trough of => Values(check, StartOf(check, of.Dose + 1))[^1],
        IncreaseOverDose of => Increase(check, StartOf(check, of.Dose), StartOf(check, of.Dose + 1)),
        Extremum extremum => Find(check, extremum),
        TimeBelow below => Below(check, below),
        SurvivalAt at => SpecialFunctions.NormalCdf(-(Elementary.Log(at.Time) - Location(check)) / Scale(check)),
        MedianSurvival => Elementary.Exp(Location(check)),
        _ => throw new ArgumentException($"The statistic {check.Statistic} is not known.", nameof(check)),
    };

    private static double StartOf(Check check, int dose) => check.Doses[0].First + ((dose - 1) * check.Doses[0].Interval);

    private double Location(Check check) => Observe(check, ((LogNormalSurvival)_therapy.Survival!).Location, [0])[0];

    private double Scale(Check check) => Observe(check, ((LogNormalSurvival)_therapy.Survival!).Scale, [0])[0];

    private double Increase(Check check, double from, double to)
    {
        double[] values = Values(check, from, to);
        return values[^1] - values[^2];
    }

    /// <summary>The extremum on a grid, then on finer grids around it: three of 4001 points reach 1e-10 of the window.</summary>
    private double Find(Check check, Extremum what)
    {
        var (from, to) = (what.From, what.To);
        double time = from;
        double value = double.NaN;
        for (int pass = 0; pass < 3 && to > from; pass++)
        {
            double[] times = Grid(from, to);
            double[] values = Observe(check, check.Observe, times);
            int best = 0;
            for (int i = 1; i < values.Length; i++)
            {
                best = what.IsMaximum ? values[i] > values[best] ? i : best : values[i] < values[best] ? i : best;
            }

            (time, value) = (times[best], values[best]);
            (from, to) = (times[Math.Max(best - 1, 0)], times[Math.Min(best + 1, times.Length - 1)]);
        }

        return what.Value switch
        {
            ExtremumValue.Time => time,
            ExtremumValue.Change => (value / Values(check, 0)[0]) - 1,
            _ => value,
        };
    }

    /// <summary>Time below a threshold, with crossings by linear interpolation: its error shrinks with the square of the grid.</summary>
    private double Below(Check check, TimeBelow what)
    {
        double[] times = Grid(what.From, what.To);
        double[] values = Observe(check, check.Observe, times);
        double sum = 0;
        for (int i = 1; i < times.Length; i++)
        {
            double before = values[i - 1] - what.Threshold;
            double after = values[i] - what.Threshold;
            double share = before < 0 && after < 0 ? 1 : before >= 0 && after >= 0 ? 0 : Math.Min(before, after) / (Math.Min(before, after) - Math.Max(before, after));
            sum += share * (times[i] - times[i - 1]);
        }

        return sum;
    }

    private static double[] Grid(double from, double to) =>
        [.. Enumerable.Range(0, GridPoints).Select(i => from + ((to - from) * i / (GridPoints - 1)))];

    private double[] Values(Check check, params double[] times) => Observe(check, check.Observe, times);

    /// <summary>Values of a symbol at ascending times.</summary>
    private double[] Observe(Check check, string symbol, double[] times)
    {
        double[] parameters = [.. _model.DefaultParameters];
        var patient = new ReferencePatient(_therapy.Population, check.Patient);
        foreach (var (name, value) in patient.Parameters)
        {
            parameters[_model.ParameterIndex(name)] = value;
        }

        var course = new CheckCourse(parameters, Pump(check, patient), times, _model.ObservableNames.Length);
        _engine.Run(course, _cancellation);
        if (SolveFailure.Of(_model, course.End) is { } failure)
        {
            throw new CourseFailedException($"the integration stopped at time {failure.When}: {failure.Description}");
        }

        int index = _model.ObservableNames.IndexOf(symbol);
        return [.. Enumerable.Range(0, times.Length).Select(i => course.Observed[i, index])];
    }

    private DosePump Pump(Check check, ReferencePatient patient)
    {
        var pump = new DosePump();
        foreach (var line in check.Doses)
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

    /// <summary>Ends the computation of one check; never leaves this class.</summary>
    private sealed class CourseFailedException(string message) : Exception(message);
}
