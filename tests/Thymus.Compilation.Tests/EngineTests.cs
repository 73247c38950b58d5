using Thymus.Language;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

public sealed class EngineTests
{
    private static readonly SolverOptions Precise = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-12 };

    [Fact]
    public void An_oral_dose_and_an_infusion_follow_their_closed_forms()
    {
        var model = Compile(
            """
            model drug
              compartment V = 5
              substanceOnly species Gut = 0
              species Blood in V
              Blood = 0
              ka = 1.2; CL = 0.8
              absorption: Gut -> Blood; ka*Gut
              elimination: Blood -> ; CL*Blood
            end
            """,
            new CompileRequest { Model = null!, DoseTargets = ["Gut", "Blood"], Observables = ["Blood"] });
        int gut = model.StateIndex("Gut");
        int input = model.ParameterIndex("input:Blood");
        double[] times = [1, 2, 6, 12];
        var oral = new Course([.. model.DefaultParameters], times, (0, at => at.State[gut] += 100));
        var infusion = new Course(
            [.. model.DefaultParameters], times, (0, at => at.Parameters[input] = 10), (2.5, at => at.Parameters[input] = 0));
        Course.Run(model, LaneWidth.Vector256, Precise, oral, infusion);

        // Bateman 1910; Gibaldi & Perrier 1982, eq. 1.41: c(t) of a zero-order input that ends at T.
        const double ka = 1.2;
        const double k = 0.8 / 5;
        for (int i = 0; i < times.Length; i++)
        {
            double t = times[i];
            double bateman = 100.0 / 5 * ka / (ka - k) * (Math.Exp(-k * t) - Math.Exp(-ka * t));
            double ended = Math.Min(t, 2.5);
            double zeroOrder = 10 / 0.8 * (1 - Math.Exp(-k * ended)) * Math.Exp(-k * (t - ended));
            Assert.Equal(bateman, oral.Observed[i][0], 1e-8);
            Assert.Equal(zeroOrder, infusion.Observed[i][0], 1e-8);
        }
    }

    [Fact]
    public void A_growing_compartment_dilutes_what_it_holds()
    {
        var model = Compile(
            """
            model growth
              compartment V = 2
              species A in V, B in V
              A = 3; B = 1
              V' = 0.1*V
              -> B; 0.4*V
            end
            """,
            new CompileRequest { Model = null!, Observables = ["A", "B"] });
        var course = new Course([.. model.DefaultParameters], [5]);
        Course.Run(model, LaneWidth.Scalar, Precise, course);

        // dB/dt = 0.4 − 0.1·B as a concentration.
        Assert.Equal(1.0 * Math.Exp(-0.5) + (4 * (1 - Math.Exp(-0.5))), course.Observed[0][1], 1e-9);
    }

    [Fact]
    public void Events_fire_at_their_roots_and_watches_report_theirs()
    {
        var model = Compile(
            """
            model pump
              species A = 0
              -> A; 2
              H = 0; H' = 0.25
              at (A >= 5): A = 1
            end
            """,
            new CompileRequest { Model = null!, Observables = ["A"], Supplied = [], Watches = [new Watch("death", "H")] });
        double[] parameters = [.. model.DefaultParameters];
        parameters[model.ParameterIndex("watch:death")] = 0.7;
        var course = new Course(parameters, [2.4, 2.6, 4.4, 4.6, 5]);
        Course.Run(model, LaneWidth.Vector512, Precise, course);

        Assert.Equal([0, 1, 0], course.Fired.Select(f => f.Trigger));
        Assert.Equal([2.5, 2.8, 4.5], course.Fired.Select(f => Math.Round(f.Time, 8)));
        Assert.Equal([4.8, 1.2, 4.8, 1.2, 2], course.Observed.Select(o => Math.Round(o[0], 8)));
    }

    [Fact]
    public void A_network_of_30_states_has_the_sparsity_that_the_spike_found_and_stays_alive()
    {
        var model = Compile("qsp30");

        // 151 pairs of an equation and a state that it names, directly or through the quantities between, counted in the text;
        // 173 entries of the factors: engine notes, section 4.
        Assert.Equal((30, 151, 173), (model.Statistics.States, model.Statistics.JacobianEntries, model.Statistics.FactorEntries));
        var course = new Course([.. model.DefaultParameters], [.. Enumerable.Range(0, 41).Select(i => i * 10.0)]);
        Course.Run(model, LaneWidth.Vector256, new SolverOptions(), course);
        Assert.All(course.States, s => Assert.All(s, v => Assert.True(v >= -1e-6 && v < 1e6)));
        Assert.True(course.States[^1][model.StateIndex("Tu")] > 1);
    }

    [Fact]
    public void Antibody_and_target_are_conserved_but_for_what_is_made_and_lost()
    {
        var model = Compile("tmdd", doseTargets: ["C"]);
        int drug = model.StateIndex("C");
        double dose = 200.0 / 150 * 1000;
        var course = new Course([.. model.DefaultParameters], [0, 24, 336, 672], (0, at => at.State[drug] += dose / 3), (336, at => at.State[drug] += dose / 3));
        Course.Run(model, LaneWidth.Vector512, Precise, course);

        // Before the first dose the target is at rest at ksyn/kdeg; the drug binds nearly all of it at once.
        Assert.Equal(12.5, course.States[0][model.StateIndex("R")], 1e-9);
        Assert.InRange(course.States[1][model.StateIndex("R")], 0, 0.2);
        Assert.True(course.States[3][drug] > course.States[2][drug]);   // the second dose comes on top of the first
    }

    [Fact]
    public void A_tumour_model_follows_a_fixed_step_method_over_the_interpreter()
    {
        var read = AntimonyReader.Read(File.ReadAllText(PathOf("kirschner-panetta")), "kirschner-panetta.ant").Value!;
        var model = Compile("kirschner-panetta");
        var course = new Course([.. model.DefaultParameters], [20]);
        Course.Run(model, LaneWidth.Vector256, Precise, course);

        // Runge-Kutta of order 4 (Kutta 1901), 20,000 steps of 0.001 d.
        double[] y = [.. model.StateNames.Select(n => read.Find(n)!.InitialValue)];
        double[] Slope(double[] at) =>
        [
            .. model.StateNames.Select(n => Interpreter.Evaluate(
                read.Rules.Single(r => r.Target!.Name == n).Expression,
                s => model.StateIndex(s.Name) is >= 0 and var i ? at[i] : s.InitialValue,
                time: 0).Value),
        ];
        static double[] Along(double[] from, double[] slope, double step) => [.. from.Zip(slope, (a, b) => a + (step * b))];
        const double h = 0.001;
        for (int step = 0; step < 20_000; step++)
        {
            double[] k1 = Slope(y);
            double[] k2 = Slope(Along(y, k1, h / 2));
            double[] k3 = Slope(Along(y, k2, h / 2));
            double[] k4 = Slope(Along(y, k3, h));
            y = [.. y.Select((v, i) => v + (h / 6 * (k1[i] + (2 * k2[i]) + (2 * k3[i]) + k4[i])))];
        }

        Assert.All(y.Zip(course.States[0]), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * 1e-7));
    }

    [Theory]
    [InlineData("tmdd")]
    [InlineData("kirschner-panetta")]
    [InlineData("qsp30")]
    public void Courses_have_the_same_bits_for_every_width(string name)
    {
        var model = Compile(name);
        double[][][] runs =
        [
            .. new[] { LaneWidth.Scalar, LaneWidth.Vector256, LaneWidth.Vector512 }.Select(width =>
            {
                var courses = Enumerable.Range(0, 9).Select(patient => new Course(
                    [.. model.DefaultParameters.Select((v, i) => v * (1 + (0.02 * Math.Sin((patient * 7) + i))))], [1, 10, 30])).ToList();
                Course.Run(model, width, new SolverOptions(), courses);
                return courses.SelectMany(c => c.States).ToArray();
            }),
        ];

        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    private static string PathOf(string name) => Repository.PathOf($"tests/Thymus.Compilation.Tests/Models/{name}.ant");

    private static CompiledModel Compile(string name, string[]? doseTargets = null) =>
        Compile(File.ReadAllText(PathOf(name)), new CompileRequest { Model = null!, DoseTargets = [.. doseTargets ?? []] });

    private static CompiledModel Compile(string text, CompileRequest request)
    {
        var read = AntimonyReader.Read(text, "test.ant");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
        var compiled = CompiledModel.Compile(request with { Model = read.Value });
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Findings));
        return compiled.Value;
    }
}
