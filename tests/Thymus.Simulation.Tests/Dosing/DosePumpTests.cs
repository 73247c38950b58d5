using Thymus.Simulation.Dosing;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Tests.Dosing;

public sealed class DosePumpTests
{
    private static readonly DoseTarget Central = new(State: 0, Input: 0);
    private static readonly DoseTarget Depot = new(State: 1, Input: 1);

    private readonly DosePump _pump = new();
    private readonly double[] _state = new double[2];
    private readonly double[] _inputs = new double[2];

    [Fact]
    public void Bolus_enters_the_state_at_its_time_and_not_before()
    {
        _pump.Give(Dose.Bolus(Central, 100, bioavailability: 0.5), time: 3);

        Apply(2.9);
        Assert.Equal(0, _state[0]);
        Assert.Equal(3, _pump.NextChange);

        Apply(3);
        Assert.Equal(50, _state[0]);
        Assert.Equal(double.PositiveInfinity, _pump.NextChange);

        Apply(4);
        Assert.Equal(50, _state[0]);
    }

    [Fact]
    public void Bioavailability_changes_the_length_of_a_dose_given_by_rate_and_the_rate_of_one_given_by_length()
    {
        var byRate = Dose.AtRate(Central, amount: 100, rate: 10, bioavailability: 0.5);
        var byLength = Dose.Over(Central, amount: 100, duration: 4, bioavailability: 0.5);

        Assert.Equal((10, 5), (byRate.Rate, byRate.Duration));
        Assert.Equal((12.5, 4), (byLength.Rate, byLength.Duration));
    }

    [Fact]
    public void Overlapping_infusions_add_up_and_end_at_exactly_zero() =>
        Gen.Select(Gen.Double[0, 50], Gen.Double[0.1, 30], Gen.Double[0.001, 1000]).List[1, 12].Sample(infusions =>
        {
            var pump = new DosePump();
            double[] state = [0, 0];
            double[] inputs = [0, 0];
            foreach (var (start, length, rate) in infusions)
            {
                pump.Give(Dose.AtRate(Central, rate * length, rate), start);
            }

            for (double t = pump.NextChange; t < double.PositiveInfinity; t = pump.NextChange)
            {
                var at = new LaneState { Time = t, State = state, Parameters = inputs, Observed = [] };
                pump.Apply(ref at);
                double expected = infusions
                    .Where(i => EventTime.IsDue(i.Item1, t) && !EventTime.IsDue(i.Item1 + i.Item2, t))
                    .Sum(i => i.Item3);
                Assert.Equal(expected, inputs[0], tolerance: 1e-9 * 12_000);
                Assert.True(pump.NextChange > t);
            }

            return inputs[0] == 0 && state[0] == 0;
        });

    [Fact]
    public void Two_targets_do_not_mix()
    {
        _pump.Give(Dose.Over(Central, 10, 2), time: 0);
        _pump.Give(Dose.Over(Depot, 30, 3), time: 0);

        Apply(0);
        Assert.Equal([5.0, 10.0], _inputs);

        Apply(2);
        Assert.Equal([0.0, 10.0], _inputs);
    }

    [Fact]
    public void Changes_within_the_slack_of_the_convention_are_one_change()
    {
        _pump.Give(Dose.Over(Central, 10, 1.0), time: 999);
        _pump.Give(Dose.Over(Central, 10, 1.0), time: 1000 + 5e-8);   // slack at 1000 is 1e-7

        Apply(999);
        Apply(1000);
        Assert.Equal(10.0, _inputs[0]);
        Assert.Equal(1001 + 5e-8, _pump.NextChange);
    }

    [Fact]
    public void Infusion_shorter_than_the_slack_is_a_bolus()
    {
        _pump.Give(Dose.Over(Central, 10, 1e-11), time: 1);
        Apply(1);

        Assert.Equal((10.0, 0.0), (_state[0], _inputs[0]));
    }

    [Fact]
    public void Infusion_that_started_earlier_runs_on_until_its_end()
    {
        _pump.Give(Dose.Over(Central, 30, 30), time: -24);
        Apply(0);

        Assert.Equal(1, _inputs[0]);
        Assert.Equal(6, _pump.NextChange);
    }

    [Fact]
    public void Clearing_stops_what_runs_and_forgets_what_waits()
    {
        _pump.Give(Dose.Over(Central, 30, 30), time: 0);
        _pump.Give(Dose.Bolus(Central, 30), time: 5);
        Apply(0);

        _pump.Clear(_inputs);
        Apply(6);

        Assert.Equal((0.0, 0.0, 0), (_inputs[0], _state[0], _pump.Count));
    }

    private void Apply(double time)
    {
        var at = new LaneState { Time = time, State = _state, Parameters = _inputs, Observed = [] };
        _pump.Apply(ref at);
    }
}
