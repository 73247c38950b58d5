using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Language.Binding;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Tests;

/// <summary>
/// dy/dt = A y + c + inputs, optionally with saturable elimination vmax·y₀/(km + y₀): models whose solution is known, written
/// by hand so that these tests need neither the language nor the compiler. Its states are its observables.
/// </summary>
internal sealed class LinearModel(
    string[] states, double[,] a, double[]? source = null, (string Name, double Value)[]? constants = null, double vmax = 0, double km = 1)
    : CompiledModel
{
    private readonly (string Name, double Value)[] _parameters =
        [.. states.Select(s => ("input:" + s, 0.0)), .. states.Select(s => (s, 0.0)), .. constants ?? []];

    public static LinearModel OneCompartment(params (string Name, double Value)[] constants) =>
        new(["A"], new double[,] { { -1.0 / 20 } }, constants: constants);   // CL 1 L/h, V 20 L

    public override BoundModel Model => throw new NotSupportedException();

    public override ImmutableArray<string> StateNames => [.. states];

    public override ImmutableArray<string> ParameterNames => [.. _parameters.Select(p => p.Name)];

    public override ImmutableArray<double> DefaultParameters => [.. _parameters.Select(p => p.Value)];

    public override ImmutableArray<string> ObservableNames => StateNames;

    public override ImmutableArray<string> TriggerNames => [];

    public override KernelCost Cost => new(4, 1, 8, 4);

    public override CompileStatistics Statistics => throw new NotSupportedException();

    public override int ParameterIndex(string name) => ParameterNames.IndexOf(name);

    public override int StateIndex(string name) => StateNames.IndexOf(name);

    public override LaneKernel Kernel(LaneWidth width) => new DenseKernel(states.Length, _parameters.Length, a, source, vmax, km);

    private sealed unsafe class DenseKernel(int n, int parameterCount, double[,] a, double[]? source, double vmax, double km) : LaneKernel
    {
        public override LaneWidth Width => LaneWidth.Scalar;

        public override KernelShape Shape { get; } = new(n, parameterCount, 0, n * n, n * n, n, 0, 0);

        public override void Prepare(double* parameters)
        {
        }

        public override void Initialise(double* t, double* parameters, double* y) => new Span<double>(parameters + n, n).CopyTo(new(y, n));

        public override void Field(double* t, double* y, double* parameters, double* dydt)
        {
            for (int i = 0; i < n; i++)
            {
                double sum = parameters[i] + (source is null ? 0 : source[i]) - (i == 0 && vmax > 0 ? vmax * y[0] / (km + y[0]) : 0);
                for (int j = 0; j < n; j++)
                {
                    sum += a[i, j] * y[j];
                }

                dydt[i] = sum;
            }
        }

        public override void Jacobian(double* t, double* y, double* parameters, double* jacobian, double* dfdt)
        {
            for (int i = 0; i < n * n; i++)
            {
                jacobian[i] = a[i / n, i % n] - (i == 0 && vmax > 0 ? vmax * km / ((km + y[0]) * (km + y[0])) : 0);
            }

            new Span<double>(dfdt, n).Clear();
        }

        public override void Factor(double* jacobian, double* shift, double* factors)
        {
            for (int i = 0; i < n * n; i++)
            {
                factors[i] = (i / n == i % n ? *shift : 0) - jacobian[i];
            }

            for (int k = 0; k < n; k++)
            {
                for (int i = k + 1; i < n; i++)
                {
                    factors[(i * n) + k] /= factors[(k * n) + k];
                    for (int j = k + 1; j < n; j++)
                    {
                        factors[(i * n) + j] -= factors[(i * n) + k] * factors[(k * n) + j];
                    }
                }
            }
        }

        public override void Solve(double* factors, double* x)
        {
            for (int i = 1; i < n; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    x[i] -= factors[(i * n) + j] * x[j];
                }
            }

            for (int i = n - 1; i >= 0; i--)
            {
                for (int j = i + 1; j < n; j++)
                {
                    x[i] -= factors[(i * n) + j] * x[j];
                }

                x[i] /= factors[(i * n) + i];
            }
        }

        public override void Observe(double* t, double* y, double* parameters, double* observed) => new Span<double>(y, n).CopyTo(new(observed, n));

        public override void Triggers(double* t, double* y, double* parameters, double* values)
        {
        }

        public override void Assign(int trigger, double* t, double* y, double* parameters, double* values)
        {
        }
    }
}
