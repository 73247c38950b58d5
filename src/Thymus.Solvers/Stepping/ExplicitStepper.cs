using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;

namespace Thymus.Solvers.Stepping;

/// <summary>Steps by an explicit Runge-Kutta method whose last stage is the first one of the next step.</summary>
internal sealed unsafe class ExplicitStepper<TLanes> : LaneStepper<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly ExplicitTableau _tableau;
    private readonly double*[] _a;        // one vector per coefficient, row by row of the tableau
    private readonly double*[] _dense;
    private readonly double* _error;
    private readonly double* _stageTime;

    public ExplicitStepper(LaneKernel kernel, ExplicitTableau tableau, StepArrays arrays, LaneMemory memory)
        : base(kernel, arrays, arrays.Stages)
    {
        _tableau = tableau;
        _a = LaneArray.Broadcast<TLanes>(tableau.A, memory);
        _dense = LaneArray.Broadcast<TLanes>(tableau.Dense(), memory);
        _error = LaneArray.Broadcast<TLanes>([tableau.Error], memory)[0];
        _stageTime = memory.Allocate(TLanes.Width);
        Error = arrays.Stages + (tableau.Stages * arrays.States * TLanes.Width);
    }

    /// <inheritdoc />
    public override double* Error { get; }

    /// <inheritdoc />
    public override int EmbeddedOrder => _tableau.EmbeddedOrder;

    /// <inheritdoc />
    public override bool KeepsField => true;

    /// <summary>Sizes of a method: its stages and the estimate of the error.</summary>
    public static StepForm FormOf(ExplicitTableau tableau) => new(tableau.Stages + 1, tableau.Powers[0].Length - 1);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Step()
    {
        TLanes time = TLanes.Load(Arrays.Row(ControlRow.Time));
        TLanes step = TLanes.Load(Arrays.Row(ControlRow.Step));
        int vector = Arrays.States * TLanes.Width;
        int last = _tableau.Stages - 1;
        for (int i = 1; i <= last; i++)
        {
            Combine(i, Arrays.State, step, _a[i], Arrays.Next);

            // The end itself, which may differ from t + h by rounding: the next step begins there.
            TLanes at = i == last
                ? TLanes.Load(Arrays.Row(ControlRow.End))
                : TLanes.MultiplyAdd(TLanes.Broadcast(_tableau.Nodes[i]), step, time);
            TLanes.Store(_stageTime, at);
            Kernel.Field(_stageTime, Arrays.Next, Arrays.Parameters, Arrays.Stages + (i * vector));
        }

        Combine(_tableau.Stages, null, step, _error, Error);
    }

    /// <inheritdoc />
    public override void Correct() => Kernel.Field(
        Arrays.Row(ControlRow.End), Arrays.Next, Arrays.Parameters, Arrays.Stages + ((_tableau.Stages - 1) * Arrays.States * TLanes.Width));

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Commit(TLanes good)
    {
        int vector = Arrays.States * TLanes.Width;
        double* last = Arrays.Stages + ((_tableau.Stages - 1) * vector);
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            TLanes.Store(Field + i, TLanes.Select(good, TLanes.Load(last + i), TLanes.Load(Field + i)));
        }
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void PrepareDense()
    {
        TLanes step = TLanes.Load(Arrays.Row(ControlRow.Step));
        for (int m = 0; m < _dense.Length; m++)
        {
            Combine(_tableau.Stages, null, step, _dense[m], Arrays.Interpolant + (m * Arrays.States * TLanes.Width));
        }
    }

    // y + hΣ wⱼkⱼ over the first stages; without y where there is none.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine(int stages, double* y, TLanes step, double* weights, double* result)
    {
        int vector = Arrays.States * TLanes.Width;
        int end = stages * TLanes.Width;
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* k = Arrays.Stages + i;
            TLanes sum = TLanes.Load(weights) * TLanes.Load(k);
            for (int j = TLanes.Width; j < end; j += TLanes.Width)
            {
                k += vector;
                sum = TLanes.MultiplyAdd(TLanes.Load(weights + j), TLanes.Load(k), sum);
            }

            TLanes.Store(result + i, y == null ? step * sum : TLanes.MultiplyAdd(step, sum, TLanes.Load(y + i)));
        }
    }
}
