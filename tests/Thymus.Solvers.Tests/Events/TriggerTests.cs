using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Events;

/// <summary>Times of triggers against closed forms.</summary>
public class TriggerTests
{
    private static readonly SolverOptions Tight = new() { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-12 };

    [Fact]
    public void Ball_bounces_at_the_times_of_free_fall()
    {
        const double gravity = 9.81;
        const double height = 2;
        const double bounce = 0.8;
        var ball = new ScriptedCourse { End = 4, Parameters = [gravity, height, bounce, 100], Outputs = [1, 4] };

        ScriptedCourse.Run(EquationsKernel.Create<Ball>(LaneWidth.Vector512), Tight, ball);

        double fall = Math.Sqrt(2 * height / gravity);
        double time = fall;
        double speed = gravity * fall;
        var expected = new List<double>();
        while (time < 4)
        {
            expected.Add(time);
            speed *= bounce;
            time += 2 * speed / gravity;
        }

        Assert.Equal(expected.Count, ball.Firings.Count);
        foreach ((double want, (int trigger, double at, double[] state)) in expected.Zip(ball.Firings))
        {
            Assert.Equal(0, trigger);
            Assert.Equal(want, at, 1e-8);
            Assert.Equal(0, state[0]);      // the assignment is already made
            Assert.True(state[1] > 0);
        }
    }

    [Fact]
    public void Watch_that_rises_and_falls_within_a_step_is_seen_in_its_middle()
    {
        // Free fall upwards is a parabola: the method is exact and takes one step of any length. The top is 1.25 s after the throw.
        const double gravity = 10;
        var course = new ScriptedCourse
        {
            End = 2.5,
            Parameters = [gravity, 0.5, 1, 7.5],
            Stops = [(0, (ref at) => at.State[1] = 12.5)],
        };

        ScriptedCourse.Run(EquationsKernel.Create<Ball>(LaneWidth.Scalar), new() { RelativeTolerance = 1e-3 }, course);

        (int trigger, double time, _) = Assert.Single(course.Firings);
        Assert.Equal(1, trigger);
        Assert.Equal((12.5 - Math.Sqrt((12.5 * 12.5) - (2 * gravity * 7))) / gravity, time, 1e-9);
    }

    [Theory, InlineData(1), InlineData(0.7), InlineData(2.3)]
    public void Death_is_where_the_cumulative_hazard_reaches_the_draw(double shape)
    {
        const double scale = 400;
        double[] draws = [1e-4, 0.01, 0.2, 0.693, 1.7, 4];
        ScriptedCourse[] courses = [.. draws.Select(draw => new ScriptedCourse
        {
            // From t = 1 on: the hazard of a shape below 1 is infinite at 0. The state starts at H = 0, so the draw counts from there.
            Start = 1,
            End = 20000,
            Parameters = [scale, shape, draw],
            Fired = (_, _) => true,
        })];

        ScriptedCourse.Run(EquationsKernel.Create<WeibullHazard>(LaneWidth.Vector256), new() { RelativeTolerance = 1e-8 }, courses);

        foreach ((double draw, ScriptedCourse course) in draws.Zip(courses))
        {
            double expected = scale * Math.Pow(draw + Math.Pow(1 / scale, shape), 1 / shape);
            (_, double time, double[] state) = Assert.Single(course.Firings);
            Assert.Equal(expected, time, 1e-5 * expected);
            Assert.Equal(draw, state[0], 1e-12 * draw);
            Assert.Equal((SolveStatus.Completed, time), (course.Ended!.Value.Status, course.Ended.Value.Time));
        }
    }

    [Theory, InlineData(SolverMethod.Rodas5P), InlineData(SolverMethod.Tsit5)]
    public void Every_rise_of_a_circle_is_found_and_none_of_its_falls(SolverMethod method)
    {
        var course = new ScriptedCourse { End = 20, Parameters = [0.5, -0.3] };

        ScriptedCourse.Run(EquationsKernel.Create<Circle>(LaneWidth.Vector512), Tight with { Method = method }, course);

        double first = Math.Asin(0.5);      // sin rises above 0.5
        double second = Math.Acos(-0.3);    // cos falls below −0.3
        var expected = Enumerable.Range(0, 4)
            .SelectMany(turn => new[] { (0, first + (turn * Math.Tau)), (1, second + (turn * Math.Tau)) })
            .Where(e => e.Item2 < 20).OrderBy(e => e.Item2).ToList();
        Assert.Equal(expected.Select(e => e.Item1), course.Firings.Select(f => f.Trigger));
        Assert.All(expected.Zip(course.Firings), pair => Assert.Equal(pair.First.Item2, pair.Second.Time, 2e-7));
    }

    [Fact]
    public void Trigger_time_is_as_accurate_as_the_tolerance_asks()
    {
        foreach (double tolerance in (double[])[1e-4, 1e-6, 1e-8])
        {
            var course = new ScriptedCourse { End = 3, Parameters = [0.5, -0.3] };

            ScriptedCourse.Run(
                EquationsKernel.Create<Circle>(LaneWidth.Scalar), new() { RelativeTolerance = tolerance, AbsoluteTolerance = tolerance / 1000 }, course);

            Assert.Equal([Math.Asin(0.5), Math.Acos(-0.3)], course.Firings.Select(f => f.Time), (a, b) => Math.Abs(a - b) < 10 * tolerance);
        }
    }

    [Fact]
    public void Events_at_one_time_fire_in_order_and_wake_others()
    {
        var course = new ScriptedCourse { End = 3, Parameters = [2, 0] };

        ScriptedCourse.Run(EquationsKernel.Create<Chain>(LaneWidth.Vector256), Tight, course);

        // Event 0 wakes event 1, which comes before event 2; event 4 lost its reason.
        Assert.Equal([0, 1, 2], course.Firings.Select(f => f.Trigger));
        Assert.All(course.Firings, f => Assert.Equal(2, f.Time, 1e-12));
        Assert.Equal([3, 1, 10, 1], course.Last, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Event_that_starts_false_fires_at_the_start_after_the_call_there()
    {
        var order = new List<string>();
        var course = new ScriptedCourse
        {
            Start = 5,
            End = 6,
            Parameters = [100, 1],
            Outputs = [5],
            Stops = [(5, (ref _) => order.Add("stop"))],
            Fired = (trigger, time) =>
            {
                order.Add($"trigger {trigger} at {time}");
                return false;
            },
        };

        ScriptedCourse.Run(EquationsKernel.Create<Chain>(LaneWidth.Vector512), Tight, course);

        Assert.Equal(["stop", "trigger 3 at 5"], order);
        Assert.Equal(0, course.States[0][2]);     // the output at the start comes before both
        Assert.Equal(-1, course.Last[2]);
    }

    [Fact]
    public void Trigger_that_holds_at_the_start_waits_until_it_was_false()
    {
        // Height 2 is above 1 from the start: it fires only on the way up after the first bounce.
        var course = new ScriptedCourse { End = 1.2, Parameters = [9.81, 2, 0.9, 1] };

        ScriptedCourse.Run(EquationsKernel.Create<Ball>(LaneWidth.Scalar), Tight, course);

        Assert.Equal([0, 1], course.Firings.Select(f => f.Trigger));
        double fall = Math.Sqrt(4 / 9.81);
        double up = 0.9 * 9.81 * fall;
        Assert.Equal(fall + ((up - Math.Sqrt((up * up) - (2 * 9.81))) / 9.81), course.Firings[1].Time, 1e-8);
    }

    [Fact]
    public void Dose_that_turns_a_trigger_true_fires_it_at_the_time_of_the_dose()
    {
        var course = new ScriptedCourse
        {
            End = 3,
            Parameters = [9.81, 1000, 0.9, 2000],
            Stops = [(1.25, (ref at) => at.State[0] = 3000), (2, (ref at) => at.Parameters[3] = 5000), (2.5, (ref at) => at.Parameters[3] = 10)],
        };

        ScriptedCourse.Run(EquationsKernel.Create<Ball>(LaneWidth.Vector256), Tight, course);

        Assert.Equal([(1, 1.25), (1, 2.5)], course.Firings.Select(f => (f.Trigger, f.Time)));
    }

    [Fact]
    public void Stop_right_after_a_trigger_is_not_lost()
    {
        const double stop = 2 + 1e-10;
        var course = new ScriptedCourse { End = 4, Parameters = [2, 0], Stops = [(stop, (ref at) => at.State[3] = 5)], Outputs = [1.9, 3] };

        ScriptedCourse.Run(EquationsKernel.Create<Chain>(LaneWidth.Scalar), Tight, course);

        Assert.Equal([0, 1, 2], course.Firings.Select(f => f.Trigger));
        Assert.Equal([0, stop, 4], course.StopTimes);
        Assert.Equal([0, 5], course.States.Select(y => y[3]));
    }

    [Fact]
    public void Events_without_end_fail_the_course_alone()
    {
        ScriptedCourse[] courses = [.. new double[] { 1, 100, 100, 100, 100 }.Select(p => new ScriptedCourse { End = 2, Parameters = [p] })];

        EngineStatistics statistics = ScriptedCourse.Run(EquationsKernel.Create<PingPong>(LaneWidth.Vector256), Tight, courses);

        Assert.Equal(SolveStatus.EventCascade, courses[0].Ended!.Value.Status);
        Assert.Equal(1, courses[0].Ended!.Value.Time, 1e-12);
        Assert.All(courses[1..], course => Assert.Equal(SolveStatus.Completed, course.Ended!.Value.Status));
        Assert.Equal((5, 1), (statistics.Courses, statistics.Failed));
    }
}
