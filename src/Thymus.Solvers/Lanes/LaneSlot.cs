using System.Buffers;
using Thymus.Solvers.Events;

namespace Thymus.Solvers.Lanes;

/// <summary>What the engine keeps of the course in a lane, beside the numbers that are stepped.</summary>
internal sealed unsafe class LaneSlot(KernelShape shape, EventForm[] forms)
{
    /// <summary>Most stops and triggers at one time; more is taken as endless.</summary>
    public const int CascadeLimit = 1000;

    /// <summary>The course; <see langword="null"/> while the lane is idle.</summary>
    public ICourse? Course { get; set; }

    /// <summary>Whether the engine writes the outputs of the course itself.</summary>
    public bool IsRecorded { get; private set; }

    /// <summary>Times of the outputs that the engine writes.</summary>
    public double* RecordTimes { get; private set; }

    /// <summary>How many these are.</summary>
    public int RecordLength { get; private set; }

    /// <summary>Where they go: observable k at time i at [k · <see cref="RecordLength"/> + i].</summary>
    public double* Record { get; private set; }

    /// <summary>How many outputs are written.</summary>
    public int Written { get; set; }

    /// <summary>Whether the call at the start is still due.</summary>
    public bool IsStarting { get; set; }

    /// <summary>The stop that the course asked for.</summary>
    public double Stop { get; set; }

    /// <summary>The trigger whose event runs next, −1 for a stop.</summary>
    public int Firing { get; set; }

    /// <summary>Events that were set off and have not run yet.</summary>
    public EventQueue Events { get; } = new(forms, shape.Sensitivities.Length);

    /// <summary>The values that the event that runs next assigns.</summary>
    public double[] Assigned { get; } = new double[forms.Length == 0 ? 0 : forms.Max(f => f.Targets.Length)];

    /// <summary>dτ/dp: how the moment that the sensitivities in the lane are at moves with each parameter; 0 between events.</summary>
    public double[] Moment { get; } = new double[shape.Sensitivities.Length];

    /// <summary>The same for the moment that they are to be brought to.</summary>
    public double[] NextMoment { get; } = new double[shape.Sensitivities.Length];

    /// <summary>The sensitivities before they were first brought to a moment that moves.</summary>
    public double[] KeptSensitivities { get; } = new double[shape.States - shape.ModelStates];

    /// <summary>Whether <see cref="KeptSensitivities"/> holds them.</summary>
    public bool HasMoved { get; set; }

    /// <summary>The priorities of the model's events, where several are due.</summary>
    public double[] Priorities { get; } = new double[shape.Events];

    /// <summary>Triggers that have just turned true.</summary>
    public bool[] Risen { get; } = new bool[shape.Triggers];

    /// <summary>Triggers that are false at the left end of the interval that is searched.</summary>
    public bool[] Armed { get; } = new bool[shape.Triggers];

    /// <summary>The lane's numbers in a row, for the course to read and change.</summary>
    public double[] State { get; } = new double[shape.States];

    /// <inheritdoc cref="State"/>
    public double[] Parameters { get; } = new double[shape.Parameters];

    /// <inheritdoc cref="State"/>
    public double[] Observed { get; } = new double[shape.Observables];

    private MemoryHandle _times;
    private MemoryHandle _record;
    private int _calls;
    private double _callTime;

    /// <summary>Takes a new course.</summary>
    public void Begin(ICourse course)
    {
        Course = course;
        Written = 0;
        IsStarting = true;
        _calls = 0;
        _callTime = course.Start;
        Stop = double.PositiveInfinity;
        Events.Clear(course.Name);
        HasMoved = false;
        Array.Clear(Moment);
        Array.Clear(Parameters);
    }

    /// <summary>Counts stops and triggers at one time; returns whether there are too many.</summary>
    public bool Cascades(double time)
    {
        _calls = time == _callTime ? _calls + 1 : 0;
        _callTime = time;
        return _calls > CascadeLimit;
    }

    /// <summary>Holds the memory that the outputs of a recorded course go to; after the course has begun.</summary>
    public void BeginRecord()
    {
        IsRecorded = Course is IRecordedCourse;
        if (Course is not IRecordedCourse recorded)
        {
            return;
        }

        RecordLength = recorded.RecordTimes.Length;
        if (recorded.Record.Length < RecordLength * Observed.Length)
        {
            throw new ArgumentException("The record of a course is shorter than its outputs.");
        }

        _times = recorded.RecordTimes.Pin();
        _record = recorded.Record.Pin();
        RecordTimes = (double*)_times.Pointer;
        Record = (double*)_record.Pointer;
    }

    /// <summary>Ends the record: what the course did not reach is not a number.</summary>
    public void EndRecord()
    {
        if (!IsRecorded)
        {
            return;
        }

        for (int k = 0; k < Observed.Length && Written < RecordLength; k++)
        {
            new Span<double>(Record + (k * RecordLength) + Written, RecordLength - Written).Fill(double.NaN);
        }

        ReleaseRecord();
    }

    /// <summary>Lets the memory of the record go.</summary>
    public void ReleaseRecord()
    {
        IsRecorded = false;
        _times.Dispose();
        _record.Dispose();
    }

    /// <summary>The next time of output, infinite for none.</summary>
    public double NextOutput => !IsRecorded ? Course!.NextOutput
        : Written < RecordLength ? RecordTimes[Written]
        : double.PositiveInfinity;
}
