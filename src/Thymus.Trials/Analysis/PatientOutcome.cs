using System.Collections.Immutable;
using Thymus.Clinic;
using Thymus.Clinic.Recist;

namespace Thymus.Trials.Analysis;

/// <summary>What one patient contributes to the analysis of an arm. Times are in days from randomisation.</summary>
public sealed record PatientOutcome
{
    /// <summary>Patient number.</summary>
    public required ulong Patient { get; init; }

    /// <summary>Arm id.</summary>
    public required string Arm { get; init; }

    /// <summary>Whether the simulation failed: then the patient is counted as failed and nowhere else.</summary>
    public bool Failed { get; init; }

    /// <summary>Values at baseline, by the name of the covariate.</summary>
    public ImmutableArray<NamedValue> Covariates { get; init; } = [];

    /// <summary>Doses given; a patient with none was not treated.</summary>
    public int Doses { get; init; }

    /// <summary>Why treatment ended.</summary>
    public TreatmentEnd TreatmentEnd { get; init; }

    /// <summary>Where the patient is at the end of the study.</summary>
    public StudyEnd StudyEnd { get; init; }

    /// <summary>Overall survival: to death, else censored when last known alive.</summary>
    public TimeToEvent OverallSurvival { get; init; }

    /// <summary>Progression-free survival, by RECIST 1.1 on the trial's visits.</summary>
    public TimeToEvent ProgressionFreeSurvival { get; init; }

    /// <summary>Best overall response.</summary>
    public Response BestResponse { get; init; } = Response.NotEvaluable;

    /// <summary>Duration of response, from its start; <see langword="null"/> for a patient without response.</summary>
    public TimeToEvent? DurationOfResponse { get; init; }

    /// <summary>Endpoints that the study declares, by their ids and those of thresholds.</summary>
    public ImmutableArray<EndpointOutcome> Endpoints { get; init; } = [];

    /// <summary>Worst grade of each adverse event the patient had; a term that is not here did not occur.</summary>
    public ImmutableArray<WorstGrade> AdverseEvents { get; init; } = [];
}

/// <summary>An endpoint of a patient.</summary>
/// <param name="Endpoint">Id of the endpoint or threshold; <c>ID:baseline</c> for the baseline of one.</param>
/// <param name="Value">Value, reading of a threshold, or time of an event or of censoring [d]; NaN when it is missing.</param>
/// <param name="IsEvent">Whether the threshold was reached or the event happened.</param>
public readonly record struct EndpointOutcome(string Endpoint, double Value, bool IsEvent);

/// <summary>A value and its name.</summary>
public readonly record struct NamedValue(string Name, double Value);

/// <summary>The worst grade of an adverse event in one patient.</summary>
/// <param name="Term">CTCAE term, as the therapy names it.</param>
/// <param name="Grade">Worst grade, 1 to 5.</param>
/// <param name="Onset">First onset of any grade [d].</param>
/// <param name="Episodes">How often it happened.</param>
public readonly record struct WorstGrade(string Term, int Grade, double Onset, int Episodes = 1);

/// <summary>Why treatment ended.</summary>
public enum TreatmentEnd
{
    /// <summary>It had not ended at the end of the study.</summary>
    Ongoing,

    /// <summary>All doses of the regimen were given, or the longest treatment was reached.</summary>
    Completed,

    /// <summary>RECIST progression.</summary>
    Progression,

    /// <summary>An adverse event, or a dose that had to wait too long.</summary>
    AdverseEvent,

    /// <summary>Death.</summary>
    Death,

    /// <summary>The patient left the study.</summary>
    LostToFollowUp,
}

/// <summary>Where a patient is at the end of the study.</summary>
public enum StudyEnd
{
    /// <summary>Alive and in follow-up at the cut-off.</summary>
    InFollowUp,

    /// <summary>Left before.</summary>
    LostToFollowUp,

    /// <summary>Died.</summary>
    Died,
}
