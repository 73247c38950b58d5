using Thymus.Compilation;
using Thymus.Language;

namespace Thymus.Simulation.Tests.Stochastic;

/// <summary>Draws from distributions in a model: which hold, which are made anew, which are refused.</summary>
public sealed class DrawTests
{
    [Fact]
    public void A_draw_at_the_start_or_in_a_rule_holds_for_the_run_and_differs_between_runs()
    {
        var model = Chance.Compile("z = normal(10, 2); y := z + uniform(0, 1); w := y; species X; X = 1; R: X -> ; X", "z,y,w");

        var ensemble = Chance.Run(model, [0, 1, 5], 4000);

        double[] z = [ensemble.Means[0], ensemble.Means[3], ensemble.Means[6]];
        Assert.All(z, mean => Assert.Equal(z[0], mean));
        Assert.Equal(10, z[0], 5 * 2 / Math.Sqrt(4000));
        Assert.Equal(2, ensemble.Deviations[0], 5 * 2 / Math.Sqrt(2 * 4000));
        Assert.Equal(ensemble.Means[1], ensemble.Means[2]);
        Assert.Equal(10.5, ensemble.Means[1], 5 * 2.1 / Math.Sqrt(4000));
    }

    [Fact]
    public void A_draw_in_an_event_is_made_anew_each_time_it_runs_and_each_is_its_own()
    {
        var model = Chance.Compile(
            "t = 0; t' = 1; a = 0; b = 0; s = 0; at (t >= 1): a = normal(0, 1), b = normal(0, 1), s = s + a*a, t = 0", "s,a,b");
        var ensemble = Chance.Run(model, [101.5], 400, longestStep: 1);

        // s is the sum of the squares of 100 normal numbers: each but the last, which is not yet seen by the next event.
        Assert.Equal(100, ensemble.Means[0], 5 * Math.Sqrt(200.0 / 400));
        Assert.Equal(Math.Sqrt(200), ensemble.Deviations[0], 5 * Math.Sqrt(200) * Math.Sqrt(2.12 / 400));
        Assert.NotEqual(ensemble.Means[1], ensemble.Means[2]);
    }

    [Fact]
    public void A_function_that_uses_a_draw_twice_uses_one_draw()
    {
        var read = AntimonyReader.Read("function twice(x) x - x end\nmodel m() z = twice(normal(0, 1)); end", "m.ant");
        var compiled = CompiledJumps.Compile(new CompileRequest { Model = read.Value!, Observables = ["z"] }, hasPartials: false);

        Assert.Equal((0.0, 0.0), (Chance.Run(compiled.Value!, [0], 10).Means[0], Chance.Run(compiled.Value!, [0], 10).Deviations[0]));
    }

    [Theory]
    [InlineData("x := normal(A, 1); species A; A = 2; R: A -> ; A", "TH2242")]
    [InlineData("x = normal(0, 1, 2)", "TH2243")]
    [InlineData("x := rateOf2; rateOf2 = 1; y := 0; species A; A = 1.5; R: 0.5 A -> ; A", "TH2245")]
    [InlineData("x := delay(A, 1); species A; A = 2; R: A -> ; A", "TH2246")]
    [InlineData("x = 1; x := x2; species A; A = 2; R: A -> ; A; var y; y = 0.5; 0 = y + sin(y) - A; x2 := y", "TH2246")]
    public void What_cannot_be_simulated_by_chance_is_refused_by_name(string statements, string code)
    {
        var compiled = CompiledJumps.Compile(new CompileRequest { Model = Chance.Read(statements), Observables = ["x"] }, hasPartials: false);

        Assert.Contains(code, compiled.Findings.Select(f => f.Rule.Code));
        Assert.False(compiled.Succeeded);
    }

    [Fact]
    public void Without_chance_a_draw_is_refused_where_it_is_written()
    {
        var compiled = CompiledModel.Compile(new CompileRequest { Model = Chance.Read("x = normal(0, 1)\ny' = poisson(x)"), Observables = ["y"] });

        Assert.Equal(["TH2241", "TH2241"], compiled.Findings.Where(f => f.Rule.Code == "TH2241").Select(f => f.Rule.Code));
        Assert.Equal([2, 3], compiled.Findings.Where(f => f.Rule.Code == "TH2241").Select(f => f.Span.Line).Order());
    }
}
