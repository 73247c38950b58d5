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
    private const int Places = 3;           // places within a step at which the dense output is corrected
    private const double CoarseFrom = 10;   // tolerances: the first correction leaves about a tenth of what it takes off

    private readonly RosenbrockTableau _tableau;
    private readonly double*[] _a;        // one vector per coefficient, row by row of the tableau
    private readonly double*[] _c;
    private readonly bool _dependsOnTime;
    private readonly double*[] _dense;
    private readonly delegate*<double*, double*, double*, double*, double*, double*, int, void>[] _sums;   // by stage
    private readonly double* _stages;     // u, one after the other
    private readonly double* _stageField;
    private readonly double* _corrections;
    private readonly double* _inside;
    private readonly double* _timeSlope;
    private readonly double* _jacobian;
    private readonly double* _factors;
    private readonly double* _shift;
    private readonly double* _stageTime;
    private readonly double* _inverse;     // 1/h, negative where p′ is taken away
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
        _sums = new delegate*<double*, double*, double*, double*, double*, double*, int, void>[tableau.Stages];
        for (int i = 1; i < tableau.Stages; i++)
        {
            bool continues = tableau.A[i].AsSpan().SequenceEqual([.. tableau.A[i - 1], 1]);
            _sums[i] = StageSums<TLanes>.Of(i, continues);
        }

        _stages = arrays.Stages;
        _interpolant = arrays.Interpolant;
        _stageField = memory.Allocate(vector);
        _corrections = arrays.Scratch;
        _inside = arrays.Scratch + (Places * vector);
        _timeSlope = memory.Allocate(vector);
        _jacobian = shape.JacobianEntries <= (tableau.Stages - 1) * shape.States ? _stages + vector : memory.Allocate(shape.JacobianEntries * width);
        _factors = arrays.Factors;
        _shift = memory.Allocate(width);
        _stageTime = memory.Allocate(width);
        _inverse = memory.Allocate(width);
        DampedError = _stageField;   // no stage is left to evaluate
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
        TLanes.Store(_inverse, TLanes.Broadcast(1) / step);

        TLanes.Store(_shift, TLanes.Broadcast(1) / (TLanes.Broadcast(_tableau.Gamma) * step));
        kernel.Field(t, y, parameters, stages);
        kernel.Jacobian(t, y, parameters, _jacobian, _timeSlope);
        kernel.Factor(_jacobian, _shift, _factors);
        for (int i = 0; i < _tableau.Stages; i++)
        {
            double* u = stages + (i * vector);
            double* field = u;
            if (i > 0)
            {
                _sums[i](_a[i], _c[i], stages, y, next, u, vector);
                TLanes.Store(_stageTime, TLanes.MultiplyAdd(TLanes.Broadcast(_tableau.Nodes[i]), step, time));
                field = _stageField;
                kernel.Field(_stageTime, next, parameters, field);
            }

            if (_dependsOnTime && _tableau.TimeWeights[i] != 0)
            {
                AddTimeSlope(TLanes.Broadcast(_tableau.TimeWeights[i]) * step, field);
            }

            if (i == 0)
            {
                kernel.Solve(_factors, u);
            }
            else
            {
                kernel.SolveStage(_factors, field, _inverse, u);
            }
        }

        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            TLanes error = TLanes.Load(Error + i);
            TLanes.Store(next + i, TLanes.Load(next + i) + error);
            TLanes.Store(DampedError + i, error * TLanes.Load(_shift));
        }

        kernel.Solve(_factors, DampedError);
    }

    /// <inheritdoc />
    public override void PrepareDense()
    {
        SumDense();
        Polish();
    }

    // qₖ := Σ Hₖⱼuⱼ, of two states at a time, so that a coefficient is read once for both.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumDense()
    {
        int vector = Arrays.States * TLanes.Width;
        int end = _tableau.Stages * TLanes.Width;
        double* h1 = _dense[0];
        double* h2 = _dense[1];
        double* h3 = _dense[2];
        double* q = _interpolant;
        nint i = 0;
        for (; i + TLanes.Width < vector; i += 2 * TLanes.Width)
        {
            double* u = _stages + i;
            TLanes q1 = TLanes.Zero;
            TLanes q2 = TLanes.Zero;
            TLanes q3 = TLanes.Zero;
            TLanes r1 = TLanes.Zero;
            TLanes r2 = TLanes.Zero;
            TLanes r3 = TLanes.Zero;
            for (int j = 0; j < end; j += TLanes.Width, u += vector)
            {
                TLanes value = TLanes.Load(u);
                TLanes other = TLanes.Load(u + TLanes.Width);
                TLanes weight = TLanes.Load(h1 + j);
                q1 = TLanes.MultiplyAdd(weight, value, q1);
                r1 = TLanes.MultiplyAdd(weight, other, r1);
                weight = TLanes.Load(h2 + j);
                q2 = TLanes.MultiplyAdd(weight, value, q2);
                r2 = TLanes.MultiplyAdd(weight, other, r2);
                weight = TLanes.Load(h3 + j);
                q3 = TLanes.MultiplyAdd(weight, value, q3);
                r3 = TLanes.MultiplyAdd(weight, other, r3);
            }

            TLanes.Store(q + i, q1);
            TLanes.Store(q + i + TLanes.Width, r1);
            TLanes.Store(q + vector + i, q2);
            TLanes.Store(q + vector + i + TLanes.Width, r2);
            TLanes.Store(q + (2 * vector) + i, q3);
            TLanes.Store(q + (2 * vector) + i + TLanes.Width, r3);
        }

        if (i < vector)
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

            TLanes.Store(q + i, q1);
            TLanes.Store(q + vector + i, q2);
            TLanes.Store(q + (2 * vector) + i, q3);
        }
    }

    // The interpolant p loses its order in components that are fast against the step. They follow the others, so f(p) − p′ says by
    // how much p is off: a Newton step with the matrix of the step, δ = (I/(γh) − J)⁻¹(f(p) − p′), takes that out, and changes
    // slow components by no more than their own error. Found at θ = ¼, ½ and ¾, and added to p as θ(1 − θ)(a + bθ + cθ²). Where δ
    // is larger at ½ than ten tolerances, what it leaves, because J has changed within the step, may be more than one: a second takes that out.
    // The first δ at ¼ may follow from the others (RosenbrockTableau.EarlyError); what it leaves is no error of the method, so the second may not.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Polish()
    {
        int vector = Arrays.States * TLanes.Width;
        double* middle = _corrections + vector;
        double* y = Arrays.State;
        double* next = Arrays.Next;
        double* absolute = Arrays.Setting(SettingRow.FirstAbsolute);
        TLanes relative = TLanes.Load(Arrays.Setting(SettingRow.Relative));
        TLanes most = TLanes.Zero;   // how far a correction is above ten tolerances
        FindCorrections(_tableau.EarlyError);
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            Add(i, TLanes.Load(_corrections + i), TLanes.Load(middle + i), TLanes.Load(middle + vector + i));
            TLanes part = TLanes.Abs(TLanes.Load(middle + i)) * TLanes.Broadcast(1 / CoarseFrom);
            most = TLanes.Max(most, part - Tolerance<TLanes>.Scale(y + i, next + i, relative, absolute + i));
        }

        TLanes.Store(Arrays.Row(ControlRow.Coarse), TLanes.GreaterThan(most, TLanes.Zero));
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RefineDense()
    {
        int vector = Arrays.States * TLanes.Width;
        double* middle = _corrections + vector;
        TLanes coarse = TLanes.Load(Arrays.Row(ControlRow.Coarse));
        FindCorrections(early: null);
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            Add(
                i, TLanes.And(coarse, TLanes.Load(_corrections + i)), TLanes.And(coarse, TLanes.Load(middle + i)),
                TLanes.And(coarse, TLanes.Load(middle + vector + i)));
        }
    }

    // Adds the corrections of a state to its interpolant. With β = 3/16, ¼, 3/16 at ¼, ½, ¾, a + bθ + cθ² = δ/β gives
    // c = 8(δ₁/β₁ − 2δ₂/β₂ + δ₃/β₃), b = 2(δ₃/β₃ − δ₁/β₁) − c, a = δ₂/β₂ − b/2 − c/4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(nint i, TLanes d1, TLanes d2, TLanes d3)
    {
        double* first = _interpolant + i;
        double* second = first + (Arrays.States * TLanes.Width);
        double* third = second + (Arrays.States * TLanes.Width);
        TLanes c = TLanes.MultiplyAdd(TLanes.Broadcast(-64), d2, TLanes.Broadcast(128.0 / 3) * (d1 + d3));
        TLanes b = TLanes.MultiplyAdd(TLanes.Broadcast(32.0 / 3), d3 - d1, -c);
        TLanes a = TLanes.MultiplyAdd(TLanes.Broadcast(-0.5), b, TLanes.MultiplyAdd(TLanes.Broadcast(-0.25), c, TLanes.Broadcast(4) * d2));
        TLanes.Store(first, TLanes.Load(first) + a);
        TLanes.Store(second, TLanes.Load(second) + b);
        TLanes.Store(third, TLanes.Load(third) + c);
    }

    // δ at θ = ¼, ½ and ¾; the first from the others by these weights, if any.
    private void FindCorrections((double Middle, double Late)? early)
    {
        int vector = Arrays.States * TLanes.Width;
        double* middle = _corrections + vector;
        double* late = middle + vector;
        if (early is null)
        {
            LookEarly();
            FindCorrection(0.25, _inside, _corrections);
        }

        LookLater();
        FindCorrection(0.5, _inside, middle);
        FindCorrection(0.75, _inside + vector, late);
        if (early is var (ofMiddle, ofLate))
        {
            for (nint i = 0; i < vector; i += TLanes.Width)
            {
                TLanes part = TLanes.Broadcast(ofLate) * TLanes.Load(late + i);
                TLanes.Store(_corrections + i, TLanes.MultiplyAdd(TLanes.Broadcast(ofMiddle), TLanes.Load(middle + i), part));
            }
        }
    }

    // p and hp′ at θ = ¼, where p = (1 − θ)y + θy₁ + θ(1 − θ)(q₁ + θq₂ + θ²q₃).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LookEarly()
    {
        int vector = Arrays.States * TLanes.Width;
        double* y = Arrays.State;
        double* next = Arrays.Next;
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            double* q = _interpolant + i;
            TLanes here = TLanes.Load(y + i);
            TLanes change = TLanes.Load(next + i) - here;
            TLanes q1 = TLanes.Load(q);
            TLanes q2 = TLanes.Load(q + vector);
            TLanes q3 = TLanes.Load(q + (2 * vector));
            TLanes quarter = TLanes.Broadcast(0.25);
            TLanes inner = TLanes.MultiplyAdd(quarter, TLanes.MultiplyAdd(quarter, q3, q2), q1);
            TLanes.Store(_inside + i, TLanes.MultiplyAdd(TLanes.Broadcast(3.0 / 16), inner, TLanes.MultiplyAdd(quarter, change, here)));
            TLanes slope = TLanes.MultiplyAdd(TLanes.Broadcast(5.0 / 16), q2, TLanes.MultiplyAdd(TLanes.Broadcast(0.125), q3, change));
            TLanes.Store(_corrections + i, TLanes.MultiplyAdd(TLanes.Broadcast(0.5), q1, slope));
        }
    }

    // The same at θ = ½ and ¾.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LookLater()
    {
        int vector = Arrays.States * TLanes.Width;
        double* y = Arrays.State;
        double* next = Arrays.Next;
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            double* q = _interpolant + i;
            double* inside = _inside + i;
            double* slope = _corrections + vector + i;
            TLanes here = TLanes.Load(y + i);
            TLanes change = TLanes.Load(next + i) - here;
            TLanes q1 = TLanes.Load(q);
            TLanes q2 = TLanes.Load(q + vector);
            TLanes q3 = TLanes.Load(q + (2 * vector));
            TLanes half = TLanes.Broadcast(0.5);
            TLanes most = TLanes.Broadcast(0.75);
            TLanes inner = TLanes.MultiplyAdd(half, TLanes.MultiplyAdd(half, q3, q2), q1);
            TLanes.Store(inside, TLanes.MultiplyAdd(TLanes.Broadcast(0.25), inner, TLanes.MultiplyAdd(half, change, here)));
            inner = TLanes.MultiplyAdd(most, TLanes.MultiplyAdd(most, q3, q2), q1);
            TLanes.Store(inside + vector, TLanes.MultiplyAdd(TLanes.Broadcast(3.0 / 16), inner, TLanes.MultiplyAdd(most, change, here)));
            TLanes.Store(slope, TLanes.MultiplyAdd(TLanes.Broadcast(0.25), q2 + q3, change));
            TLanes late = TLanes.MultiplyAdd(TLanes.Broadcast(-3.0 / 16), q2, change);
            TLanes.Store(slope + vector, TLanes.MultiplyAdd(TLanes.Broadcast(-0.5), q1, late));
        }
    }

    // (I/(γh) − J)⁻¹(f(p) − p′) at one θ, where hp′ comes in.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindCorrection(double theta, double* inside, double* correction)
    {
        TLanes step = TLanes.Load(Arrays.Row(ControlRow.Step));
        TLanes.Store(_stageTime, TLanes.MultiplyAdd(TLanes.Broadcast(theta), step, TLanes.Load(Arrays.Row(ControlRow.Time))));
        TLanes.Store(_inverse, TLanes.Broadcast(-1) / step);
        Kernel.Field(_stageTime, inside, Arrays.Parameters, _stageField);
        Kernel.SolveStage(_factors, _stageField, _inverse, correction);
    }

    // f := f + d h ∂f/∂t.
    private void AddTimeSlope(TLanes weight, double* field)
    {
        double* slope = _timeSlope;
        for (nint i = 0; i < Arrays.States * TLanes.Width; i += TLanes.Width)
        {
            TLanes.Store(field + i, TLanes.MultiplyAdd(weight, TLanes.Load(slope + i), TLanes.Load(field + i)));
        }
    }
}
