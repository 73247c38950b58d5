using Thymus.Simulation.Stochastic;

namespace Thymus.Simulation.Tests.Stochastic;

/// <summary>Events among firings keep the rules of docs/science/events.md; what is expected is worked out by hand from them.</summary>
public sealed class EventTests
{
    [Fact]
    public void An_event_at_a_time_sets_numbers_and_the_rates_that_depend_on_them()
    {
        // From 50 on nothing comes or goes: the number is what the event set.
        var model = Chance.Compile("species X; X = 3; k = 1; come: -> X; k; go: X -> ; k*X; at (time >= 5): X = 50, k = 0", "X,k");

        var after = Chance.Run(model, [4.9, 5.1, 9], 200, longestStep: 1);

        Assert.Equal((50.0, 0.0), (after.Means[2], after.Means[3]));
        Assert.Equal((50.0, 0.0), (after.Means[4], after.Deviations[4]));
        Assert.InRange(after.Means[0], 0.5, 2);
    }

    [Fact]
    public void An_event_on_a_number_runs_at_the_firing_that_reaches_it()
    {
        var model = Chance.Compile("species X; X = 0; hits = 0; come: -> X; 10; at (X >= 7): X = 0, hits = hits + 1", "X,hits");

        var ends = Chance.Run(model, [20, 1000], 50);

        // 10 a time, 7 of them a hit: E(hits) ≈ 10·1000/7, with a deviation of about √(10·1000)/7 a run.
        Assert.Equal(10_000.0 / 7, ends.Means[3], 5 * Math.Sqrt(10_000.0 / 50) / 7 + 1);
        Assert.InRange(ends.Means[2], 2.0, 4.0);   // uniform on 0 to 6
    }

    [Fact]
    public void A_delayed_event_takes_its_values_from_the_trigger_or_from_the_run_and_one_that_is_not_persistent_is_dropped()
    {
        var model = Chance.Compile(
            """
            species X; X = 4; go: X -> ; 1e6*X
            early = -1; late = -1; dropped = -1; y = 4
            y' = 0
            at 1 after (X < 3): early = y + X
            at 1 after (X < 3), fromTrigger = false: late = y + X
            at 1 after (y > 3), persistent = false, t0 = false: dropped = 1
            at (time >= 0.5): y = 1
            """, "early,late,dropped");

        var ensemble = Chance.Run(model, [3], 20, longestStep: 0.1);

        Assert.Equal([6, 1, -1], ensemble.Means);   // 4 + 2 at the trigger, 1 + 0 at the run
        Assert.Equal(20, ensemble.Completed);
    }

    [Theory]
    [InlineData(1, 2, 2.0)]   // b first, a second
    [InlineData(2, 1, 1.0)]
    [InlineData(1, 1, 1.5)]   // by the chance of each run
    public void Of_events_that_are_due_together_the_highest_priority_runs_first_and_of_equal_ones_one_by_chance(int first, int second, double place)
    {
        var model = Chance.Compile(
            $"""
            a = 0; b = 0; n = 0
            at (time >= 1), priority = {first}, fromTrigger = false: n = n + 1, a = n + 1
            at (time >= 1), priority = {second}, fromTrigger = false: n = n + 1, b = n + 1
            """, "a,b");

        var ensemble = Chance.Run(model, [2], 1000);

        Assert.Equal(place, ensemble.Means[0], first == second ? 5 * 0.5 / Math.Sqrt(1000) : 0);
        Assert.Equal(3, ensemble.Means[0] + ensemble.Means[1], 1e-9);
    }

    [Fact]
    public void A_compartment_that_an_event_resizes_keeps_the_amounts_and_changes_the_laws_with_concentrations()
    {
        // A + A in V = 1 at rate k·A·A·V with concentrations; after V = 1e9 hardly any reaction.
        var model = Chance.Compile(
            "compartment V; V = 1; species A in V; A = 1000; go: A -> ; 0.001*A*A*V; at (time >= 1): V = 1e9", "V,A");
        const int Runs = 200;

        var ensemble = Chance.Run(model, [0, 1.0001, 50], Runs, longestStep: 1);

        Assert.Equal(1000.0, ensemble.Means[1]);
        double atEvent = ensemble.Means[3] * 1e9;
        Assert.InRange(atEvent, 480, 520);   // of 1000/(1 + 0.001·1000·t) at 1
        Assert.Equal(atEvent, ensemble.Means[5] * 1e9, 0.5);
    }

    [Fact]
    public void Events_without_end_fail_the_run()
    {
        var model = Chance.Compile("x = 0; at (x < 1), t0 = false: x = 2; at (x > 1): x = 0", "x");

        var ensemble = Chance.Run(model, [1], 3);

        Assert.Equal((0, 3), (ensemble.Completed, ensemble.Failed));
        Assert.Contains("without end", new StochasticFailure(model, ensemble.FirstEnd).Cause, StringComparison.Ordinal);
    }
}
