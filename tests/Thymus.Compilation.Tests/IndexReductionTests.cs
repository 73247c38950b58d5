using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Solvers.Lanes;
using static Thymus.Compilation.Tests.ModelText;

namespace Thymus.Compilation.Tests;

/// <summary>Algebraic rules that have to be differentiated, against closed forms and other forms of the same equations.</summary>
public class IndexReductionTests
{
    private const double Gravity = 9.81;

    private static readonly SolverOptions Tight = new() { RelativeTolerance = 1e-9, AbsoluteTolerance = 1e-11 };

    public static TheoryData<SolverMethod> AllMethods => [SolverMethod.Rodas5P, SolverMethod.Rodas4, SolverMethod.Tsit5, SolverMethod.Bdf];

    [Theory, MemberData(nameof(AllMethods))]
    public void Pendulum_keeps_its_length_and_energy_and_swings_with_the_period_of_the_elliptic_integral(SolverMethod method)
    {
        // Length 1, let go at an angle of 90°: period 4 K(sin 45°)/√g.
        double period = 4 * CompleteElliptic(Math.Sqrt(0.5)) / Math.Sqrt(Gravity);
        double[] times = [0, period / 4, period / 2, period, 10 * period];

        double[][] rows = Run(Pendulum(1, 0), Tight with { Method = method }, times, "x", "y", "u", "v", "λ");

        Assert.All(rows, r => Assert.Equal(1, (r[0] * r[0]) + (r[1] * r[1]), 1e-12));
        Assert.All(rows, r => Assert.Equal(0, (r[0] * r[2]) + (r[1] * r[3]), 1e-12));
        Assert.All(rows, r => Assert.Equal(0, (0.5 * ((r[2] * r[2]) + (r[3] * r[3]))) + (Gravity * r[1]), 1e-6));
        Assert.All(rows, r => Assert.Equal(-3 * Gravity * r[1], r[4], 1e-5));   // the tension, by conservation of energy
        double[][] expected = [[1, 0], [0, -1], [-1, 0], [1, 0], [1, 0]];
        Assert.Equal(expected.SelectMany(e => e), rows.SelectMany(r => r[..2]), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory, MemberData(nameof(AllMethods))]
    public void Error_of_the_pendulum_is_that_of_the_equation_of_its_angle(SolverMethod method)
    {
        var angle = new ModelText();
        var (phi, omega) = (angle.Parameter("phi", 1), angle.Parameter("omega", 0));
        angle.Rate(phi, omega.Value).Rate(omega, Number(-Gravity) * Call(Function.Sin, phi.Value));
        double[] times = [.. Enumerable.Range(1, 40).Select(i => i * 0.25)];
        double[] exact = [.. Run(angle, new SolverOptions { Method = SolverMethod.Tsit5, RelativeTolerance = 1e-13, AbsoluteTolerance = 1e-14 }, times, "phi").Select(r => Math.Sin(r[0]))];
        foreach (double tolerance in (double[])[1e-4, 1e-6, 1e-8])
        {
            var options = new SolverOptions { Method = method, RelativeTolerance = tolerance, AbsoluteTolerance = tolerance };
            double plain = Worst(Run(angle, options, times, "phi").Select(r => Math.Sin(r[0])));
            double[][] rows = Run(Pendulum(Math.Sin(1), -Math.Cos(1)), options, times, "x", "y");

            Assert.InRange(Worst(rows.Select(r => r[0])), 0, 10 * Math.Max(plain, tolerance));
            Assert.All(rows, r => Assert.Equal(1, (r[0] * r[0]) + (r[1] * r[1]), 1e-3 * tolerance));   // far below the tolerance, between steps too
        }

        double Worst(IEnumerable<double> values) => values.Zip(exact, (v, e) => Math.Abs(v - e)).Max();
    }

    [Fact]
    public void Double_pendulum_moves_as_by_its_two_angles()
    {
        // Two masses of 1 on rods of length 1, one hanging from the other, let go at 1 and 2: the forces of the rods need each other.
        var angles = new ModelText();
        var (a, b, p, q) = (angles.Parameter("a", 1), angles.Parameter("b", 2), angles.Parameter("p", 0), angles.Parameter("q", 0));
        BoundExpression Sin(BoundExpression x) => Call(Function.Sin, x);
        BoundExpression Cos(BoundExpression x) => Call(Function.Cos, x);
        var (between, common) = (a.Value - b.Value, Number(3) - Cos((Number(2) * a.Value) - (Number(2) * b.Value)));
        angles.Rate(a, p.Value).Rate(b, q.Value)
            .Rate(p, ((Number(-3 * Gravity) * Sin(a.Value)) - (Number(Gravity) * Sin(a.Value - (Number(2) * b.Value)))
                - (Number(2) * Sin(between) * ((q.Value * q.Value) + (p.Value * p.Value * Cos(between))))) / common)
            .Rate(q, Number(2) * Sin(between) * ((Number(2) * p.Value * p.Value) + (Number(2 * Gravity) * Cos(a.Value)) + (q.Value * q.Value * Cos(between))) / common);
        double[] times = [0.5, 1, 2];
        double[][] expected = Run(angles, new SolverOptions { Method = SolverMethod.Tsit5, RelativeTolerance = 1e-13, AbsoluteTolerance = 1e-14 }, times, "a", "b");

        var rods = new ModelText();
        var (x1, y1, u1, v1) = (rods.Parameter("x1", Math.Sin(1)), rods.Parameter("y1", -Math.Cos(1)), rods.Parameter("u1", 0), rods.Parameter("v1", 0));
        var (x2, y2, u2, v2) = (rods.Parameter("x2", Math.Sin(1) + Math.Sin(2)), rods.Parameter("y2", -Math.Cos(1) - Math.Cos(2)), rods.Parameter("u2", 0), rods.Parameter("v2", 0));
        var (upper, lower) = (rods.Parameter("upper").Value, rods.Parameter("lower").Value);
        var (dx, dy) = (x2.Value - x1.Value, y2.Value - y1.Value);
        rods.Rate(x1, u1.Value).Rate(y1, v1.Value).Rate(x2, u2.Value).Rate(y2, v2.Value)
            .Rate(u1, (lower * dx) - (upper * x1.Value)).Rate(v1, (lower * dy) - (upper * y1.Value) - Number(Gravity))
            .Rate(u2, Call(Function.Negate, lower * dx)).Rate(v2, Call(Function.Negate, lower * dy) - Number(Gravity))
            .Algebraic((x1.Value * x1.Value) + (y1.Value * y1.Value) - Number(1)).Algebraic((dx * dx) + (dy * dy) - Number(1));
        double[][] rows = Run(rods, Tight, times, "x1", "y1", "x2", "y2");

        foreach (var (row, angle) in rows.Zip(expected))
        {
            var (s1, c1, s2, c2) = (Math.Sin(angle[0]), -Math.Cos(angle[0]), Math.Sin(angle[1]), -Math.Cos(angle[1]));
            Assert.Equal([s1, c1, s1 + s2, c1 + c2], row, (one, other) => Math.Abs(one - other) < 1e-6);
            Assert.Equal(1, Math.Pow(row[2] - row[0], 2) + Math.Pow(row[3] - row[1], 2), 1e-12);
        }
    }

    [Fact]
    public void Long_run_does_not_drift()
    {
        // Ten thousand units of time, some five thousand swings, at a loose tolerance.
        var compiled = CompiledModel.Compile(new CompileRequest { Model = Pendulum(1, 0).Model(), Observables = ["x", "y", "u", "v"] }).Value!;
        var course = new Course([.. compiled.DefaultParameters], [5000, 9999.5, 10_000]);
        Course.Run(compiled, LaneWidth.Scalar, new SolverOptions { RelativeTolerance = 1e-4, AbsoluteTolerance = 1e-6 }, course);
        var rows = course.Observed;

        Assert.InRange(course.End.Rejected, 0, course.End.Accepted / 5);
        Assert.All(rows, r => Assert.Equal(1, (r[0] * r[0]) + (r[1] * r[1]), 1e-8));
        Assert.All(rows, r => Assert.Equal(0, (r[0] * r[2]) + (r[1] * r[3]), 1e-8));
    }

    [Theory, MemberData(nameof(AllMethods))]
    public void Supply_that_keeps_a_total_is_found(SolverMethod method)
    {
        // A' = −A, B' = −2B + p with A + B = 3 + sin t: B = 3 + sin t − e⁻ᵗ, p = B' + 2B.
        var text = new ModelText();
        var (a, b, p) = (text.Species("A", 1), text.Species("B", 2), text.Parameter("p"));
        text.Reaction("drain", [a], [], a.Value);
        text.Reaction("decay", [b], [], Number(2) * b.Value);
        text.Reaction("supply", [], [b], p.Value);
        text.Algebraic(a.Value + b.Value - Number(3) - Call(Function.Sin, ModelText.Time));
        double[] times = [0, 0.5, 2, 30];

        double[][] rows = Run(text, Tight with { Method = method }, times, "A", "B", "p");

        foreach (var (row, t) in rows.Zip(times))
        {
            double expected = 3 + Math.Sin(t) - Math.Exp(-t);
            Assert.Equal(Math.Exp(-t), row[0], 1e-8);
            Assert.Equal(expected, row[1], 1e-8);
            Assert.Equal(Math.Cos(t) + Math.Exp(-t) + (2 * expected), row[2], 1e-7);
            Assert.Equal(3 + Math.Sin(t), row[0] + row[1], 1e-13);
        }
    }

    [Fact]
    public void Concentrations_in_a_compartment_that_grows_are_held()
    {
        // V = 1 + t; the concentration of S is held at 2, though it decays at 0.5 of its amount: the supply is 2 + 0.5·2V.
        var text = new ModelText();
        var volume = text.Compartment("V", 1);
        var (s, p) = (text.Species("S", 2, volume), text.Parameter("p"));
        text.Rate(volume, Number(1));
        text.Reaction("decay", [s], [], Number(0.5) * s.Value * volume.Value);
        text.Reaction("supply", [], [s], p.Value);
        text.Algebraic(s.Value - Number(2));

        double[][] rows = Run(text, Tight, [0, 3], "S", "p");

        Assert.Equal([2, 3, 2, 6], rows.SelectMany(r => r), (x, y) => Math.Abs(x - y) < 1e-9);
    }

    [Fact]
    public void Variable_whose_rate_is_needed_becomes_a_state()
    {
        // x′ = w, 0 = x + eᶻ − 2 − t, 0 = z³ + z − sin t: z follows from t, x and w from z; x is given by no start value.
        var text = new ModelText();
        var (x, w, z) = (text.Parameter("x"), text.Parameter("w"), text.Parameter("z"));
        text.Rate(x, w.Value).Algebraic(x.Value + Call(Function.Exp, z.Value) - Number(2) - ModelText.Time)
            .Algebraic((z.Value * z.Value * z.Value) + z.Value - Call(Function.Sin, ModelText.Time));

        double[][] rows = Run(text, Tight, [0, 1, 2.5], "x", "w", "z");

        foreach (var (row, t) in rows.Zip(new double[] { 0, 1, 2.5 }))
        {
            double root = 0.5;
            for (int i = 0; i < 50; i++)
            {
                root -= ((root * root * root) + root - Math.Sin(t)) / ((3 * root * root) + 1);
            }

            Assert.Equal([2 + t - Math.Exp(root), 1 - (Math.Exp(root) * Math.Cos(t) / ((3 * root * root) + 1)), root], row, (a, b) => Math.Abs(a - b) < 1e-8);
        }
    }

    [Fact]
    public void Unknown_that_is_not_linear_is_followed()
    {
        // x′ = λ + λ³ with x = sin t: λ is the root of λ + λ³ = cos t.
        var text = new ModelText();
        var (x, lambda) = (text.Parameter("x", 0), text.Parameter("λ"));
        text.Rate(x, lambda.Value + (lambda.Value * lambda.Value * lambda.Value)).Algebraic(x.Value - Call(Function.Sin, ModelText.Time));

        double[][] rows = Run(text, Tight, [0, 1, 4], "x", "λ");

        foreach (var (row, t) in rows.Zip(new double[] { 0, 1, 4 }))
        {
            Assert.Equal(Math.Sin(t), row[0], 1e-10);
            Assert.Equal(Math.Cos(t), row[1] + (row[1] * row[1] * row[1]), 1e-7);
        }
    }

    [Fact]
    public void Start_values_that_the_model_leaves_open_are_found()
    {
        // Index 4: x1 = sin t through two more states.
        var text = new ModelText();
        var (x1, x2, x3, force, rate) = (text.Parameter("x1"), text.Parameter("x2"), text.Parameter("x3"), text.Parameter("force"), text.Parameter("r"));
        text.Rate(x1, x2.Value).Rate(x2, x3.Value).Rate(x3, force.Value).Algebraic(x1.Value - Call(Function.Sin, ModelText.Time)).Assign(rate, Call(Function.RateOf, force.Value));

        double[][] rows = Run(text, Tight, [0, 1], "x1", "x2", "x3", "force", "r");

        double[][] expected = [.. new double[] { 0, 1 }.Select(t => (double[])[Math.Sin(t), Math.Cos(t), -Math.Sin(t), -Math.Cos(t), Math.Sin(t)])];
        Assert.Equal(expected.SelectMany(e => e), rows.SelectMany(r => r), (a, b) => Math.Abs(a - b) < 1e-8);

        // Of the pendulum the root of the right sign, and the velocity that goes with it.
        var pendulum = Pendulum(0.6, double.NaN, 0.3, double.NaN);
        Assert.Equal([0.6, 0.8, 0.3, -0.225], Run(pendulum, Tight, [0], "x", "y", "u", "v")[0], (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void What_has_a_value_keeps_it_where_something_without_one_can_be_found()
    {
        // The length could be what the rule determines too: it does not change by itself either.
        var text = Pendulum(1, 0, length: true);

        double[] row = Run(text, Tight, [1], "x", "y", "L")[0];

        Assert.Equal(1, row[2]);
        Assert.Equal(1, (row[0] * row[0]) + (row[1] * row[1]), 1e-12);
    }

    [Fact]
    public void Start_values_within_their_digits_are_moved_to_the_nearest_that_fit_and_others_end_the_course()
    {
        double[] row = Run(Pendulum(0.6000001, 0.8), Tight, [0], "x", "y")[0];
        Assert.Equal(1, (row[0] * row[0]) + (row[1] * row[1]), 1e-14);
        Assert.Equal(0.8, row[1], 1e-7);

        var far = End(Pendulum(0.6, 0.81));
        Assert.Equal((SolveStatus.Contradiction, 0.0), (far.Status, far.Time));
        Assert.Equal(1, far.State);   // the larger of the two would have to move most
        Assert.InRange(far.Value, 0.8, 0.805);

        // The velocity has to be at a right angle to the rod, which no rule says in so many words.
        var moving = End(Pendulum(0.6, 0.8, 1, 0));
        Assert.Equal(SolveStatus.Contradiction, moving.Status);

        // No rod of that length reaches there.
        Assert.Equal(SolveStatus.Unsettled, End(Pendulum(2, double.NaN)).Status);
    }

    [Fact]
    public void Event_that_turns_the_pendulum_round_sends_it_back_and_one_that_breaks_the_rod_ends_the_course()
    {
        double turn = 0.7;
        var (text, u, v, y) = PendulumParts(Math.Sin(1), -Math.Cos(1));
        text.At("turn", Call(Function.GreaterOrEqual, ModelText.Time, Number(turn)), before: false, (u, Call(Function.Negate, u.Value)), (v, Call(Function.Negate, v.Value)));
        double[] back = Run(text, Tight, [2 * turn], "x", "y", "u", "v")[0];
        Assert.Equal([Math.Sin(1), -Math.Cos(1), 0, 0], back, (a, b) => Math.Abs(a - b) < 1e-7);

        (text, u, v, y) = PendulumParts(Math.Sin(1), -Math.Cos(1));
        text.At("push", Call(Function.GreaterOrEqual, ModelText.Time, Number(turn)), before: false, (y, y.Value + Number(0.1)));
        var end = End(text);
        Assert.Equal((SolveStatus.Contradiction, turn), (end.Status, end.Time));
    }

    [Fact]
    public void Trigger_is_located_on_the_course()
    {
        // Let go at 90°, it passes the lowest point after a quarter of the period; then it is slowed down to half its velocity.
        var (text, u, v, _) = PendulumParts(1, 0);
        text.At("lowest", Call(Function.Less, text.Model().Find("x")!.Value, Number(0)), before: false, (u, Number(0.5) * u.Value), (v, Number(0.5) * v.Value));
        foreach (var method in (SolverMethod[])[SolverMethod.Rodas5P, SolverMethod.Tsit5, SolverMethod.Bdf])
        {
            var compiled = Compile(text.Model()).Value!;
            var course = new Course([.. compiled.DefaultParameters], [0.8]);
            Course.Run(compiled, LaneWidth.Scalar, Tight with { Method = method }, course);

            Assert.Equal(CompleteElliptic(Math.Sqrt(0.5)) / Math.Sqrt(Gravity), Assert.Single(course.Fired).Time, 1e-6);
            double[] end = course.Observed[0];
            double Value(string name) => end[compiled.ObservableNames.IndexOf(name)];
            Assert.Equal(-0.75 * Gravity, (0.5 * ((Value("u") * Value("u")) + (Value("v") * Value("v")))) + (Gravity * Value("y")), 1e-5);
        }
    }

    [Fact]
    public void Infusion_is_made_up_for()
    {
        // A + B = 3 with A′ = −A + p while 0.5 per time is infused into B, which decays at 1: p = A − (0.5 − B) and B = 0.5 + 0.5 e⁻ᵗ.
        var text = new ModelText();
        var (a, b, p) = (text.Species("A", 2), text.Species("B", 1), text.Parameter("p"));
        text.Reaction("out", [a], [], a.Value);
        text.Reaction("decay", [b], [], b.Value);
        text.Reaction("supply", [], [a], p.Value);
        text.Algebraic(a.Value + b.Value - Number(3));
        var compiled = CompiledModel.Compile(new CompileRequest { Model = text.Model(), Observables = ["A", "B", "p"], DoseTargets = ["B"] }).Value!;
        var course = new Course([.. compiled.DefaultParameters], [2], (0, at => at.Parameters[compiled.ParameterIndex("input:B")] = 0.5));

        Course.Run(compiled, LaneWidth.Scalar, Tight, course);

        double expected = 0.5 + (0.5 * Math.Exp(-2));
        Assert.Equal([3 - expected, expected, 3 - expected - (0.5 - expected)], course.Observed[0], (x, y) => Math.Abs(x - y) < 1e-8);
    }

    [Theory]
    [InlineData(LaneWidth.Vector256)]
    [InlineData(LaneWidth.Vector512)]
    [InlineData(LaneWidth.TwoVectors512)]
    public void Course_has_the_same_bits_in_every_lane_and_one_that_contradicts_itself_ends_alone(LaneWidth width)
    {
        var (text, u, v, _) = PendulumParts(1, 0);
        text.At("brake", Call(Function.Less, text.Model().Find("x")!.Value, Number(0.2)), before: false, (u, Number(0.5) * u.Value), (v, Number(0.5) * v.Value));
        var compiled = Compile(text.Model()).Value!;
        Course Patient(int i)
        {
            double[] parameters = [.. compiled.DefaultParameters];
            parameters[compiled.ParameterIndex("x")] = Math.Sin(0.3 + (0.1 * i)) + (i % 7 == 3 ? 0.01 : 0);
            parameters[compiled.ParameterIndex("y")] = -Math.Cos(0.3 + (0.1 * i));
            return new Course(parameters, [.. Enumerable.Range(0, 30).Select(j => j * 0.1)]);
        }

        foreach (var method in (SolverMethod[])[SolverMethod.Rodas5P, SolverMethod.Tsit5])
        {
            var (alone, crowd) = (Enumerable.Range(0, 20).Select(Patient).ToList(), Enumerable.Range(0, 20).Select(Patient).ToList());
            foreach (var course in alone)
            {
                LaneEngine.Create(compiled.Kernel(LaneWidth.Scalar), Tight with { Method = method }).Run(new Source([course]), TestContext.Current.CancellationToken);
            }

            LaneEngine.Create(compiled.Kernel(width), Tight with { Method = method }).Run(new Source(crowd), TestContext.Current.CancellationToken);

            Assert.Equal(alone.Select(c => c.End), crowd.Select(c => c.End));
            Assert.Equal(Bits(alone.SelectMany(c => c.States)), Bits(crowd.SelectMany(c => c.States)));
            Assert.Equal(Bits(alone.SelectMany(c => c.Observed)), Bits(crowd.SelectMany(c => c.Observed)));
            Assert.Equal(3, alone.Count(c => c.End.Status is SolveStatus.Contradiction));
            Assert.Equal(17, alone.Count(c => c.End.Status is SolveStatus.Completed));
            Assert.Contains(alone, c => c.Fired.Count > 0);
        }

        static IEnumerable<long> Bits(IEnumerable<double[]> rows) => rows.SelectMany(r => r).Select(BitConverter.DoubleToInt64Bits);
    }

    [Fact]
    public void Rules_that_determine_nothing_however_often_they_are_differentiated_are_refused()
    {
        // Two rules for one state; what moves matter from A to B cannot change their sum; a state through too many others.
        var twice = new ModelText();
        var (x, one, two) = (twice.Parameter("x", 0), twice.Parameter("one"), twice.Parameter("two"));
        twice.Rate(x, one.Value + two.Value).Algebraic(x.Value - ModelText.Time).Algebraic((x.Value * x.Value) - (ModelText.Time * ModelText.Time));

        var moved = new ModelText();
        var (a, b, k, p) = (moved.Species("A", 1), moved.Species("B", 2), moved.Parameter("k", 3), moved.Parameter("p"));
        k.IsConstant = true;
        moved.Reaction("move", [a], [b], k.Value * p.Value);
        moved.Algebraic(a.Value + b.Value - Number(3));

        var chain = new ModelText();
        var states = Enumerable.Range(0, 8).Select(i => chain.Parameter($"x{i}", 0)).ToArray();
        for (int i = 0; i < 8; i++)
        {
            chain.Rate(states[i], i < 7 ? states[i + 1].Value : chain.Parameter("force").Value);
        }

        chain.Algebraic(states[0].Value - ModelText.Time);

        foreach (var text in (ModelText[])[twice, moved, chain])
        {
            Assert.Contains("TH2201", Compile(text.Model()).Findings.Where(f => f.IsError).Select(f => f.Rule.Code));
        }
    }

    [Fact]
    public void Rule_whose_derivatives_grow_without_end_is_refused_in_time()
    {
        // Five layers of forty states, each of which depends on all of the next; only the last feels the unknown.
        const int Layers = 5, Width = 40;
        var text = new ModelText();
        var force = text.Parameter("force").Value;
        var x = Enumerable.Range(0, Layers).Select(k => Enumerable.Range(0, Width).Select(i => text.Parameter($"x{k}_{i}", 1)).ToArray()).ToArray();
        for (int k = 0; k < Layers; k++)
        {
            var next = x[Math.Min(k + 1, Layers - 1)];
            for (int i = 0; i < Width; i++)
            {
                var sum = Enumerable.Range(0, Width).Select(j => Call(Function.Sin, x[k][j].Value * next[((7 * j) + i) % Width].Value)).Aggregate((a, b) => a + b);
                text.Rate(x[k][i], k == Layers - 1 ? sum + force : sum);
            }
        }

        text.Algebraic(x[0].Select(s => s.Value * s.Value).Aggregate((a, b) => a + b) - ModelText.Time);

        var findings = Compile(text.Model()).Findings;

        Assert.Contains(findings, f => f.Rule.Code == "TH2201" && f.Text.Contains("its derivatives by time become too large", StringComparison.Ordinal));
    }

    [Fact]
    public void What_differentiated_rules_cannot_be_combined_with_is_refused_by_name()
    {
        var (delayed, u, _, _) = PendulumParts(1, 0);
        delayed.Assign(delayed.Parameter("before"), Call(Function.Delay, u.Value, Number(1)));
        Assert.Equal(["TH2232"], Errors(Compile(delayed.Model())));

        Assert.Equal(["TH2230"], Errors(CompiledModel.Compile(new CompileRequest { Model = Pendulum(1, 0).Model(), Observables = ["x"], Sensitivities = ["x"] })));
        Assert.Equal(["TH2246"], CompiledJumps.Compile(new CompileRequest { Model = Pendulum(1, 0).Model(), Observables = ["x"] }, hasPartials: false).Findings.Select(f => f.Rule.Code).Distinct());

        var start = Pendulum(0.6, double.NaN);
        start.Start(start.Parameter("k"), Number(2) * start.Model().Find("y")!.Value);
        Assert.Equal(["TH2201"], Errors(CompiledModel.Compile(new CompileRequest { Model = start.Model(), Observables = ["k"] })).Distinct());
        Assert.True(Compile(Pendulum(1, 0).Model()).Value!.IsConstrained);
    }

    private static string[] Errors(Checked<CompiledModel> compiled) => [.. compiled.Findings.Where(f => f.IsError).Select(f => f.Rule.Code)];

    private static ModelText Pendulum(double x, double y, double u = 0, double v = 0, bool length = false) => PendulumParts(x, y, u, v, length).Text;

    private static (ModelText Text, Symbol U, Symbol V, Symbol Y) PendulumParts(double x, double y, double u = 0, double v = 0, bool length = false)
    {
        var text = new ModelText();
        var (px, py, pu, pv, tension) = (text.Parameter("x", x), text.Parameter("y", y), text.Parameter("u", u), text.Parameter("v", v), text.Parameter("λ"));
        var squared = length ? text.Parameter("L", 1).Value : Number(1);
        text.Rate(px, pu.Value).Rate(py, pv.Value).Rate(pu, Call(Function.Negate, tension.Value * px.Value)).Rate(pv, Call(Function.Negate, tension.Value * py.Value) - Number(Gravity))
            .Algebraic((px.Value * px.Value) + (py.Value * py.Value) - (squared * squared));
        return (text, pu, pv, py);
    }

    /// <summary>K(k) by the arithmetic-geometric mean.</summary>
    private static double CompleteElliptic(double k)
    {
        var (a, b) = (1.0, Math.Sqrt(1 - (k * k)));
        for (int i = 0; i < 8; i++)
        {
            (a, b) = ((a + b) / 2, Math.Sqrt(a * b));
        }

        return Math.PI / (2 * a);
    }

    private static Checked<CompiledModel> Compile(BoundModel model) => CompiledModel.Compile(new CompileRequest
    {
        Model = model,
        Observables = [.. model.Symbols.Where(s => s.Kind is not SymbolKind.Reaction).Select(s => s.Name)],
    });

    private static CourseEnd End(ModelText text)
    {
        var compiled = Compile(text.Model()).Value!;
        var course = new Course([.. compiled.DefaultParameters], [1]);
        LaneEngine.Create(compiled.Kernel(LaneWidth.Scalar), Tight).Run(new Source([course]), TestContext.Current.CancellationToken);
        return course.End;
    }

    private static double[][] Run(ModelText text, SolverOptions options, double[] times, params string[] observables)
    {
        var compiled = CompiledModel.Compile(new CompileRequest { Model = text.Model(), Observables = [.. observables] });
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Findings));
        var course = new Course([.. compiled.Value.DefaultParameters], times);
        Course.Run(compiled.Value, LaneWidth.Scalar, options, course);
        return [.. course.Observed];
    }

    private sealed class Source(IReadOnlyList<Course> courses) : ICourseSource
    {
        private int _next;

        public ICourse? Next() => _next < courses.Count ? courses[_next++] : null;
    }
}
