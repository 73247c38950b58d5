using System.Collections.Immutable;
using System.Globalization;
using Thymus.Solvers.Lanes;

namespace Thymus.Trials.Courses;

/// <summary>Says in words why a patient failed and what to try.</summary>
internal static class FailureText
{
    /// <summary>An output or a constant of the model is not a number, or negative where that makes no sense.</summary>
    internal static FailureRow NoNumber(PatientRecord record, double time, string quantity) => new(
        record.Patient, record.Arm, time, nameof(SolveStatus.NotANumber), quantity,
        string.Create(CultureInfo.InvariantCulture, $"'{quantity}' has no usable value at {time:G6} d"),
        "look for a division by zero, or for a logarithm or power of a negative number in its formula");

    internal static FailureRow Describe(PatientRecord record, in CourseEnd end, ImmutableArray<string> states)
    {
        string state = end.State >= 0 ? states[end.State] : "";
        string where = state.Length > 0 ? $" in '{state}'" : "";
        var (message, suggestion) = end.Status switch
        {
            SolveStatus.StepLimitReached => ($"{end.Accepted + end.Rejected} steps did not reach the end", "raise solver.step_limit, or look for a fast oscillation" + where),
            SolveStatus.StepTooSmall => ($"the step became too small to go on{where}", "look for a singularity or a discontinuity without an event" + where),
            SolveStatus.NotANumber => ($"a value that is not a number appeared{where}", "look for a division by zero or a logarithm or power of a negative number"),
            SolveStatus.EventCascade => ("events fired without end at one time", "look for events that set off each other"),
            _ => (end.Status.ToString(), ""),
        };
        return new(record.Patient, record.Arm, end.Time, end.Status.ToString(), state,
            string.Create(CultureInfo.InvariantCulture, $"{message} at {end.Time:G6} d"), suggestion);
    }
}
