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

    /// <summary>What a modeller can try; empty where nothing failed.</summary>
    public static string Suggest(SolveStatus status) => status switch
    {
        SolveStatus.StepLimitReached => "raise the limit of steps, or a tolerance that is tighter than the model needs",
        SolveStatus.StepTooSmall => "check signs and magnitudes of the patient's parameters, and write jumps of the model as events",
        SolveStatus.EventCascade => "write the trigger of the event so that the event itself makes it false",
        SolveStatus.NotANumber => "look for a division by 0, a logarithm or a power of a negative value, or a missing parameter",
        _ => "",
    };
}
