using Thymus.Language;
using Thymus.Simulation.Single;
using Thymus.Units;

namespace Thymus.Simulation.Tests.Single;

/// <summary>Conditions on the time inside rates, against closed forms: an infusion at the rate 80 in A' = u − k·A with k = 0.5.</summary>
public sealed class TimeSwitchesTests
{
    private const double K = 0.5;

    [Theory]
    [InlineData("piecewise(80, time >= 2 && time <= 2 + length, 0)")]
    [InlineData("piecewise(0, time < 2, 80, time < 2 + length, 0)")]
    [InlineData("piecewise(80, (time > 2) && !(time > 2 + length), 0)")]
    public void A_pulse_in_a_rate_gives_the_closed_form(string pulse)
    {
        var table = Simulate($"length := span/4; span = 0.5; u := {pulse}; A' = u - {K}*A; A = 1;");

        foreach (var (row, time) in table.Times.Index())
        {
            Assert.Equal(Expected(time), table.Rows[row][0], 1e-8 * Math.Max(1, Expected(time)));
        }

        static double Expected(double t) => Math.Exp(-K * t) + (t <= 2 ? 0 : 80 / K * (Math.Exp(-K * Math.Max(0, t - 2.125)) - Math.Exp(-K * (t - 2))));
    }

    [Fact]
    public void A_condition_that_depends_on_a_state_stays_what_it_is()
    {
        var table = Simulate("A' = piecewise(-1, A > time, -0.5); A = 3;");   // A = 3 − t until A = t, at 1.5

        Assert.Equal(3 - 1, table.Rows[10][0], 1e-6);
        Assert.Equal(1.5 - (0.5 * 1.5), table.Rows[30][0], 1e-5);
    }

    private static SimulationTable Simulate(string text)
    {
        var read = AntimonyReader.Read($"model m()\n{text}\nend", "m.ant");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
        var run = Simulator.Run(
            new SimulateRequest { Model = read.Value, Until = Number(5), Every = Number(0.1), Outputs = ["A"], Solver = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-13 } },
            TestContext.Current.CancellationToken);
        Assert.True(run.Succeeded, string.Join('\n', run.Findings));
        return run.Value;
    }

    private static Quantity Number(double value) => new(value, Unit.Dimensionless);
}
