using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Methods;

/// <summary>Steps of equal size in one lane, to see the order of a method.</summary>
internal static unsafe class FixedSteps
{
    /// <summary>The state after the steps, the error estimate of the first step, and the first step interpolated at θ.</summary>
    public static (double[] End, double[] FirstError, double[] Inside) Run<TModel>(
        SolverMethod method, double[] parameters, double end, int steps, double theta = 0.5)
        where TModel : IEquations
    {
        int n = TModel.States;
        using var memory = new LaneMemory();
        LaneKernel kernel = EquationsKernel.Create<TModel>(LaneWidth.Scalar);
        var arrays = new StepArrays(kernel.Shape, TrialStep<Lanes1>.FormOf(method), 1, memory);
        LaneStepper<Lanes1> stepper = TrialStep<Lanes1>.Create(kernel, method, arrays, memory).Stepper;
        double* t = arrays.Row(ControlRow.Time);
        double* h = arrays.Row(ControlRow.Step);
        double* y = arrays.State;
        double* inside = memory.Allocate(n);
        parameters.CopyTo(new Span<double>(arrays.Parameters, parameters.Length));
        *t = 0;
        *h = end / steps;
        kernel.Prepare(arrays.Parameters);
        kernel.Initialise(t, arrays.Parameters, y);
        double[] firstError = new double[n];
        for (int i = 0; i < steps; i++)
        {
            *t = i * *h;
            *arrays.Row(ControlRow.End) = *t + *h;
            stepper.Begin();
            stepper.Step();
            if (i == 0)
            {
                stepper.PrepareDense();
                stepper.Interpolate(&theta, inside);
                firstError = new Span<double>(stepper.Error, n).ToArray();
            }

            new Span<double>(arrays.Next, n).CopyTo(new Span<double>(y, n));
        }

        return (new Span<double>(y, n).ToArray(), firstError, new Span<double>(inside, n).ToArray());
    }
}
