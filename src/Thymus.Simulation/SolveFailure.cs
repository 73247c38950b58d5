using System.Globalization;
using Thymus.Compilation;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation;

/// <summary>Why a course did not come to its end, in words for a modeller: what, when, in which state, and what to try.</summary>
public sealed class SolveFailure
{
    private readonly SolveStatus _status;

    private SolveFailure(CompiledModel model, in CourseEnd end)
    {
        _status = end.Status;
        Time = end.Time;
        TimeUnit = ModelUnits.TimeText(model.Model);
        Value = end.Value;
        Event = end.Trigger >= 0 ? model.TriggerNames[end.Trigger] : null;
        if (end.State >= 0)
        {
            State = model.StateNames[end.State];
            Unit = model.Model.Find(State) is { } symbol ? ModelUnits.OfAmount(model.Model, symbol)?.Text : null;
        }
    }

    /// <summary>Time reached, in the model's unit.</summary>
    public double Time { get; }

    /// <summary>Unit of <see cref="Time"/>; <see langword="null"/> when the model does not say.</summary>
    public string? TimeUnit { get; }

    /// <summary>
    /// The state that is to blame: the one that turns negative, the first that is not a number or changes at no number, or the
    /// one with the largest error relative to its tolerance. <see langword="null"/> if there is none.
    /// </summary>
    public string? State { get; }

    /// <summary>Value of <see cref="State"/> at <see cref="Time"/>; of one that turns negative the value that was refused; of one that contradicts a rule the nearest that does not. NaN without a state.</summary>
    public double Value { get; }

    /// <summary>Unit of <see cref="Value"/>: of a species that of its amount; <see langword="null"/> when the model does not say.</summary>
    public string? Unit { get; }

    /// <summary>The event, or the watched threshold, that is to blame; <see langword="null"/> if none is.</summary>
    public string? Event { get; }

    /// <summary>Why, without numbers, so that failures of the same kind can be counted: <c>the step became too small: …</c>.</summary>
    public string Cause => _status switch
    {
        SolveStatus.StepLimitReached => "the limit of steps was reached" + LargestError,
        SolveStatus.StepTooSmall => "the step became too small: the solution runs away, or jumps without an event" + LargestError,
        SolveStatus.Unsettled => "fast reactions found no equilibrium, or algebraic rules no solution, after the start or a change",
        SolveStatus.Contradiction =>
            $"start values, or what an event or a dose set, contradict an algebraic rule or its derivative by time; the nearest values that do not have another {State}",
        SolveStatus.BadDelay => "a delay in a rate of change is negative or no number, or grew past what was kept of the course",
        SolveStatus.EventCascade => Event is null ? "events fired without end at one time" : $"events fired without end at one time, {Event} among them",
        SolveStatus.GrazingTrigger => $"the trigger of event {Event} touches its threshold without crossing it, so that its time has no derivative",
        SolveStatus.BadEventTime when Event is not null => $"the delay of event {Event} is negative or no number",
        SolveStatus.BadEventTime => "the delay of an event, or the lag of a dose, is negative or no number",
        SolveStatus.NotANumber when State is null => "a value is not a number",
        SolveStatus.NotANumber when double.IsFinite(Value) => $"the rate of change of {State} is not a number",
        SolveStatus.NotANumber => $"{State} is not a number",
        SolveStatus.NegativeState => $"{State} turns negative, by more than its absolute tolerance",
        _ => _status.ToString(),
    };

    /// <summary>When, with its unit as far as the model says it: <c>12.5 day</c>.</summary>
    public string When => With(Time, TimeUnit);

    /// <summary>The state with its value and unit: <c>T = 3.2e+08 cells</c>; empty without a state.</summary>
    public string Where => State is null ? "" : $"{State} = {With(Value, Unit)}";

    /// <summary>Why and where: the end of a sentence that says when.</summary>
    public string Description => State is null ? Cause : $"{Cause} ({Where})";

    /// <summary>What a modeller can try.</summary>
    public string Suggestion => _status switch
    {
        SolveStatus.StepLimitReached =>
            $"look for a fast oscillation{In}, take rodas5p where the method is another, or a looser tolerance; a study can raise solver: step_limit",
        SolveStatus.StepTooSmall =>
            $"check sign, unit and magnitude of what changes {State ?? "the states"}, and write jumps of the model as events; "
            + "a tighter tolerance, or another method, shows whether the solution itself runs away" + LostSign,
        SolveStatus.Unsettled => "see that every fast reaction ends, and give the variables of algebraic rules a start value near the solution that is meant",
        SolveStatus.Contradiction => $"give {State} that value, or others that fit; a state without a start value is found (docs/science/constraints.md)",
        SolveStatus.BadDelay => "check the second value of delay(...), and the patient's values of what is in it",
        SolveStatus.GrazingTrigger =>
            $"look at this patient without sensitivities: whether {Event} runs at all hangs on the last digit; with another threshold it crosses or stays away",
        SolveStatus.EventCascade => $"write the trigger of {Event ?? "the event"} so that the event itself makes it false, and look for events that set off each other",
        SolveStatus.BadEventTime => "check the formula before 'after' of the events, the parameter of the lag, and the patient's values of what is in them",
        SolveStatus.NotANumber =>
            $"look for a division by 0, or a logarithm or power of a negative value{In}, and for a missing parameter",
        SolveStatus.NegativeState =>
            $"what takes from {State} has to end with it: look for a rate or a dose that does not depend on {State}; if {State} only dips below 0, "
            + "a tighter relative tolerance, or a larger absolute tolerance of it; if states come near 0 and grow again, a smaller absolute tolerance of them; "
            + $"if {State} may be negative, do not protect it",
        _ => "",
    };

    private string LargestError => State is null ? "" : $", with the largest error in {State}";

    // Within its absolute tolerance of 0 a state has no correct sign.
    private string LostSign => Value < 0 ? "; if nothing may be negative here, give states that come near 0 and grow again a smaller absolute tolerance" : "";

    private string In => State is null ? "" : $" in what changes {State}";

    /// <summary>The words for a course of the model; <see langword="null"/> for one that came to its end.</summary>
    public static SolveFailure? Of(CompiledModel model, in CourseEnd end)
    {
        ArgumentNullException.ThrowIfNull(model);
        return end.Status is SolveStatus.Completed ? null : new SolveFailure(model, end);
    }

    private static string With(double value, string? unit)
    {
        string number = value.ToString("G6", CultureInfo.InvariantCulture);
        return unit is null ? number : $"{number} {unit}";
    }
}
