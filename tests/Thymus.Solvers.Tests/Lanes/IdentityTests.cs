using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Lanes;

/// <summary>A course gives the same bits alone or in a crowd, in any lane, width and order, on any output grid.</summary>
public class IdentityTests
{
    private static readonly SolverOptions Options = new() { RelativeTolerance = 1e-5, AbsoluteTolerance = 1e-8 };

    public static TheoryData<SolverMethod> Methods => [SolverMethod.Rodas5P, SolverMethod.Tsit5];

    [Theory, MemberData(nameof(Methods))]
    public void Stiff_oscillators_with_doses_have_the_same_bits_in_every_width_and_order(SolverMethod method) =>
        SameBits<VanDerPol>(method, Oscillator, 120);

    [Theory, MemberData(nameof(Methods))]
    public void Courses_with_triggers_have_the_same_bits_in_every_width_and_order(SolverMethod method) => SameBits<Circle>(method, Watched, 120);

    [Theory, MemberData(nameof(Methods))]
    public void Bouncing_courses_have_the_same_bits_in_every_width_and_order(SolverMethod method) => SameBits<Ball>(method, Bouncing, 100);

    [Theory, MemberData(nameof(Methods))]
    public void Courses_with_waiting_events_have_the_same_bits_in_every_width_and_order(SolverMethod method) => SameBits<Waiting>(method, WaitingFor, 100);

    [Theory, InlineData(0), InlineData(1), InlineData(7)]
    public void Course_has_the_same_bits_alone_and_among_failing_mates(int place)
    {
        ScriptedCourse alone = BlowingUp(0.1, 0.5);
        ScriptedCourse[] crowd = [.. Enumerable.Range(0, 16).Select(i => i == place ? BlowingUp(0.1, 0.5) : BlowingUp(i, 1 + i))];

        ScriptedCourse.Run(EquationsKernel.Create<BlowUp>(LaneWidth.Scalar), Options, alone);
        ScriptedCourse.Run(EquationsKernel.Create<BlowUp>(LaneWidth.Vector512), Options, crowd);

        Assert.Equal(SolveStatus.Completed, alone.Ended!.Value.Status);
        Assert.Equal(Bits(alone), Bits(crowd[place]));
        Assert.Equal(14, crowd.Count(c => c.Ended!.Value.Status is SolveStatus.StepTooSmall) - (place == 0 ? 1 : 0));
    }

    [Fact]
    public void Results_do_not_depend_on_the_output_grid()
    {
        ScriptedCourse none = Oscillator(3);
        var sparse = new ScriptedCourse { Start = none.Start, End = none.End, Parameters = none.Parameters, Stops = none.Stops, Outputs = [0, 3.3, 7, 20] };
        var dense = new ScriptedCourse
        {
            Start = none.Start,
            End = none.End,
            Parameters = none.Parameters,
            Stops = none.Stops,
            Outputs = [.. Enumerable.Range(0, 20001).Select(i => i * 0.001).Concat([3.3, 7]).Order()],
        };

        ScriptedCourse.Run(EquationsKernel.Create<VanDerPol>(LaneWidth.Vector256), Options, none, sparse, dense);

        Assert.Equal(none.Ended, sparse.Ended);
        Assert.Equal(none.Ended, dense.Ended);
        Assert.Equal(none.Last, dense.Last);
        Assert.Equal(20003, dense.States.Count);
        Assert.All(sparse.OutputTimes.Zip(sparse.States), pair => Assert.Equal(dense.States[dense.OutputTimes.IndexOf(pair.First)], pair.Second));
    }

    // Runs the courses alone, then in every width in several orders.
    private static void SameBits<TModel>(SolverMethod method, Func<int, ScriptedCourse> course, int count)
        where TModel : IEquations
    {
        SolverOptions options = Options with { Method = method };
        ScriptedCourse[] alone = [.. Enumerable.Range(0, count).Select(course)];
        using (LaneEngine engine = LaneEngine.Create(EquationsKernel.Create<TModel>(LaneWidth.Scalar), options))
        {
            foreach (ScriptedCourse single in alone)
            {
                engine.Run(new ScriptedCourse.Queue([single]), TestContext.Current.CancellationToken);
            }
        }

        long[][] expected = [.. alone.Select(Bits)];
        Assert.True(expected.DistinctBy(bits => string.Join(' ', bits)).Count() == count, "the patients are to differ");
        foreach (LaneWidth width in EquationsKernel.Widths)
        {
            foreach (int stride in (int[])[1, 7])
            {
                ScriptedCourse[] crowd = [.. Enumerable.Range(0, count).Select(course)];
                ScriptedCourse.Run(
                    EquationsKernel.Create<TModel>(width), options, [.. Enumerable.Range(0, count).Select(i => crowd[i * stride % count])]);
                Assert.Equal(expected, crowd.Select(Bits));
            }
        }
    }

    private static long[] Bits(ScriptedCourse course) =>
    [
        .. course.States.Concat(course.Observed).Concat(course.Firings.Select(f => f.State)).Append(course.Last)
            .SelectMany(y => y).Concat(course.OutputTimes).Concat(course.StopTimes).Concat(course.Firings.Select(f => f.Time))
            .Append(course.Ended!.Value.Time).Select(BitConverter.DoubleToInt64Bits),
        (long)course.Ended.Value.Status, course.Ended.Value.Accepted, course.Ended.Value.Rejected,
    ];

    private static ScriptedCourse Oscillator(int i) => new()
    {
        Start = i % 5 * 0.1,
        End = 20 + (i % 7),
        Parameters = [0.1 + (i * i * 0.01)],
        Outputs = [.. Enumerable.Range(1, 5 + (i % 20)).Select(k => k * 1.01)],
        Stops = [(3.5 + (i * 0.01), (ref at) => at.State[0] += 1), (9, (ref at) => at.Parameters[0] *= 1.5)],
    };

    private static ScriptedCourse Watched(int i) => new()
    {
        End = 10 + (0.02 * i),
        Parameters = [0.9 * Math.Sin(i), 0.9 * Math.Cos(3 * i)],
        Outputs = [.. Enumerable.Range(0, i % 20).Select(k => k * 0.5)],
        Stops = [(2 + (i * 0.01), (ref at) => at.State[1] += 0.3)],
    };

    private static ScriptedCourse Bouncing(int i) => new()
    {
        End = 3,
        Parameters = [9 + (0.01 * i), 1 + (i % 3), 0.75, 0.5],
        Outputs = [.. Enumerable.Range(0, 12).Select(k => k * 0.25)],
    };

    private static ScriptedCourse WaitingFor(int i) => new()
    {
        End = 6 + (0.01 * i),
        Parameters = [0.5 + (i % 4), 0.3 * (i % 5), (i % 3) - 1, 1 + (i % 7)],
        Outputs = [.. Enumerable.Range(0, i % 13).Select(k => k * 0.5)],
        Stops = [(2 + (i * 0.01), (ref at) => at.State[0] -= 1)],
    };

    private static ScriptedCourse BlowingUp(double rate, double start) =>
        new() { End = 5, Parameters = [rate, start], Outputs = [1, 2, 3, 4, 5] };
}
