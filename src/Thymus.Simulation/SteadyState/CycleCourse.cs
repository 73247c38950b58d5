using Thymus.Simulation.Dosing;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.SteadyState;

/// <summary>Runs one patient from a given state over one dosing cycle, with every infusion that overlaps it, and keeps the end.</summary>
internal sealed class CycleCourse : ICourse
{
    private readonly DosePump _pump = new();
    private readonly double[] _from;
    private readonly double[] _parameters;
    private readonly Dose? _dose;
    private readonly DoseSlopes? _slopes;
    private readonly double _interval;
    private readonly double _end;
    private bool _started;

    /// <param name="start">Time of the cycle's start.</param>
    /// <param name="length">How long to run [time].</param>
    /// <param name="from">State just before the cycle.</param>
    /// <param name="parameters">Parameters, inputs at 0 or at a constant rate.</param>
    /// <param name="dose">The dose at the cycle's start, and at every interval before it; none to run undisturbed.</param>
    /// <param name="interval">Interval [time].</param>
    /// <param name="slopes">Derivatives of the dose, which begins when nothing moves.</param>
    public CycleCourse(double start, double length, double[] from, double[] parameters, Dose? dose, double interval, DoseSlopes? slopes = null)
    {
        Start = start;
        _end = start + length;
        (_from, _parameters, _dose, _interval, _slopes) = (from, parameters, dose, interval, slopes);
        Final = new double[from.Length];
    }

    public double Start { get; }

    public double[] Final { get; }

    public double[] FinalParameters { get; private set; } = [];

    public CourseEnd End { get; private set; }

    public double NextOutput => double.PositiveInfinity;

    public void Begin(Span<double> parameters) => _parameters.CopyTo(parameters);

    public void BeginState(Span<double> state) => _from.CopyTo(state);

    public NextStop OnStop(ref LaneState at)
    {
        if (!_started)
        {
            _started = true;
            if (_dose is { } dose)
            {
                GiveSince(_pump, dose, Start, _interval, now: Start, includeLast: true, _slopes);
            }
        }

        if (EventTime.IsDue(_end, at.Time))
        {
            at.State.CopyTo(Final);
            FinalParameters = at.Parameters.ToArray();
            return NextStop.Finish;
        }

        _pump.Apply(ref at);
        return NextStop.At(Math.Min(_pump.NextAfter(at.Time), _end));
    }

    public void MoveStop(double time, Span<double> moment) => _pump.Move(time, moment);

    public NextStop OnTrigger(int trigger, ref LaneState at) => NextStop.At(Math.Min(_pump.NextChange, _end));

    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
    }

    public void OnEnd(in CourseEnd end) => End = end;

    /// <summary>
    /// Gives the infusions of an infinite series that still run at <paramref name="now"/>, with their last dose at
    /// <paramref name="last"/>; that one itself only if asked for.
    /// </summary>
    public static void GiveSince(DosePump pump, Dose dose, double last, double interval, double now, bool includeLast, DoseSlopes? slopes = null)
    {
        for (int back = 1; !EventTime.IsDue(last - (back * interval) + dose.Duration, now); back++)
        {
            pump.Give(dose, last - (back * interval), slopes);
        }

        if (includeLast)
        {
            pump.Give(dose, last, slopes);
        }
    }
}
