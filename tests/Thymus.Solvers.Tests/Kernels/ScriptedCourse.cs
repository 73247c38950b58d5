using Thymus.Solvers.Lanes;

namespace Thymus.Solvers.Tests.Kernels;

/// <summary>What a scripted course does at a stop or trigger.</summary>
internal delegate void Change(ref LaneState at);

/// <summary>A course from a script: outputs at given times, changes at given stops, an end.</summary>
internal sealed class ScriptedCourse : ICourse
{
    private int _output;
    private int _stop;

    public double Start { get; init; }

    public required double End { get; init; }

    public double[] Parameters { get; init; } = [];

    public double[] Outputs { get; init; } = [];

    /// <summary>Stops, in order of time; the end is one more.</summary>
    public (double Time, Change Change)[] Stops { get; init; } = [];

    /// <summary>Called at a trigger; returns whether the course ends there.</summary>
    public Func<int, double, bool>? Fired { get; init; }

    public Change? ChangeWhenFired { get; init; }

    public List<double[]> States { get; } = [];

    public List<double[]> Observed { get; } = [];

    public List<double> OutputTimes { get; } = [];

    public List<double> StopTimes { get; } = [];

    public List<(int Trigger, double Time, double[] State)> Firings { get; } = [];

    public double[] Last { get; private set; } = [];

    public CourseEnd? Ended { get; private set; }

    public double NextOutput => _output < Outputs.Length ? Outputs[_output] : double.PositiveInfinity;

    public void Begin(Span<double> parameters) => Parameters.CopyTo(parameters);

    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
        OutputTimes.Add(time);
        States.Add(state.ToArray());
        Observed.Add(observed.ToArray());
        _output++;
    }

    public NextStop OnStop(ref LaneState at)
    {
        StopTimes.Add(at.Time);
        for (; _stop < Stops.Length && Stops[_stop].Time <= at.Time; _stop++)
        {
            Stops[_stop].Change(ref at);
        }

        return Next(ref at);
    }

    public NextStop OnTrigger(int trigger, ref LaneState at)
    {
        Firings.Add((trigger, at.Time, at.State.ToArray()));
        bool ends = Fired?.Invoke(trigger, at.Time) ?? false;
        ChangeWhenFired?.Invoke(ref at);
        return ends ? NextStop.Finish : Next(ref at);
    }

    public void OnEnd(in CourseEnd end) => Ended = end;

    /// <summary>Runs courses one after the other through a new engine.</summary>
    public static EngineStatistics Run(LaneKernel kernel, SolverOptions options, params ReadOnlySpan<ScriptedCourse> courses)
    {
        using LaneEngine engine = LaneEngine.Create(kernel, options);
        return engine.Run(new Queue(courses.ToArray()), TestContext.Current.CancellationToken);
    }

    private NextStop Next(ref LaneState at)
    {
        Last = at.State.ToArray();
        if (at.Time >= End)
        {
            return NextStop.Finish;
        }

        return NextStop.At(_stop < Stops.Length ? Stops[_stop].Time : End);
    }

    internal sealed class Queue(ScriptedCourse[] courses) : ICourseSource
    {
        private int _next;

        public ICourse? Next() => _next < courses.Length ? courses[_next++] : null;
    }
}
