using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Events;

/// <summary>Delays, priorities, and what takes an event back, by the rules of SBML Level 3 (docs/science/events.md).</summary>
public class EventTests
{
    private static readonly SolverOptions Tight = new() { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-12 };

    [Theory]
    [InlineData(5, -3.25)]
    [InlineData(1, -3.25)]
    [InlineData(-0.5, 3.25)]    // event 0, of the priority 0, comes first and sets off event 3, of the priority 2, which runs before event 1
    [InlineData(-1, 3.25)]
    [InlineData(double.NegativeInfinity, 3.25)]
    [InlineData(double.NaN, 3.25)]
    public void Delayed_events_run_by_priority_with_the_values_of_their_moments(double priority, double expected)
    {
        var course = new ScriptedCourse { End = 3.5, Parameters = [2, 1.25, priority, 2.75], Outputs = [3.2] };

        ScriptedCourse.Run(EquationsKernel.Create<Waiting>(LaneWidth.Vector256), Tight, course);

        // Set off at 2, due at 3.25: event 0 takes the clock of 2, event 1 that of 3.25. Event 3 is set off by event 0.
        Assert.Equal([0, 0], course.States[0][1..3]);
        Assert.Equal([3.25, 3.25, 3.25], course.Firings.Where(f => f.Trigger is 0 or 1 or 3).Select(f => f.Time), Near);
        Assert.Equal(2, course.Last[1], 1e-9);
        Assert.Equal(expected, course.Last[2], 1e-9);
    }

    [Theory]
    [InlineData(2.9, false)]
    [InlineData(3.1, true)]
    [InlineData(1.5, false)]   // its trigger never holds
    public void Event_that_does_not_persist_is_dropped_when_its_trigger_ends_before_it_runs(double end, bool runs)
    {
        var course = new ScriptedCourse { End = 4, Parameters = [2, 10, 0, end] };

        ScriptedCourse.Run(EquationsKernel.Create<Waiting>(LaneWidth.Scalar), Tight, course);

        Assert.Equal(runs ? [3.0] : [], course.Firings.Where(f => f.Trigger == 2).Select(f => f.Time), Near);
        Assert.Equal(runs ? Math.Exp(-2) : 0, course.Last[3], 1e-9);
    }

    [Fact]
    public void Stop_takes_an_event_back_that_does_not_persist_and_keeps_one_that_does()
    {
        // The clock is set back at 2.5: events 0 and 1 stay and run at 3, event 2 is gone. At 4.5 the clock is at 2 again.
        var course = new ScriptedCourse { End = 5.2, Parameters = [2, 1, -1, 100], Stops = [(2.5, (ref at) => at.State[0] = 0)] };

        ScriptedCourse.Run(EquationsKernel.Create<Waiting>(LaneWidth.Vector512), Tight, course);

        Assert.Equal([(0, 3), (3, 3), (1, 3)], course.Firings.Where(f => f.Trigger < 4).Select(f => (f.Trigger, Math.Round(f.Time, 9))));
        Assert.Equal(0, course.Last[3]);
        Assert.Equal(0.5, course.Last[2], 1e-9);   // the clock at 3
    }

    [Fact]
    public void Event_waits_as_often_as_it_was_set_off()
    {
        // Set back by 1.5 at 2.5: the clock passes 2 at 2 and at 3.5, before the first of both runs at 6.
        var course = new ScriptedCourse { End = 8, Parameters = [2, 4, 0, 0], Stops = [(2.5, (ref at) => at.State[0] -= 1.5)] };

        ScriptedCourse.Run(EquationsKernel.Create<Waiting>(LaneWidth.Vector256), Tight, course);

        Assert.Equal([6, 7.5], course.Firings.Where(f => f.Trigger == 1).Select(f => f.Time), Near);
        Assert.Equal([6 - 1.5, 7.5 - 1.5], course.Firings.Where(f => f.Trigger == 1).Select(f => f.State[2]).Select(Math.Abs), Near);
    }

    [Fact]
    public void Events_come_before_a_stop_at_their_time_and_outputs_before_both()
    {
        List<double> seen = [];
        var course = new ScriptedCourse
        {
            End = 5,
            Parameters = [2, 1, 0, 0],
            Stops = [(3, (ref at) => seen.Add(at.State[1]))],
            Outputs = [3, 3.001],
        };

        ScriptedCourse.Run(EquationsKernel.Create<Waiting>(LaneWidth.Scalar), Tight, course);

        Assert.Equal([2], seen, Near);
        Assert.Equal([0, 2], course.States.Select(y => y[1]), Near);
    }

    [Theory, InlineData(-0.5), InlineData(double.NaN)]
    public void Delay_that_is_no_time_fails_the_course_alone(double delay)
    {
        ScriptedCourse[] courses = [.. Enumerable.Range(0, 6).Select(i => new ScriptedCourse { End = 5, Parameters = [2, i == 3 ? delay : 1, 0, 0] })];

        ScriptedCourse.Run(EquationsKernel.Create<Waiting>(LaneWidth.Vector256), Tight, courses);

        Assert.Equal((SolveStatus.BadEventTime, 2), (courses[3].Ended!.Value.Status, Math.Round(courses[3].Ended!.Value.Time, 9)));
        Assert.All(courses.Where((_, i) => i != 3), c => Assert.Equal(SolveStatus.Completed, c.Ended!.Value.Status));
    }

    [Fact]
    public void Event_that_is_put_off_for_ever_does_not_run()
    {
        var course = new ScriptedCourse { End = 9, Parameters = [2, double.PositiveInfinity, 0, 0] };

        ScriptedCourse.Run(EquationsKernel.Create<Waiting>(LaneWidth.Vector256), Tight, course);

        Assert.Equal((SolveStatus.Completed, 9), (course.Ended!.Value.Status, course.Ended.Value.Time));
        Assert.DoesNotContain(course.Firings, f => f.Trigger is 0 or 1);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;
}
