using Thymus.Language;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

/// <summary>Events of Antimony text against values worked out by hand from the rules of SBML Level 3 Version 2, section 4.12.</summary>
public class EventSemanticsTests
{
    private static readonly SolverOptions Tight = new() { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-13 };

    [Theory]
    [InlineData("true", 14.0)]    // x = 4 at the trigger, at 4; y = x + 10
    [InlineData("false", 16.0)]   // x = 6 when it runs, at 6
    public void Values_are_those_of_the_trigger_or_of_the_run(string fromTrigger, double expected)
    {
        var run = Run($"x = 0; x' = 1; y = 0; at 2 after x > 4, fromTrigger = {fromTrigger}: y = x + 10", 8, "y");

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, expected, expected], run, Near);   // at 6 the output shows the value before
    }

    [Fact]
    public void Delay_depends_on_the_state_at_the_trigger_and_on_the_patient()
    {
        // Decay from 8 by k: below 4 at ln 2 / k; the delay is A·d at that moment, 4 d, whatever A is later.
        var model = Compile("A = 8; A' = -k*A; k = 0.5; d = 0.25; y = 0; at A*d after A < 4: y = time", ["y"], ["k", "d"]);
        double[][] patients = [[0.5, 0.25], [1, 0.5], [2, 0.125]];
        Course[] courses =
        [
            .. patients.Select(p =>
            {
                double[] parameters = [.. model.DefaultParameters];
                (parameters[model.ParameterIndex("k")], parameters[model.ParameterIndex("d")]) = (p[0], p[1]);
                return new Course(parameters, [6]);
            }),
        ];

        Course.Run(model, LaneWidth.Vector256, Tight, courses);

        foreach (var (patient, course) in patients.Zip(courses))
        {
            double trigger = Math.Log(2) / patient[0];
            Assert.Equal(trigger + (4 * patient[1]), Assert.Single(course.Fired).Time, 1e-8);
            Assert.Equal(trigger, course.Observed[^1][0], 1e-8);
        }
    }

    [Fact]
    public void Simultaneous_events_run_by_priority_and_use_the_values_of_their_trigger()
    {
        // All at 1. The values are those of the moment when the triggers turned true, before any of them ran (4.12.6).
        double[] last = Last("a = 1; b = 2; c = 3; E1: at time >= 1, priority = 1: a = b; E2: at time >= 1, priority = 2: b = a + 10; E3: at time >= 1: c = a + b", "a", "b", "c");
        Assert.Equal([2, 11, 3], last);

        // Of the moment when they run: b = 11 first, then a = 11, and the one without priority last.
        last = Last(
            "a = 1; b = 2; c = 3; E1: at time >= 1, priority = 1, fromTrigger = false: a = b; " +
            "E2: at time >= 1, priority = 2, fromTrigger = false: b = a + 10; E3: at time >= 1, fromTrigger = false: c = a + b", "a", "b", "c");
        Assert.Equal([11, 11, 22], last);
    }

    [Fact]
    public void Priorities_are_read_again_after_each_run()
    {
        // E1 (5) runs first and raises the priority of E3 over that of E2.
        double[] last = Last(
            "n = 0; p = 1; q = 0; r = 0; E1: at time >= 1, priority = 5: p = 4; " +
            "E2: at time >= 1, priority = 3, fromTrigger = false: n = n + 1, q = n + 1; E3: at time >= 1, priority = p, fromTrigger = false: n = n + 1, r = n + 1",
            "q", "r");

        Assert.Equal([2, 1], last);
    }

    [Theory]
    [InlineData("true", 1.0)]
    [InlineData("false", 0.0)]
    public void Event_takes_another_back_at_the_same_moment_only_where_that_does_not_persist(string persistent, double expected)
    {
        double[] last = Last(
            $"a = 1; hit = 0; E1: at time >= 1, priority = 2: a = -1; E2: at (time >= 1) && (a > 0), priority = 1, persistent = {persistent}: hit = 1", "hit");

        Assert.Equal([expected], last);
    }

    [Theory]
    [InlineData("true", 1.0)]
    [InlineData("false", 0.0)]
    public void Trigger_that_ends_during_the_delay_takes_an_event_back_only_where_it_does_not_persist(string persistent, double expected)
    {
        // sin t is above 0.5 from π/6 to 5π/6, for 2.09.
        double[] run = Run($"hit = 0; s = 0; s' = cos(time); at 2.5 after s > 0.5, persistent = {persistent}: hit = 1", 4, "hit");
        Assert.Equal(expected, run[4]);

        run = Run($"hit = 0; s = 0; s' = cos(time); at 2 after s > 0.5, persistent = {persistent}: hit = 1", 4, "hit");
        Assert.Equal(1, run[4]);
    }

    [Fact]
    public void Events_set_each_other_off_at_one_moment()
    {
        // E1 sets off E2, that sets off E3 after no time at all, which is still 1 (a delay of 0 is none).
        double[] last = Last(
            "a = 0; b = 0; c = 0; t1 = 0; E1: at time >= 1: a = 1; E2: at a > 0.5: b = 1; E3: at zero after b > 0.5: c = 1, t1 = time; zero = 0", "c", "t1");

        Assert.Equal([1, 1], last, Near);
    }

    [Fact]
    public void Chain_without_end_fails_that_patient_alone()
    {
        var model = Compile("a = 0; go = 0; E1: at (time >= 1) && (go > 0) && (a < 0.5): a = 1; E2: at a > 0.5: a = 0; x' = 1; x = 0", ["a"], ["go"]);
        double[][] patients = [.. Enumerable.Range(0, 8).Select(i => Parameters(model, "go", i == 2 ? 1 : 0))];
        Ended[] courses = [.. patients.Select(p => new Ended(p))];
        int next = 0;

        LaneEngine.Create(model.Kernel(LaneWidth.Vector512), Tight).Run(new Source(() => next < courses.Length ? courses[next++] : null), TestContext.Current.CancellationToken);

        Assert.Equal(SolveStatus.EventCascade, courses[2].End.Status);
        Assert.Contains(model.TriggerNames[courses[2].End.Trigger], (string[])["E1", "E2"]);
        Assert.Equal(1, courses[2].End.Time, 1e-9);
        Assert.All(courses.Where((_, i) => i != 2), c => Assert.Equal(SolveStatus.Completed, c.End.Status));
    }

    [Theory]
    [InlineData("true", 0.0)]    // it held before the start too
    [InlineData("false", 1.0)]
    public void Value_before_the_start_decides_whether_an_event_runs_there(string before, double expected)
    {
        Assert.Equal([expected], Last($"a = 5; hit = 0; at a > 1, t0 = {before}: hit = 1", "hit"));
        Assert.Equal([expected], Last($"a = 5; hit = 0; at 0.5 after a > 1, t0 = {before}: hit = 1", "hit"));
    }

    [Fact]
    public void Concentration_of_the_trigger_is_set_in_the_compartment_of_the_run()
    {
        // 3 in a compartment that grows by 1 per time: the event is set off at 1 (size 2) and runs at 3 (size 4): an amount of 12.
        double[] amounts = Run("compartment V = 1; V' = 1; species S in V; S = 1; substanceOnly species N in V; N := S*V; at 2 after time >= 1: S = 3", 5, "N");

        Assert.Equal([1, 1, 1, 1, 12, 12], amounts, (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Fact]
    public void Delayed_bolus_is_that_of_the_closed_form()
    {
        // Given 1.5 after the amount has fallen to a quarter: a dose of 10 into a one-compartment body.
        const double k = 0.4;
        double[] run = Run($"A = 8; A' = -{k}*A; at 1.5 after A < 2, fromTrigger = false: A = A + 10", 8, "A");

        double dose = (Math.Log(4) / k) + 1.5;
        Assert.All(run.Index(), at => Assert.Equal(
            (8 * Math.Exp(-k * at.Index)) + (at.Index > dose ? 10 * Math.Exp(-k * (at.Index - dose)) : 0), at.Item, 1e-7));
    }

    private static double[] Last(string text, params string[] names) => RunAll("t_ = 0; t_' = 1; " + text, 2, names)[^1];

    private static double[] Run(string text, int end, string name) => [.. RunAll(text, end, [name]).Select(o => o[0])];

    private static List<double[]> RunAll(string text, int end, string[] names)
    {
        var model = Compile(text, names, []);
        var course = new Course([.. model.DefaultParameters], [.. Enumerable.Range(0, end + 1).Select(i => (double)i)]);
        Course.Run(model, LaneWidth.Vector512, Tight, course);
        return course.Observed;
    }

    private static double[] Parameters(CompiledModel model, string name, double value)
    {
        double[] parameters = [.. model.DefaultParameters];
        parameters[model.ParameterIndex(name)] = value;
        return parameters;
    }

    private static CompiledModel Compile(string text, string[] observables, string[] supplied)
    {
        var read = AntimonyReader.Read($"model m\n{text};\nend\n", "test.ant");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
        var compiled = CompiledModel.Compile(new CompileRequest { Model = read.Value, Observables = [.. observables], Supplied = [.. supplied] });
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Findings));
        return compiled.Value;
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-8;

    private sealed class Source(Func<ICourse?> next) : ICourseSource
    {
        public ICourse? Next() => next();
    }

    private sealed class Ended(double[] parameters) : ICourse
    {
        public CourseEnd End { get; private set; }

        public double Start => 0;

        public double NextOutput => double.PositiveInfinity;

        public void Begin(Span<double> target) => parameters.CopyTo(target);

        public NextStop OnStop(ref LaneState at) => at.Time >= 2 ? NextStop.Finish : NextStop.At(2);

        public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
        {
        }

        public NextStop OnTrigger(int trigger, ref LaneState at) => NextStop.At(2);

        public void OnEnd(in CourseEnd end) => End = end;
    }
}
