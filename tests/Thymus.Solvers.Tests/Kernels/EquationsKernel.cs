using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Tests.Kernels;

internal static class EquationsKernel
{
    public static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector256, LaneWidth.Vector512];

    public static LaneKernel Create<TModel>(LaneWidth width)
        where TModel : IEquations => width switch
        {
            LaneWidth.Scalar => new EquationsKernel<TModel, Lanes1>(),
            LaneWidth.Vector256 => new EquationsKernel<TModel, Lanes4>(),
            _ => new EquationsKernel<TModel, Lanes8>(),
        };
}

/// <summary>A kernel over hand-written equations, with a dense Jacobian and elimination without pivoting.</summary>
internal sealed unsafe class EquationsKernel<TModel, T> : LaneKernel
    where TModel : IEquations
    where T : unmanaged, ILanes<T>
{
    private static readonly int _n = TModel.States;

    public override LaneWidth Width => (LaneWidth)T.Width;

    public override KernelShape Shape { get; } = new(
        _n, TModel.Parameters, 1, _n * _n, _n * _n, TModel.Observables, TModel.Triggers, TModel.Events);

    public int Preparations { get; private set; }

    public override bool InitialTriggerValue(int trigger) => TModel.StartsTrue(trigger);

    public override bool IsPersistent(int trigger) => TModel.IsPersistent(trigger);

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
        new Span<double>(jacobian, _n * _n * T.Width).Clear();
        new Span<double>(dfdt, _n * T.Width).Clear();
        TModel.Jacobian(T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(jacobian), new Row<T>(dfdt));
    }

    public override void Factor(double* jacobian, double* shift, double* factors)
    {
        var j = new Row<T>(jacobian);
        var w = new Row<T>(factors);
        for (int i = 0; i < _n * _n; i++)
        {
            w[i] = i % (_n + 1) == 0 ? T.Load(shift) - j[i] : -j[i];
        }

        for (int k = 0; k < _n; k++)
        {
            for (int row = k + 1; row < _n; row++)
            {
                T factor = w[(row * _n) + k] / w[(k * _n) + k];
                w[(row * _n) + k] = factor;
                for (int column = k + 1; column < _n; column++)
                {
                    w[(row * _n) + column] = T.NegateMultiplyAdd(factor, w[(k * _n) + column], w[(row * _n) + column]);
                }
            }
        }
    }

    public override void Solve(double* factors, double* x)
    {
        var w = new Row<T>(factors);
        var b = new Row<T>(x);
        for (int row = 1; row < _n; row++)
        {
            for (int k = 0; k < row; k++)
            {
                b[row] = T.NegateMultiplyAdd(w[(row * _n) + k], b[k], b[row]);
            }
        }

        for (int row = _n - 1; row >= 0; row--)
        {
            for (int k = row + 1; k < _n; k++)
            {
                b[row] = T.NegateMultiplyAdd(w[(row * _n) + k], b[k], b[row]);
            }

            b[row] /= w[(row * _n) + row];
        }
    }

    public override void Observe(double* t, double* y, double* parameters, double* observed) =>
        TModel.Observe(T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(observed));

    public override void Triggers(double* t, double* y, double* parameters, double* values) =>
        TModel.Watch(T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(values));

    public override void Assign(int trigger, double* t, double* y, double* parameters, double* next)
    {
        Buffer.MemoryCopy(y, next, sizeof(double) * _n * T.Width, sizeof(double) * _n * T.Width);
        TModel.Assign(trigger, T.Load(t), new Row<T>(y), new Row<T>(parameters), new Row<T>(next));
    }
}
