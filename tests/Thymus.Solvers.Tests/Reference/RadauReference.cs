using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Reference;

/// <summary>
/// Radau IIA of order 5 (Hairer &amp; Wanner 1996, §IV.5, table 5.6), solved by full Newton on all stages, error by step
/// doubling: slow, plain, and nothing in common with the lane engine but the equations.
/// </summary>
internal static unsafe class RadauReference
{
    private static readonly double Root6 = Math.Sqrt(6);
    private static readonly double[] Nodes = [(4 - Root6) / 10, (4 + Root6) / 10, 1];
    private static readonly double[,] A =
    {
        { (88 - (7 * Root6)) / 360, (296 - (169 * Root6)) / 1800, (-2 + (3 * Root6)) / 225 },
        { (296 + (169 * Root6)) / 1800, (88 + (7 * Root6)) / 360, (-2 - (3 * Root6)) / 225 },
        { (16 - Root6) / 36, (16 + Root6) / 36, 1.0 / 9 },
    };

    /// <summary>The state at the end, with a local error of <paramref name="tolerance"/> relative to each state.</summary>
    public static double[] Solve<TModel>(double[] parameters, double start, double end, double tolerance)
        where TModel : IEquations
    {
        using var memory = new LaneMemory();
        var system = new System<TModel>(memory, parameters);
        double[] y = system.Start(start);
        double t = start;
        double h = (end - start) * 1e-6;
        while (t < end)
        {
            h = Math.Min(h, end - t);
            double[]? whole = system.Step(t, h, y);
            double[]? first = whole is null ? null : system.Step(t, h / 2, y);
            double[]? second = first is null ? null : system.Step(t + (h / 2), h / 2, first);
            double error = second is null ? 1e3 : second.Select((v, i) => Math.Abs(v - whole![i]) / ((Math.Abs(v) * tolerance) + 1e-18)).Max() / 31;
            if (error <= 1)
            {
                // The halves are of order 5: their difference to the whole step gives one more.
                y = [.. second!.Select((v, i) => v + ((v - whole![i]) / 31))];
                t = h >= end - t ? end : t + h;
            }

            h *= Math.Clamp(0.9 * Math.Pow(error + 1e-30, -1.0 / 6), 0.2, 4);
        }

        return y;
    }

    private sealed class System<TModel>(LaneMemory memory, double[] parameters)
        where TModel : IEquations
    {
        private static readonly int N = TModel.States;
        private readonly LaneKernel _kernel = EquationsKernel.Create<TModel>(LaneWidth.Scalar);
        private readonly double* _p = memory.Allocate(TModel.Parameters + 1);
        private readonly double* _y = memory.Allocate(N);
        private readonly double* _f = memory.Allocate(N);
        private readonly double* _j = memory.Allocate(N * N);
        private readonly double* _slope = memory.Allocate(N);

        public double[] Start(double t)
        {
            parameters.CopyTo(new Span<double>(_p, parameters.Length));
            _kernel.Prepare(_p);
            _kernel.Initialise(&t, _p, _y);
            return new Span<double>(_y, N).ToArray();
        }

        // z are the stages minus y: z = h A f(t + ch, y + z). Null where Newton does not converge.
        public double[]? Step(double t, double h, double[] y)
        {
            double[] z = new double[3 * N];
            for (int iteration = 0; iteration < 25; iteration++)
            {
                double[,] matrix = new double[3 * N, (3 * N) + 1];
                for (int s = 0; s < 3; s++)
                {
                    double time = t + (Nodes[s] * h);
                    for (int i = 0; i < N; i++)
                    {
                        _y[i] = y[i] + z[(s * N) + i];
                    }

                    _kernel.Field(&time, _y, _p, _f);
                    _kernel.Jacobian(&time, _y, _p, _j, _slope);
                    for (int r = 0; r < 3; r++)
                    {
                        for (int i = 0; i < N; i++)
                        {
                            matrix[(r * N) + i, 3 * N] += h * A[r, s] * _f[i];
                            for (int k = 0; k < N; k++)
                            {
                                matrix[(r * N) + i, (s * N) + k] -= h * A[r, s] * _j[(i * N) + k];
                            }
                        }
                    }
                }

                for (int i = 0; i < 3 * N; i++)
                {
                    matrix[i, i] += 1;
                    matrix[i, 3 * N] -= z[i];
                }

                double[] change = Eliminate(matrix);
                double largest = 0;
                for (int i = 0; i < z.Length; i++)
                {
                    z[i] += change[i];
                    largest = Math.Max(largest, Math.Abs(change[i]) / ((1e-15 * Math.Abs(y[i % N])) + (1e-15 * Math.Abs(z[i])) + 1e-22));
                }

                if (largest <= 10 || (iteration > 8 && largest < 1e3))
                {
                    return [.. y.Select((v, i) => v + z[(2 * N) + i])];
                }

                if (!double.IsFinite(largest))
                {
                    return null;
                }
            }

            return null;
        }

        private static double[] Eliminate(double[,] m)
        {
            int n = m.GetLength(0);
            for (int k = 0; k < n; k++)
            {
                int pivot = Enumerable.Range(k, n - k).MaxBy(row => Math.Abs(m[row, k]));
                for (int column = 0; column <= n; column++)
                {
                    (m[k, column], m[pivot, column]) = (m[pivot, column], m[k, column]);
                }

                for (int row = k + 1; row < n; row++)
                {
                    double factor = m[row, k] / m[k, k];
                    for (int column = k; column <= n; column++)
                    {
                        m[row, column] -= factor * m[k, column];
                    }
                }
            }

            double[] x = new double[n];
            for (int row = n - 1; row >= 0; row--)
            {
                x[row] = (m[row, n] - Enumerable.Range(row + 1, n - row - 1).Sum(k => m[row, k] * x[k])) / m[row, row];
            }

            return x;
        }
    }
}
