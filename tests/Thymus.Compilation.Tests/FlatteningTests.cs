using Thymus.Language.Binding;
using Thymus.Solvers.Lanes;
using static Thymus.Compilation.Tests.ModelText;

namespace Thymus.Compilation.Tests;

public sealed class FlatteningTests
{
    [Fact]
    public void Concentrations_are_amounts_over_volume_and_rates_are_extents()
    {
        var text = new ModelText();
        var v = text.Compartment("V", 2);
        var k = text.Parameter("k", 0.5);
        var a = text.Species("A", 3, v);
        var b = text.Species("B", 0, v);
        text.Reaction("r", [a], [b], v.Value * k.Value * a.Value);
        var model = Compile(text, observables: ["A", "B", "r"]);

        Assert.Equal(["A", "B"], model.StateNames);
        Assert.Equal(["V", "k", "A", "B"], model.ParameterNames);
        Assert.Equal([6, 0], Initial(model));
        Assert.Equal([-3, 3], Field(model, [6, 0]));
        Assert.Equal([3, 0, 3], Observe(model, [6, 0]));
    }

    [Fact]
    public void An_amount_species_means_its_amount()
    {
        var text = new ModelText();
        var v = text.Compartment("V", 2);
        var a = text.Species("A", 3, v, isAmount: true, valueIsAmount: true);
        var b = text.Species("B", 5, v, valueIsAmount: true);
        text.Reaction("r", [a], [b], a.Value * b.Value);
        var model = Compile(text, observables: ["A", "B"]);

        Assert.Equal([3, 5], Initial(model));
        Assert.Equal([-7.5, 7.5], Field(model, [3, 5]));
        Assert.Equal([3, 2.5], Observe(model, [3, 5]));
    }

    [Fact]
    public void A_growing_compartment_dilutes_and_a_concentration_with_a_rate_rule_follows_its_rule()
    {
        var text = new ModelText();
        var v = text.Compartment("V", 2);
        var a = text.Species("A", 3, v);
        var b = text.Species("B", 4, v);
        var c = text.Species("C", 5, v);
        text.Reaction("r", [a], [], Number(0.25) * a.Value);
        text.Rate(b, Number(-0.5) * b.Value);
        text.Rate(v, Number(0.1) * v.Value);
        var model = Compile(text, observables: ["A", "B", "C"]);

        Assert.Equal(["V", "A", "B"], model.StateNames);
        Assert.Equal([2, 6, 8], Initial(model));
        double[] f = Field(model, [4, 6, 8]);   // V has doubled since: A = 1.5, B = 2, C = 5·2/4
        Assert.Equal(0.4, f[0], 1e-15);
        Assert.Equal(-0.25 * 1.5, f[1], 1e-15);
        Assert.Equal((4 * -0.5 * 2) + (2 * 0.4), f[2], 1e-15);
        Assert.Equal([1.5, 2, 2.5], Observe(model, [4, 6, 8]));
    }

    [Fact]
    public void A_compartment_with_an_assignment_rule_has_a_rate_of_change_along_the_solution()
    {
        var text = new ModelText();
        var v = text.Compartment("V");
        var x = text.Parameter("x", 1);
        var b = text.Species("B", 4, v);
        text.Assign(v, Number(1) + (x.Value * x.Value) + Time);
        text.Rate(x, Number(3));
        text.Rate(b, Number(7));
        var model = Compile(text);

        // At t = 0, x = 2: V = 5, V' = 2·2·3 + 1 = 13, B = 10/5 = 2, d(BV)/dt = 7·5 + 2·13.
        Assert.Equal(["x", "B"], model.StateNames);
        Assert.Equal(61, Field(model, [2, 10])[1], 1e-13);
        Assert.Equal([1, 8], Initial(model));
    }

    [Fact]
    public void Boundary_species_keep_their_amount_in_reactions()
    {
        var text = new ModelText();
        var s = text.Species("S", 10, isBoundary: true);
        var p = text.Species("P", 0);
        text.Reaction("r", [s], [p], Number(0.1) * s.Value);
        var model = Compile(text, observables: ["S", "P"]);

        Assert.Equal(["P"], model.StateNames);
        Assert.Equal([1], Field(model, [0]));
        Assert.Equal([10, 2], Observe(model, [2]));
    }

    [Fact]
    public void A_catalyst_on_both_sides_does_not_change()
    {
        var text = new ModelText();
        var e = text.Species("E", 2);
        var s = text.Species("S", 3);
        text.Reaction("r", [e, s, s], [e], e.Value * s.Value);
        var model = Compile(text);

        Assert.Equal(["S"], model.StateNames);
        Assert.Equal([-12], Field(model, [3]));
    }

    [Fact]
    public void Initial_assignments_and_rules_are_one_graph_whatever_their_order()
    {
        var text = new ModelText();
        var a = text.Parameter("a");
        var b = text.Parameter("b");
        var c = text.Parameter("c", 3);
        var s = text.Species("S");
        var r = text.Parameter("r");
        text.Start(a, b.Value * Number(2));
        text.Start(s, a.Value + r.Value);
        text.Assign(r, s.Value - s.Value + c.Value);
        text.Reaction("decay", [s], [], a.Value * s.Value);
        var circular = CompiledModel.Compile(new CompileRequest { Model = text.Model() });
        Assert.Contains(circular.Findings, f => f.Rule == CompilationRules.Circle && f.Text.Contains("S -> r -> S", StringComparison.Ordinal));

        text = new ModelText();
        a = text.Parameter("a");
        b = text.Parameter("b");
        c = text.Parameter("c", 3);
        s = text.Species("S");
        r = text.Parameter("r");
        text.Start(a, b.Value * Number(2));
        text.Start(s, a.Value + r.Value);
        text.Start(b, c.Value + Number(1));
        text.Assign(r, Time + (c.Value * a.Value));
        text.Reaction("decay", [s], [], a.Value * s.Value);
        var model = Compile(text, observables: ["a", "r"]);

        Assert.Equal(["c"], model.ParameterNames);   // the rest is computed from it
        Assert.Equal([32], Initial(model));
        Assert.Equal([-80], Field(model, [10]));
        Assert.Equal([8, 24], Observe(model, [10]));
    }

    [Fact]
    public void A_supplied_value_replaces_an_initial_assignment_and_starts_without_a_number()
    {
        var text = new ModelText();
        var k = text.Parameter("k");
        var s = text.Species("S");
        text.Start(k, Number(2));
        text.Start(s, k.Value * Number(5));
        text.Reaction("decay", [s], [], k.Value * s.Value);
        var request = new CompileRequest { Model = text.Model(), Supplied = ["k"], DoseTargets = ["S"], Watches = [new Watch("high", "S")] };
        var model = CompiledModel.Compile(request).Value!;

        Assert.Equal(["k", "input:S", "watch:high"], model.ParameterNames);
        Assert.Equal([double.NaN, 0, double.PositiveInfinity], model.DefaultParameters);
        Assert.Equal(["high"], model.TriggerNames);
        using var run = KernelRun.Of(model, LaneWidth.Scalar, [3, 7, 4], [2]);
        Assert.Equal([15], run.Initialise()[0]);
        Assert.Equal([1], run.Field()[0]);   // −3·2 + 7
        Assert.Equal([-2], run.Triggers()[0]);
    }

    [Fact]
    public void Events_set_concentrations_in_the_compartment_they_find()
    {
        var text = new ModelText();
        var v = text.Compartment("V", 2);
        var a = text.Species("A", 3, v);
        var b = text.Species("B", 1, v, isAmount: true);
        var c = text.Species("C", 1, v);
        text.Reaction("r", [c], [], c.Value);
        text.At("E", Call(Function.GreaterOrEqual, Time, Number(5)), true, (a, a.Value * Number(2)), (v, Number(10)), (b, v.Value));
        var model = Compile(text);

        Assert.Equal(["V", "A", "B", "C"], model.StateNames);
        Assert.Equal(1, model.Kernel(LaneWidth.Scalar).Shape.Events);
        using var run = KernelRun.Of(model, LaneWidth.Scalar, [.. model.DefaultParameters], [2, 6, 1, 2]);
        Assert.Equal([10, 12, 2, 2], run.Assign(0)[0]);   // A = 6 in the old 2, B = old V, the amount of C stays
    }

    [Theory]
    [InlineData(4.9, false)]
    [InlineData(5.0, true)]
    [InlineData(5.1, true)]
    public void A_trigger_function_is_positive_exactly_where_the_condition_holds(double time, bool holds)
    {
        var text = new ModelText();
        var x = text.Parameter("x", 1);
        var late = Call(Function.GreaterOrEqual, Time, Number(5));
        text.At("E1", late, true, (x, Number(2)));
        text.At("E2", Call(Function.Not, Call(Function.Less, Time, Number(5))), true, (x, Number(2)));
        text.At("E3", Call(Function.And, late, Call(Function.Less, x.Value, Number(4))), true, (x, Number(2)));
        text.At("E4", Call(Function.Or, late, Call(Function.Greater, x.Value, Number(4))), true, (x, Number(2)));
        text.At("E5", Call(Function.Xor, late, Call(Function.Greater, x.Value, Number(4))), true, (x, Number(2)));
        text.At("E6", Call(Function.Piecewise, late, Call(Function.Less, x.Value, Number(4)), Number(0)), true, (x, Number(2)));
        var model = Compile(text);

        using var run = KernelRun.Of(model, LaneWidth.Scalar, [1], [3], time);
        Assert.All(run.Triggers()[0], g => Assert.Equal(holds, g > 0));
        Assert.Equal([2], run.Assign(0)[0]);
    }

    [Fact]
    public void Events_keep_what_decides_whether_they_fire()
    {
        var text = new ModelText();
        var x = text.Parameter("x", 1);
        var holds = Call(Function.Greater, x.Value, Number(0));
        text.At("E1", holds, false, (x, Number(2)));
        text.At(new ModelEvent("E2", holds, null, Number(5), true, false, true, [new EventAssignment(x, Number(3))], Nowhere));
        var model = Compile(text);
        var kernel = model.Kernel(LaneWidth.Vector256);

        Assert.Equal(["E1", "E2"], model.TriggerNames);
        Assert.Equal(
            [(false, true, true, false), (true, false, true, true)],
            Enumerable.Range(0, 2).Select(kernel.FormOf).Select(f => (f.StartsTrue, f.IsPersistent, f.UsesTriggerTime, f.HasPriority)));
    }

    private static CompiledModel Compile(ModelText text, string[]? observables = null)
    {
        var result = CompiledModel.Compile(new CompileRequest { Model = text.Model(), Observables = [.. observables ?? []] });
        Assert.Empty(result.Findings);
        return result.Value!;
    }

    private static double[] Initial(CompiledModel model) => Run(model, [], r => r.Initialise());

    private static double[] Field(CompiledModel model, double[] states) => Run(model, states, r => r.Field());

    private static double[] Observe(CompiledModel model, double[] states) => Run(model, states, r => r.Observe());

    private static double[] Run(CompiledModel model, double[] states, Func<KernelRun, double[][]> what)
    {
        using var run = KernelRun.Of(model, LaneWidth.Scalar, [.. model.DefaultParameters], states);
        return what(run)[0];
    }
}
