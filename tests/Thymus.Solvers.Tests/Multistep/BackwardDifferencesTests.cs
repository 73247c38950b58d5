using Thymus.Numerics.Lanes;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Multistep;
using Thymus.Solvers.Stepping;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Multistep;

/// <summary>The past as a polynomial, on polynomials; and the order of every formula, on a closed form.</summary>
public unsafe class BackwardDifferencesTests
{
    public static TheoryData<int> Orders => [1, 2, 3, 4, 5];

    [Theory, MemberData(nameof(Orders))]
    public void Change_of_spacing_keeps_the_polynomial(int order)
    {
        using var memory = new LaneMemory();
        BackwardDifferences past = Of(order, 2, 0.25, memory);

        past.Respace(0.4, order);

        AssertRows(Of(order, 2, 0.4, memory), past, order);
    }

    [Theory, MemberData(nameof(Orders))]
    public void Shift_moves_along_the_polynomial(int order)
    {
        using var memory = new LaneMemory();
        BackwardDifferences past = Of(order, 2, 0.25, memory);

        past.Shift(-0.3, order);

        AssertRows(Of(order, 2 - (0.3 * 0.25), 0.25, memory), past, order);
    }

    [Theory, MemberData(nameof(Orders))]
    public void Dense_output_is_the_polynomial_in_the_whole_step_and_in_a_part_of_it(int order)
    {
        const double spacing = 0.25;
        using var memory = new LaneMemory();
        BackwardDifferences past = Of(order, 2, spacing, memory);
        double left = Value(order, 2 - spacing);
        double* q = memory.Allocate(4);
        foreach (double part in (double[])[1, 0.3])
        {
            double right;
            past.At(order, part, &left, &right);
            past.Interpolant(order, part, q);

            Assert.Equal(Value(order, 2 - spacing + (part * spacing)), right, 1e-12);
            foreach (double theta in (double[])[0.2, 0.7])
            {
                double inner = q[0] + (theta * (q[1] + (theta * (q[2] + (theta * q[3])))));
                double value = ((1 - theta) * left) + (theta * (right + ((1 - theta) * inner)));
                Assert.Equal(Value(order, 2 - spacing + (theta * part * spacing)), value, 1e-12);
            }
        }
    }

    [Theory, MemberData(nameof(Orders))]
    public void Global_error_shrinks_with_the_order_of_the_formula(int order)
    {
        int steps = order < 4 ? 512 : 128;

        Assert.Equal(order, Math.Log2(ErrorAtOne(order, steps) / ErrorAtOne(order, 2 * steps)), 0.2);
    }

    [Theory, MemberData(nameof(Orders))]
    public void Estimated_error_is_the_error_of_a_step(int order)
    {
        // From an exact past the new state is wrong by c/h times the estimate from the true difference, of which the correction
        // differs by the error itself (Shampine & Reichelt 1997, eq. 2.3).
        const double spacing = 1e-2;
        using var memory = new LaneMemory();
        MultistepStepper stepper = FromExactPast<Decay>(order, spacing, [1, 1], t => [Math.Exp(-t)], out StepArrays arrays, memory);
        stepper.Step();
        double estimate = stepper.Error[0] * DifferentiationFormulas.ErrorConstant(order);
        double share = DifferentiationFormulas.Lead(order);
        share /= 1 + (share * DifferentiationFormulas.ErrorConstant(order));

        double error = arrays.Next[0] - Math.Exp(-1 - spacing);

        Assert.Equal(share, error / estimate, 0.1 * share);
    }

    // y = 1 + t + … + t^order
    private static double Value(int order, double t) => Enumerable.Range(0, order + 1).Sum(power => Math.Pow(t, power));

    private static BackwardDifferences Of(int order, double time, double spacing, LaneMemory memory)
    {
        var past = new BackwardDifferences(1, memory);
        double zero = 0;
        past.Begin(spacing, &zero);
        Fill(past, order, m => [Value(order, time - (m * spacing))]);
        return past;
    }

    private static void Fill(BackwardDifferences past, int order, Func<int, double[]> value)
    {
        double[][] column = [.. Enumerable.Range(0, order + 1).Select(value)];
        for (int j = 1; j <= order; j++)
        {
            column = [.. column.Zip(column.Skip(1), (a, b) => a.Zip(b, (x, y) => x - y).ToArray())];
            column[0].CopyTo(new Span<double>(past.Row(j), column[0].Length));
        }
    }

    private static void AssertRows(BackwardDifferences expected, BackwardDifferences actual, int order)
    {
        for (int j = 1; j <= order; j++)
        {
            Assert.Equal(*expected.Row(j), *actual.Row(j), 1e-11);
        }
    }

    private static double[] Exact(double t) => [1 / (1 + t + (t * t / 2)), 1 / (1 + (t * t))];

    private static MultistepStepper FromExactPast<TModel>(
        int order, double spacing, double[] parameters, Func<double, double[]> exact, out StepArrays arrays, LaneMemory memory)
        where TModel : IEquations
    {
        LaneKernel kernel = EquationsKernel.Create<TModel>(LaneWidth.Scalar);
        arrays = new StepArrays(kernel.Shape, MultistepStepper.Form, 1, memory);
        var tolerance = new Tolerance<Lanes1>(arrays);
        tolerance.Set(new SolverOptions { RelativeTolerance = 1e-13, AbsoluteTolerance = 1e-13 });
        var stepper = new MultistepStepper(kernel, arrays, tolerance, memory) { Order = order, Accuracy = 0.1 };
        parameters.CopyTo(new Span<double>(arrays.Parameters, parameters.Length));
        kernel.Prepare(arrays.Parameters);
        *arrays.Row(ControlRow.Time) = 1;
        exact(1).CopyTo(new Span<double>(arrays.State, TModel.States));
        stepper.Begin();
        stepper.Past.Begin(spacing, stepper.Field);
        Fill(stepper.Past, order, m => exact(1 - (m * spacing)));
        return stepper;
    }

    private static double ErrorAtOne(int order, int steps)
    {
        using var memory = new LaneMemory();
        MultistepStepper stepper = FromExactPast<TimeDependent>(order, 1.0 / steps, [3], Exact, out StepArrays arrays, memory);
        for (int i = 1; i <= steps; i++)
        {
            stepper.Newton.Refresh();
            stepper.Step();
            Assert.True(stepper.HasConverged);
            stepper.Past.Advance(order, stepper.Error);
            *arrays.Row(ControlRow.Time) = 1 + (i / (double)steps);
            new Span<double>(arrays.Next, 2).CopyTo(new Span<double>(arrays.State, 2));
        }

        return Math.Sqrt(Exact(2).Zip(new Span<double>(arrays.State, 2).ToArray(), (a, b) => (a - b) * (a - b)).Sum());
    }
}
