using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Lanes;

/// <summary>Protected states: refused steps, no clipping, an honest end.</summary>
public class NonNegativityTests
{
    private static readonly SolverOptions Protected = new() { RelativeTolerance = 1e-4, AbsoluteTolerance = 1e-7, NonNegative = [0] };

    public static TheoryData<SolverMethod> Implicit => [SolverMethod.Rodas5P, SolverMethod.Rodas4, SolverMethod.Bdf];

    public static TheoryData<SolverMethod> All => [SolverMethod.Rodas5P, SolverMethod.Rodas4, SolverMethod.Tsit5, SolverMethod.Bdf];

    // One of the examples of Shampine et al. 2005.
    [Theory]
    [InlineData(SolverMethod.Rodas5P)]
    [InlineData(SolverMethod.Rodas4)]
    public void Without_protection_the_solution_is_left_at_the_knee(SolverMethod method)
    {
        ScriptedCourse course = OverTheKnee();

        ScriptedCourse.Run(EquationsKernel.Create<Knee>(LaneWidth.Scalar), Protected with { Method = method, NonNegative = [] }, course);

        Assert.Equal(-1, course.Last[0], 1e-3);
    }

    [Theory, MemberData(nameof(Implicit))]
    public void With_protection_the_solution_stays_at_zero_after_the_knee(SolverMethod method)
    {
        ScriptedCourse course = OverTheKnee();

        ScriptedCourse.Run(EquationsKernel.Create<Knee>(LaneWidth.Scalar), Protected with { Method = method, RelativeTolerance = 1e-6 }, course);

        Assert.Equal(SolveStatus.Completed, course.Ended!.Value.Status);
        Assert.Equal(Math.Sqrt(2e-6 / Math.PI), course.States[0][0], 1e-7);
        Assert.Equal(0, course.Last[0], 1e-7);
        Assert.All(course.States, y => Assert.InRange(y[0], -1e-7, 1));
    }

    [Theory, MemberData(nameof(All))]
    public void State_that_has_to_turn_negative_ends_the_course_where_it_is_empty(SolverMethod method)
    {
        var free = new ScriptedCourse { End = 3, Parameters = [0.5] };
        var held = new ScriptedCourse { End = 3, Parameters = [0.5], Outputs = [1, 2.5] };

        ScriptedCourse.Run(EquationsKernel.Create<Drain>(LaneWidth.Scalar), Protected with { Method = method, NonNegative = [] }, free);
        EngineStatistics statistics = ScriptedCourse.Run(EquationsKernel.Create<Drain>(LaneWidth.Scalar), Protected with { Method = method }, held);

        CourseEnd end = held.Ended!.Value;
        Assert.Equal(-0.5, free.Last[0], 1e-6);
        Assert.Equal((SolveStatus.NegativeState, 0), (end.Status, end.State));
        Assert.Equal(2, end.Time, 1e-6);
        Assert.InRange(end.Value, -1.001e-7, -1e-7);
        Assert.Equal([1], held.OutputTimes);
        Assert.InRange(end.Rejected, 1, 1000);
        Assert.Equal((1, 1), (statistics.Courses, statistics.Failed));
    }

    [Fact]
    public void State_that_may_be_negative_is_left_alone()
    {
        var course = new ScriptedCourse { End = 10, Parameters = [0, 1], Outputs = [5] };

        ScriptedCourse.Run(EquationsKernel.Create<Circle>(LaneWidth.Scalar), new(), course);

        Assert.Equal(SolveStatus.Completed, course.Ended!.Value.Status);
        Assert.Contains(course.States.SelectMany(y => y), y => y < -0.1);
    }

    [Fact]
    public void Dose_that_takes_more_than_there_is_fails_at_its_time()
    {
        var course = new ScriptedCourse { End = 5, Parameters = [0.1], Stops = [(3, (ref at) => at.State[0] -= 2)] };

        ScriptedCourse.Run(EquationsKernel.Create<Drain>(LaneWidth.Scalar), Protected, course);

        CourseEnd end = course.Ended!.Value;
        Assert.Equal((SolveStatus.NegativeState, 3, 0), (end.Status, end.Time, end.State));
        Assert.Equal(-1.3, end.Value, 1e-9);
    }

    [Fact]
    public void A_protection_that_nothing_touches_changes_no_bit()
    {
        double[] parameters = [0.3, 0.2, 0.1, 100];
        ScriptedCourse free = Compartments(), held = Compartments();
        ScriptedCourse.Run(EquationsKernel.Create<TwoCompartments>(LaneWidth.Vector512), new(), free);
        ScriptedCourse.Run(EquationsKernel.Create<TwoCompartments>(LaneWidth.Vector512), new() { NonNegative = [1, 0] }, held);

        Assert.Equal(free.Ended, held.Ended);
        Assert.Equal(free.States, held.States);

        ScriptedCourse Compartments() => new() { End = 20, Parameters = parameters, Outputs = [1, 5, 11] };
    }

    [Theory]
    [InlineData(SolverMethod.Rodas5P)]
    [InlineData(SolverMethod.Tsit5)]
    public void Refused_steps_change_no_bit_of_other_lanes(SolverMethod method)
    {
        SolverOptions options = Protected with { Method = method };
        ScriptedCourse[] alone = [.. Enumerable.Range(0, 33).Select(Mixed)];
        foreach (ScriptedCourse course in alone)
        {
            ScriptedCourse.Run(EquationsKernel.Create<Drain>(LaneWidth.Scalar), options, course);
        }

        Assert.InRange(alone.Count(c => c.Ended!.Value.Status is SolveStatus.NegativeState), 10, 25);
        foreach (LaneWidth width in EquationsKernel.Widths)
        {
            ScriptedCourse[] crowd = [.. Enumerable.Range(0, 33).Select(Mixed)];
            ScriptedCourse.Run(EquationsKernel.Create<Drain>(width), options, crowd);
            Assert.Equal(alone.Select(c => c.Ended), crowd.Select(c => c.Ended));
            Assert.Equal(alone.Select(c => c.Last), crowd.Select(c => c.Last));
        }

        static ScriptedCourse Mixed(int i) => new() { End = 2, Parameters = [0.1 + (0.025 * i)], Outputs = [0.5, 1.5] };
    }

    private static ScriptedCourse OverTheKnee() => new() { End = 2, Parameters = [1e-6], Outputs = [1, 1.001, 1.2, 1.9] };
}
