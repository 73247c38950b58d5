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
        var stepper = new RosenbrockStepper<Lanes1>(kernel, tableau, memory);
        double* p = memory.Allocate(TModel.Parameters + 1);
        double* y = memory.Allocate(n);
        double* next = memory.Allocate(n);
        double* inside = memory.Allocate(n);
        parameters.CopyTo(new Span<double>(p, parameters.Length));
        double t = 0;
        double h = end / steps;
        kernel.Prepare(p);
        kernel.Initialise(&t, p, y);
        double[] firstError = new double[n];
        for (int i = 0; i < steps; i++)
        {
            t = i * h;
            stepper.Begin(&t, y, p);
            stepper.Step(&t, &h, y, p, next);
            if (i == 0)
            {
                stepper.PrepareDense();
                stepper.Interpolate(&theta, y, next, inside);
                firstError = new Span<double>(stepper.Error, n).ToArray();
            }

            new Span<double>(next, n).CopyTo(new Span<double>(y, n));
        }

        return (new Span<double>(y, n).ToArray(), firstError, new Span<double>(inside, n).ToArray());
    }
}
