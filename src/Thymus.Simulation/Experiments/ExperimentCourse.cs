using System.Collections.Immutable;
using Thymus.Compilation;
using Thymus.Simulation.Single;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Experiments;

/// <summary>Runs a model from a time on and keeps its outputs at given times, which ascend. At an event a row has the values after it.</summary>
/// <param name="parameters">Parameters of the model.</param>
/// <param name="state">The state to begin with; <see langword="null"/> for that of the model.</param>
/// <param name="start">The first time.</param>
/// <param name="times">Times of the outputs.</param>
/// <param name="keepsStates">Whether the states at these times are kept too.</param>
internal sealed class ExperimentCourse(double[] parameters, double[]? state, double start, ImmutableArray<double> times, bool keepsStates) : ICourse
{
    public double Start => start;

    public List<double[]> Rows { get; } = [];

    public List<double[]> States { get; } = [];

    /// <summary>The state at the end; <see langword="null"/> for a course that failed.</summary>
    public double[]? LastState { get; private set; }

    public CourseEnd End { get; private set; }

    public double NextOutput => Rows.Count < times.Length ? times[Rows.Count] : double.PositiveInfinity;

    /// <summary>Runs it.</summary>
    public void Run(CompiledModel model, SolverOptions options, CancellationToken cancellation)
    {
        using var engine = LaneEngine.Create(model.Kernel(LaneWidth.Scalar), options);
        engine.Run(new SingleCourse(this), cancellation);
    }

    public void Begin(Span<double> target) => parameters.CopyTo(target);

    public void BeginState(Span<double> target) => state?.CopyTo(target);

    public NextStop OnStop(ref LaneState at)
    {
        if (!EventTime.IsDue(times[^1], at.Time))
        {
            return NextStop.At(times[^1]);
        }

        LastState = at.State.ToArray();
        return NextStop.Finish;
    }

    public NextStop OnTrigger(int trigger, ref LaneState at)
    {
        if (Rows.Count > 0 && EventTime.IsDue(at.Time, times[Rows.Count - 1]))
        {
            at.Observed.CopyTo(Rows[^1]);
        }

        return NextStop.At(times[^1]);
    }

    public void OnOutput(double time, ReadOnlySpan<double> now, ReadOnlySpan<double> observed)
    {
        Rows.Add(observed.ToArray());
        if (keepsStates)
        {
            States.Add(now.ToArray());
        }
    }

    public void OnEnd(in CourseEnd end) => End = end;
}
