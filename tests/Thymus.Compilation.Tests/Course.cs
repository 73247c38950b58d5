using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

/// <summary>One patient: outputs on a grid, and changes at given times.</summary>
internal sealed class Course(double[] parameters, double[] outputs, params (double Time, Action<LaneState> Change)[] stops) : ICourse
{
    private int _stop;
    private int _output;

    public List<double[]> States { get; } = [];

    public List<double[]> Observed { get; } = [];

    public List<(double Time, int Trigger)> Fired { get; } = [];

    public CourseEnd End { get; private set; }

    public double Start => 0;

    public double NextOutput => _output < outputs.Length ? outputs[_output] : double.PositiveInfinity;

    /// <summary>Runs courses of one model.</summary>
    public static void Run(CompiledModel model, LaneWidth width, SolverOptions options, params IReadOnlyList<Course> courses)
    {
        LaneEngine.Create(model.Kernel(width), options).Run(new Source(courses), TestContext.Current.CancellationToken);
        Assert.All(courses, c => Assert.Equal(SolveStatus.Completed, c.End.Status));
    }

    public void Begin(Span<double> target) => parameters.CopyTo(target);

    public NextStop OnStop(ref LaneState at)
    {
        if (_stop < stops.Length && stops[_stop].Time == at.Time)
        {
            stops[_stop++].Change(at);
        }

        return Next(at.Time);
    }

    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
        Assert.Equal(outputs[_output], time);
        _output++;
        States.Add(state.ToArray());
        Observed.Add(observed.ToArray());
    }

    public NextStop OnTrigger(int trigger, ref LaneState at)
    {
        Fired.Add((at.Time, trigger));
        return Next(at.Time);
    }

    public void OnEnd(in CourseEnd end) => End = end;

    private NextStop Next(double time) =>
        _stop < stops.Length ? NextStop.At(stops[_stop].Time)
        : time >= outputs[^1] ? NextStop.Finish
        : NextStop.At(outputs[^1]);

    private sealed class Source(IReadOnlyList<Course> courses) : ICourseSource
    {
        private int _next;

        public ICourse? Next() => _next < courses.Count ? courses[_next++] : null;
    }
}
