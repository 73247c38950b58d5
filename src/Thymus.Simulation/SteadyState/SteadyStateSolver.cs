using Thymus.Compilation;
using Thymus.Numerics.Linear;
using Thymus.Simulation.Dosing;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.SteadyState;

/// <summary>
/// Finds the state that a series of equal doses without beginning leads to: the fixed point of the map over one dosing
/// cycle. A linear model needs one Newton step; another one whole cycles, with a Newton step now and then.
/// </summary>
/// <remarks>One patient at a time, by the same engine and tolerances as the patient's course. Not thread safe.</remarks>
internal sealed class SteadyStateSolver
{
    private const int CyclesBeforeNewton = 10;
    private const double LongestMove = 1e8;   // relative; a state that only adds up looks as if it settled at 1e16

    private readonly CompiledModel _model;
    private readonly SteadyStateOptions _options;
    private readonly LaneEngine _engine;
    private readonly ScalarModel _scalar;
    private readonly int[] _sought;
    private readonly double _relative;

    public SteadyStateSolver(CompiledModel model, SolverOptions solver, SteadyStateOptions options)
    {
        (_model, _options) = (model, options);
        _engine = LaneEngine.Create(model.Kernel(LaneWidth.Scalar), solver);
        _scalar = new ScalarModel(model);
        _relative = Math.Max(options.RelativeTolerance, solver.RelativeTolerance);   // a cycle is no more exact than its steps
        _sought = [.. Enumerable.Range(0, model.StateNames.Length).Where(i => !options.Held.Contains(model.StateNames[i]))];
    }

    /// <summary>Whether the right side is linear in the state and does not depend on time: probed at three states.</summary>
    public bool IsLinear(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> parameters)
    {
        if (_model.Kernel(LaneWidth.Scalar).Shape.Triggers > 0)
        {
            return false;
        }

        double[] probe = state.ToArray();
        double[] first = _scalar.Derivatives(time, probe, parameters);
        for (int attempt = 1; attempt <= 2; attempt++)
        {
            for (int i = 0; i < probe.Length; i++)
            {
                double spread = ((i + 1) * 0.618033988749895 * attempt) % 1;   // any numbers without a pattern will do
                probe[i] = (state[i] * (0.5 + spread)) + 0.5 + spread;
            }

            if (!_scalar.Derivatives(time, probe, parameters).AsSpan().SequenceEqual(first))
            {
                return false;
            }
        }

        return first.AsSpan(first.Length - probe.Length).IndexOfAnyExcept(0.0) < 0;
    }

    /// <summary>Runs undisturbed, or under the dosing of a cycle, for <paramref name="length"/> from <paramref name="from"/>.</summary>
    public CycleCourse Run(double start, double length, double[] from, double[] parameters, Dose? dose, double interval, DoseSlopes? slopes = null) =>
        Run([new CycleCourse(start, length, from, parameters, dose, interval, slopes)])[0];

    /// <summary>The steady state under <paramref name="dose"/> every <paramref name="interval"/>.</summary>
    /// <param name="start">Time of the cycle's start; matters only to a model that depends on time.</param>
    /// <param name="from">Where the search starts.</param>
    /// <param name="parameters">Parameters, inputs at 0.</param>
    /// <param name="dose">The dose.</param>
    /// <param name="interval">Interval [time].</param>
    /// <param name="slopes">Derivatives of the dose, which begins when nothing moves.</param>
    public SteadyStateResult Repeated(double start, double[] from, double[] parameters, Dose dose, double interval, DoseSlopes? slopes = null)
    {
        CycleCourse[] Map(IEnumerable<double[]> states) =>
            Run([.. states.Select(x => new CycleCourse(start, interval, x, parameters, dose, interval, slopes))]);

        bool linear = IsLinear(start, from, parameters);
        double[] x = [.. from];
        var course = Map([x])[0];
        double before = double.PositiveInfinity;
        for (int cycle = 1; ; cycle++)
        {
            if (course.End.Status is not SolveStatus.Completed)
            {
                return new SteadyStateResult(x, false, cycle, course.End.State, double.NaN, course.End);
            }

            var (slowest, weighted) = LargestChange(x, course.Final);
            double contraction = weighted / before;
            bool isSettled = weighted * Math.Max(1, contraction < 1 ? contraction / (1 - contraction) : 1) <= 1;
            if (isSettled || cycle >= _options.CycleLimit)
            {
                double change = slowest < 0 ? 0 : course.Final[slowest] - x[slowest];
                return new SteadyStateResult(Advance(x, course.Final), isSettled, cycle, slowest, change, null);
            }

            double[] next = Advance(x, course.Final);
            var nextCourse = Map([next])[0];
            before = weighted;
            if ((linear && cycle == 1) || cycle % CyclesBeforeNewton == 0)
            {
                double[]? jump = Newton(next, nextCourse, Map, dose.Amount > 0 ? dose.Amount : 1, mayTurnNegative: linear);
                var tried = jump is null ? null : Map([jump])[0];
                if (tried?.End.Status is SolveStatus.Completed &&
                    LargestChange(jump!, tried.Final).Weighted < LargestChange(next, nextCourse.Final).Weighted)
                {
                    (next, nextCourse, before) = (jump!, tried, double.PositiveInfinity);
                }
            }

            (x, course) = (next, nextCourse);
        }
    }

    /// <summary>The steady state under a constant input since ever, which is already in <paramref name="parameters"/>.</summary>
    /// <remarks>Integrates over intervals that double: each is a cycle, and a thousand time constants cost few steps.</remarks>
    public SteadyStateResult Constant(double start, double[] from, double[] parameters)
    {
        double[] x = [.. from];
        double length = 1;
        for (int cycle = 1; ; cycle++, length *= 2)
        {
            var course = Run(start, length, x, parameters, dose: null, interval: 0);
            if (course.End.Status is not SolveStatus.Completed)
            {
                return new SteadyStateResult(x, false, cycle, course.End.State, double.NaN, course.End);
            }

            var (slowest, weighted) = LargestChange(x, course.Final);
            bool isSettled = cycle > 1 && weighted <= 1;
            if (isSettled || cycle >= Math.Min(_options.CycleLimit, 60))
            {
                double change = slowest < 0 ? 0 : course.Final[slowest] - x[slowest];
                return new SteadyStateResult(Advance(x, course.Final), isSettled, cycle, slowest, change, null);
            }

            x = Advance(x, course.Final);
        }
    }

    /// <summary>One Newton step for Φ(x) = x, with ∂Φ/∂x by differences; <see langword="null"/> when it cannot be made.</summary>
    private double[]? Newton(double[] x, CycleCourse atX, Func<IEnumerable<double[]>, CycleCourse[]> map, double typical, bool mayTurnNegative)
    {
        int n = _sought.Length;
        double[] steps = [.. _sought.Select(i => typical + Math.Abs(x[i]))];
        var shifted = map(Enumerable.Range(0, n).Select(j => Shift(x, _sought[j], steps[j])));
        if (shifted.Any(c => c.End.Status is not SolveStatus.Completed))
        {
            return null;
        }

        double[] matrix = new double[n * n];
        double[] right = new double[n];
        for (int i = 0; i < n; i++)
        {
            right[i] = atX.Final[_sought[i]] - x[_sought[i]];
            for (int j = 0; j < n; j++)
            {
                double derivative = (shifted[j].Final[_sought[i]] - atX.Final[_sought[i]]) / steps[j];
                matrix[(i * n) + j] = (i == j ? 1 : 0) - derivative;
            }
        }

        var factors = DenseLu.Factor(matrix, n);
        if (factors.IsSingular)
        {
            return null;
        }

        double[] moves = factors.Solve(right);
        double[] next = [.. x];
        for (int i = 0; i < n; i++)
        {
            next[_sought[i]] += moves[i];
            bool turnsNegative = !mayTurnNegative && next[_sought[i]] < 0 && x[_sought[i]] >= 0;   // by extrapolation, as no amount does
            if (turnsNegative || !(Math.Abs(moves[i]) <= LongestMove * steps[i]))
            {
                return null;
            }
        }

        return next;
    }

    private static double[] Shift(double[] x, int state, double step)
    {
        double[] shifted = [.. x];
        shifted[state] += step;
        return shifted;
    }

    private double[] Advance(double[] x, double[] final)
    {
        double[] next = [.. x];
        foreach (int i in _sought)
        {
            next[i] = final[i];
        }

        return next;
    }

    private (int State, double Weighted) LargestChange(double[] before, double[] after)
    {
        (int State, double Weighted) largest = (-1, 0);
        foreach (int i in _sought)
        {
            double tolerance = (_relative * Math.Abs(after[i])) + _options.AbsoluteTolerance;
            double weighted = Math.Abs(after[i] - before[i]) / tolerance;
            largest = weighted > largest.Weighted ? (i, weighted) : largest;
        }

        return largest;
    }

    private CycleCourse[] Run(CycleCourse[] courses)
    {
        _engine.Run(new Queue(courses), CancellationToken.None);
        return courses;
    }

    private sealed class Queue(CycleCourse[] courses) : ICourseSource
    {
        private int _next;

        public ICourse? Next() => _next < courses.Length ? courses[_next++] : null;
    }
}
