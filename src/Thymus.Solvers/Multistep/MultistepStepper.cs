using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Multistep;

/// <summary>
/// Steps one course by a differentiation formula of a given order and spacing. Unlike the one-step methods it keeps a past and
/// iterates, so that its work depends on the numbers.
/// </summary>
internal sealed unsafe class MultistepStepper : LaneStepper<Lanes1>
{
    private readonly double* _predicted;
    private readonly double* _psi;
    private readonly double* _correction;

    public MultistepStepper(LaneKernel kernel, StepArrays arrays, Tolerance<Lanes1> tolerance, LaneMemory memory)
        : base(kernel, arrays, memory.Allocate(arrays.States))
    {
        _predicted = memory.Allocate(arrays.States);
        _psi = memory.Allocate(arrays.States);
        _correction = memory.Allocate(arrays.States);
        Newton = new NewtonIteration(kernel, arrays, tolerance, memory);
        Past = new BackwardDifferences(arrays.States, memory);
    }

    /// <summary>Sizes of the method: the polynomial of order 5 has four terms beside its ends.</summary>
    public static StepForm Form => new(Stages: 0, DenseTerms: DifferentiationFormulas.HighestOrder - 1);

    /// <summary>The past.</summary>
    public BackwardDifferences Past { get; }

    /// <summary>The solver of the implicit equation.</summary>
    public NewtonIteration Newton { get; }

    /// <summary>The order k.</summary>
    public int Order { get; set; } = 1;

    /// <summary>How close to the solution of the implicit equation a step must come, in the norm of the tolerance.</summary>
    public double Accuracy { get; set; }

    /// <summary>Whether the last step found the solution of the implicit equation.</summary>
    public bool HasConverged { get; private set; }

    /// <summary>How much of the last step counts: less than 1 where it went past a stop.</summary>
    public double Part { get; set; } = 1;

    /// <summary>
    /// The difference of order k + 1 after a step, to which the local error is proportional; the last change of the iteration
    /// where that did not converge.
    /// </summary>
    public override double* Error => HasConverged ? _correction : Newton.Change;

    /// <inheritdoc />
    public override int EmbeddedOrder => 0;   // of the first step, which is made by order 1

    /// <summary>Tries a step as long as the spacing of the past.</summary>
    public override void Step()
    {
        double time = *Arrays.Row(ControlRow.Time) + Past.Spacing;
        Past.Predict(Order, Arrays.State, _predicted, _psi);
        HasConverged = Solve(time);
        if (!HasConverged && !Newton.IsFresh)
        {
            Newton.Refresh();
            HasConverged = Solve(time);
        }
    }

    /// <inheritdoc />
    public override void PrepareDense() => Past.Interpolant(Order, Part, Arrays.Interpolant);

    private bool Solve(double time) => Newton.Solve(
        time, Past.Spacing * DifferentiationFormulas.Lead(Order), _predicted, _psi, _correction, Accuracy);
}
