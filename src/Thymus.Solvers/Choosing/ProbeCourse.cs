using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Choosing;

/// <summary>A course whose states at outputs and stops are kept, to compare methods.</summary>
internal sealed class ProbeCourse(ICourse course) : ICourse
{
    private ReadOnlyMemory<double> _recordTimes;
    private int _recorded;

    public double Start => course.Start;

    public List<(double Time, double[] State)> Seen { get; } = [];

    public CourseEnd End { get; private set; }

    public double NextOutput => course is not IRecordedCourse ? course.NextOutput
        : _recorded < _recordTimes.Length ? _recordTimes.Span[_recorded]
        : double.PositiveInfinity;

    public void Begin(Span<double> parameters)
    {
        course.Begin(parameters);
        _recordTimes = (course as IRecordedCourse)?.RecordTimes ?? default;
    }

    public void BeginState(Span<double> state) => course.BeginState(state);

    public NextStop OnStop(ref LaneState at)
    {
        Seen.Add((at.Time, at.State.ToArray()));
        return course.OnStop(ref at);
    }

    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
        Seen.Add((time, state.ToArray()));
        _recorded++;
        course.OnOutput(time, state, observed);
    }

    public NextStop OnTrigger(int trigger, ref LaneState at) => course.OnTrigger(trigger, ref at);

    public void OnEnd(in CourseEnd end)
    {
        End = end;
        course.OnEnd(end);
    }
}
