using Thymus.Language.Binding;
using Thymus.Solvers.Lanes;
using static Thymus.Compilation.Tests.ModelText;

namespace Thymus.Compilation.Tests;

/// <summary>Algebraic rules that are not linear, and fast reactions, against closed forms.</summary>
public class ConstraintTests
{
    private static readonly SolverOptions Tight = new() { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-12 };

    [Theory]
    [InlineData(SolverMethod.Rodas5P)]
    [InlineData(SolverMethod.Rodas4)]
    public void Cubic_rule_is_solved_at_all_times(SolverMethod method)
    {
        // 0 = z³ + z − x with x′ = 3z² + 1 is z = t from z(0) = 0.
        var text = new ModelText();
        var (x, z) = (text.Parameter("x", 0), text.Parameter("z"));
        text.Rate(x, (Number(3) * z.Value * z.Value) + Number(1)).Algebraic((z.Value * z.Value * z.Value) + z.Value - x.Value);

        double[][] rows = Run(text, Tight with { Method = method }, [0, 0.5, 1, 2], [], "z", "x");

        Assert.Equal([0, 0.5, 1, 2], rows.Select(r => r[0]), (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.All(rows, r => Assert.Equal(0, (r[0] * r[0] * r[0]) + r[0] - r[1], 1e-8));
    }

    [Fact]
    public void Rules_that_need_each_other_are_solved_together_from_the_values_given()
    {
        // u² + v² = 1 + t, uv = 0.2: (u + v)² = 1.4 + t, (u − v)² = 0.6 + t; the start values choose u > v > 0.
        var text = new ModelText();
        var (u, v) = (text.Parameter("u", 1), text.Parameter("v", 0.1));
        text.Algebraic((u.Value * u.Value) + (v.Value * v.Value) - Number(1) - ModelText.Time).Algebraic((u.Value * v.Value) - Number(0.2));

        double[][] rows = Run(text, Tight, [0, 1, 3], [], "u", "v");

        double[][] expected = [.. new double[] { 0, 1, 3 }.Select(t => (double[])[(Math.Sqrt(1.4 + t) + Math.Sqrt(0.6 + t)) / 2, (Math.Sqrt(1.4 + t) - Math.Sqrt(0.6 + t)) / 2])];
        Assert.Equal(expected.SelectMany(r => r), rows.SelectMany(r => r), (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Theory]
    [InlineData(SolverMethod.Rodas5P)]
    [InlineData(SolverMethod.Rodas4)]
    public void Error_of_a_coupled_system_stays_within_the_tolerance(SolverMethod method)
    {
        // x′ = −z with x = z eᶻ; without x it is z′ = −z e⁻ᶻ / (1 + z), which an explicit method solves to 1e-12.
        var plain = new ModelText();
        var z = plain.Parameter("z", 2);
        plain.Rate(z, Call(Function.Negate, z.Value * Call(Function.Exp, Call(Function.Negate, z.Value)) / (Number(1) + z.Value)));
        double[] times = [.. Enumerable.Range(1, 30).Select(i => i * 0.5)];
        double[] expected = [.. Run(plain, Tight with { Method = SolverMethod.Tsit5, RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-15 }, times, [], "z").Select(r => r[0])];
        foreach (double tolerance in (double[])[1e-4, 1e-6, 1e-8])
        {
            var text = new ModelText();
            var x = text.Parameter("x", 2 * Math.Exp(2));
            z = text.Parameter("z", 1);
            text.Rate(x, Call(Function.Negate, z.Value)).Algebraic((z.Value * Call(Function.Exp, z.Value)) - x.Value);

            double[][] rows = Run(text, new SolverOptions { Method = method, RelativeTolerance = tolerance, AbsoluteTolerance = 1e-3 * tolerance }, times, [], "z", "x");

            Assert.InRange(rows.Zip(expected, (r, e) => Math.Abs(r[0] - e)).Max(), 0, 10 * tolerance);
            Assert.All(rows, r => Assert.Equal(1, r[0] * Math.Exp(r[0]) / r[1], 1e-7));
        }
    }

    [Fact]
    public void Binding_at_equilibrium_follows_doses_events_and_elimination()
    {
        // Free drug f of a total L that is eliminated by f, binding at K to R: f² + (R + K − L)f − KL = 0. A dose into L at 1, an event on f.
        var text = new ModelText();
        var (total, free, bound, receptor) = (text.Species("L", 4), text.Parameter("f", 1), text.Parameter("b", 1), text.Parameter("R", 2));
        text.Reaction("out", [total], [], Number(0.3) * free.Value);
        text.Algebraic(total.Value - free.Value - bound.Value).Algebraic((free.Value * (receptor.Value - bound.Value)) - (Number(0.5) * bound.Value));
        text.At("low", Call(Function.Less, free.Value, Number(1)), before: true, (receptor, Number(1)));
        double Free(double l, double r) => (-(r + 0.5 - l) + Math.Sqrt(((r + 0.5 - l) * (r + 0.5 - l)) + (2 * l))) / 2;

        double[][] rows = Run(text, Tight, [0, 1, 1.0001, 6, 30], [(1, 0, 3)], "L", "f", "R");

        Assert.All(rows, r => Assert.Equal(Free(r[0], r[2]), r[1], 1e-8));
        Assert.Equal([2, 2, 2], rows[..3].Select(r => r[2]));
        Assert.Equal(1, rows[^1][2]);
        Assert.Equal(3, rows[2][0] - rows[1][0], 1e-3);
    }

    [Fact]
    public void Rate_of_a_variable_that_a_rule_determines_is_its_rate_along_the_course()
    {
        var text = new ModelText();
        var (z, r) = (text.Parameter("z", 1), text.Parameter("r"));
        text.Algebraic((z.Value * z.Value) - Number(4) - ModelText.Time).Assign(r, Call(Function.RateOf, z.Value));

        double[][] rows = Run(text, Tight, [0, 5], [], "z", "r");

        Assert.Equal([2, 0.25, 3, 1 / 6.0], rows.SelectMany(x => x), (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Fact]
    public void Index_two_is_refused_and_so_are_rules_that_are_one_too_many_or_determine_nothing()
    {
        var pendulum = new ModelText();
        var (x, y) = (pendulum.Parameter("x", 1), pendulum.Parameter("y", 0));
        pendulum.Rate(x, y.Value).Rate(y, x.Value).Algebraic((x.Value * x.Value) + (y.Value * y.Value) - Number(1));

        var two = new ModelText();
        var z = two.Parameter("z", 1);
        two.Algebraic((z.Value * z.Value) - Number(4)).Algebraic((z.Value * z.Value * z.Value) - Number(8));

        var nothing = new ModelText();
        var w = nothing.Parameter("w", 1);
        nothing.Algebraic(Call(Function.Power, w.Value, Number(0)) - ModelText.Time);

        foreach (var text in (ModelText[])[pendulum, two, nothing])
        {
            Assert.Equal(["TH2201"], Compile(text.Model()).Findings.Select(f => f.Rule.Code));
        }
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(2e6)]
    public void Fast_exchange_stays_at_equilibrium_while_a_slow_reaction_drains_it(double speed)
    {
        // A ⇌ B with B/A = 2, B -> C at 0.3 B: A + B falls at 0.2, and takes a dose of 6 into A at 1.
        var text = new ModelText();
        var (a, b, c) = (text.Species("A", 3), text.Species("B", 0), text.Species("C", 0));
        text.Reaction("exchange", [a], [b], (Number(speed) * a.Value) - (Number(speed / 2) * b.Value), isFast: true);
        text.Reaction("drain", [b], [c], Number(0.3) * b.Value);

        double[][] rows = Run(text, Tight, [0, 1, 1.5, 3], [(1, 0, 6)], "A", "B", "C");

        double Sum(double t) => (3 * Math.Exp(-0.2 * t)) + (t > 1 ? 6 * Math.Exp(-0.2 * (t - 1)) : 0);
        foreach (var (row, t) in rows.Zip(new double[] { 0, 1, 1.5, 3 }))
        {
            Assert.Equal(Sum(t) / 3, row[0], 1e-8);
            Assert.Equal(Sum(t) * 2 / 3, row[1], 1e-8);
            Assert.Equal(t > 1 ? 9 : 3, row[0] + row[1] + row[2], 1e-12);
        }
    }

    [Fact]
    public void Fast_reactions_end_where_they_lead_to_and_conserve_what_they_conserve()
    {
        // 2 M ⇌ D, fast, at D = M²; a slow inflow of 1 into M: M + 2D = 10 + t. And S1 + S2 -> 2 S2 leads to S1 = 0, not to S2 = 0.
        var text = new ModelText();
        var (m, d, s1, s2) = (text.Species("M", 10), text.Species("D", 0), text.Species("S1", 4), text.Species("S2", 1));
        text.Reaction("pairing", [m, m], [d], (m.Value * m.Value) - d.Value, isFast: true);
        text.Reaction("inflow", [], [m], Number(1));
        text.Reaction("infection", [s1], [s2], s1.Value * s2.Value, isFast: true);

        double[][] rows = Run(text, Tight, [0, 5], [], "M", "D", "S1", "S2");

        double Single(double sum) => (-1 + Math.Sqrt(1 + (8 * sum))) / 4;
        Assert.Equal([Single(10), Math.Pow(Single(10), 2), 0, 5], rows[0], (x, y) => Math.Abs(x - y) < 1e-8);
        Assert.Equal([Single(15), Math.Pow(Single(15), 2), 0, 5], rows[1], (x, y) => Math.Abs(x - y) < 1e-8);
    }

    [Theory]
    [InlineData(LaneWidth.Vector256)]
    [InlineData(LaneWidth.Vector512)]
    [InlineData(LaneWidth.TwoVectors512)]
    public void Course_has_the_same_bits_in_every_lane_and_one_without_equilibrium_fails_alone(LaneWidth width)
    {
        var text = new ModelText();
        var (a, b, k, z, on) = (text.Species("A", 3), text.Species("B", 0), Constant(text, "k"), text.Parameter("z", 1), Constant(text, "on"));
        text.Reaction("exchange", [a], [b], (k.Value * a.Value) - (z.Value * b.Value) + on.Value, isFast: true);
        text.Reaction("endless", [a], [], on.Value, isFast: true);
        text.Reaction("drain", [b], [], Number(0.3) * b.Value);
        text.Algebraic((z.Value * z.Value) - k.Value - a.Value);
        text.At("low", Call(Function.Less, b.Value, Number(1)), before: true, (b, Number(4)));
        var compiled = Compile(text.Model()).Value!;
        Course Patient(int i)
        {
            double[] parameters = [.. compiled.DefaultParameters];
            parameters[compiled.ParameterIndex("k")] = 1 + (0.3 * i);
            parameters[compiled.ParameterIndex("on")] = i % 7 == 3 ? 1 : 0;
            return new Course(parameters, [.. Enumerable.Range(0, 30).Select(j => j * 0.5)]);
        }

        var (alone, crowd) = (Enumerable.Range(0, 20).Select(Patient).ToList(), Enumerable.Range(0, 20).Select(Patient).ToList());
        foreach (var course in alone)
        {
            LaneEngine.Create(compiled.Kernel(LaneWidth.Scalar), Tight).Run(new Source([course]), TestContext.Current.CancellationToken);
        }

        LaneEngine.Create(compiled.Kernel(width), Tight).Run(new Source(crowd), TestContext.Current.CancellationToken);

        Assert.Equal(alone.Select(c => c.End), crowd.Select(c => c.End));
        Assert.Equal(alone.SelectMany(c => c.States).SelectMany(s => s).Select(BitConverter.DoubleToInt64Bits), crowd.SelectMany(c => c.States).SelectMany(s => s).Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(3, alone.Count(c => c.End.Status is SolveStatus.Unsettled));
        Assert.Equal(17, alone.Count(c => c.End.Status is SolveStatus.Completed));
        Assert.All(alone.Where(c => c.End.Status is SolveStatus.Completed), c => Assert.NotEmpty(c.Fired));
    }

    [Fact]
    public void What_constraints_cannot_be_combined_with_is_refused_by_name()
    {
        var rate = Fast(out var a, out _);
        rate.Assign(rate.Parameter("r"), Call(Function.RateOf, a.Value));
        Assert.Equal(["TH2231"], Compile(rate.Model()).Findings.Select(f => f.Rule.Code));

        var delay = Fast(out a, out var b);
        delay.Reaction("late", [a], [b], Call(Function.Delay, a.Value, Number(1)), isFast: true);
        Assert.Equal(["TH2232"], Compile(delay.Model()).Findings.Select(f => f.Rule.Code));

        var sensitivity = CompiledModel.Compile(new CompileRequest { Model = Fast(out _, out _).Model(), Sensitivities = ["A"] });
        Assert.Equal(["TH2230"], sensitivity.Findings.Select(f => f.Rule.Code));

        var compiled = Compile(Fast(out _, out _).Model()).Value!;
        Assert.All((SolverMethod[])[SolverMethod.Tsit5, SolverMethod.Bdf], m => Assert.NotNull(compiled.FeatureAgainst(m)));
        Assert.Throws<ArgumentException>(() => LaneEngine.Create(compiled.Kernel(LaneWidth.Scalar), Tight with { Method = SolverMethod.Tsit5 }));

        var start = new ModelText();
        var (z, k) = (start.Parameter("z", 1), start.Parameter("k"));
        start.Algebraic((z.Value * z.Value) - Number(4)).Start(k, Number(2) * z.Value).Assign(start.Parameter("y"), k.Value);
        Assert.Equal(["TH2201"], Compile(start.Model()).Findings.Select(f => f.Rule.Code));
    }

    private static Symbol Constant(ModelText text, string name)
    {
        var symbol = text.Parameter(name, 0);
        symbol.IsConstant = true;
        return symbol;
    }

    private static ModelText Fast(out Symbol a, out Symbol b)
    {
        var text = new ModelText();
        (a, b) = (text.Species("A", 3), text.Species("B", 0));
        text.Reaction("exchange", [a], [b], a.Value - b.Value, isFast: true);
        return text;
    }

    private static Language.Diagnostics.Checked<CompiledModel> Compile(BoundModel model) => CompiledModel.Compile(new CompileRequest
    {
        Model = model,
        Observables = [.. model.Symbols.Where(s => s.Kind is not SymbolKind.Reaction).Select(s => s.Name)],
    });

    private static double[][] Run(ModelText text, SolverOptions options, double[] times, (double Time, int State, double Amount)[] doses, params string[] observables)
    {
        var compiled = CompiledModel.Compile(new CompileRequest { Model = text.Model(), Observables = [.. observables] });
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Findings));
        var course = new Course(
            [.. compiled.Value.DefaultParameters], times, [.. doses.Select(d => (d.Time, (Action<LaneState>)(at => at.State[d.State] += d.Amount)))]);
        Course.Run(compiled.Value, LaneWidth.Scalar, options, course);
        return [.. course.Observed];
    }

    private sealed class Source(IReadOnlyList<Course> courses) : ICourseSource
    {
        private int _next;

        public ICourse? Next() => _next < courses.Count ? courses[_next++] : null;
    }
}
