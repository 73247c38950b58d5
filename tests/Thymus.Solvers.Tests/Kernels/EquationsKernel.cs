using Thymus.Numerics.Lanes;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Tests.Kernels;

internal static class EquationsKernel
{
    public static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector256, LaneWidth.Vector512, LaneWidth.TwoVectors512];

    public static LaneKernel Create<TModel>(LaneWidth width)
        where TModel : IEquations => width switch
        {
            LaneWidth.Scalar => new EquationsKernel<TModel, Lanes1>(),
            LaneWidth.Vector256 => new EquationsKernel<TModel, Lanes4>(),
            LaneWidth.Vector512 => new EquationsKernel<TModel, Lanes8>(),
            _ => new EquationsKernel<TModel, PairLanes<Lanes8>>(),
        };
}

/// <summary>A kernel over hand-written equations, with a dense Jacobian and elimination without pivoting.</summary>
internal sealed unsafe class EquationsKernel<TModel, T> : LaneKernel
    where TModel : IEquations
    where T : unmanaged, ILanes<T>
{
    private static readonly int N = TModel.States;

    public override LaneWidth Width => (LaneWidth)T.Width;

    public override KernelShape Shape { get; } = new(
        N, TModel.Parameters, 1, N * N, N * N, TModel.Observables, TModel.Triggers, TModel.Events);

    public int Preparations { get; private set; }

    public override EventForm FormOf(int trigger) => TModel.FormOf(trigger);

    // One derived value, so that a forgotten call shows: the models may use it as the sum of their parameters.
    public override void Prepare(double* parameters)
    {
        var p = new Row<T>(parameters);
        T sum = T.Zero;
        for (int i = 0; i < TModel.Parameters; i++)
        {
            sum += p[i];
        }

        p[TModel.Parameters] = sum;
        Preparations++;
    }

    public override void Initialise(double* t, double* parameters, double* y) =>
        TModel.Start(T.Load(t), new Row<T>(parameters), new Row<T>(y));

    public override void Field(double* t, double* y, double* parameters, double* dydt) =>
        TModel.Field(T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(dydt));

    public override void Jacobian(double* t, double* y, double* parameters, double* jacobian, double* dfdt)
    {
        new Span<double>(jacobian, N * N * T.Width).Clear();
        new Span<double>(dfdt, N * T.Width).Clear();
        TModel.Jacobian(T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(jacobian), new Row<T>(dfdt));
    }

    public override void Factor(double* jacobian, double* shift, double* factors)
    {
        var j = new Row<T>(jacobian);
        var w = new Row<T>(factors);
        for (int i = 0; i < N * N; i++)
        {
            w[i] = i % (N + 1) == 0 ? T.Load(shift) - j[i] : -j[i];
        }

        for (int k = 0; k < N; k++)
        {
            for (int row = k + 1; row < N; row++)
            {
                T factor = w[(row * N) + k] / w[(k * N) + k];
                w[(row * N) + k] = factor;
                for (int column = k + 1; column < N; column++)
                {
                    w[(row * N) + column] = T.NegateMultiplyAdd(factor, w[(k * N) + column], w[(row * N) + column]);
                }
            }
        }
    }

    public override void Solve(double* factors, double* x)
    {
        var w = new Row<T>(factors);
        var b = new Row<T>(x);
        for (int row = 1; row < N; row++)
        {
            for (int k = 0; k < row; k++)
            {
                b[row] = T.NegateMultiplyAdd(w[(row * N) + k], b[k], b[row]);
            }
        }

        for (int row = N - 1; row >= 0; row--)
        {
            for (int k = row + 1; k < N; k++)
            {
                b[row] = T.NegateMultiplyAdd(w[(row * N) + k], b[k], b[row]);
            }

            b[row] /= w[(row * N) + row];
        }
    }

    public override void Observe(double* t, double* y, double* parameters, double* observed) =>
        TModel.Observe(T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(observed));

    public override void Triggers(double* t, double* y, double* parameters, double* values) =>
        TModel.Watch(T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(values));

    public override void Assign(int trigger, double* t, double* y, double* parameters, double* values) =>
        TModel.Assign(trigger, T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(values));

    public override void Delays(double* t, double* y, double* parameters, double* delays) =>
        TModel.Delays(T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(delays));

    public override void Priorities(double* t, double* y, double* parameters, double* priorities) =>
        TModel.Priorities(T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(priorities));
}
