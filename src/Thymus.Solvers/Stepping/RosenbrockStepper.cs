using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;

namespace Thymus.Solvers.Stepping;

/// <summary>Steps by a Rosenbrock method.</summary>
internal sealed unsafe class RosenbrockStepper<TLanes> : LaneStepper<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int DenseTerms = 3;

    private readonly RosenbrockTableau _tableau;
    private readonly double*[] _a;        // one vector per coefficient, row by row of the tableau
    private readonly double*[] _c;
    private readonly bool _dependsOnTime;
    private readonly double*[] _dense;
    private readonly bool[] _continues;   // whether the argument of the stage is the one before plus the stage before
    private readonly double* _stages;     // u, one after the other
    private readonly double* _stageField;
    private readonly double* _corrections;
    private readonly double* _inside;
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
        _dependsOnTime = kernel.DependsOnTime;
        KernelShape shape = kernel.Shape;
        int width = TLanes.Width;
        int vector = shape.States * width;
        _a = LaneArray.Broadcast<TLanes>(tableau.A, memory);
        _c = LaneArray.Broadcast<TLanes>(tableau.C, memory);
        _dense = LaneArray.Broadcast<TLanes>([.. tableau.Dense, .. Enumerable.Repeat(new double[tableau.Stages], DenseTerms - tableau.Dense.Length)], memory);
        _continues = new bool[tableau.Stages];
        for (int i = 1; i < tableau.Stages; i++)
        {
            _continues[i] = tableau.A[i].AsSpan().SequenceEqual([.. tableau.A[i - 1], 1]);
        }

        _stages = arrays.Stages;
        _interpolant = arrays.Interpolant;
        _stageField = memory.Allocate(vector);
        _corrections = memory.Allocate(vector * DenseTerms);
        _inside = memory.Allocate(vector);
        _timeSlope = memory.Allocate(vector);
        _jacobian = memory.Allocate(shape.JacobianEntries * width);
        _factors = arrays.Factors;
        _shift = memory.Allocate(width);
        _stageTime = memory.Allocate(width);
        DampedError = memory.Allocate(vector);
        Error = _stages + ((tableau.Stages - 1) * vector);
    }

    /// <inheritdoc />
    public override double* Error { get; }

    /// <inheritdoc />
    public override double* DampedError { get; }

    /// <inheritdoc />
    /// <remarks>The problems and figures: docs/science/solvers.md.</remarks>
    public override double Overestimate => 3;

    /// <inheritdoc />
    public override int EmbeddedOrder => _tableau.EmbeddedOrder;

    /// <summary>Sizes of a method.</summary>
    public static StepForm FormOf(RosenbrockTableau tableau) => new(tableau.Stages, DenseTerms, HasFactors: true);

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
                    StageSums<TLanes>.Next(i, _c[i], stages, next, u, vector);
                }
                else
                {
                    StageSums<TLanes>.Both(i, _a[i], _c[i], stages, y, next, u, vector);
                }

                TLanes.Store(_stageTime, TLanes.MultiplyAdd(TLanes.Broadcast(_tableau.Nodes[i]), step, time));
                field = _stageField;
                kernel.Field(_stageTime, next, parameters, field);
            }

            RightSide(field, i == 0, inverse, u);
            if (_dependsOnTime && _tableau.TimeWeights[i] != 0)
            {
                AddTimeSlope(TLanes.Broadcast(_tableau.TimeWeights[i]) * step, u);
            }

            kernel.Solve(_factors, u);
        }

        for (int i = 0; i < vector; i += TLanes.Width)
        {
            TLanes error = TLanes.Load(Error + i);
            TLanes.Store(next + i, TLanes.Load(next + i) + error);
            TLanes.Store(DampedError + i, error * TLanes.Load(_shift));
        }

        kernel.Solve(_factors, DampedError);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void PrepareDense()
    {
        int vector = Arrays.States * TLanes.Width;
        int end = _tableau.Stages * TLanes.Width;
        double* h1 = _dense[0];
        double* h2 = _dense[1];
        double* h3 = _dense[2];
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* u = _stages + i;
            TLanes q1 = TLanes.Zero;
            TLanes q2 = TLanes.Zero;
            TLanes q3 = TLanes.Zero;
            for (int j = 0; j < end; j += TLanes.Width, u += vector)
            {
                TLanes value = TLanes.Load(u);
                q1 = TLanes.MultiplyAdd(TLanes.Load(h1 + j), value, q1);
                q2 = TLanes.MultiplyAdd(TLanes.Load(h2 + j), value, q2);
                q3 = TLanes.MultiplyAdd(TLanes.Load(h3 + j), value, q3);
            }

            TLanes.Store(_interpolant + i, q1);
            TLanes.Store(_interpolant + vector + i, q2);
            TLanes.Store(_interpolant + (2 * vector) + i, q3);
        }

        Polish();
    }

    // The interpolant p loses its order in components that are fast against the step. They follow the others, so f(p) − p′ says by
    // how much p is off: one Newton step with the matrix of the step, (I/(γh) − J)⁻¹(f(p) − p′), takes that out, and changes
    // slow components by no more than their own error. Found at θ = ¼, ½ and ¾, and added to p as θ(1 − θ)(a + bθ + cθ²).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Polish()
    {
        int vector = Arrays.States * TLanes.Width;
        double* first = _corrections;
        double* second = first + vector;
        double* third = second + vector;
        Correct(0.25, first);
        Correct(0.5, second);
        Correct(0.75, third);
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            // d₁, d₂, d₃ at ¼, ½, ¾: c = 8(d₁ − 2d₂ + d₃), b = 2(d₃ − d₁) − c, a = d₂ − b/2 − c/4.
            TLanes d1 = TLanes.Load(first + i);
            TLanes d2 = TLanes.Load(second + i);
            TLanes d3 = TLanes.Load(third + i);
            TLanes c = TLanes.Broadcast(8) * TLanes.MultiplyAdd(TLanes.Broadcast(-2), d2, d1 + d3);
            TLanes b = TLanes.MultiplyAdd(TLanes.Broadcast(2), d3 - d1, -c);
            TLanes a = TLanes.MultiplyAdd(TLanes.Broadcast(-0.5), b, TLanes.MultiplyAdd(TLanes.Broadcast(-0.25), c, d2));
            double* q = _interpolant + i;
            TLanes.Store(q, TLanes.Load(q) + a);
            TLanes.Store(q + vector, TLanes.Load(q + vector) + b);
            TLanes.Store(q + (2 * vector), TLanes.Load(q + (2 * vector)) + c);
        }
    }

    // (I/(γh) − J)⁻¹(f(p) − p′) / (θ(1 − θ)) at one θ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Correct(double theta, double* correction)
    {
        int vector = Arrays.States * TLanes.Width;
        double* y = Arrays.State;
        double* next = Arrays.Next;
        double* q = _interpolant;
        double* inside = _inside;
        TLanes step = TLanes.Load(Arrays.Row(ControlRow.Step));
        TLanes.Store(_stageTime, TLanes.MultiplyAdd(TLanes.Broadcast(theta), step, TLanes.Load(Arrays.Row(ControlRow.Time))));

        // p = (1 − θ)y + θy₁ + β(q₁ + θq₂ + θ²q₃) with β = θ(1 − θ).
        double between = theta * (1 - theta);
        TLanes right = TLanes.Broadcast(theta);
        TLanes w1 = TLanes.Broadcast(between);
        TLanes w2 = TLanes.Broadcast(between * theta);
        TLanes w3 = TLanes.Broadcast(between * theta * theta);
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            TLanes here = TLanes.Load(y + i);
            TLanes p = TLanes.MultiplyAdd(right, TLanes.Load(next + i), TLanes.NegateMultiplyAdd(right, here, here));
            p = TLanes.MultiplyAdd(w1, TLanes.Load(q + i), p);
            p = TLanes.MultiplyAdd(w2, TLanes.Load(q + vector + i), p);
            TLanes.Store(inside + i, TLanes.MultiplyAdd(w3, TLanes.Load(q + (2 * vector) + i), p));
        }

        Kernel.Field(_stageTime, inside, Arrays.Parameters, _stageField);

        // p′ = (y₁ − y + β′q₁ + (βθ)′q₂ + (βθ²)′q₃) / h.
        TLanes inverse = TLanes.Broadcast(1) / step;
        TLanes scale = TLanes.Broadcast(1 / between);
        w1 = TLanes.Broadcast(1 - (2 * theta));
        w2 = TLanes.Broadcast((2 * theta) - (3 * theta * theta));
        w3 = TLanes.Broadcast((3 * theta * theta) - (4 * theta * theta * theta));
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            TLanes change = TLanes.MultiplyAdd(w1, TLanes.Load(q + i), TLanes.Load(next + i) - TLanes.Load(y + i));
            change = TLanes.MultiplyAdd(w2, TLanes.Load(q + vector + i), change);
            change = TLanes.MultiplyAdd(w3, TLanes.Load(q + (2 * vector) + i), change);
            TLanes.Store(correction + i, TLanes.NegateMultiplyAdd(change, inverse, TLanes.Load(_stageField + i)) * scale);
        }

        Kernel.Solve(_factors, correction);
    }

    // u := f + u/h, where u comes in as Σ Cᵢⱼuⱼ.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RightSide(double* field, bool isFirst, TLanes inverse, double* u)
    {
        int vector = Arrays.States * TLanes.Width;
        if (isFirst)
        {
            for (int i = 0; i < vector; i += TLanes.Width)
            {
                TLanes.Store(u + i, TLanes.Load(field + i));
            }

            return;
        }

        for (int i = 0; i < vector; i += TLanes.Width)
        {
            TLanes.Store(u + i, TLanes.MultiplyAdd(TLanes.Load(u + i), inverse, TLanes.Load(field + i)));
        }
    }

    // u := u + d h ∂f/∂t.
    private void AddTimeSlope(TLanes weight, double* u)
    {
        double* slope = _timeSlope;
        for (int i = 0; i < Arrays.States * TLanes.Width; i += TLanes.Width)
        {
            TLanes.Store(u + i, TLanes.MultiplyAdd(weight, TLanes.Load(slope + i), TLanes.Load(u + i)));
        }
    }
}
