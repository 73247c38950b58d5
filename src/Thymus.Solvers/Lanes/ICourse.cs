namespace Thymus.Solvers.Lanes;

/// <summary>One patient at one moment, for a course to read and change.</summary>
public ref struct LaneState
{
    /// <summary>Time, in the model's unit.</summary>
    public required double Time { get; init; }

    /// <summary>State, length n. What is written here is a jump of the state at <see cref="Time"/>.</summary>
    public required Span<double> State { get; init; }

    /// <summary>Parameters. What is written here holds from <see cref="Time"/> on.</summary>
    public required Span<double> Parameters { get; init; }

    /// <summary>Observables at <see cref="Time"/>, before any change made here.</summary>
    public required ReadOnlySpan<double> Observed { get; init; }

    /// <summary>
    /// dτ/dp: how this moment moves with each parameter of the model's sensitivities. <see cref="State"/> and <see cref="Observed"/> have
    /// the derivatives at the moment that moves, and a jump made here is added to them by the chain rule.
    /// </summary>
    public ReadOnlySpan<double> Moment { get; init; }
}

/// <summary>What a course wants after a stop.</summary>
/// <param name="Time">The next time to stop at exactly; positive infinity for none. Now or earlier means once more now, at once.</param>
/// <param name="IsFinished">Whether the course ends here.</param>
public readonly record struct NextStop(double Time, bool IsFinished)
{
    /// <summary>Go on and stop exactly at <paramref name="time"/>.</summary>
    public static NextStop At(double time) => new(time, IsFinished: false);

    /// <summary>The course ends now.</summary>
    public static NextStop Finish => new(double.NaN, IsFinished: true);

    /// <summary>How the course ends, where it does: <see cref="SolveStatus.Completed"/>, or what the course itself found wrong.</summary>
    public SolveStatus Status { get; private init; }

    /// <summary>The course ends now, as a failure.</summary>
    public static NextStop Fail(SolveStatus status) => Finish with { Status = status };
}

/// <summary>
/// What happens to one patient over time: the engine integrates, the course decides. Calls come in time order. At a time
/// that is both an output and a stop, the output comes first: it sees the state before a dose.
/// </summary>
public interface ICourse
{
    /// <summary>Time at which the course starts, in the model's unit.</summary>
    double Start { get; }

    /// <summary>Whose course it is, where the order of events is left to chance.</summary>
    CourseName Name => default;

    /// <summary>Sets the parameters of this patient; all are 0 before.</summary>
    void Begin(Span<double> parameters);

    /// <summary>
    /// Sets the state at the start where it is not the model's own, which comes in. No trigger is asked before: what is set
    /// here is no jump.
    /// </summary>
    void BeginState(Span<double> state)
    {
    }

    /// <summary>Called at the start (after the initial state is there and the output at the start was taken) and at every stop.</summary>
    NextStop OnStop(ref LaneState at);

    /// <summary>
    /// Writes how the time of the stop that is due now moves with each parameter of the model's sensitivities, dτ/dp; 0 comes in. Asked before
    /// <see cref="OnStop"/>, but not at the start. Changes of one time that move differently are made one after the other: by another stop now.
    /// </summary>
    /// <param name="time">Now.</param>
    /// <param name="moment">One number per parameter.</param>
    void MoveStop(double time, Span<double> moment)
    {
    }

    /// <summary>
    /// The next time at which <see cref="OnOutput"/> is wanted; positive infinity for none. It must never go back. Read after
    /// <see cref="Begin"/> and after each <see cref="OnOutput"/>. At or before the start it gets the start state.
    /// </summary>
    double NextOutput { get; }

    /// <summary>Gives the state and the observables at <see cref="NextOutput"/>, from the dense output of the step that crossed it.</summary>
    void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed);

    /// <summary>
    /// A trigger turned true, at a root or by a change at this time, and its event has run, after its delay: its assignments are
    /// already made. What is returned replaces the stop that was asked for before. Events that are due together come one by one, before
    /// a stop at the same time (docs/science/events.md).
    /// </summary>
    NextStop OnTrigger(int trigger, ref LaneState at);

    /// <summary>The course has ended: at its own wish, or because it failed.</summary>
    void OnEnd(in CourseEnd end);
}

/// <summary>By what the draws that the engine makes for a course are named: the order of events of equal priority.</summary>
/// <param name="Seed">Seed of the study.</param>
/// <param name="Patient">Number of the patient.</param>
public readonly record struct CourseName(ulong Seed, ulong Patient);

/// <summary>Gives courses to the engine, one after the other; called by one thread.</summary>
public interface ICourseSource
{
    /// <summary>The next course, or <see langword="null"/> when there are no more.</summary>
    ICourse? Next();
}

/// <summary>How an integration ended. A patient whose integration fails is a result to report, not an exception.</summary>
public enum SolveStatus
{
    /// <summary>The course ended at its own wish.</summary>
    Completed,

    /// <summary>The step limit was reached.</summary>
    StepLimitReached,

    /// <summary>The step became too small to change the time: a singularity, or a discontinuity without an event.</summary>
    StepTooSmall,

    /// <summary>The start state or the right side is not a number.</summary>
    NotANumber,

    /// <summary>Events fired without end at one time.</summary>
    EventCascade,

    /// <summary>A protected state turned negative, in steps of whatever size or by a change at a stop (<see cref="SolverOptions.NonNegative"/>).</summary>
    NegativeState,

    /// <summary>The time of an event has no derivative by a parameter: its trigger touches the threshold without crossing it.</summary>
    GrazingTrigger,

    /// <summary>The delay of an event is negative or not a number, or the lag of a dose is no time.</summary>
    BadEventTime,

    /// <summary>After the start or a change, fast reactions found no equilibrium, or algebraic rules no solution.</summary>
    Unsettled,

    /// <summary>At the start, or by a change, the states contradict what they have to satisfy at all times (<see cref="LaneKernel.Invariants"/>).</summary>
    Contradiction,

    /// <summary>A delay in a rate of change is negative or not a number, or has grown past what was kept of the course.</summary>
    BadDelay,
}

/// <summary>How a course ended.</summary>
/// <param name="Status">Success, or the kind of failure.</param>
/// <param name="Time">Time reached.</param>
/// <param name="State">
/// Index of the state to blame for a failure: the protected one that turned negative; the first that is not finite, or whose right side is not; the one that contradicts an invariant most; otherwise the one with the
/// largest weighted error. −1 if none.
/// </param>
/// <param name="Value">Value of that state at <paramref name="Time"/>, in its own unit; of one that turned negative the value that was refused; of one that contradicts an invariant the nearest that does not; NaN if there is none.</param>
/// <param name="Accepted">Steps taken.</param>
/// <param name="Rejected">Steps refused.</param>
public readonly record struct CourseEnd(SolveStatus Status, double Time, int State, double Value, int Accepted, int Rejected)
{
    /// <summary>The trigger whose event is to blame for a failure; −1 if none is.</summary>
    public int Trigger { get; init; } = -1;
}
