using System.Collections.Immutable;
using Thymus.Simulation.Dosing;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Single;

/// <summary>Runs one patient with doses that are known beforehand and writes outputs on a grid.</summary>
internal sealed class PlannedCourse(double[] parameters, DosePump pump, double every, double until) : ICourse
{
    private readonly long _outputs = (long)Math.Floor((until / every) * (1 + 1e-12)) + 1;
    private long _written;

    public double Start => 0;

    public List<double> Times { get; } = [];

    public List<ImmutableArray<double>> Rows { get; } = [];

    public CourseEnd End { get; private set; }

    public double NextOutput => _written < _outputs ? Math.Min(_written * every, until) : double.PositiveInfinity;   // never accumulated

    public void Begin(Span<double> given) => parameters.CopyTo(given);

    public NextStop OnStop(ref LaneState at)
    {
        if (EventTime.IsDue(until, at.Time))
        {
            return NextStop.Finish;
        }

        pump.Apply(ref at);
        return NextStop.At(Math.Min(pump.NextAfter(at.Time), until));
    }

    public void MoveStop(double time, Span<double> moment) => pump.Move(time, moment);

    public NextStop OnTrigger(int trigger, ref LaneState at) => NextStop.At(Math.Min(pump.NextChange, until));

    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
        Times.Add(time);
        Rows.Add([.. observed]);
        _written++;
    }

    public void OnEnd(in CourseEnd end) => End = end;
}
