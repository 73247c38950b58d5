using Thymus.Solvers.Lanes;

namespace Thymus.Simulation;

/// <summary>Words for an integration that did not come to its end.</summary>
public static class SolveFailure
{
    /// <summary>What happened, as the end of a sentence: <c>the step became too small</c>.</summary>
    public static string Describe(SolveStatus status) => status switch
    {
        SolveStatus.StepLimitReached => "the limit of steps was reached",
        SolveStatus.StepTooSmall => "the step became too small: the solution runs away, or jumps without an event",
        SolveStatus.EventCascade => "events fired without end",
        SolveStatus.NotANumber => "a value is not a number",
        _ => "it came to its end",
    };
}
