using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Lanes;

public class WorkTests
{
    [Fact]
    public void Statistics_add_up_and_full_lanes_are_used_well()
    {
        ScriptedCourse[] courses = [.. Enumerable.Range(0, 150).Select(i => new ScriptedCourse { End = 10 + (i % 17), Parameters = [1 + (i % 9)] })];

        EngineStatistics statistics = ScriptedCourse.Run(EquationsKernel.Create<VanDerPol>(LaneWidth.Vector512), new(), courses);

        Assert.Equal((150, 0), (statistics.Courses, statistics.Failed));
        Assert.Equal(courses.Sum(c => (long)c.Ended!.Value.Accepted), statistics.Accepted);
        Assert.Equal(courses.Sum(c => (long)c.Ended!.Value.Rejected), statistics.Rejected);
        Assert.Equal(0, statistics.LaneSteps % 8);
        Assert.InRange((statistics.Accepted + statistics.Rejected) / (double)statistics.LaneSteps, 0.9, 1);
    }

    [Theory]
    [InlineData(LaneWidth.Scalar, SolverMethod.Rodas5P)]
    [InlineData(LaneWidth.Vector512, SolverMethod.Rodas5P)]
    [InlineData(LaneWidth.Vector512, SolverMethod.Tsit5)]
    [InlineData(LaneWidth.Scalar, SolverMethod.Bdf)]
    public void Run_allocates_nothing(LaneWidth width, SolverMethod method)
    {
        using LaneEngine engine = LaneEngine.Create(
            EquationsKernel.Create<Circle>(width), new() { Method = method, RelativeTolerance = 1e-8 });
        var courses = new CountingCourses(16);
        engine.Run(courses, TestContext.Current.CancellationToken);
        courses.Rewind();

        long before = GC.GetAllocatedBytesForCurrentThread();
        EngineStatistics statistics = engine.Run(courses, CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(statistics.Accepted > 10_000);
        Assert.Equal((16 * 999, 16 * 32), (courses.Outputs, courses.Firings));
        Assert.Equal(0, allocated);
    }

    [Theory, InlineData(LaneWidth.Scalar), InlineData(LaneWidth.Vector512)]
    public void Run_with_waiting_events_allocates_nothing(LaneWidth width)
    {
        using LaneEngine engine = LaneEngine.Create(EquationsKernel.Create<Waiting>(width), new());
        var courses = new CountingCourses(16, 0.5, 2, 1, 4);
        engine.Run(courses, TestContext.Current.CancellationToken);
        courses.Rewind();

        long before = GC.GetAllocatedBytesForCurrentThread();
        EngineStatistics statistics = engine.Run(courses, CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The clock of event 4 counts to 100 within 16 turns; events 0 to 3 run once.
        Assert.Equal((0, 16 * 104), (statistics.Failed, courses.Firings));
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Longest_step_is_kept()
    {
        var course = new ScriptedCourse { End = 10, Parameters = [0, 1] };

        ScriptedCourse.Run(EquationsKernel.Create<Decay>(LaneWidth.Scalar), new() { LongestStep = 0.25 }, course);

        Assert.InRange(course.Ended!.Value.Accepted, 40, 45);
    }

    // Sixteen turns of the circle each, with outputs, stops and triggers, all without memory of their own.
    private sealed class CountingCourses(int count, params double[] parameters) : ICourseSource
    {
        private readonly Counting[] _courses = [.. Enumerable.Range(0, count).Select(_ => new Counting(parameters is [] ? [0.5, -0.5] : parameters))];
        private int _next;

        public int Outputs => _courses.Sum(c => c.Outputs);

        public int Firings => _courses.Sum(c => c.Firings);

        public ICourse? Next() => _next < _courses.Length ? _courses[_next++] : null;

        public void Rewind()
        {
            _next = 0;
            foreach (Counting course in _courses)
            {
                (course.Outputs, course.Firings) = (0, 0);
            }
        }
    }

    private sealed class Counting(double[] parameters) : ICourse
    {
        private const double End = 16 * Math.Tau;

        public int Outputs { get; set; }

        public int Firings { get; set; }

        public double Start => 0;

        public double NextOutput => Outputs < 999 ? Outputs * 0.1 : double.PositiveInfinity;

        public void Begin(Span<double> target) => parameters.CopyTo(target);

        public NextStop OnStop(ref LaneState at) => at.Time >= End ? NextStop.Finish : NextStop.At(Math.Min(End, at.Time + 5));

        public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed) => Outputs++;

        public NextStop OnTrigger(int trigger, ref LaneState at)
        {
            Firings++;
            return NextStop.At(End);
        }

        public void OnEnd(in CourseEnd end)
        {
        }
    }
}
