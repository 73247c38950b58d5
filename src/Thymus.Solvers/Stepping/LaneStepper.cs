using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Stepping;

/// <summary>
/// Takes one trial step in every lane. Knows the method's coefficients, nothing of tolerances or courses. What a one-step
/// method does never depends on the numbers it works with: it can be recorded (<see cref="StepRecording"/>).
/// </summary>
internal abstract unsafe class LaneStepper<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    protected LaneStepper(LaneKernel kernel, StepArrays arrays, double* field)
    {
        Kernel = kernel;
        Arrays = arrays;
        Field = field;
    }

    /// <summary>f(t, y), length n, from the last <see cref="Begin"/>, or from the last step where that keeps it (<see cref="KeepsField"/>).</summary>
    public double* Field { get; }

    /// <summary>Estimate of the local error of the last step, length n.</summary>
    public abstract double* Error { get; }

    /// <summary>
    /// The same estimate, but in components that are faster than the step made smaller as the step damps them, length n;
    /// <see cref="Error"/> itself for a method that damps nothing.
    /// </summary>
    public virtual double* DampedError => Error;

    /// <summary>Order of the embedded solution: the estimated error shrinks with this plus one.</summary>
    public abstract int EmbeddedOrder { get; }

    /// <summary>
    /// How much larger the estimates of the local errors, as the engine weighs them, are than the error that a course ends up with,
    /// as measured: a step is good up to so many tolerances.
    /// </summary>
    public virtual double Overestimate => 1;

    /// <summary>
    /// Whether a step begins with the <see cref="Field"/> that the one before left: where the state was changed between them,
    /// <see cref="Begin"/> must be called.
    /// </summary>
    public virtual bool KeepsField => false;

    /// <summary>The equations.</summary>
    public LaneKernel Kernel { get; }

    protected StepArrays Arrays { get; }

    /// <summary>Computes <see cref="Field"/>.</summary>
    public void Begin() => Kernel.Field(Arrays.Row(ControlRow.Time), Arrays.State, Arrays.Parameters, Field);

    /// <summary>Steps every lane from (t, y) to t + h; writes the new state and <see cref="Error"/>.</summary>
    public abstract void Step();

    /// <summary>Moves what is kept of the last step on, in the lanes where it was good.</summary>
    public virtual void Commit(TLanes good)
    {
    }

    /// <summary>Takes note that the state at the end of the step was corrected.</summary>
    public virtual void Correct()
    {
    }

    /// <summary>Makes the dense output of the last step ready for <see cref="Interpolate"/>.</summary>
    public abstract void PrepareDense();

    /// <summary>Corrects the dense output again in the lanes where <see cref="PrepareDense"/> found it coarse (<see cref="ControlRow.Coarse"/>).</summary>
    public virtual void RefineDense()
    {
    }

    /// <summary>The solution at t + θh within the last step, with 0 ≤ θ ≤ 1 per lane; y and y₁ themselves at the ends.</summary>
    /// <remarks>y − θy is rounded once, so that what stays the same over the step is the same at every θ: events compare it with times.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Interpolate(double* theta, double* result)
    {
        int vector = Arrays.States * TLanes.Width;
        double* y = Arrays.State;
        double* next = Arrays.Next;
        double* first = Arrays.Interpolant;
        double* last = first + ((Arrays.DenseTerms - 1) * vector);
        TLanes right = TLanes.Load(theta);
        TLanes left = TLanes.Broadcast(1) - right;
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            TLanes sum = TLanes.Load(last + i);
            for (double* q = last - vector; q >= first; q -= vector)
            {
                sum = TLanes.MultiplyAdd(right, sum, TLanes.Load(q + i));
            }

            TLanes inner = TLanes.MultiplyAdd(left, sum, TLanes.Load(next + i));
            TLanes here = TLanes.Load(y + i);
            TLanes.Store(result + i, TLanes.MultiplyAdd(right, inner, TLanes.NegateMultiplyAdd(right, here, here)));
        }
    }
}
