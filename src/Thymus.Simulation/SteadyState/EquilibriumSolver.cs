using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Thymus.Compilation;
using Complex = System.Numerics.Complex;

namespace Thymus.Simulation.SteadyState;

/// <summary>Finds a state in which nothing changes near another one, by Newton's method with the exact Jacobian. Not thread safe.</summary>
/// <remarks>
/// States that nothing depends on (an area under a curve, a cumulative hazard) and states that never change take no part. Sums that the model conserves,
/// whatever the state, keep their value: they are found as the left null space that the Jacobian has at several states.
/// </remarks>
public sealed class EquilibriumSolver
{
    /// <summary>Most states: the matrices are dense.</summary>
    public const int MostStates = 400;

    private const int Iterations = 200, Probes = 3;
    private const double Converged = 1e-13, NullSpace = 1e-10, SmallestStep = 1e-6, LeastShare = 1e-10;

    private readonly CompiledModel _model;
    private readonly ScalarModel _scalar;
    private readonly double _time;
    private readonly double[] _from;
    private readonly double[] _parameters;
    private readonly double[][] _probes;
    private int[] _active;

    private EquilibriumSolver(CompiledModel model, double time, double[] from, double[] parameters)
    {
        (_model, _scalar, _time, _from, _parameters) = (model, new ScalarModel(model), time, from, parameters);
        _active = [.. Enumerable.Range(0, from.Length)];
        _probes = [.. Enumerable.Range(1, Probes).Select(Probe)];
    }

    /// <summary>The equilibrium near a state, or why there is none in words.</summary>
    /// <param name="model">The model, compiled with what is to be observed.</param>
    /// <param name="time">Time of the state; the model may not depend on it.</param>
    /// <param name="from">The state.</param>
    /// <param name="parameters">Parameters.</param>
    public static (Equilibrium? Found, string Problem) Find(CompiledModel model, double time, double[] from, double[] parameters)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(parameters);
        string? refused = model.HasDelays ? "the model has delays"
            : model.IsConstrained ? "the model has algebraic rules"
            : from.Length == 0 ? "the model has no states"
            : from.Length > MostStates ? string.Create(CultureInfo.InvariantCulture, $"the model has more than {MostStates} states")
            : null;
        return refused is null ? new EquilibriumSolver(model, time, from, parameters).Find() : (null, refused);
    }

    private (Equilibrium? Found, string Problem) Find()
    {
        if (Reduce() is { } problem)
        {
            return (null, problem);
        }

        var conserved = Conserved();
        double[] state = [.. _from];
        if (_active.Length > 0 && Newton(state, conserved) is { } failure)
        {
            return (null, failure);
        }

        double[] observed = new double[_model.ObservableNames.Length];
        _scalar.Observe(_time, state, _parameters, observed);
        return Eigenvalues(state, conserved.Length) is { } eigenvalues
            ? (new([.. state], [.. _active], [.. observed], [.. eigenvalues]), "")
            : (null, "the eigenvalues do not converge");
    }

    /// <summary>Leaves out states that take no part; says what forbids a steady state.</summary>
    private string? Reduce()
    {
        for (int i = 0; i < Probes; i++)
        {
            double[] later = _scalar.Rates(_time + (0.7 * (i + 1)), _probes[i], _parameters);
            if (!later.AsSpan().SequenceEqual(_scalar.Rates(_time, _probes[i], _parameters)) && !later.Any(double.IsNaN))
            {
                return "the model depends on the time";
            }
        }

        var jacobians = _probes.Select(Jacobian).Where(j => j.Enumerate().All(double.IsFinite)).ToArray();
        double[][] rates = [.. _probes.Select(p => _scalar.Rates(_time, p, _parameters)), _scalar.Rates(_time, _from, _parameters)];
        for (int before = -1; before != _active.Length;)
        {
            before = _active.Length;
            _active = [.. _active.Where(j => jacobians.Any(jacobian => _active.Any(i => jacobian[i, j] != 0)))];
        }

        int[] unmoved = [.. _active.Where(i => jacobians.All(jacobian => _active.All(j => jacobian[i, j] == 0)))];
        foreach (int i in unmoved)
        {
            if (rates.Any(r => r[i] != 0))
            {
                return $"{_model.StateNames[i]} changes at a constant rate";
            }
        }

        _active = [.. _active.Except(unmoved)];
        return null;
    }

    /// <summary>Weights of conserved sums, a row each, over the active states.</summary>
    private double[][] Conserved()
    {
        int n = _active.Length;
        var columns = new List<Vector<double>>();
        foreach (double[] probe in _probes)
        {
            var jacobian = Jacobian(probe);
            double[] rates = _scalar.Rates(_time, probe, _parameters);
            columns.AddRange(_active.Select(j => (Vector<double>)DenseVector.OfEnumerable(_active.Select(i => jacobian[i, j] * probe[j]))));
            columns.Add(DenseVector.OfEnumerable(_active.Select(i => rates[i])));
        }

        columns = [.. columns.Where(c => c.All(double.IsFinite) && c.Any(v => v != 0))];
        if (n == 0 || columns.Count == 0)
        {
            return [];
        }

        double[] scale = [.. Enumerable.Range(0, n).Select(i => columns.Max(c => Math.Abs(c[i])))];
        var scaled = DenseMatrix.OfColumnVectors(columns.Select(c => (Vector<double>)DenseVector.OfEnumerable(c.Select((v, i) => scale[i] > 0 ? v / scale[i] : 0))));
        var svd = scaled.Svd();
        return
        [
            .. Enumerable.Range(0, n).Where(k => k >= svd.S.Count || svd.S[k] <= NullSpace * svd.S[0])
                .Select(k => svd.U.Column(k).Select((v, i) => scale[i] > 0 ? v / scale[i] : v).ToArray()),
        ];
    }

    /// <summary>Damped Newton steps until they are round-off; a text says what went wrong.</summary>
    private string? Newton(double[] state, double[][] conserved)
    {
        int n = _active.Length;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            var jacobian = Jacobian(state);
            double[] rates = _scalar.Rates(_time, state, _parameters);
            double[] size = [.. _active.Select(i => Size(i, state[i]))];
            var system = DenseMatrix.Create(n + conserved.Length, n, (i, j) => (i < n ? jacobian[_active[i], _active[j]] : conserved[i - n][j]) * size[j]);
            double[] scale = [.. system.EnumerateRows().Select(r => r.InfinityNorm())];
            if (scale.Any(s => !(s > 0) || !double.IsFinite(s)))
            {
                return "the Jacobian is singular there";
            }

            var right = DenseVector.Create(n + conserved.Length, i => -(i < n ? rates[_active[i]] : Excess(state, conserved, i - n)) / scale[i]);
            var move = DenseMatrix.Create(system.RowCount, n, (i, j) => system[i, j] / scale[i]).QR().Solve(right);
            if (move.Any(v => !double.IsFinite(v)))
            {
                return "the Jacobian is singular there";
            }

            bool isLast = move.InfinityNorm() <= Converged;
            double residual = right.L2Norm();
            double share = 1;
            double[] next;
            do
            {
                next = [.. state];
                foreach (var (k, i) in _active.Index())
                {
                    next[i] += share * move[k] * size[k];
                }

                double[] there = _scalar.Rates(_time, next, _parameters);
                double reached = Math.Sqrt(Enumerable.Range(0, right.Count)
                    .Sum(i => Math.Pow((i < n ? there[_active[i]] : Excess(next, conserved, i - n)) / scale[i], 2)));
                if (isLast || reached <= residual * (1 - (share / 4)) || reached <= Converged)
                {
                    break;
                }

                share /= 2;
            }
            while (share > SmallestStep);

            next.CopyTo(state, 0);
            if (isLast)
            {
                return null;
            }
        }

        return "Newton's method does not converge";
    }

    /// <summary>Eigenvalues over the active states, those of conserved sums left out; <see langword="null"/> when they do not converge.</summary>
    private IEnumerable<Complex>? Eigenvalues(double[] state, int conserved)
    {
        int n = _active.Length;
        if (n == 0)
        {
            return [];
        }

        var jacobian = Jacobian(state);
        try
        {
            return Balanced(DenseMatrix.Create(n, n, (i, j) => jacobian[_active[i], _active[j]])).Evd().EigenValues
                .OrderBy(e => e.Magnitude).Skip(conserved).OrderByDescending(e => e.Real).ThenByDescending(e => e.Imaginary);
        }
        catch (NonConvergenceException)
        {
            return null;
        }
    }

    /// <summary>Scales by powers of 2 until rows and columns are of one size (Parlett and Reinsch 1969); eigenvalues stay what they are.</summary>
    private static DenseMatrix Balanced(DenseMatrix matrix)
    {
        int n = matrix.RowCount;
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 0; i < n; i++)
            {
                double column = Enumerable.Range(0, n).Where(j => j != i).Sum(j => Math.Abs(matrix[j, i]));
                double row = Enumerable.Range(0, n).Where(j => j != i).Sum(j => Math.Abs(matrix[i, j]));
                if (column == 0 || row == 0)
                {
                    continue;
                }

                double factor = Math.Pow(2, Math.Round(Math.Log2(row / column) / 2));
                if (((column * factor) + (row / factor)) < 0.95 * (column + row))
                {
                    changed = true;
                    matrix.SetColumn(i, matrix.Column(i) * factor);
                    matrix.SetRow(i, matrix.Row(i) / factor);
                }
            }
        }

        return matrix;
    }

    private Matrix<double> Jacobian(double[] state)
    {
        double[] entries = _scalar.Derivatives(_time, state, _parameters);
        var matrix = DenseMatrix.Create(state.Length, state.Length, 0);
        foreach (var (k, place) in _model.JacobianPlaces.Index())
        {
            matrix[place.Row, place.Column] = entries[k];
        }

        return matrix;
    }

    /// <summary>How far a conserved sum is from what it was.</summary>
    private double Excess(double[] state, double[][] conserved, int row) =>
        _active.Select((i, k) => conserved[row][k] * (state[i] - _from[i])).Sum();

    /// <summary>A state without a pattern, so that what is 0 there is 0 everywhere.</summary>
    private double[] Probe(int attempt) => [.. _from.Select((x, i) =>
    {
        double spread = ((i + 1) * 0.618033988749895 * attempt) % 1;
        return (Math.Abs(x) * (0.5 + spread)) + (x == 0 ? 0.5 + spread : 0);
    })];

    /// <summary>By what a change of a state is measured: the state, or a share of what it was.</summary>
    private double Size(int state, double value) => Math.Max(Math.Abs(value), LeastShare * Math.Abs(_from[state])) is > 0 and var size ? size : 1;
}
