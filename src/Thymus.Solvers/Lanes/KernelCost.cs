namespace Thymus.Solvers.Lanes;

/// <summary>Work of one call of each method of a kernel, in additions or products of vectors; what takes longer counts for several.</summary>
/// <param name="Field">Of <see cref="LaneKernel.Field"/>.</param>
/// <param name="Jacobian">Of <see cref="LaneKernel.Jacobian"/>.</param>
/// <param name="Factor">Of <see cref="LaneKernel.Factor"/>.</param>
/// <param name="Solve">Of <see cref="LaneKernel.Solve"/>.</param>
public sealed record KernelCost(double Field, double Jacobian, double Factor, double Solve);
