using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Choosing;

/// <summary>The method chosen for a run, with what it was chosen by. A function of model, courses and tolerances alone.</summary>
public sealed record MethodChoice
{
    /// <summary>The method.</summary>
    public required SolverMethod Method { get; init; }

    /// <summary>Courses that each method was tried on.</summary>
    public required int Courses { get; init; }

    /// <summary>The methods that were tried.</summary>
    public required IReadOnlyList<MethodProbe> Probes { get; init; }
}

/// <summary>What a method did in the trial courses.</summary>
/// <param name="Method">The method.</param>
/// <param name="Steps">Steps, refused ones included.</param>
/// <param name="Fields">Evaluations of the right side.</param>
/// <param name="Jacobians">Evaluations of the Jacobian.</param>
/// <param name="Factors">Factorisations.</param>
/// <param name="Solves">Solutions with the factors.</param>
/// <param name="Failed">Courses that failed.</param>
/// <param name="Error">Root mean square of the error, as a multiple of the tolerance.</param>
/// <param name="Operations">Work, in the unit of <see cref="KernelCost"/>.</param>
/// <param name="OperationsAtTolerance">Work if the tolerance were set so that the error is 1: by this the methods are compared.</param>
public sealed record MethodProbe(
    SolverMethod Method, long Steps, long Fields, long Jacobians, long Factors, long Solves, int Failed, double Error, double Operations,
    double OperationsAtTolerance);

/// <summary>A model to try methods on.</summary>
/// <param name="Kernel">The kernel of width <see cref="LaneWidth.Scalar"/>.</param>
/// <param name="Cost">Work of its calls.</param>
/// <param name="Options">The settings; their method does not matter.</param>
/// <param name="Courses">Makes the courses anew, the same every time.</param>
public sealed record ProbeModel(LaneKernel Kernel, KernelCost Cost, SolverOptions Options, Func<IReadOnlyList<ICourse>> Courses);
