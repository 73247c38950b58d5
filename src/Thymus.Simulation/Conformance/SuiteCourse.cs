using Thymus.Compilation;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Conformance;

/// <summary>
/// Runs a case and keeps its rows. By the suite's rule, a row at the time of an event shows the values after it; but an event whose
/// trigger is of the time alone and does not hold yet at that time (<c>time &gt; 22</c> at 22) comes after the row.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="rows">Times of the rows.</param>
/// <param name="largest">Where the largest magnitude of each state on a row goes; <see langword="null"/> for nowhere.</param>
internal sealed class SuiteCourse(CompiledModel model, SuiteRows rows, double[]? largest = null) : ICourse
{
    private readonly bool[] _ofTime = [.. model.Model.Events.Select(e => e.Delay is null && TimeSwitches.IsOfTimeAlone(model.Model, e.Trigger))];
    private readonly double[] _parameters = [.. model.DefaultParameters];
    private ScalarModel? _scalar;

    public double Start => 0;

    public List<double[]> Rows { get; } = [];

    public CourseEnd End { get; private set; }

    public double NextOutput => Rows.Count <= rows.Steps ? rows.TimeOf(Rows.Count) : double.PositiveInfinity;

    public void Begin(Span<double> parameters) => model.DefaultParameters.CopyTo(parameters);

    public NextStop OnStop(ref LaneState at) =>
        EventTime.IsDue(rows.End, at.Time) ? NextStop.Finish : NextStop.At(rows.End);

    public NextStop OnTrigger(int trigger, ref LaneState at)
    {
        double last = Rows.Count > 0 ? rows.TimeOf(Rows.Count - 1) : double.NaN;
        if (EventTime.IsDue(at.Time, last) && !(_ofTime[trigger] && !(_scalar ??= new ScalarModel(model)).Holds(trigger, last, at.State, _parameters)))
        {
            at.Observed.CopyTo(Rows[^1]);
        }

        // Not finished here: other events may be due at the same time.
        return NextStop.At(rows.End);
    }

    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
        Rows.Add(observed.ToArray());
        for (int i = 0; i < largest?.Length; i++)
        {
            largest[i] = Math.Max(largest[i], Math.Abs(state[i]));
        }
    }

    public void OnEnd(in CourseEnd end) => End = end;
}

/// <summary>Evenly spaced rows of a case; the simulation itself begins at time 0.</summary>
/// <param name="Start">Time of the first row, in the model's unit.</param>
/// <param name="Duration">Time from the first row to the last, in the model's unit.</param>
/// <param name="Steps">Intervals between rows.</param>
internal readonly record struct SuiteRows(double Start, double Duration, int Steps)
{
    /// <summary>Time of the last row.</summary>
    public double End => Start + Duration;

    /// <summary>Time of a row, never accumulated.</summary>
    public double TimeOf(int row) => Start + (row * Duration / Steps);
}
