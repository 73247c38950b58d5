using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Lanes;

/// <summary>Doses, against the closed form of two compartments.</summary>
public class StopTests
{
    private const double Elimination = 0.4;
    private const double Out = 0.9;
    private const double Back = 0.3;

    [Fact]
    public void Bolus_doses_add_up_as_the_closed_form_says()
    {
        double[] doseTimes = [0, 1.7, 12, 12.5, 30];
        var course = new ScriptedCourse
        {
            End = 48,
            Parameters = [Elimination, Out, Back, 0],
            Outputs = [.. Enumerable.Range(0, 97).Select(i => 0.5 * i)],
            Stops = [.. doseTimes.Select(t => (t, (Change)((ref at) => at.State[0] += 100)))],
        };

        ScriptedCourse.Run(EquationsKernel.Create<TwoCompartments>(LaneWidth.Vector512), new() { RelativeTolerance = 1e-8 }, course);

        Assert.Equal([0, 1.7, 12, 12.5, 30, 48], course.StopTimes);
        foreach ((double t, double[] y) in course.OutputTimes.Zip(course.States))
        {
            double expected = doseTimes.Where(dose => dose < t).Sum(dose => 100 * Bolus(t - dose));   // the value before a dose
            Assert.Equal(expected, y[0], 2e-5);
        }
    }

    [Fact]
    public void Infusion_is_a_rate_that_stops_switch_on_and_off()
    {
        const double rate = 40;
        const double duration = 2.5;
        var course = new ScriptedCourse
        {
            End = 24,
            Parameters = [Elimination, Out, Back, 0],
            Outputs = [.. Enumerable.Range(0, 97).Select(i => 0.25 * i)],
            Stops = [(3, (ref at) => at.Parameters[3] += rate), (3 + duration, (ref at) => at.Parameters[3] -= rate)],
        };

        ScriptedCourse.Run(EquationsKernel.Create<TwoCompartments>(LaneWidth.Vector256), new() { RelativeTolerance = 1e-8 }, course);

        foreach ((double t, double[] y) in course.OutputTimes.Zip(course.States))
        {
            double expected = rate * (BolusIntegral(Math.Max(t - 3, 0)) - BolusIntegral(Math.Max(t - 3 - duration, 0)));
            Assert.Equal(expected, y[0], 1e-5);
        }
    }

    [Fact]
    public void Changed_parameters_are_prepared_again_and_seen_by_the_observables()
    {
        var course = new ScriptedCourse
        {
            End = 4,
            Parameters = [Elimination, Out, Back, 0],
            Outputs = [1, 2, 3],
            Stops = [(2, (ref at) => at.Parameters[3] = 8)],
        };

        ScriptedCourse.Run(EquationsKernel.Create<TwoCompartments>(LaneWidth.Scalar), new(), course);

        const double sum = Elimination + Out + Back;
        Assert.Equal([sum, sum, sum + 8], course.Observed.Select(o => o[1]));   // at the stop itself: the value before
    }

    [Fact]
    public void Output_at_the_start_sees_the_start_state_before_the_first_dose()
    {
        var course = new ScriptedCourse
        {
            Start = -5,
            End = 1,
            Parameters = [Elimination, Out, Back, 0],
            Outputs = [-5, -5, 0],
            Stops = [(-5, (ref at) => at.State[0] = 7)],
        };

        ScriptedCourse.Run(EquationsKernel.Create<TwoCompartments>(LaneWidth.Vector256), new(), course);

        Assert.Equal([0, 0], course.States.Take(2).Select(y => y[0]));
        Assert.Equal(7 * Bolus(5), course.States[2][0], 1e-4);
    }

    [Fact]
    public void Stop_that_changes_nothing_leaves_no_trace()
    {
        ScriptedCourse Course(params double[] stops) => new()
        {
            End = 8,
            Parameters = [Elimination, Out, Back, 12],
            Stops = [.. stops.Select(t => (t, (Change)((ref _) => { })))],
        };
        ScriptedCourse without = Course();
        ScriptedCourse with = Course(0.5, 0.5000001, 4);

        ScriptedCourse.Run(EquationsKernel.Create<TwoCompartments>(LaneWidth.Vector512), new(), without, with);

        Assert.Equal(without.Last[0], with.Last[0], 1e-5 * without.Last[0]);
        Assert.InRange(with.Ended!.Value.Accepted, 1, without.Ended!.Value.Accepted + 4);   // one short step each, no restart
    }

    [Fact]
    public void Stop_in_the_past_is_called_again_at_once()
    {
        int calls = 0;
        var course = new RepeatedStops(() => ++calls);

        using LaneEngine engine = LaneEngine.Create(EquationsKernel.Create<Decay>(LaneWidth.Scalar), new());
        engine.Run(course, TestContext.Current.CancellationToken);

        Assert.Equal(5, calls);
        Assert.Equal(SolveStatus.Completed, course.End.Status);
        Assert.Equal(0, course.End.Time);
    }

    // Amount in the central compartment t after a dose of 1 (Gibaldi & Perrier 1982, Pharmacokinetics, 2nd ed., eq. 2.16).
    private static double Bolus(double t)
    {
        (double alpha, double beta) = Rates();
        return (((alpha - Back) * Math.Exp(-alpha * t)) + ((Back - beta) * Math.Exp(-beta * t))) / (alpha - beta);
    }

    private static double BolusIntegral(double t)
    {
        (double alpha, double beta) = Rates();
        return (((alpha - Back) * (1 - Math.Exp(-alpha * t)) / alpha) + ((Back - beta) * (1 - Math.Exp(-beta * t)) / beta)) / (alpha - beta);
    }

    private static (double Alpha, double Beta) Rates()
    {
        const double sum = Elimination + Out + Back;
        double root = Math.Sqrt((sum * sum) - (4 * Elimination * Back));
        return ((sum + root) / 2, (sum - root) / 2);
    }

    private sealed class RepeatedStops(Func<int> count) : ICourse, ICourseSource
    {
        private int _given;

        public CourseEnd End { get; private set; }

        public double Start => 0;

        public double NextOutput => double.PositiveInfinity;

        public ICourse? Next() => _given++ == 0 ? this : null;

        public void Begin(Span<double> parameters) => parameters.Fill(1);

        public NextStop OnStop(ref LaneState at) => count() < 5 ? NextStop.At(at.Time) : NextStop.Finish;

        public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed) =>
            throw new InvalidOperationException("No output was asked for.");

        public NextStop OnTrigger(int trigger, ref LaneState at) => throw new InvalidOperationException("There is no trigger.");

        public void OnEnd(in CourseEnd end) => End = end;
    }
}
