using Thymus.Compilation;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>How the course of one patient ended: a failure is a row of the result, and the other patients are untouched.</summary>
/// <param name="Status">Success, or the kind of failure.</param>
/// <param name="Time">Time reached, in the model's unit; outputs after it are NaN.</param>
/// <param name="State">The state to blame for a failure; <see langword="null"/> if none stands out.</param>
/// <param name="Value">Its value, in its own unit; NaN without a state.</param>
/// <param name="Accepted">Steps taken.</param>
/// <param name="Rejected">Steps refused.</param>
/// <param name="Description">What happened, as the end of a sentence; empty after a success. See <see cref="SolveFailure"/>.</param>
/// <param name="Suggestion">What to try after a failure; empty after a success.</param>
public readonly record struct CourseOutcome(
    SolveStatus Status, double Time, string? State, double Value, int Accepted, int Rejected, string Description, string Suggestion)
{
    /// <summary>Whether the course came to its end.</summary>
    public bool Succeeded => Status is SolveStatus.Completed;

    internal static CourseOutcome Of(CompiledModel model, in CourseEnd end)
    {
        var failure = SolveFailure.Of(model, end);
        return new(
            end.Status, end.Time, failure?.State, end.Value, end.Accepted, end.Rejected, failure?.Description ?? "", failure?.Suggestion ?? "");
    }
}
