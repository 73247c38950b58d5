using Thymus.Language;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

/// <summary>The step as one piece of code is a record of the general step, so both must give the same bits.</summary>
public sealed class FusedStepTests
{
    private const string WithTimeAndFunctions =
        """
        model functions
          k = 0.7; n = 1.3; x = 1; y = 0.5; z = 2
          x' = -k*x + exp(-time)*(0.1 + y*y)^n/(1 + y^4)
          y' = x - tanh(y)*z + ln(2 + x*x)*sin(time)
          z' = piecewise(0.3, x > 0.4, 0.1) - 0.2*z
        end
        """;

    [Theory]
    [InlineData("tmdd", SolverMethod.Rodas5P)]
    [InlineData("tmdd", SolverMethod.Rodas4)]
    [InlineData("kirschner-panetta", SolverMethod.Rodas5P)]
    [InlineData("kirschner-panetta", SolverMethod.Rodas4)]
    [InlineData("qsp30", SolverMethod.Rodas5P)]
    [InlineData("qsp30", SolverMethod.Rodas4)]
    [InlineData("functions", SolverMethod.Rodas5P)]
    [InlineData("functions", SolverMethod.Tsit5)]
    [InlineData("kirschner-panetta", SolverMethod.Tsit5)]
    public void It_gives_the_bits_of_the_general_code(string name, SolverMethod method)
    {
        var model = Compile(name);
        double[][] general = Run(new PlainKernel(model.Kernel(LaneWidth.Scalar)), model, method);
        foreach (var width in Enum.GetValues<LaneWidth>())
        {
            Assert.Equal(name != "qsp30" && width != LaneWidth.Scalar, model.Kernel(width).Fused(method) is not null);
            Assert.Equal(general, Run(model.Kernel(width), model, method));
        }

        Assert.Equal(general, Run(new PlainKernel(model.Kernel(LaneWidth.TwoVectors512)), model, method));
    }

    // Inputs that are larger than what a day leaves drain A; the others keep it.
    [Theory]
    [InlineData(SolverMethod.Rodas5P)]
    [InlineData(SolverMethod.Tsit5)]
    public void It_refuses_the_same_steps_where_states_are_protected(SolverMethod method)
    {
        var model = CompiledModel.Compile(new CompileRequest
        {
            Model = AntimonyReader.Read("A' = 1 - k - 0.01*A*B; B' = 0.2*(A - B); A = 5; B = 1; k = 0.5", "test.ant").Value!,
        }).Value!;
        var options = new SolverOptions { Method = method, NonNegative = [0, 1] };
        var general = Ends(new PlainKernel(model.Kernel(LaneWidth.Scalar)));

        Assert.InRange(general.Count(e => e.Status is SolveStatus.NegativeState), 5, 15);
        Assert.All(Enum.GetValues<LaneWidth>(), width => Assert.Equal(general, Ends(model.Kernel(width))));

        List<CourseEnd> Ends(LaneKernel kernel)
        {
            List<Course> courses = [.. Enumerable.Range(0, 21).Select(i => new Course([.. model.DefaultParameters.Select((v, p) => model.ParameterNames[p] == "k" ? 0.2 * i : v)], [1, 12]))];
            LaneEngine.Create(kernel, options).Run(new Queue(courses), TestContext.Current.CancellationToken);
            return [.. courses.Select(c => c.End)];
        }
    }

    [Fact]
    public void A_record_written_by_the_engine_has_the_bits_of_outputs_given_one_by_one()
    {
        var model = Compile("kirschner-panetta");
        double[] times = [.. Enumerable.Range(0, 83).Select(i => 0.3 * i)];
        double[][] given = Run(model.Kernel(LaneWidth.Scalar), model, SolverMethod.Rodas5P, times);
        foreach (var width in Enum.GetValues<LaneWidth>())
        {
            var courses = Enumerable.Range(0, 21).Select(i => new RecordedCourse(Parameters(model, i), times, new double[times.Length * 3])).ToList();
            LaneEngine.Create(model.Kernel(width), new SolverOptions()).Run(new Queue(courses), TestContext.Current.CancellationToken);
            for (int patient = 0; patient < courses.Count; patient++)
            {
                for (int i = 0; i < times.Length; i++)
                {
                    double[] written = [.. Enumerable.Range(0, 3).Select(k => courses[patient].Record.Span[(k * times.Length) + i])];
                    Assert.Equal(given[(patient * times.Length) + i], written);
                }
            }
        }
    }

    [Fact]
    public void A_record_that_its_course_leaves_early_ends_in_NaN()
    {
        var model = Compile("kirschner-panetta");
        var course = new RecordedCourse(Parameters(model, 0), [0, 1, 2, 50], new double[12]) { End = 10 };
        LaneEngine.Create(model.Kernel(LaneWidth.Vector256), new SolverOptions()).Run(new Queue([course]), TestContext.Current.CancellationToken);
        Assert.Equal([false, false, false, true], course.Record.ToArray()[..4].Select(double.IsNaN));
    }

    private static double[] Parameters(CompiledModel model, int patient) =>
        [.. model.DefaultParameters.Select((v, i) => v * (1 + (0.02 * Math.Sin((patient * 7) + i))))];

    private static double[][] Run(LaneKernel kernel, CompiledModel model, SolverMethod method, double[]? times = null)
    {
        var courses = Enumerable.Range(0, 21).Select(i => new Course(
            Parameters(model, i), times ?? [0.1, 1, 2, 3, 10, 30], (5, at => at.State[0] *= 1.5))).ToList();
        LaneEngine.Create(kernel, new SolverOptions { Method = method }).Run(new Queue(courses), TestContext.Current.CancellationToken);
        Assert.All(courses, c => Assert.Equal(SolveStatus.Completed, c.End.Status));
        return [.. courses.SelectMany(c => c.States)];
    }

    private static CompiledModel Compile(string name)
    {
        string text = name == "functions"
            ? WithTimeAndFunctions
            : File.ReadAllText(Repository.PathOf($"tests/Thymus.Compilation.Tests/Models/{name}.ant"));
        var model = AntimonyReader.Read(text, "test.ant").Value!;
        string[] states = name == "kirschner-panetta" ? ["E", "T", "IL"] : [];
        return CompiledModel.Compile(new CompileRequest { Model = model, Observables = [.. states] }).Value!;
    }

    private sealed class Queue(IReadOnlyList<ICourse> courses) : ICourseSource
    {
        private int _next;

        public ICourse? Next() => _next < courses.Count ? courses[_next++] : null;
    }

    private sealed class RecordedCourse(double[] parameters, double[] times, double[] record) : IRecordedCourse
    {
        public double Start => 0;

        public double End { get; init; } = times[^1];

        public ReadOnlyMemory<double> RecordTimes => times;

        public Memory<double> Record => record;

        public void Begin(Span<double> target) => parameters.CopyTo(target);

        public NextStop OnStop(ref LaneState at)
        {
            if (at.Time == 5)
            {
                at.State[0] *= 1.5;
            }

            return at.Time >= End ? NextStop.Finish : NextStop.At(at.Time < 5 ? 5 : End);
        }

        public NextStop OnTrigger(int trigger, ref LaneState at) => OnStop(ref at);

        public void OnEnd(in CourseEnd end) => Assert.Equal(SolveStatus.Completed, end.Status);
    }
}
