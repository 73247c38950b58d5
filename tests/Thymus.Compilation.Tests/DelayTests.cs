using Thymus.Language;
using Thymus.Language.Binding;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

/// <summary>Delay equations against closed forms by the method of steps, and against numbers computed apart from this program to 36 digits.</summary>
public class DelayTests
{
    private static readonly SolverMethod[] Methods = [SolverMethod.Rodas5P, SolverMethod.Rodas4, SolverMethod.Tsit5];

    public static TheoryData<SolverMethod> AllMethods => [.. Methods];

    public static TheoryData<SolverMethod, LaneWidth> AllWidths
    {
        get
        {
            var all = new TheoryData<SolverMethod, LaneWidth>();
            foreach (var method in Methods)
            {
                foreach (var width in Enum.GetValues<LaneWidth>())
                {
                    all.Add(method, width);
                }
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(AllMethods))]
    public void Linear_equation_follows_the_method_of_steps_as_closely_as_its_tolerance(SolverMethod method)
    {
        // y' = −y(t − 1), y = 1 before: y = Σₖ (−1)ᵏ (t − k + 1)ᵏ / k! over the k with t ≥ k − 1.
        double[] times = [.. Enumerable.Range(1, 40).Select(i => i * 0.25)];
        double[] expected = [.. times.Select(t => Enumerable.Range(0, (int)t + 2).Sum(k => Math.Pow(-1, k) * Math.Pow(t - k + 1, k) / Factorial(k)))];
        double previous = double.PositiveInfinity;
        foreach (double tolerance in (double[])[1e-4, 1e-6, 1e-8, 1e-10])
        {
            double[] y = Run("y = 1; y' = -delay(y, 1)", "y", times, Options(method, tolerance));

            double error = y.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
            Assert.InRange(error, 0, 20 * tolerance);
            Assert.InRange(error, 0, 0.3 * previous);
            previous = error;
        }
    }

    [Theory, MemberData(nameof(AllMethods))]
    public void Mackey_Glass_equation_agrees_with_Taylor_series_of_36_digits(SolverMethod method)
    {
        // Mackey & Glass 1977, doi:10.1126/science.267326. The numbers: the method of steps with Taylor series of order 24 and 26
        // on two grids, in decimal arithmetic of 40 digits, which agree to 1e-35.
        double[] x = Run(
            "x = 1.2; x' = 0.2*delay(x, 17)/(1 + delay(x, 17)^10) - 0.1*x", "x", [17, 34, 51, 68, 85, 102], Options(method, 1e-10));

        double[] expected =
            [0.49197209671035603640, 1.03232718829470263662, 1.04197919749680312649, 0.69360086431038030783, 1.18845402413846052456, 0.90196123949817798437];
        Assert.Equal(expected, x, (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Theory, MemberData(nameof(AllMethods))]
    public void Delay_far_shorter_than_a_step_is_solved_within_the_step(SolverMethod method)
    {
        // y = exp(λt) with λ = −exp(−λτ), before the start as well.
        const double Lag = 0.001;
        double rate = -1;
        for (int i = 0; i < 100; i++)
        {
            rate = -Math.Exp(-rate * Lag);
        }

        var model = Compile($"L = 0; y = exp(L*time); y' = -delay(y, {Lag})", "y");
        var course = new Course(With(model, ("L", rate)), [1, 3]);
        Course.Run(model, LaneWidth.Scalar, Options(method, 1e-8), course);

        Assert.Equal([Math.Exp(rate), Math.Exp(3 * rate)], course.Observed.Select(o => o[0]), (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.InRange(course.End.Accepted + course.End.Rejected, 1, 300);   // of 3000 delays
    }

    [Theory, MemberData(nameof(AllMethods))]
    public void Delay_that_vanishes_at_the_start_is_solved(SolverMethod method)
    {
        // y' = y(t/2), y(0) = 1: y = Σₙ tⁿ / (n! 2^(n(n−1)/2)).
        double[] y = Run("y = 1; y' = delay(y, time/2)", "y", [1, 4], Options(method, 1e-9));

        double[] expected = [.. new double[] { 1, 4 }.Select(t => Enumerable.Range(0, 30).Sum(n => Math.Pow(t, n) / (Factorial(n) * Math.Pow(2, n * (n - 1) / 2.0))))];
        Assert.Equal(expected, y, (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Theory, MemberData(nameof(AllMethods))]
    public void Delay_that_depends_on_the_state_is_solved(SolverMethod method)
    {
        // z' = z(z) for t ≥ 2, z = ½ before, z(2) = 1 (Neves 1975, doi:10.1145/355656.355661), here from 0 on: y(t) = z(t + 2), lag t + 2 − y.
        double[] y = Run(
            "y = piecewise(0.5, time < 0, 1); y' = delay(y, time + 2 - y)", "y", [1, 2, 3, 3.5], Options(method, 1e-9));

        double third = 4 + (2 * Math.Log(2));   // z = t/2 up to 4, 2 exp(t/2 − 2) up to this, then 4 − 2 ln(1 + this − t)
        double[] expected = [1.5, 2, 2 * Math.Exp(0.5), 4 - (2 * Math.Log(1 + third - 5.5))];
        Assert.Equal(expected, y, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory, MemberData(nameof(AllMethods))]
    public void Dose_arrives_a_delay_later_and_the_past_before_the_start_has_none(SolverMethod method)
    {
        // 3 into S at 0 and 2 at 0.3: y' = S(t − 0.7).
        var model = CompiledModel.Compile(new CompileRequest
        {
            Model = AntimonyReader.Read("model m\n species S, y; S = 0; y = 0; J: -> y; delay(S, 0.7)\nend", "test.ant").Value!,
            DoseTargets = ["S"],
            Observables = ["y"],
        }).Value!;
        double[] parameters = [.. model.DefaultParameters];
        var course = new Course(parameters, [0.6, 0.9, 1.5], (0, at => at.State[model.StateIndex("S")] += 3), (0.3, at => at.State[model.StateIndex("S")] += 2));
        Course.Run(model, LaneWidth.Scalar, Options(method, 1e-9), course);

        Assert.Equal([0, 3 * 0.2, (3 * 0.8) + (2 * 0.5)], course.Observed.Select(o => o[0]), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.InRange(course.End.Rejected, 0, 3);   // the jumps are met, not searched for
    }

    [Fact]
    public void Delays_of_delays_and_of_formulas_are_those_of_what_stands_in_them()
    {
        double[] last = Last("x = 5; x' = 1; a := delay(delay(x, 1), 2); b := delay(x^2 + time, 1.5); c := delay(delay(x, time/4), 2); d = delay(x + time, 3)", 8, "a", "b", "c", "d");

        // c: x(t − 2 − (t − 2)/4); d: at the start, x before it and the time −3.
        Assert.Equal([10, (11.5 * 11.5) + 6.5, 5 + 4.5, 2], last, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Theory, MemberData(nameof(AllWidths))]
    public void Course_has_the_same_bits_in_every_lane_beside_any_other(SolverMethod method, LaneWidth width)
    {
        var model = Compile("y = 1; k = 1; tau = 1; y' = -k*delay(y, tau)*(1 + 0.1*sin(delay(y, tau/3 + 0.01*y^2))); r := delay(y, 0.1); at y < -0.2: y = y + 0.5; at time > 2.5: k = 2*k", "y", "r");
        double[] outputs = [.. Enumerable.Range(0, 60).Select(i => i * 0.1)];
        Course Patient(int i) => new(With(model, ("tau", i % 5 == 4 ? -1 : 0.3 + (0.2 * i)), ("k", 1 + (0.1 * i))), outputs);
        var alone = Enumerable.Range(0, 20).Select(Patient).ToList();
        var crowd = Enumerable.Range(0, 20).Select(Patient).ToList();
        var options = Options(method, 1e-7);
        foreach (var course in alone)
        {
            LaneEngine.Create(model.Kernel(LaneWidth.Scalar), options).Run(new Source([course]), TestContext.Current.CancellationToken);
        }

        LaneEngine.Create(model.Kernel(width), options).Run(new Source(crowd), TestContext.Current.CancellationToken);

        foreach (var (one, other) in alone.Zip(crowd))
        {
            Assert.Equal(one.End, other.End);
            Assert.Equal(one.Fired, other.Fired);
            Assert.Equal(one.Observed.SelectMany(o => o).Select(BitConverter.DoubleToInt64Bits), other.Observed.SelectMany(o => o).Select(BitConverter.DoubleToInt64Bits));
        }

        Assert.Equal(4, alone.Count(c => c.End.Status is SolveStatus.BadDelay));
        Assert.Equal(16, alone.Count(c => c.End.Status is SolveStatus.Completed));
    }

    [Fact]
    public void Past_of_a_constant_delay_takes_no_more_memory_in_a_longer_course()
    {
        var model = Compile("y = 1; y' = -1.5*delay(y, 1)", "y");
        long Allocated(double until)
        {
            using var engine = LaneEngine.Create(model.Kernel(LaneWidth.Scalar), Options(SolverMethod.Tsit5, 1e-6));
            var course = new Course([.. model.DefaultParameters], [until]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            engine.Run(new Source([course]), TestContext.Current.CancellationToken);
            Assert.Equal(SolveStatus.Completed, course.End.Status);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(30);
        Assert.InRange(Allocated(3000), 0, Allocated(30) + 4096);
    }

    [Fact]
    public void Equations_that_need_their_own_rate_of_change_of_the_past_are_refused()
    {
        var text = new ModelText();
        var x = text.Parameter("x", 1);
        text.Rate(x, ModelText.Call(Function.Delay, ModelText.Call(Function.RateOf, x.Value), ModelText.Number(1)));

        Assert.Contains("TH2207", CompiledModel.Compile(new CompileRequest { Model = text.Model() }).Findings.Select(f => f.Rule.Code));
    }

    [Fact]
    public void Value_that_needs_its_own_past_is_refused() => Assert.Equal(
        ["TH2009"], AntimonyReader.Read("model m\n x = 1; y := delay(y, 1) + x\nend", "test.ant").Findings.Select(f => f.Rule.Code));

    [Fact]
    public void Delays_of_delays_without_end_are_refused_in_time()
    {
        // Each line doubles the lags: the last has a million different ones.
        string lines = string.Concat(Enumerable.Range(1, 40).Select(i => $"y{i} := delay(y{i - 1}, a*y{i - 1}) + delay(y{i - 1}, b*y{i - 1}); "));
        var read = AntimonyReader.Read($"model m\n y0 = 1; y0' = -y0; a = 1; b = 2; {lines}\nend", "test.ant");
        var findings = CompiledModel.Compile(new CompileRequest { Model = read.Value!, Observables = ["y40"] }).Findings;

        Assert.Contains(findings, f => f.Rule == CompilationRules.TooLarge);
    }

    [Fact]
    public void Sensitivities_of_delays_are_refused()
    {
        var read = AntimonyReader.Read("model m\n k = 1; x = 1; x' = -k*delay(x, 1)\nend", "test.ant");
        var compiled = CompiledModel.Compile(new CompileRequest { Model = read.Value!, Observables = ["x"], Sensitivities = ["k"] });

        Assert.Equal(["TH2230"], compiled.Findings.Select(f => f.Rule.Code));
    }

    private static double Factorial(int n) => Enumerable.Range(1, n).Aggregate(1.0, (product, i) => product * i);

    private static SolverOptions Options(SolverMethod method, double tolerance) =>
        new() { Method = method, RelativeTolerance = tolerance, AbsoluteTolerance = 1e-3 * tolerance };

    private static CompiledModel Compile(string text, params string[] observables)
    {
        var read = AntimonyReader.Read($"model m\n{text}\nend", "test.ant");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
        var compiled = CompiledModel.Compile(new CompileRequest { Model = read.Value, Observables = [.. observables] });
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Findings));
        return compiled.Value;
    }

    private static double[] With(CompiledModel model, params (string Name, double Value)[] values)
    {
        double[] parameters = [.. model.DefaultParameters];
        foreach (var (name, value) in values)
        {
            parameters[model.ParameterIndex(name)] = value;
        }

        return parameters;
    }

    private static double[] Run(string text, string observable, double[] times, SolverOptions options)
    {
        var model = Compile(text, observable);
        var course = new Course([.. model.DefaultParameters], times);
        Course.Run(model, LaneWidth.Scalar, options, course);
        return [.. course.Observed.Select(o => o[0])];
    }

    private static double[] Last(string text, double until, params string[] observables)
    {
        var model = Compile(text, observables);
        var course = new Course([.. model.DefaultParameters], [until]);
        Course.Run(model, LaneWidth.Scalar, Options(SolverMethod.Rodas5P, 1e-10), course);
        return course.Observed[^1];
    }

    private sealed class Source(IReadOnlyList<Course> courses) : ICourseSource
    {
        private int _next;

        public ICourse? Next() => _next < courses.Count ? courses[_next++] : null;
    }
}
