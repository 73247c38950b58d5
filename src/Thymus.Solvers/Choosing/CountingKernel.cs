using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Choosing;

/// <summary>Counts the calls of a kernel.</summary>
internal sealed unsafe class CountingKernel(LaneKernel kernel) : PlainKernel(kernel)
{
    public long Fields { get; private set; }

    public long Jacobians { get; private set; }

    public long Factors { get; private set; }

    public long Solves { get; private set; }

    public override void Field(double* t, double* y, double* parameters, double* dydt)
    {
        Fields++;
        base.Field(t, y, parameters, dydt);
    }

    public override void Jacobian(double* t, double* y, double* parameters, double* jacobian, double* dfdt)
    {
        Jacobians++;
        base.Jacobian(t, y, parameters, jacobian, dfdt);
    }

    public override void Factor(double* jacobian, double* shift, double* factors)
    {
        Factors++;
        base.Factor(jacobian, shift, factors);
    }

    public override void Solve(double* factors, double* x)
    {
        Solves++;
        base.Solve(factors, x);
    }

    public override void SolveStage(double* factors, double* field, double* scale, double* x)
    {
        Solves++;
        base.SolveStage(factors, field, scale, x);
    }
}
