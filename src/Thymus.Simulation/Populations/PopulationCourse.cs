using Thymus.Simulation.Dosing;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>The course of one patient, used again for the next one: it allocates nothing.</summary>
internal sealed class PopulationCourse(PopulationPlan plan, IPopulationStore store) : IRecordedCourse
{
    private readonly double[] _values = new double[plan.Columns.Length];
    private readonly double[] _sizes = new double[plan.Schedule.Sizes];
    private readonly DosePump? _pump = plan.Schedule.IsOfPatient ? new() : null;
    private readonly DoseSlopes?[] _slopes = plan.Schedule.NewSlopes();
    private bool _isSound = true;
    private long _patient;
    private int _next;

    public double Start => 0;

    public CourseName Name => new(Seed: 0, (ulong)_patient);

    public ReadOnlyMemory<double> RecordTimes => plan.Times;

    public Memory<double> Record { get; private set; }

    /// <summary>Called when the course has ended, before it may be used again.</summary>
    public required Action<PopulationCourse> Ended { get; init; }

    public void Take(long patient)
    {
        _patient = patient;
        _next = 0;
        Record = store.RecordOf(patient);
    }

    public void Begin(Span<double> parameters)
    {
        plan.Defaults.CopyTo(parameters);
        plan.Patients.Read(_patient, _values);
        for (int i = 0; i < _values.Length; i++)
        {
            parameters[plan.Columns[i]] = _values[i];
        }

        plan.Schedule.Size(parameters, _sizes);
        if (_pump is not null)
        {
            _pump.Clear(parameters);
            _isSound = plan.Schedule.Give(parameters, _sizes, _slopes, _pump);
        }
    }

    public NextStop OnStop(ref LaneState at)
    {
        if (!_isSound)
        {
            return NextStop.Fail(SolveStatus.BadEventTime);
        }

        if (at.Time >= plan.End)
        {
            return NextStop.Finish;
        }

        if (_pump is not null)
        {
            _pump.Apply(ref at);
            return NextStop.At(Math.Min(_pump.NextAfter(at.Time), plan.End));
        }

        var stops = plan.Schedule.Stops;
        while (_next < stops.Length && stops[_next].Time <= at.Time)
        {
            Make(stops[_next++], ref at);
        }

        return NextStop.At(NextTime);
    }

    public void MoveStop(double time, Span<double> moment) => _pump?.Move(time, moment);

    public NextStop OnTrigger(int trigger, ref LaneState at) => NextStop.At(NextTime);   // the model's events act by themselves

    public void OnEnd(in CourseEnd end)
    {
        store.End(_patient, end);
        Ended(this);
    }

    private double NextTime => _pump is not null ? Math.Min(_pump.NextChange, plan.End)
        : _next < plan.Schedule.Stops.Length ? plan.Schedule.Stops[_next].Time : plan.End;

    private void Make(DoseSchedule.Stop stop, ref LaneState at)
    {
        foreach (var jump in stop.Jumps)
        {
            at.State[jump.State] += _sizes[jump.Dose];
        }

        foreach (var rate in stop.Rates)
        {
            double sum = 0;
            foreach (int dose in rate.Doses)
            {
                sum += _sizes[dose];
            }

            at.Parameters[rate.Input] = sum;
        }
    }
}
