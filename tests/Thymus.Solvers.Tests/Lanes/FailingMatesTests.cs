using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Lanes;

/// <summary>A course that fails, in whatever way, leaves the bits of the courses beside it as they are.</summary>
public class FailingMatesTests
{
    private const double End = 6;

    private static readonly SolverOptions Options = new() { StepLimit = 2000, NonNegative = [2] };

    public static TheoryData<SolverMethod, SolveStatus> Failures
    {
        get
        {
            var failures = new TheoryData<SolverMethod, SolveStatus>();
            foreach (SolverMethod method in (SolverMethod[])[SolverMethod.Rodas5P, SolverMethod.Tsit5])
            {
                // The others are of models with sensitivities, delays or constraints.
                foreach (SolveStatus status in Enum.GetValues<SolveStatus>().Where(
                    s => s is not (SolveStatus.Completed or SolveStatus.GrazingTrigger or SolveStatus.BadDelay or SolveStatus.Unsettled or SolveStatus.Contradiction)))
                {
                    failures.Add(method, status);
                }
            }

            return failures;
        }
    }

    [Theory, MemberData(nameof(Failures))]
    public void Sound_course_has_the_same_bits_alone_and_between_failing_ones(SolverMethod method, SolveStatus status)
    {
        SolverOptions options = Options with { Method = method };
        ScriptedCourse alone = Sound();
        ScriptedCourse failing = Failing(status);
        ScriptedCourse.Run(EquationsKernel.Create<Fragile>(LaneWidth.Scalar), options, alone);
        ScriptedCourse.Run(EquationsKernel.Create<Fragile>(LaneWidth.Scalar), options, failing);
        Assert.Equal(SolveStatus.Completed, alone.Ended!.Value.Status);
        Assert.Equal([0, 1], alone.Firings.Select(f => f.Trigger));
        Assert.All(alone.Firings, firing => Assert.Equal(2.5, firing.Time, 1e-12));
        Assert.Equal(status, failing.Ended!.Value.Status);

        foreach (LaneWidth width in EquationsKernel.Widths)
        {
            int lanes = (int)width;
            foreach (int place in (int[])[0, lanes / 2, lanes - 1, lanes])
            {
                ScriptedCourse[] crowd = [.. Enumerable.Range(0, 2 * lanes).Select(i => i == place ? Sound() : Failing(status))];

                ScriptedCourse.Run(EquationsKernel.Create<Fragile>(width), options, crowd);

                Assert.Equal(Bits(alone), Bits(crowd[place]));
                Assert.All(crowd.Where((_, i) => i != place), mate => Assert.Equal(Bits(failing), Bits(mate)));
            }
        }
    }

    private static ScriptedCourse Sound() => Course([1.25, 0.125, 2.5, -1]);

    private static ScriptedCourse Failing(SolveStatus status) => status switch
    {
        SolveStatus.StepLimitReached => Course([1e5, 0.125, 2.5, -1]),
        SolveStatus.StepTooSmall => Course([1.25, 1, 2.5, -1]),   // infinite at 4
        SolveStatus.EventCascade => Course([1.25, 0.125, 2.5, 1]),
        SolveStatus.NegativeState => Course([1.25, 0.125, 2.5, -1], (1.5, (ref at) => at.State[2] = -1)),
        SolveStatus.BadEventTime => Course([1.25, 0.125, 2.5, -1, -1]),
        _ => Course([1.25, 0.125, 2.5, -1], (1.5, (ref at) => at.State[0] = double.NaN)),
    };

    private static ScriptedCourse Course(double[] parameters, params (double Time, Change Change)[] stops) =>
        new() { End = End, Parameters = parameters, Stops = stops, Outputs = [0.5, 1, 2, 3, 5] };

    private static long[] Bits(ScriptedCourse course) =>
    [
        .. course.States.Concat(course.Firings.Select(f => f.State)).Append(course.Last).SelectMany(s => s)
            .Concat(course.Firings.Select(f => f.Time)).Append(course.Ended!.Value.Time).Select(BitConverter.DoubleToInt64Bits),
        (long)course.Ended.Value.Status, course.Ended.Value.State, course.Ended.Value.Accepted, course.Ended.Value.Rejected,
    ];
}
