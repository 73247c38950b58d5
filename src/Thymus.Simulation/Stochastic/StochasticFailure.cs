using System.Globalization;
using Thymus.Compilation;
using Thymus.Solvers.Jumps;

namespace Thymus.Simulation.Stochastic;

/// <summary>Why a run by chance did not come to its end, in words for a modeller.</summary>
public sealed class StochasticFailure(CompiledJumps model, JumpEnd end)
{
    private string Reaction => end.Reaction >= 0 ? model.Shape.Reactions[end.Reaction] : "";

    private string State => end.State >= 0 ? model.StateNames[end.State] : "";

    private string By => end.Reaction >= 0 ? $" by reaction {Reaction}" : "";

    private string Value => end.Value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>When, with the unit of time as far as the model says it.</summary>
    public string When
    {
        get
        {
            string number = end.Time.ToString("G6", CultureInfo.InvariantCulture);
            return ModelUnits.TimeText(model.Model) is { } unit ? $"{number} {unit}" : number;
        }
    }

    /// <summary>Why.</summary>
    public string Cause => end.Status switch
    {
        JumpStatus.NegativeRate => $"the rate of reaction {Reaction} is {Value}: a reaction cannot fire a negative number of times",
        JumpStatus.BadRate => $"the rate of reaction {Reaction} is {Value}",
        JumpStatus.NegativeCount => $"{State} becomes {Value}{By}: there are no such numbers of molecules",
        JumpStatus.NotWhole => $"{State} is {Value}{By}, which is no whole number of molecules",
        JumpStatus.NotANumber => $"{(State.Length > 0 ? State : "a value")} is not a number",
        JumpStatus.StepTooSmall => $"the step became too small: what changes {State} between firings runs away, or jumps without an event",
        JumpStatus.EventCascade => "events fired without end at one time",
        JumpStatus.BadEventTime => "the delay of an event is negative or no number",
        JumpStatus.FiringLimit => "the limit of firings was reached",
        _ => end.Status.ToString(),
    };

    /// <summary>What a modeller can try.</summary>
    public string Suggestion => end.Status switch
    {
        JumpStatus.NegativeRate => $"write {Reaction} as two reactions, one for each direction",
        JumpStatus.BadRate or JumpStatus.NotANumber => "look for a division by 0, or a logarithm or power of a negative value, and for a missing parameter",
        JumpStatus.NegativeCount => $"the rate of what takes from {State} has to be 0 where there are too few molecules, such as k*{State}*({State} - 1)/2 for two of them",
        JumpStatus.NotWhole => $"let the start value or event give a whole number, with floor(...) where it is computed, or count {State} in smaller units",
        JumpStatus.StepTooSmall => $"check sign, unit and magnitude of the rate rule of {State}, and write jumps as events",
        JumpStatus.EventCascade => "write the trigger of the event so that the event itself makes it false, and look for events that set off each other",
        JumpStatus.BadEventTime => "check the formula before 'after' of the events",
        JumpStatus.FiringLimit => "look for a number that grows without end, take --method tau-leap, or simulate without chance",
        _ => "",
    };
}
