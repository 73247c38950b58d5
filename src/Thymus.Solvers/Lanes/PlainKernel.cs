using Thymus.Solvers.Events;

namespace Thymus.Solvers.Lanes;

/// <summary>
/// Another kernel without its code for whole steps, so that steps are taken by the general code and every call is seen: to count calls, or
/// to compare both kinds of steps.
/// </summary>
/// <param name="kernel">The kernel.</param>
public unsafe class PlainKernel(LaneKernel kernel) : LaneKernel
{
    /// <inheritdoc />
    public override LaneWidth Width => kernel.Width;

    /// <inheritdoc />
    public override KernelShape Shape => kernel.Shape;

    /// <inheritdoc />
    public override bool DependsOnTime => kernel.DependsOnTime;

    /// <inheritdoc />
    public override int ObservedState(int observable) => kernel.ObservedState(observable);

    /// <inheritdoc />
    public override void Prepare(double* parameters) => kernel.Prepare(parameters);

    /// <inheritdoc />
    public override void Initialise(double* t, double* parameters, double* y) => kernel.Initialise(t, parameters, y);

    /// <inheritdoc />
    public override void Field(double* t, double* y, double* parameters, double* dydt) => kernel.Field(t, y, parameters, dydt);

    /// <inheritdoc />
    public override void Jacobian(double* t, double* y, double* parameters, double* jacobian, double* dfdt) =>
        kernel.Jacobian(t, y, parameters, jacobian, dfdt);

    /// <inheritdoc />
    public override void Factor(double* jacobian, double* shift, double* factors) => kernel.Factor(jacobian, shift, factors);

    /// <inheritdoc />
    public override void Solve(double* factors, double* x) => kernel.Solve(factors, x);

    /// <inheritdoc />
    public override void SolveStage(double* factors, double* field, double* scale, double* x) => kernel.SolveStage(factors, field, scale, x);

    /// <inheritdoc />
    public override void Observe(double* t, double* y, double* parameters, double* observed) => kernel.Observe(t, y, parameters, observed);

    /// <inheritdoc />
    public override void Triggers(double* t, double* y, double* parameters, double* values) => kernel.Triggers(t, y, parameters, values);

    /// <inheritdoc />
    public override EventForm FormOf(int trigger) => kernel.FormOf(trigger);

    /// <inheritdoc />
    public override void Assign(int trigger, double* t, double* y, double* parameters, double* values) =>
        kernel.Assign(trigger, t, y, parameters, values);

    /// <inheritdoc />
    public override void Sizes(int trigger, double* t, double* y, double* parameters, double* sizes) =>
        kernel.Sizes(trigger, t, y, parameters, sizes);

    /// <inheritdoc />
    public override void Delays(double* t, double* y, double* parameters, double* delays) => kernel.Delays(t, y, parameters, delays);

    /// <inheritdoc />
    public override void Priorities(double* t, double* y, double* parameters, double* priorities) =>
        kernel.Priorities(t, y, parameters, priorities);

    /// <inheritdoc />
    public override LaneKernel? Settling => kernel.Settling;

    /// <inheritdoc />
    public override void Merge(double* t, double* y, double* parameters, double* values) => kernel.Merge(t, y, parameters, values);

    /// <inheritdoc />
    public override void Invariants(double* t, double* y, double* parameters, double* values, double* partials) =>
        kernel.Invariants(t, y, parameters, values, partials);

    /// <inheritdoc />
    public override void Lags(int level, bool isField, double* t, double* y, double* parameters, double* lags) =>
        kernel.Lags(level, isField, t, y, parameters, lags);

    /// <inheritdoc />
    public override void TriggerSlopes(double* t, double* y, double* parameters, double* slopes) => kernel.TriggerSlopes(t, y, parameters, slopes);

    /// <inheritdoc />
    public override void DelaySlopes(double* t, double* y, double* parameters, double* slopes) => kernel.DelaySlopes(t, y, parameters, slopes);
}
