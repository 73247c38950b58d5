using Thymus.Solvers.Events;

namespace Thymus.Solvers.Tests.Events;

/// <summary>Which of several events that are due runs first.</summary>
public sealed class EventQueueTests
{
    private const int Rounds = 2000;

    [Fact]
    public void Equal_priorities_leave_the_order_to_chance_and_the_same_run_draws_the_same()
    {
        var queue = new EventQueue([EventForm.Watch, EventForm.Watch, EventForm.Watch]);

        int[] first = Firsts(queue, [1, 1, 1]);
        queue.Clear();

        Assert.Equal(first, Firsts(queue, [1, 1, 1]));
        for (int trigger = 0; trigger < 3; trigger++)
        {
            // A third of the rounds each, within five standard deviations.
            Assert.Equal(Rounds / 3.0, first.Count(f => f == trigger), 5 * Math.Sqrt(Rounds * 2 / 9.0));
        }
    }

    [Fact]
    public void Events_without_a_priority_run_in_the_order_of_the_triggers() =>
        Assert.All(Firsts(new EventQueue([EventForm.Watch, EventForm.Watch, EventForm.Watch]), []), f => Assert.Equal(0, f));

    /// <summary>The event that comes first, in rounds of three that are due together.</summary>
    private static int[] Firsts(EventQueue queue, double[] priorities)
    {
        int[] firsts = new int[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            for (int trigger = 0; trigger < 3; trigger++)
            {
                queue.Add(trigger, round);
            }

            firsts[round] = queue.Take(round, priorities, []);
            queue.Take(round, priorities, []);
            queue.Take(round, priorities, []);
        }

        return firsts;
    }
}
