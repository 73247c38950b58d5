namespace Thymus.Solvers.Jumps;

/// <summary>How firings are simulated.</summary>
public enum JumpMethod
{
    /// <summary>One by one, exactly in law: the next reaction method.</summary>
    Exact,

    /// <summary>Many at once where rates hardly change meanwhile, otherwise one by one.</summary>
    TauLeap,
}

/// <summary>Settings of a stochastic simulation.</summary>
public sealed record JumpOptions
{
    /// <summary>The method.</summary>
    public JumpMethod Method { get; init; }

    /// <summary>Seed of all draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>ε of the tau-leap: by how much, relatively, a leap may change a rate.</summary>
    public double Epsilon { get; init; } = 0.03;

    /// <summary>Relative tolerance of what flows between firings.</summary>
    public double RelativeTolerance { get; init; } = 1e-8;

    /// <summary>Absolute tolerance of what flows, in its own unit.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-12;

    /// <summary>Longest time between two looks at the triggers that move; greater than 0.</summary>
    public double LongestStep { get; init; } = double.PositiveInfinity;

    /// <summary>Most firings (and leaps, and steps of what flows) of a course.</summary>
    public long MostFirings { get; init; } = 10_000_000_000;

    /// <summary>Whether an output at the time of an event shows the values after it, as the SBML Test Suite has it; otherwise those before.</summary>
    public bool ShowsEvents { get; init; }
}

/// <summary>How a course ended.</summary>
public enum JumpStatus
{
    /// <summary>At its end.</summary>
    Completed,

    /// <summary>The rate of a reaction is negative.</summary>
    NegativeRate,

    /// <summary>The rate of a reaction is not a finite number.</summary>
    BadRate,

    /// <summary>A number of molecules turned negative.</summary>
    NegativeCount,

    /// <summary>A number of molecules is not whole.</summary>
    NotWhole,

    /// <summary>A state is not a number, or what flows changes at no number.</summary>
    NotANumber,

    /// <summary>The step of what flows became too small.</summary>
    StepTooSmall,

    /// <summary>Events fired without end at one time.</summary>
    EventCascade,

    /// <summary>The delay of an event is negative or not a number.</summary>
    BadEventTime,

    /// <summary>The limit of firings was reached.</summary>
    FiringLimit,
}

/// <summary>The end of a course.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Time">Time reached.</param>
/// <param name="Reaction">The reaction to blame; −1 for none.</param>
/// <param name="State">The state to blame; −1 for none.</param>
/// <param name="Value">The rate or value that was refused; NaN for none.</param>
/// <param name="Firings">Firings of reactions.</param>
public readonly record struct JumpEnd(JumpStatus Status, double Time, int Reaction, int State, double Value, long Firings);

/// <summary>Takes the outputs of a course.</summary>
public interface IJumpSink
{
    /// <summary>Output number <paramref name="row"/> is reached; the state and time stand in <paramref name="work"/>. A row may come again, with what holds instead.</summary>
    void OnOutput(int row, JumpWork work);
}
