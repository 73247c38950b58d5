using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;

namespace Thymus.Solvers.Stepping;

/// <summary>Takes one trial step in every lane. Knows the method's coefficients, nothing of tolerances or courses.</summary>
internal sealed unsafe class RosenbrockStepper<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly LaneKernel _kernel;
    private readonly RosenbrockTableau _tableau;
    private readonly int _states;
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

    public RosenbrockStepper(LaneKernel kernel, RosenbrockTableau tableau, LaneMemory memory)
    {
        _kernel = kernel;
        _tableau = tableau;
        KernelShape shape = kernel.Shape;
        _states = shape.States;
        int width = TLanes.Width;
        int vector = _states * width;
        _a = Broadcast(tableau.A, memory);
        _c = Broadcast(tableau.C, memory);
        _dense = Broadcast(tableau.Dense, memory);
        _continues = new bool[tableau.Stages];
        for (int i = 1; i < tableau.Stages; i++)
        {
            _continues[i] = tableau.A[i].AsSpan().SequenceEqual([.. tableau.A[i - 1], 1]);
        }

        _stages = memory.Allocate(vector * tableau.Stages);
        _stageField = memory.Allocate(vector);
        _timeSlope = memory.Allocate(vector);
        _jacobian = memory.Allocate(shape.JacobianEntries * width);
        _factors = memory.Allocate(shape.FactorEntries * width);
        _shift = memory.Allocate(width);
        _stageTime = memory.Allocate(width);
        _interpolant = memory.Allocate(vector * tableau.Dense.Length);
        Field = memory.Allocate(vector);
        Error = _stages + ((tableau.Stages - 1) * vector);
    }

    /// <summary>f(t, y) at the start of the step, length n.</summary>
    public double* Field { get; }

    /// <summary>Estimate of the local error of the last step, length n.</summary>
    public double* Error { get; }

    /// <summary>Computes <see cref="Field"/>; the step needs it, and so does the choice of a first step.</summary>
    public void Begin(double* t, double* y, double* parameters) => _kernel.Field(t, y, parameters, Field);

    /// <summary>Steps every lane from (t, y) to t + h; writes the new state and <see cref="Error"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(double* t, double* h, double* y, double* parameters, double* next)
    {
        LaneKernel kernel = _kernel;
        double* stages = _stages;
        int vector = _states * TLanes.Width;
        TLanes time = TLanes.Load(t);
        TLanes step = TLanes.Load(h);
        TLanes inverse = TLanes.Broadcast(1) / step;

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

            RightSide(field, i == 0, inverse, TLanes.Broadcast(_tableau.TimeWeights[i]) * step, _tableau.TimeWeights[i] != 0, u);
            kernel.Solve(_factors, u);
        }

        for (int i = 0; i < vector; i += TLanes.Width)
        {
            TLanes.Store(next + i, TLanes.Load(next + i) + TLanes.Load(Error + i));
        }
    }

    /// <summary>Makes the dense output of the last step ready for <see cref="Interpolate"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PrepareDense()
    {
        int vector = _states * TLanes.Width;
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

    /// <summary>The solution at t + θh within the last step, with 0 ≤ θ ≤ 1 per lane; y and y₁ themselves at the ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Interpolate(double* theta, double* y, double* next, double* result)
    {
        int vector = _states * TLanes.Width;
        int last = _dense.Length - 1;
        TLanes right = TLanes.Load(theta);
        TLanes left = TLanes.Broadcast(1) - right;
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* q = _interpolant + i + (last * vector);
            TLanes sum = TLanes.Load(q);
            for (int m = last - 1; m >= 0; m--)
            {
                q -= vector;
                sum = TLanes.MultiplyAdd(right, sum, TLanes.Load(q));
            }

            TLanes inner = TLanes.MultiplyAdd(left, sum, TLanes.Load(next + i));
            TLanes.Store(result + i, TLanes.MultiplyAdd(right, inner, left * TLanes.Load(y + i)));
        }
    }

    // Argument of stage i and Σ Cᵢⱼuⱼ in one pass over the stages before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Combine(int stage, double* y, double* argument, double* sum)
    {
        int vector = _states * TLanes.Width;
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
        int vector = _states * TLanes.Width;
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
        int vector = _states * TLanes.Width;
        double* slope = _timeSlope;
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            TLanes value = TLanes.Load(field + i);
            value = first ? value : TLanes.MultiplyAdd(TLanes.Load(u + i), inverse, value);
            value = hasTimeWeight ? TLanes.MultiplyAdd(timeWeight, TLanes.Load(slope + i), value) : value;
            TLanes.Store(u + i, value);
        }
    }

    private static double*[] Broadcast(double[][] rows, LaneMemory memory)
    {
        var result = new double*[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            result[row] = memory.Allocate(rows[row].Length * TLanes.Width);
            for (int i = 0; i < rows[row].Length; i++)
            {
                TLanes.Store(result[row] + (i * TLanes.Width), TLanes.Broadcast(rows[row][i]));
            }
        }

        return result;
    }
}
