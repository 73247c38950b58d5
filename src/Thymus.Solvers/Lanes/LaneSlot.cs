namespace Thymus.Solvers.Lanes;

/// <summary>What the engine keeps of the course in a lane, beside the numbers that are stepped.</summary>
internal sealed class LaneSlot(KernelShape shape)
{
    /// <summary>Most stops and triggers at one time; more is taken as endless.</summary>
    public const int CascadeLimit = 1000;

    /// <summary>The course; <see langword="null"/> while the lane is idle.</summary>
    public ICourse? Course { get; set; }

    /// <summary>The same course where the engine writes its outputs; otherwise <see langword="null"/>.</summary>
    public IRecordedCourse? Recorded { get; private set; }

    /// <summary>How many outputs are written.</summary>
    public int Written { get; set; }

    /// <summary>Whether the call at the start is still due.</summary>
    public bool IsStarting { get; set; }

    /// <summary>The trigger that fires next, −1 for a stop.</summary>
    public int Firing { get; set; }

    /// <summary>Triggers that turned true and have not fired yet.</summary>
    public bool[] Pending { get; } = new bool[shape.Triggers];

    /// <summary>Triggers that are false at the left end of the interval that is searched.</summary>
    public bool[] Armed { get; } = new bool[shape.Triggers];

    /// <summary>The lane's numbers in a row, for the course to read and change.</summary>
    public double[] State { get; } = new double[shape.States];

    /// <inheritdoc cref="State"/>
    public double[] Parameters { get; } = new double[shape.Parameters];

    /// <inheritdoc cref="State"/>
    public double[] Observed { get; } = new double[shape.Observables];

    private int _calls;
    private double _callTime;

    /// <summary>Takes a new course.</summary>
    public void Begin(ICourse course)
    {
        Course = course;
        Recorded = course as IRecordedCourse;
        Written = 0;
        IsStarting = true;
        _calls = 0;
        _callTime = course.Start;
        Array.Clear(Pending);
        Array.Clear(Parameters);
    }

    /// <summary>Counts stops and triggers at one time; returns whether there are too many.</summary>
    public bool Cascades(double time)
    {
        _calls = time == _callTime ? _calls + 1 : 0;
        _callTime = time;
        return _calls > CascadeLimit;
    }

    /// <summary>The next time of output, infinite for none.</summary>
    public double NextOutput => Recorded is null ? Course!.NextOutput
        : Written < Recorded.RecordTimes.Length ? Recorded.RecordTimes.Span[Written]
        : double.PositiveInfinity;

    /// <summary>Takes the outputs at the next time.</summary>
    public void Output(double time)
    {
        if (Recorded is null)
        {
            Course!.OnOutput(time, State, Observed);
            return;
        }

        Span<double> record = Recorded.Record.Span;
        int stride = Recorded.RecordTimes.Length;
        for (int k = 0; k < Observed.Length; k++)
        {
            record[(k * stride) + Written] = Observed[k];
        }

        Written++;
    }

    /// <summary>The first trigger that is waiting to fire, −1 if none.</summary>
    public int FirstPending => Array.IndexOf(Pending, true);
}
