using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Populations;

/// <summary>How the course of one patient ended: a failure is a row of the result, and the other patients are untouched.</summary>
/// <param name="Status">Success, or the kind of failure.</param>
/// <param name="Time">Time reached, in the model's unit; outputs after it are NaN.</param>
/// <param name="State">The state with the largest error at a failure; <see langword="null"/> if none stands out.</param>
/// <param name="Accepted">Steps taken.</param>
/// <param name="Rejected">Steps refused.</param>
public readonly record struct CourseOutcome(SolveStatus Status, double Time, string? State, int Accepted, int Rejected)
{
    /// <summary>Whether the course came to its end.</summary>
    public bool Succeeded => Status is SolveStatus.Completed;

    /// <summary>What happened, as the end of a sentence.</summary>
    public string Description => SolveFailure.Describe(Status);

    /// <summary>What to try after a failure; empty after a success.</summary>
    public string Suggestion => SolveFailure.Suggest(Status);
}
