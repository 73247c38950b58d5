using System.Buffers;
using System.Runtime.InteropServices;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Lanes;

public class FailureTests
{
    [Fact]
    public void Singularity_ends_as_a_step_too_small_at_its_place_and_names_the_state()
    {
        var course = new ScriptedCourse { End = 5, Parameters = [2, 0.25], Outputs = [1, 5] };

        EngineStatistics statistics = ScriptedCourse.Run(EquationsKernel.Create<BlowUp>(LaneWidth.Vector256), new(), course);

        CourseEnd end = course.Ended!.Value;
        Assert.Equal((SolveStatus.StepTooSmall, 1), (end.Status, end.State));
        Assert.Equal(2, end.Time, 1e-4);
        Assert.InRange(end.Value, 1e6, double.MaxValue);
        Assert.Equal([1], course.OutputTimes);
        Assert.Equal(new EngineStatistics(1, 1, end.Accepted, end.Rejected, statistics.LaneSteps), statistics);
    }

    [Theory]
    [InlineData(double.NaN, 1, 1)]     // the right side
    [InlineData(1, double.NaN, 1)]     // the start state
    [InlineData(1, double.PositiveInfinity, 1)]
    public void What_is_not_a_number_at_the_start_is_named(double rate, double start, int state)
    {
        var course = new ScriptedCourse { End = 5, Parameters = [rate, start] };

        ScriptedCourse.Run(EquationsKernel.Create<BlowUp>(LaneWidth.Vector512), new(), course);

        Assert.Equal(new CourseEnd(SolveStatus.NotANumber, 0, state, start, 0, 0), course.Ended);
    }

    [Theory]
    [InlineData(LaneWidth.Scalar, 1)]
    [InlineData(LaneWidth.Scalar, 3)]
    [InlineData(LaneWidth.Vector256, 4)]
    [InlineData(LaneWidth.Vector256, 9)]
    public void Courses_after_those_that_cannot_begin_are_run(LaneWidth width, int failing)
    {
        ScriptedCourse[] courses =
        [
            .. Enumerable.Range(0, failing).Select(_ => new ScriptedCourse { End = 1, Parameters = [double.NaN, 1] }),
            new() { End = 1, Parameters = [0.5, 1] },
        ];

        EngineStatistics statistics = ScriptedCourse.Run(EquationsKernel.Create<BlowUp>(width), new(), courses);

        Assert.Equal((failing + 1, failing), (statistics.Courses, statistics.Failed));
        Assert.Equal(SolveStatus.Completed, courses[^1].Ended!.Value.Status);
    }

    [Fact]
    public void Dose_that_is_not_a_number_fails_at_its_time()
    {
        var course = new ScriptedCourse { End = 5, Parameters = [0, 1], Stops = [(3, (ref at) => at.State[0] = double.NaN)] };

        ScriptedCourse.Run(EquationsKernel.Create<BlowUp>(LaneWidth.Scalar), new(), course);

        Assert.Equal((SolveStatus.NotANumber, 3, 0, double.NaN), (course.Ended!.Value.Status, course.Ended.Value.Time, course.Ended.Value.State, course.Ended.Value.Value));
    }

    [Fact]
    public void Step_limit_ends_the_course_with_as_many_steps()
    {
        var course = new ScriptedCourse { End = 1e5, Parameters = [1000] };

        ScriptedCourse.Run(EquationsKernel.Create<VanDerPol>(LaneWidth.Scalar), new() { StepLimit = 100 }, course);

        CourseEnd end = course.Ended!.Value;
        Assert.Equal(SolveStatus.StepLimitReached, end.Status);
        Assert.Equal(100, end.Accepted + end.Rejected);
        Assert.InRange(end.State, 0, 1);
    }

    [Fact]
    public void Cancelled_run_stops_and_the_engine_can_run_again()
    {
        using LaneEngine engine = LaneEngine.Create(EquationsKernel.Create<Decay>(LaneWidth.Vector256), new());
        using var cancellation = new CancellationTokenSource();
        var cancelled = new ScriptedCourse
        {
            End = 1e9,
            Parameters = [1, 1],
            Stops = [(2, (ref _) => cancellation.Cancel())],
        };
        Assert.Throws<OperationCanceledException>(() => engine.Run(new ScriptedCourse.Queue([cancelled]), cancellation.Token));
        Assert.Null(cancelled.Ended);

        var after = new ScriptedCourse { End = 1, Parameters = [1, 1] };
        EngineStatistics statistics = engine.Run(new ScriptedCourse.Queue([after]), TestContext.Current.CancellationToken);

        Assert.Equal(Math.Exp(-1), after.Last[0], 1e-6);
        Assert.Equal(1, statistics.Courses);
    }

    [Fact]
    public void Cancelled_run_lets_the_records_go()
    {
        using var cancellation = new CancellationTokenSource();
        var memory = new CountedMemory(new double[2]);
        using (LaneEngine engine = LaneEngine.Create(EquationsKernel.Create<Decay>(LaneWidth.Vector256), new()))
        {
            var course = new EndlessRecord(memory.Memory, cancellation.Cancel);
            Assert.Throws<OperationCanceledException>(() => engine.Run(course, cancellation.Token));
            Assert.Equal(1, memory.Pins);
        }

        Assert.Equal(0, memory.Pins);
    }

    // Twice a state at nothing, with scales whose product is nothing: the study format allows such tolerances.
    [Fact]
    public void States_at_nothing_need_no_tolerance()
    {
        var course = new ScriptedCourse { End = 9, Parameters = [0, 0.3, 0.2, 0], Stops = [(3, (ref at) => at.State[0] = 100)] };

        ScriptedCourse.Run(EquationsKernel.Create<TwoCompartments>(LaneWidth.Vector256), new() { AbsoluteTolerance = 1e-200 }, course);

        Assert.Equal(SolveStatus.Completed, course.Ended!.Value.Status);
        Assert.Equal(100, course.Last.Sum(), 1e-9);   // nothing leaves
        Assert.Equal(40 + (60 * Math.Exp(-0.5 * 6)), course.Last[0], 1e-4);
    }

    public static TheoryData<SolverOptions> BadOptions =>
    [
        new SolverOptions { RelativeTolerance = 0 },
        new SolverOptions { RelativeTolerance = double.NaN },
        new SolverOptions { AbsoluteTolerance = 0 },
        new SolverOptions { AbsoluteTolerances = [1, 2, 3] },
        new SolverOptions { AbsoluteTolerances = [-1] },
        new SolverOptions { StepLimit = 0 },
        new SolverOptions { LongestStep = 0 },
        new SolverOptions { Method = (SolverMethod)9 },
        new SolverOptions { Method = SolverMethod.Automatic },
    ];

    [Theory, MemberData(nameof(BadOptions))]
    public void Options_without_meaning_are_refused(SolverOptions options) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneEngine.Create(EquationsKernel.Create<Decay>(LaneWidth.Scalar), options));

    private sealed class CountedMemory(double[] numbers) : MemoryManager<double>
    {
        private GCHandle _handle;

        public int Pins { get; private set; }

        public override Span<double> GetSpan() => numbers;

        public override unsafe MemoryHandle Pin(int elementIndex = 0)
        {
            _handle = GCHandle.Alloc(numbers, GCHandleType.Pinned);
            Pins++;
            return new MemoryHandle((double*)_handle.AddrOfPinnedObject() + elementIndex, pinnable: this);
        }

        public override void Unpin()
        {
            _handle.Free();
            Pins--;
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class EndlessRecord(Memory<double> record, Action cancel) : IRecordedCourse, ICourseSource
    {
        private bool _isTaken;

        public double Start => 0;

        public ReadOnlyMemory<double> RecordTimes { get; } = new double[] { 0, 1e9 };

        public Memory<double> Record => record;

        public ICourse? Next()
        {
            bool wasTaken = _isTaken;
            _isTaken = true;
            return wasTaken ? null : this;
        }

        public void Begin(Span<double> parameters) => parameters.Fill(1);

        public NextStop OnStop(ref LaneState at)
        {
            if (at.Time > 0)
            {
                cancel();
            }

            return NextStop.At(at.Time + 1);
        }

        public NextStop OnTrigger(int trigger, ref LaneState at) => OnStop(ref at);

        public void OnEnd(in CourseEnd end)
        {
        }
    }
}
