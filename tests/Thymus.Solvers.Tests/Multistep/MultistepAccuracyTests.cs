using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;
using Thymus.Solvers.Tests.Reference;

namespace Thymus.Solvers.Tests.Multistep;

/// <summary>The error that the multistep method reaches follows the tolerance that is asked for, from 1e-3 to 1e-9.</summary>
public class MultistepAccuracyTests
{
    private static readonly double[] Rates = [0.04, 3e7, 1e4];

    [Theory, InlineData(40), InlineData(1e5)]
    public void Robertson_agrees_with_radau(double end) =>
        Follows<Robertson>(Rates, end, RadauReference.Solve<Robertson>(Rates, 0, end, 1e-10), absolute: 1e-8);

    [Fact]
    public void Hires_agrees_with_the_published_values() =>
        Follows<HighIrradiance>([], HighIrradiance.End, HighIrradiance.AtEnd, absolute: 1e-5);

    [Theory, InlineData(20, 12), InlineData(1000, 1500)]
    public void Van_der_pol_agrees_with_radau(double stiffness, double end) =>
        Follows<VanDerPol>([stiffness], end, RadauReference.Solve<VanDerPol>([stiffness], 0, end, 1e-11), absolute: 1e-3);

    [Fact]
    public void Oregonator_agrees_with_the_published_values_after_a_turn() =>
        Follows<Oregonator>([], Oregonator.End, Oregonator.AtEnd, absolute: 1e-3);

    [Fact]
    public void Logistic_growth_agrees_with_its_closed_form() =>
        Follows<Logistic>([0.8, 1000, 3], 20, [1000 / (1 + (((1000.0 / 3) - 1) * Math.Exp(-0.8 * 20)))], absolute: 1e-3);

    [Fact]
    public void Time_dependent_problem_agrees_with_its_closed_form() => Follows<TimeDependent>([3], 10, [1.0 / 61, 1.0 / 101], absolute: 1e-3);

    [Fact]
    public void Very_stiff_prothero_robinson_problem_agrees_with_its_closed_form() => Follows<ProtheroRobinson>([1e6], 5, [1.0 / 6], absolute: 1e-3);

    [Fact]
    public void Outputs_between_steps_are_as_accurate_as_the_steps()
    {
        foreach (double tolerance in (double[])[1e-3, 1e-5, 1e-7, 1e-9])
        {
            var course = new ScriptedCourse
            {
                End = 10,
                Parameters = [3],
                Outputs = [.. Enumerable.Range(0, 1001).Select(i => 0.01 * i)],
            };
            ScriptedCourse.Run(EquationsKernel.Create<TimeDependent>(LaneWidth.Scalar), Options(tolerance, 1e-3), course);

            Assert.Equal(course.Outputs, course.OutputTimes);
            Assert.All(course.OutputTimes.Zip(course.States), pair =>
            {
                (double t, double[] y) = pair;
                Assert.Equal(1 / (1 + t + (t * t / 2)), y[0], 10 * tolerance / (1 + t + (t * t / 2)));
                Assert.Equal(1 / (1 + (t * t)), y[1], 10 * tolerance / (1 + (t * t)));
            });
        }
    }

    [Fact]
    public void Reference_of_hires_is_that_of_radau() =>
        Assert.All(
            HighIrradiance.AtEnd.Zip(RadauReference.Solve<HighIrradiance>([], 0, HighIrradiance.End, 1e-10)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-9 * pair.First));

    private static void Follows<TModel>(double[] parameters, double end, double[] expected, double absolute)
        where TModel : IEquations
    {
        for (int digits = 3; digits <= 9; digits++)
        {
            double tolerance = Math.Pow(10, -digits);
            var course = new ScriptedCourse { End = end, Parameters = parameters };
            ScriptedCourse.Run(EquationsKernel.Create<TModel>(LaneWidth.Scalar), Options(tolerance, absolute), course);

            Assert.Equal((SolveStatus.Completed, end), (course.Ended!.Value.Status, course.Ended.Value.Time));
            double worst = expected.Zip(course.Last, (want, got) => Math.Abs(want - got) / Math.Abs(want)).Max();
            Assert.True(worst <= 10 * tolerance, $"{typeof(TModel).Name}: error {worst:e1} at tolerance {tolerance:e0}");
        }
    }

    private static SolverOptions Options(double tolerance, double absolute) =>
        new() { Method = SolverMethod.Bdf, RelativeTolerance = tolerance, AbsoluteTolerance = absolute * tolerance };
}
