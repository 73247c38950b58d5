using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Simulation.Single;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Experiments;

/// <summary>Runs a model from a time on and keeps its outputs at given times, which ascend. At an event a row has the values after it.</summary>
internal sealed class ExperimentCourse(CompiledModel model, double start, ImmutableArray<double> times) : ICourse
{
    public double Start => start;

    public List<double[]> Rows { get; } = [];

    public CourseEnd End { get; private set; }

    public double NextOutput => Rows.Count < times.Length ? times[Rows.Count] : double.PositiveInfinity;

    /// <summary>Runs it.</summary>
    public static ExperimentCourse Run(CompiledModel model, double start, ImmutableArray<double> times, SolverOptions options, CancellationToken cancellation)
    {
        var course = new ExperimentCourse(model, start, times);
        using var engine = LaneEngine.Create(model.Kernel(LaneWidth.Scalar), options);
        engine.Run(new SingleCourse(course), cancellation);
        return course;
    }

    public void Begin(Span<double> parameters) => model.DefaultParameters.CopyTo(parameters);

    public NextStop OnStop(ref LaneState at) => EventTime.IsDue(times[^1], at.Time) ? NextStop.Finish : NextStop.At(times[^1]);

    public NextStop OnTrigger(int trigger, ref LaneState at)
    {
        if (Rows.Count > 0 && EventTime.IsDue(at.Time, times[Rows.Count - 1]))
        {
            at.Observed.CopyTo(Rows[^1]);
        }

        return NextStop.At(times[^1]);
    }

    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed) => Rows.Add(observed.ToArray());

    public void OnEnd(in CourseEnd end) => End = end;
}
