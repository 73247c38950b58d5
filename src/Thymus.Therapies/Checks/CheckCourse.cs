using Thymus.Simulation.Dosing;
using Thymus.Solvers.Lanes;

namespace Thymus.Therapies.Checks;

/// <summary>One patient with planned doses, observed at given times.</summary>
/// <param name="values">Parameters.</param>
/// <param name="pump">Doses.</param>
/// <param name="times">Ascending times.</param>
/// <param name="observables">How many are observed.</param>
/// <param name="keepsStates">Whether the states at these times are wanted, too.</param>
internal sealed class CheckCourse(double[] values, DosePump pump, double[] times, int observables, bool keepsStates = false) : ICourse, ICourseSource
{
    private int _next;
    private bool _taken;

    /// <summary>Observed values, by time and observable.</summary>
    public double[,] Observed { get; } = new double[times.Length, observables];

    /// <summary>States at these times, where they are wanted.</summary>
    public List<double[]> States { get; } = [];

    /// <summary>Parameters at the end.</summary>
    public double[] FinalParameters { get; private set; } = [];

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
            FinalParameters = keepsStates ? at.Parameters.ToArray() : [];
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

        if (keepsStates)
        {
            States.Add(state.ToArray());
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
