using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Choosing;

/// <summary>Counts the calls of a kernel. It has no code for whole steps, so that every call is seen.</summary>
internal sealed unsafe class CountingKernel(LaneKernel kernel) : LaneKernel
{
    public override LaneWidth Width => kernel.Width;

    public override KernelShape Shape => kernel.Shape;

    public override bool DependsOnTime => kernel.DependsOnTime;

    public long Fields { get; private set; }

    public long Jacobians { get; private set; }

    public long Factors { get; private set; }

    public long Solves { get; private set; }

    public override int ObservedState(int observable) => kernel.ObservedState(observable);

    public override void Prepare(double* parameters) => kernel.Prepare(parameters);

    public override void Initialise(double* t, double* parameters, double* y) => kernel.Initialise(t, parameters, y);

    public override void Field(double* t, double* y, double* parameters, double* dydt)
    {
        Fields++;
        kernel.Field(t, y, parameters, dydt);
    }

    public override void Jacobian(double* t, double* y, double* parameters, double* jacobian, double* dfdt)
    {
        Jacobians++;
        kernel.Jacobian(t, y, parameters, jacobian, dfdt);
    }

    public override void Factor(double* jacobian, double* shift, double* factors)
    {
        Factors++;
        kernel.Factor(jacobian, shift, factors);
    }

    public override void Solve(double* factors, double* x)
    {
        Solves++;
        kernel.Solve(factors, x);
    }

    public override void Observe(double* t, double* y, double* parameters, double* observed) => kernel.Observe(t, y, parameters, observed);

    public override void Triggers(double* t, double* y, double* parameters, double* values) => kernel.Triggers(t, y, parameters, values);

    public override void Assign(int trigger, double* t, double* y, double* parameters, double* next) =>
        kernel.Assign(trigger, t, y, parameters, next);

    public override bool InitialTriggerValue(int trigger) => kernel.InitialTriggerValue(trigger);

    public override bool IsPersistent(int trigger) => kernel.IsPersistent(trigger);
}
