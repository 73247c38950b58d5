using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;
using Thymus.Solvers.Tests.Reference;

namespace Thymus.Solvers.Tests.Lanes;

/// <summary>The error that is reached follows the tolerance that is asked for, from 1e-3 to 1e-9.</summary>
public class AccuracyTests
{
    private static readonly double[] Tolerances = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9];

    public static TheoryData<SolverMethod> Methods => [SolverMethod.Rodas5P, SolverMethod.Rodas4];

    public static TheoryData<SolverMethod> AllMethods => [SolverMethod.Rodas5P, SolverMethod.Rodas4, SolverMethod.Tsit5];

    [Theory, MemberData(nameof(AllMethods))]
    public void Logistic_growth_is_as_accurate_as_asked(SolverMethod method) => Follows<Logistic>(
        method, [0.8, 1000, 3], t => [1000 / (1 + (((1000.0 / 3) - 1) * Math.Exp(-0.8 * t)))], [2, 6, 9, 20]);

    [Theory, MemberData(nameof(AllMethods))]
    public void Time_dependent_problem_is_as_accurate_as_asked(SolverMethod method) => Follows<TimeDependent>(
        method, [3], t => [1 / (1 + t + (t * t / 2)), 1 / (1 + (t * t))], [0.5, 1, 3, 10]);

    [Theory, MemberData(nameof(Methods))]
    public void Very_stiff_prothero_robinson_problem_is_as_accurate_as_asked_at_stops(SolverMethod method) => Follows<ProtheroRobinson>(
        method, [1e6], t => [1 / (1 + t)], [0.5, 1, 5], stopAtOutputs: true);

    // Between the ends of steps nothing controls the error, which shows where one stiff state alone sets the step.
    [Fact]
    public void Stiff_prothero_robinson_problem_is_as_accurate_as_asked_between_steps() => Follows<ProtheroRobinson>(
        SolverMethod.Rodas5P, [1e3], t => [1 / (1 + t)], [0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 4, 5, 7, 10]);

    [Fact]
    public void Robertson_agrees_with_radau()
    {
        double[] rates = [0.04, 3e7, 1e4];
        double[] expected = RadauReference.Solve<Robertson>(rates, 0, 40, 1e-10);
        Follows<Robertson>(SolverMethod.Rodas5P, rates, _ => expected, [40], absolute: 1e-8);

        // Printed values at t = 40 of the CVODE example cvRoberts_dns, which are good to about 1e-4 (SUNDIALS, Hindmarsh et al. 2005).
        Assert.Equal([7.158e-1, 9.185e-6, 2.842e-1], expected, (a, b) => Math.Abs(a - b) < 2e-4 * a);
    }

    [Fact]
    public void Van_der_pol_agrees_with_radau()
    {
        double[] expected = RadauReference.Solve<VanDerPol>([20], 0, 12, 1e-11);

        Follows<VanDerPol>(SolverMethod.Rodas5P, [20], _ => expected, [12]);
    }

    [Theory, MemberData(nameof(AllMethods))]
    public void Circle_is_as_accurate_as_asked(SolverMethod method) =>
        Follows<Circle>(method, [2, -2], t => [Math.Cos(t), Math.Sin(t)], [0.7, 8.5, 20]);

    private static void Follows<TModel>(
        SolverMethod method, double[] parameters, Func<double, double[]> exact, double[] outputs, double absolute = 1e-3, bool stopAtOutputs = false)
        where TModel : IEquations
    {
        foreach (double tolerance in Tolerances)
        {
            var course = new ScriptedCourse
            {
                End = outputs[^1],
                Parameters = parameters,
                Outputs = outputs,
                Stops = stopAtOutputs ? [.. outputs.Select(t => (t, (Change)((ref _) => { })))] : [],
            };
            ScriptedCourse.Run(
                EquationsKernel.Create<TModel>(LaneWidth.Vector256),
                new() { Method = method, RelativeTolerance = tolerance, AbsoluteTolerance = absolute * tolerance },
                course);

            Assert.Equal(SolveStatus.Completed, course.Ended!.Value.Status);
            double worst = course.OutputTimes.Zip(course.States)
                .SelectMany(pair => exact(pair.First).Zip(pair.Second, (want, got) => Math.Abs(want - got) / Math.Abs(want)))
                .Max();
            Assert.True(worst <= 10 * tolerance, $"{typeof(TModel).Name}, {method}: error {worst:e1} at tolerance {tolerance:e0}");
        }
    }
}
