using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Methods;
using Thymus.Solvers.Stepping;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Methods;

/// <summary>Steps of equal size in one lane, to see the order of a method.</summary>
internal static unsafe class FixedSteps
{
    /// <summary>The state after the steps, the error estimate of the first step, and the first step interpolated at θ.</summary>
    public static (double[] End, double[] FirstError, double[] Inside) Run<TModel>(
        RosenbrockTableau tableau, double[] parameters, double end, int steps, double theta = 0.5)
        where TModel : IEquations
    {
        int n = TModel.States;
        using var memory = new LaneMemory();
        LaneKernel kernel = EquationsKernel.Create<TModel>(LaneWidth.Scalar);
        var arrays = new StepArrays(kernel.Shape, new StepForm(tableau.Stages, tableau.Dense.Length), 1, memory);
        var stepper = new RosenbrockStepper<Lanes1>(kernel, tableau, arrays, memory);
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
