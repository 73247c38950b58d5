using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Lanes;

public class StepTests
{
    public static TheoryData<SolverMethod> Methods => [SolverMethod.Rodas5P, SolverMethod.Rodas4, SolverMethod.Tsit5];

    [Theory, MemberData(nameof(Methods))]
    public void Exponential_decay_agrees_with_its_closed_form(SolverMethod method)
    {
        var course = new ScriptedCourse { End = 10, Parameters = [0.7, 3], Outputs = [0, 0.5, 1, 2, 5, 10] };

        ScriptedCourse.Run(EquationsKernel.Create<Decay>(LaneWidth.Vector512), new() { Method = method, RelativeTolerance = 1e-8 }, course);

        Assert.Equal(course.Outputs, course.OutputTimes);
        foreach ((double t, double[] y) in course.OutputTimes.Zip(course.States))
        {
            Assert.Equal(3 * Math.Exp(-0.7 * t), y[0], 3e-7 * Math.Exp(-0.7 * t));
        }

        Assert.Equal(SolveStatus.Completed, course.Ended!.Value.Status);
        Assert.Equal(10, course.Ended.Value.Time);
    }
}
