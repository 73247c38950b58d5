using Thymus.Simulation;
using Thymus.Solvers.Lanes;

namespace Thymus.Trials.Courses;

/// <summary>Says in words why a patient failed and what to try. Messages have no numbers, so that equal ones can be counted.</summary>
internal static class FailureText
{
    /// <summary>An output or a constant of the model is not a number, or negative where that makes no sense.</summary>
    internal static FailureRow NoNumber(PatientRecord record, double time, string quantity, double value) => new(
        record.Patient, record.Arm, time, nameof(SolveStatus.NotANumber), quantity, value, "",
        $"'{quantity}' has no usable value",
        "look for a division by zero, or for a logarithm or power of a negative number in its formula");

    /// <summary>The integration did not come to its end.</summary>
    internal static FailureRow Describe(PatientRecord record, SolveStatus status, SolveFailure failure) => new(
        record.Patient, record.Arm, failure.Time, status.ToString(), failure.State ?? "", failure.Value, failure.Unit ?? "",
        failure.Cause, failure.Suggestion);
}
