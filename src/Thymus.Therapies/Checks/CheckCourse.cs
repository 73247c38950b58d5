using Thymus.Simulation.Dosing;
using Thymus.Solvers.Lanes;

namespace Thymus.Therapies.Checks;

/// <summary>One patient with planned doses, observed at given times.</summary>
internal sealed class CheckCourse(double[] values, DosePump pump, double[] times, int observables) : ICourse, ICourseSource
{
    private int _next;
    private bool _taken;

    /// <summary>Observed values, by time and observable.</summary>
    public double[,] Observed { get; } = new double[times.Length, observables];

    /// <summary>How the course ended.</summary>
    public CourseEnd End { get; private set; }

    public double Start => 0;

    public double NextOutput => _next < times.Length ? times[_next] : double.PositiveInfinity;

    public void Begin(Span<double> parameters) => values.CopyTo(parameters);

    public NextStop OnStop(ref LaneState at)
    {
        pump.Apply(ref at);
        if (_next >= times.Length)
        {
            return NextStop.Finish;
        }

        return NextStop.At(Math.Min(pump.NextChange, times[^1]));
    }

    public NextStop OnTrigger(int trigger, ref LaneState at) => NextStop.At(Math.Min(pump.NextChange, times[^1]));

    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
        for (int i = 0; i < observed.Length; i++)
        {
            Observed[_next, i] = observed[i];
        }

        _next++;
    }

    public void OnEnd(in CourseEnd end) => End = end;

    public ICourse? Next()
    {
        bool first = !_taken;
        _taken = true;
        return first ? this : null;
    }
}
