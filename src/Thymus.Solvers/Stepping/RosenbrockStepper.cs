using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;

namespace Thymus.Solvers.Stepping;

/// <summary>Steps by a Rosenbrock method.</summary>
internal sealed unsafe class RosenbrockStepper<TLanes> : LaneStepper<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly RosenbrockTableau _tableau;
    private readonly double*[] _a;        // one vector per coefficient, row by row of the tableau
    private readonly double*[] _c;
    private readonly double*[] _dense;
    private readonly bool[] _continues;   // whether the argument of the stage is the one before plus the stage before
    private readonly double* _stages;     // u, one after the other
    private readonly double* _stageField;
    private readonly double* _timeSlope;
    private readonly double* _jacobian;
    private readonly double* _factors;
    private readonly double* _shift;
    private readonly double* _stageTime;
    private readonly double* _interpolant;

    public RosenbrockStepper(LaneKernel kernel, RosenbrockTableau tableau, StepArrays arrays, LaneMemory memory)
        : base(kernel, arrays, memory.Allocate(arrays.States * TLanes.Width))
    {
        _tableau = tableau;
        KernelShape shape = kernel.Shape;
        int width = TLanes.Width;
        int vector = shape.States * width;
        _a = LaneArray.Broadcast<TLanes>(tableau.A, memory);
        _c = LaneArray.Broadcast<TLanes>(tableau.C, memory);
        _dense = LaneArray.Broadcast<TLanes>(tableau.Dense, memory);
        _continues = new bool[tableau.Stages];
        for (int i = 1; i < tableau.Stages; i++)
        {
            _continues[i] = tableau.A[i].AsSpan().SequenceEqual([.. tableau.A[i - 1], 1]);
        }

        _stages = arrays.Stages;
        _interpolant = arrays.Interpolant;
        _stageField = memory.Allocate(vector);
        _timeSlope = memory.Allocate(vector);
        _jacobian = memory.Allocate(shape.JacobianEntries * width);
        _factors = memory.Allocate(shape.FactorEntries * width);
        _shift = memory.Allocate(width);
        _stageTime = memory.Allocate(width);
        Error = _stages + ((tableau.Stages - 1) * vector);
    }

    /// <inheritdoc />
    public override double* Error { get; }

    /// <inheritdoc />
    public override int EmbeddedOrder => _tableau.EmbeddedOrder;

    /// <summary>Sizes of a method.</summary>
    public static StepForm FormOf(RosenbrockTableau tableau) => new(tableau.Stages, tableau.Dense.Length);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Step()
    {
        LaneKernel kernel = Kernel;
        double* t = Arrays.Row(ControlRow.Time);
        double* y = Arrays.State;
        double* next = Arrays.Next;
        double* parameters = Arrays.Parameters;
        double* stages = _stages;
        int vector = Arrays.States * TLanes.Width;
        TLanes time = TLanes.Load(t);
        TLanes step = TLanes.Load(Arrays.Row(ControlRow.Step));
        TLanes inverse = TLanes.Broadcast(1) / step;

        kernel.Field(t, y, parameters, Field);
        kernel.Jacobian(t, y, parameters, _jacobian, _timeSlope);
        TLanes.Store(_shift, TLanes.Broadcast(1) / (TLanes.Broadcast(_tableau.Gamma) * step));
        kernel.Factor(_jacobian, _shift, _factors);
        for (int i = 0; i < _tableau.Stages; i++)
        {
            double* u = stages + (i * vector);
            double* field = Field;
            if (i > 0)
            {
                if (_continues[i])
                {
                    Continue(i, next, u);
                }
                else
                {
                    Combine(i, y, next, u);
                }

                TLanes.Store(_stageTime, TLanes.MultiplyAdd(TLanes.Broadcast(_tableau.Nodes[i]), step, time));
                field = _stageField;
                kernel.Field(_stageTime, next, parameters, field);
            }

            bool hasTimeWeight = kernel.DependsOnTime && _tableau.TimeWeights[i] != 0;
            RightSide(field, i == 0, inverse, TLanes.Broadcast(_tableau.TimeWeights[i]) * step, hasTimeWeight, u);
            kernel.Solve(_factors, u);
        }

        for (int i = 0; i < vector; i += TLanes.Width)
        {
            TLanes.Store(next + i, TLanes.Load(next + i) + TLanes.Load(Error + i));
        }
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void PrepareDense()
    {
        int vector = Arrays.States * TLanes.Width;
        int stages = _tableau.Stages;
        for (int m = 0; m < _dense.Length; m++)
        {
            double* weights = _dense[m];
            double* target = _interpolant + (m * vector);
            for (int i = 0; i < vector; i += TLanes.Width)
            {
                double* u = _stages + i;
                TLanes sum = TLanes.Zero;
                for (int j = 0; j < stages; j++, u += vector)
                {
                    sum = TLanes.MultiplyAdd(TLanes.Load(weights + (j * TLanes.Width)), TLanes.Load(u), sum);
                }

                TLanes.Store(target + i, sum);
            }
        }
    }

    // Argument of stage i and Σ Cᵢⱼuⱼ in one pass over the stages before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine(int stage, double* y, double* argument, double* sum)
    {
        int vector = Arrays.States * TLanes.Width;
        double* a = _a[stage];
        double* c = _c[stage];
        int end = stage * TLanes.Width;
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* u = _stages + i;
            TLanes moved = TLanes.Load(y + i);
            TLanes total = TLanes.Zero;
            for (int j = 0; j < end; j += TLanes.Width, u += vector)
            {
                TLanes value = TLanes.Load(u);
                moved = TLanes.MultiplyAdd(TLanes.Load(a + j), value, moved);
                total = TLanes.MultiplyAdd(TLanes.Load(c + j), value, total);
            }

            TLanes.Store(argument + i, moved);
            TLanes.Store(sum + i, total);
        }
    }

    // The same for a stage whose argument is the one before plus the stage before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Continue(int stage, double* argument, double* sum)
    {
        int vector = Arrays.States * TLanes.Width;
        double* c = _c[stage];
        int end = stage * TLanes.Width;
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* u = _stages + i;
            TLanes total = TLanes.Zero;
            for (int j = 0; j < end; j += TLanes.Width, u += vector)
            {
                total = TLanes.MultiplyAdd(TLanes.Load(c + j), TLanes.Load(u), total);
            }

            TLanes.Store(argument + i, TLanes.Load(argument + i) + TLanes.Load(u - vector));
            TLanes.Store(sum + i, total);
        }
    }

    // u := f + u/h + d h ∂f/∂t, where u comes in as Σ Cᵢⱼuⱼ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RightSide(double* field, bool first, TLanes inverse, TLanes timeWeight, bool hasTimeWeight, double* u)
    {
        int vector = Arrays.States * TLanes.Width;
        double* slope = _timeSlope;
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            TLanes value = TLanes.Load(field + i);
            value = first ? value : TLanes.MultiplyAdd(TLanes.Load(u + i), inverse, value);
            value = hasTimeWeight ? TLanes.MultiplyAdd(timeWeight, TLanes.Load(slope + i), value) : value;
            TLanes.Store(u + i, value);
        }
    }
}
