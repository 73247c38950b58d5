using Thymus.Compilation;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Conformance;

/// <summary>Runs a case and keeps its rows. By the suite's rule, a row at the time of an event shows the values after it.</summary>
internal sealed class SuiteCourse(CompiledModel model, SuiteCase item) : ICourse
{
    public double Start => 0;

    public List<double[]> Rows { get; } = [];

    public CourseEnd End { get; private set; }

    public double NextOutput => Rows.Count <= item.Steps ? item.TimeOf(Rows.Count) : double.PositiveInfinity;

    public void Begin(Span<double> parameters) => model.DefaultParameters.CopyTo(parameters);

    public NextStop OnStop(ref LaneState at) =>
        EventTime.IsDue(item.Start + item.Duration, at.Time) ? NextStop.Finish : NextStop.At(item.Start + item.Duration);

    public NextStop OnTrigger(int trigger, ref LaneState at)
    {
        if (Rows.Count > 0 && EventTime.IsDue(at.Time, item.TimeOf(Rows.Count - 1)))
        {
            at.Observed.CopyTo(Rows[^1]);
        }

        // Not finished here: other events may be due at the same time.
        return NextStop.At(item.Start + item.Duration);
    }

    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed) => Rows.Add(observed.ToArray());

    public void OnEnd(in CourseEnd end) => End = end;
}
