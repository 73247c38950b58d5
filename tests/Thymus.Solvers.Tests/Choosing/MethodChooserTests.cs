using Thymus.Solvers.Choosing;
using Thymus.Solvers.Lanes;
using Thymus.Solvers.Tests.Kernels;

namespace Thymus.Solvers.Tests.Choosing;

public class MethodChooserTests
{
    [Fact]
    public void Explicit_method_is_taken_where_nothing_is_stiff()
    {
        MethodChoice choice = Choose<Circle>(new() { RelativeTolerance = 1e-7 }, [2, -2], end: 30);

        Assert.Equal(SolverMethod.Tsit5, choice.Method);
        MethodProbe probe = Assert.Single(choice.Probes, p => p.Method is SolverMethod.Tsit5);
        Assert.Equal((0, 0, 0), (probe.Jacobians, probe.Factors, probe.Solves));

        // Six evaluations a step; before each course, and after its only restart, one more. Two courses.
        Assert.InRange(probe.Fields, 6 * probe.Steps, (6 * probe.Steps) + 8);
        Assert.Equal(2, choice.Courses);
    }

    [Fact]
    public void Explicit_method_is_given_up_where_the_model_is_stiff()
    {
        MethodChoice choice = Choose<VanDerPol>(new(), [1000], end: 500);

        Assert.Contains(choice.Method, (SolverMethod[])[SolverMethod.Rodas5P, SolverMethod.Rodas4]);
        Assert.Equal(2, Assert.Single(choice.Probes, p => p.Method is SolverMethod.Tsit5).Failed);
    }

    [Fact]
    public void Work_is_calls_times_their_cost()
    {
        var free = new KernelCost(0, 0, 0, 0);
        double combinations = Probe(free).Operations;

        Assert.Equal(combinations + (3 * Probe(free).Fields), Probe(free with { Field = 3 }).Operations);
        Assert.Equal(combinations + (5 * Probe(free).Factors), Probe(free with { Factor = 5 }).Operations);
        Assert.Equal(combinations + Probe(free).Solves, Probe(free with { Solve = 1 }).Operations);
        Assert.Equal(combinations + (2 * Probe(free).Jacobians), Probe(free with { Jacobian = 2 }).Operations);
        Assert.True(combinations > 0);

        static MethodProbe Probe(KernelCost cost) => Choose<Robertson>(new(), [0.04, 3e7, 1e4], 40, cost: cost).Probes[0];
    }

    [Fact]
    public void Multistep_method_is_tried_and_taken_where_factors_are_dear_only_for_a_single_course()
    {
        // 1,500 states in the engine notes: a factorisation costs ten evaluations of the right side.
        var large = new KernelCost(10_000, 15_000, 150_000, 24_000);

        MethodChoice single = Choose<Robertson>(new() { RelativeTolerance = 1e-3 }, [0.04, 3e7, 1e4], 4e5, isSingle: true, large);
        MethodChoice population = Choose<Robertson>(new() { RelativeTolerance = 1e-3 }, [0.04, 3e7, 1e4], 4e5, isSingle: false, large);

        Assert.Contains(single.Probes, p => p.Method is SolverMethod.Bdf);
        Assert.DoesNotContain(population.Probes, p => p.Method is SolverMethod.Bdf);
        Assert.All(single.Probes.Where(p => p.Failed == 0), p => Assert.InRange(p.Error, 0, 10));
        MethodProbe least = single.Probes.Where(p => p.Failed == 0).MinBy(p => p.OperationsAtTolerance)!;
        MethodProbe chosen = Assert.Single(single.Probes, p => p.Method == single.Method);
        Assert.InRange(least.OperationsAtTolerance / chosen.OperationsAtTolerance, 0.95, 1);
    }

    [Fact]
    public void Choice_is_the_same_every_time()
    {
        MethodChoice first = Choose<VanDerPol>(new(), [5], 20, isSingle: true);
        MethodChoice second = Choose<VanDerPol>(new(), [5], 20, isSingle: true);

        Assert.Equal(first.Method, second.Method);
        Assert.Equal(first.Probes, second.Probes);
    }

    [Fact]
    public void Recorded_courses_are_compared_at_their_outputs()
    {
        Assert.Equal(4 + 2, new Recorded().Seen());
    }

    [Theory]
    [InlineData("rodas5p", SolverMethod.Rodas5P)]
    [InlineData("automatic", SolverMethod.Automatic)]
    public void Every_method_has_a_word(string word, SolverMethod method)
    {
        Assert.Equal(method, SolverMethods.Of(word));
        Assert.Equal(Enum.GetValues<SolverMethod>().Order(), SolverMethods.Words.Select(w => w.Method).Order());
        Assert.Throws<ArgumentException>(() => SolverMethods.Of("euler"));
    }

    private static MethodChoice Choose<TModel>(
        SolverOptions options, double[] parameters, double end, bool isSingle = false, KernelCost? cost = null)
        where TModel : IEquations => MethodChooser.Choose(
            [
                new ProbeModel(
                    EquationsKernel.Create<TModel>(LaneWidth.Scalar),
                    cost ?? new KernelCost(10, 10, 10, 10),
                    options,
                    () => [.. Enumerable.Range(0, 2).Select(i => new ScriptedCourse
                    {
                        End = end,
                        Parameters = parameters,
                        Outputs = [.. Enumerable.Range(1, 9).Select(k => k * end / 10)],
                    })]),
            ],
            isSingle, TestContext.Current.CancellationToken);

    private sealed class Recorded : IRecordedCourse
    {
        public double Start => 0;

        public ReadOnlyMemory<double> RecordTimes { get; } = new double[] { 0, 1, 2, 3 };

        public Memory<double> Record { get; } = new double[4];

        public void Begin(Span<double> parameters) => parameters.Fill(1);

        public NextStop OnStop(ref LaneState at) => at.Time >= 3 ? NextStop.Finish : NextStop.At(3);

        public NextStop OnTrigger(int trigger, ref LaneState at) => OnStop(ref at);

        public void OnEnd(in CourseEnd end)
        {
        }

        public int Seen()
        {
            var probe = new ProbeCourse(this);
            using LaneEngine engine = LaneEngine.Create(EquationsKernel.Create<Decay>(LaneWidth.Scalar), new());
            engine.Run(new One(probe), TestContext.Current.CancellationToken);
            return probe.Seen.Count;
        }

        private sealed class One(ICourse course) : ICourseSource
        {
            private ICourse? _course = course;

            public ICourse? Next() => Interlocked.Exchange(ref _course, null);
        }
    }
}
