using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Stepping;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Methods;

/// <summary>The corrections of the dense output of a long step; the solution is 1/(1 + t).</summary>
public sealed unsafe class DenseOutputTests : IDisposable
{
    private const double Size = 0.1;

    private readonly LaneMemory _memory = new();

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Second_correction_takes_off_most_of_what_the_first_left_where_the_jacobian_is_out_of_date()
    {
        var (arrays, stepper) = Step([1e6, 1e6, 1e6, 1e6], tolerance: 1e-9);
        double[] first = Errors(arrays, stepper);
        stepper.RefineDense();
        double[] second = Errors(arrays, stepper);

        Assert.All(first.Zip(second), pair => Assert.InRange(Math.Abs(pair.Second), 0, 0.5 * Math.Abs(pair.First)));
    }

    [Fact]
    public void Lanes_whose_correction_was_within_ten_tolerances_keep_their_bits()
    {
        // A component that is slow against the step needs no correction; one that is fast does.
        var (arrays, stepper) = Step([1e6, 1e-3, 1e6, 1e-3], tolerance: 1e-7);
        Assert.Equal(0b0101u, Lanes4.MaskBits(Lanes4.Load(arrays.Row(ControlRow.Coarse))));
        double[] first = Errors(arrays, stepper);
        stepper.RefineDense();
        double[] second = Errors(arrays, stepper);

        Assert.NotEqual(first[0], second[0]);
        Assert.Equal(first[1], second[1]);
        Assert.NotEqual(first[2], second[2]);
        Assert.Equal(first[3], second[3]);
    }

    // One step from the start, with its dense output.
    private (StepArrays Arrays, LaneStepper<Lanes4> Stepper) Step(double[] rates, double tolerance)
    {
        LaneKernel kernel = EquationsKernel.Create<FadingRate>(LaneWidth.Vector256);
        var arrays = new StepArrays(kernel.Shape, TrialStep<Lanes4>.FormOf(SolverMethod.Rodas5P), Lanes4.Width, _memory);
        var trial = TrialStep<Lanes4>.Create(kernel, SolverMethod.Rodas5P, arrays, _memory);
        trial.Tolerance.Set(new SolverOptions { RelativeTolerance = tolerance, AbsoluteTolerance = tolerance });
        rates.CopyTo(new Span<double>(arrays.Parameters, Lanes4.Width));
        Lanes4.Store(arrays.Row(ControlRow.Step), Lanes4.Broadcast(Size));
        Lanes4.Store(arrays.Row(ControlRow.End), Lanes4.Broadcast(Size));
        kernel.Prepare(arrays.Parameters);
        kernel.Initialise(arrays.Row(ControlRow.Time), arrays.Parameters, arrays.State);
        trial.Stepper.Step();
        trial.Stepper.PrepareDense();
        return (arrays, trial.Stepper);
    }

    // The largest error of each lane within the step.
    private double[] Errors(StepArrays arrays, LaneStepper<Lanes4> stepper)
    {
        double* theta = _memory.Allocate(Lanes4.Width);
        double* inside = _memory.Allocate(arrays.States * Lanes4.Width);
        double[] worst = new double[Lanes4.Width];
        for (double part = 0.1; part < 0.95; part += 0.1)
        {
            Lanes4.Store(theta, Lanes4.Broadcast(part));
            stepper.Interpolate(theta, inside);
            for (int lane = 0; lane < Lanes4.Width; lane++)
            {
                worst[lane] = Math.Max(worst[lane], Math.Abs(inside[lane] - (1 / (1 + (part * Size)))));
            }
        }

        return worst;
    }
}
