using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Multistep;

/// <summary>Stops, triggers, failures and work of the multistep method.</summary>
public class MultistepCourseTests
{
    private static readonly SolverOptions Tight = new() { Method = SolverMethod.Bdf, RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-12 };

    [Fact]
    public void Doses_agree_with_the_one_step_method_and_come_at_their_times()
    {
        ScriptedCourse Course() => new()
        {
            End = 48,
            Parameters = [0.4, 0.9, 0.3, 0],
            Outputs = [.. Enumerable.Range(0, 97).Select(i => 0.5 * i)],
            Stops =
            [
                .. new[] { 0, 1.7, 12, 12.5, 30 }.Select(t => (t, (Change)((ref at) => at.State[0] += 100))),
                (31, (ref at) => at.Parameters[3] = 40), (33.5, (ref at) => at.Parameters[3] = 0),
            ],
        };
        ScriptedCourse multistep = Course();
        ScriptedCourse oneStep = Course();

        ScriptedCourse.Run(EquationsKernel.Create<TwoCompartments>(LaneWidth.Scalar), Tight, multistep);
        ScriptedCourse.Run(EquationsKernel.Create<TwoCompartments>(LaneWidth.Scalar), Tight with { Method = SolverMethod.Rodas5P }, oneStep);

        Assert.Equal([0, 1.7, 12, 12.5, 30, 31, 33.5, 48], multistep.StopTimes);
        Assert.Equal(oneStep.OutputTimes, multistep.OutputTimes);
        Assert.All(oneStep.States.Zip(multistep.States), pair => Assert.Equal(pair.First[0], pair.Second[0], 1e-6));
    }

    [Fact]
    public void Stops_that_change_nothing_cost_no_steps_and_no_accuracy()
    {
        ScriptedCourse Course(int stops) => new()
        {
            End = 10,
            Parameters = [3],
            Stops = [.. Enumerable.Range(1, stops).Select(i => (9.0 * i / stops, (Change)((ref _) => { })))],
        };
        ScriptedCourse none = Course(0);
        ScriptedCourse few = Course(5);
        ScriptedCourse many = Course(5000);

        ScriptedCourse.Run(EquationsKernel.Create<TimeDependent>(LaneWidth.Scalar), Tight, none, few, many);

        Assert.InRange(few.Ended!.Value.Accepted, 1, none.Ended!.Value.Accepted + 10);
        Assert.All([none, few, many], course => Assert.Equal([1.0 / 61, 1.0 / 101], course.Last, (a, b) => Math.Abs(a - b) < 1e-8 * a));
        Assert.Equal(5002, many.StopTimes.Count);
    }

    [Fact]
    public void Ball_bounces_at_the_times_of_free_fall()
    {
        const double gravity = 9.81;
        var ball = new ScriptedCourse { End = 4, Parameters = [gravity, 2, 0.8, 100] };

        ScriptedCourse.Run(EquationsKernel.Create<Ball>(LaneWidth.Scalar), Tight, ball);

        double time = Math.Sqrt(4 / gravity);
        double speed = gravity * time;
        var expected = new List<double>();
        while (time < 4)
        {
            expected.Add(time);
            speed *= 0.8;
            time += 2 * speed / gravity;
        }

        Assert.Equal(expected.Count, ball.Firings.Count);
        Assert.All(expected.Zip(ball.Firings), pair => Assert.Equal(pair.First, pair.Second.Time, 1e-8));
        Assert.All(ball.Firings, firing => Assert.Equal(0, firing.State[0]));
    }

    [Fact]
    public void Triggers_that_change_nothing_are_located_and_leave_no_trace()
    {
        var course = new ScriptedCourse { End = 20, Parameters = [0.5, -0.3] };
        var unwatched = new ScriptedCourse { End = 20, Parameters = [2, -2] };

        ScriptedCourse.Run(EquationsKernel.Create<Circle>(LaneWidth.Scalar), Tight, course, unwatched);

        var expected = Enumerable.Range(0, 4)
            .SelectMany(turn => new[] { (0, Math.Asin(0.5) + (turn * Math.Tau)), (1, Math.Acos(-0.3) + (turn * Math.Tau)) })
            .Where(e => e.Item2 < 20).OrderBy(e => e.Item2).ToList();
        Assert.Equal(expected.Select(e => e.Item1), course.Firings.Select(f => f.Trigger));
        Assert.All(expected.Zip(course.Firings), pair => Assert.Equal(pair.First.Item2, pair.Second.Time, 1e-7));
        Assert.InRange(course.Ended!.Value.Accepted, 1, unwatched.Ended!.Value.Accepted + 20);
        Assert.Empty(unwatched.Firings);
    }

    [Fact]
    public void Events_at_one_time_fire_in_order_and_wake_others()
    {
        var course = new ScriptedCourse { End = 3, Parameters = [2, 0] };

        ScriptedCourse.Run(EquationsKernel.Create<Chain>(LaneWidth.Scalar), Tight, course);

        Assert.Equal([0, 1, 2], course.Firings.Select(f => f.Trigger));
        Assert.All(course.Firings, f => Assert.Equal(2, f.Time, 1e-12));
        Assert.Equal([3, 1, 10, 1], course.Last, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Singularity_ends_as_a_step_too_small_at_its_place_and_names_the_state()
    {
        var course = new ScriptedCourse { End = 5, Parameters = [2, 0.25], Outputs = [1, 5] };

        ScriptedCourse.Run(EquationsKernel.Create<BlowUp>(LaneWidth.Scalar), new() { Method = SolverMethod.Bdf }, course);

        CourseEnd end = course.Ended!.Value;
        Assert.Equal((SolveStatus.StepTooSmall, 1), (end.Status, end.State));
        Assert.Equal(2, end.Time, 1e-4);
        Assert.Equal([1], course.OutputTimes);
    }

    [Fact]
    public void Course_that_ends_just_before_a_singularity_reaches_its_end()
    {
        const double rest = 1e-3;
        var course = new ScriptedCourse { End = 2 - rest, Parameters = [2, 0.25] };

        ScriptedCourse.Run(EquationsKernel.Create<BlowUp>(LaneWidth.Scalar), Tight, course);

        Assert.Equal((SolveStatus.Completed, 2 - rest), (course.Ended!.Value.Status, course.Ended.Value.Time));
        Assert.Equal(1 / (2 * rest), course.Last[1], 1e-4 / rest);
    }

    [Fact]
    public void Death_is_where_the_cumulative_hazard_reaches_the_draw()
    {
        // A shape below 1 makes the field infinite at 0, so the course starts after it; the watch ends the course.
        var course = new ScriptedCourse { Start = 1, End = 20000, Parameters = [400, 0.7, 0.2], Fired = (_, _) => true };

        ScriptedCourse.Run(EquationsKernel.Create<WeibullHazard>(LaneWidth.Scalar), Tight, course);

        double expected = 400 * Math.Pow(0.2 + Math.Pow(1.0 / 400, 0.7), 1 / 0.7);
        Assert.Equal(expected, Assert.Single(course.Firings).Time, 1e-6 * expected);
    }

    [Theory]
    [InlineData(double.NaN, 1, 1)]
    [InlineData(1, double.PositiveInfinity, 1)]
    public void What_is_not_a_number_at_the_start_is_named(double rate, double start, int state)
    {
        var course = new ScriptedCourse { End = 5, Parameters = [rate, start] };

        ScriptedCourse.Run(EquationsKernel.Create<BlowUp>(LaneWidth.Scalar), new() { Method = SolverMethod.Bdf }, course);

        Assert.Equal(new CourseEnd(SolveStatus.NotANumber, 0, state, start, 0, 0), course.Ended);
    }

    [Fact]
    public void Step_limit_ends_the_course_with_as_many_steps()
    {
        var course = new ScriptedCourse { End = 1e5, Parameters = [1000] };

        ScriptedCourse.Run(EquationsKernel.Create<VanDerPol>(LaneWidth.Scalar), new() { Method = SolverMethod.Bdf, StepLimit = 100 }, course);

        CourseEnd end = course.Ended!.Value;
        Assert.Equal((SolveStatus.StepLimitReached, 100), (end.Status, end.Accepted + end.Rejected));
    }

    [Fact]
    public void Longest_step_is_kept()
    {
        var course = new ScriptedCourse { End = 10, Parameters = [0, 1] };

        ScriptedCourse.Run(EquationsKernel.Create<Decay>(LaneWidth.Scalar), new() { Method = SolverMethod.Bdf, LongestStep = 0.25 }, course);

        Assert.InRange(course.Ended!.Value.Accepted, 40, 50);
    }

    [Fact]
    public void Tolerance_of_each_state_is_its_own()
    {
        // A loose tolerance of the second state alone saves steps; the first stays as accurate as it was.
        ScriptedCourse both = new() { End = 10, Parameters = [0] };
        ScriptedCourse first = new() { End = 10, Parameters = [0] };

        ScriptedCourse.Run(EquationsKernel.Create<TimeDependent>(LaneWidth.Scalar), Tight, both);
        ScriptedCourse.Run(EquationsKernel.Create<TimeDependent>(LaneWidth.Scalar), Tight with { AbsoluteTolerances = [1e-12, 1e3] }, first);

        Assert.True(first.Ended!.Value.Accepted < both.Ended!.Value.Accepted);
        Assert.Equal(1.0 / 61, first.Last[0], 1e-8 / 61);
    }

    [Fact]
    public void Results_depend_neither_on_the_output_grid_nor_on_the_course_before()
    {
        ScriptedCourse Course(int outputs) => new()
        {
            End = 20,
            Parameters = [5],
            Outputs = [.. Enumerable.Range(0, outputs).Select(i => 20.0 * i / outputs)],
            Stops = [(3.5, (ref at) => at.State[0] += 1), (9, (ref at) => at.Parameters[0] *= 1.5)],
        };
        ScriptedCourse none = Course(0);
        ScriptedCourse dense = Course(10_000);

        ScriptedCourse.Run(
            EquationsKernel.Create<VanDerPol>(LaneWidth.Scalar), Tight, none, new() { End = 1, Parameters = [300] }, dense);

        Assert.Equal(none.Ended, dense.Ended);
        Assert.Equal(none.Last, dense.Last);
    }

    [Theory, InlineData(LaneWidth.Vector256), InlineData(LaneWidth.Vector512)]
    public void Wide_kernel_is_refused(LaneWidth width) =>
        Assert.Throws<ArgumentException>(() => LaneEngine.Create(EquationsKernel.Create<Decay>(width), Tight));
}
