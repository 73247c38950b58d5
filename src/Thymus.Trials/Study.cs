using System.Collections.Immutable;
using Thymus.Populations;
using Thymus.Simulation;
using Thymus.Solvers.Lanes;
using Thymus.Therapies;
using Thymus.Trials.Endpoints;

namespace Thymus.Trials;

/// <summary>A virtual trial, as read from a study file. Times are in days.</summary>
public sealed record Study
{
    /// <summary>Identifier: file name friendly, names the run folder.</summary>
    public required string Id { get; init; }

    /// <summary>Full path of the study file.</summary>
    public required string File { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>The question the trial answers, one sentence.</summary>
    public required string Question { get; init; }

    /// <summary>Arms, in order; the first is compared with the <see cref="Control"/>.</summary>
    public required ImmutableArray<Arm> Arms { get; init; }

    /// <summary>The arm that others are compared with.</summary>
    public required string Control { get; init; }

    /// <summary>Virtual patients per arm (with <see cref="Twins"/>: patients, each in every arm).</summary>
    public required int PatientsPerArm { get; init; }

    /// <summary>Seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Every patient in every arm.</summary>
    public bool Twins { get; init; }

    /// <summary>Covariates whose distribution the study replaces, such as the PD-L1 stratum that was enrolled.</summary>
    public ImmutableArray<Covariate> Enrolled { get; init; } = [];

    /// <summary>Length of follow-up from randomisation [d]; patients still in the trial are censored here.</summary>
    public required double Duration { get; init; }

    /// <summary>Tumour assessments; without meaning where no arm has a tumour.</summary>
    public required AssessmentPlan Assessments { get; init; }

    /// <summary>Endpoints that the study declares, beside those of tumours and survival.</summary>
    public ImmutableArray<StudyEndpoint> Endpoints { get; init; } = [];

    /// <summary>Whether every arm has a tumour, so that response and progression can be compared.</summary>
    public bool HasTumour => Arms.All(a => a.Therapy.Outputs.Any(o => o.Role is OutputRole.TumourSize));

    /// <summary>Whether every arm has a survival model, so that survival can be compared.</summary>
    public bool HasSurvival => Arms.All(a => a.Therapy.Survival is not null);

    /// <summary>Drop-out hazard [1/d]; 0 for none.</summary>
    public double DropOutHazard { get; init; }

    /// <summary>Interval of the stored courses [d].</summary>
    public double OutputInterval { get; init; } = 7;

    /// <summary>Settings of the integration.</summary>
    public SolverOptions Solver { get; init; } = new();

    /// <summary>Tolerances and protection of single states; each holds in the arms whose models have such a state.</summary>
    public ImmutableArray<StateSetting> States { get; init; } = [];

    /// <summary>Published results to print beside the simulated ones.</summary>
    public ImmutableArray<PublishedResult> Published { get; init; } = [];

    /// <summary>What this trial cannot say, beyond the limits of its therapies.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];
}

/// <summary>An arm.</summary>
/// <param name="Id">Short name, in tables and files.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Therapy">Therapy given.</param>
/// <param name="Regimen">Regimen of that therapy.</param>
/// <param name="StopAtProgression">Whether treatment stops at RECIST progression.</param>
/// <param name="LongestTreatment">Longest treatment [d].</param>
public sealed record Arm(string Id, string Title, Therapy Therapy, Regimen Regimen, bool StopAtProgression, double LongestTreatment)
{
    /// <summary>Whether the doses are placebo: given at the same times, without drug and with the adverse events of placebo.</summary>
    public bool IsPlacebo { get; init; }

    /// <summary>Whether the arm models an adverse event of its therapy; placebo has only those with a placebo rate, and those that are graded.</summary>
    public bool CanHave(AdverseEvent adverseEvent) =>
        !IsPlacebo || adverseEvent is not PublishedAdverseEvent published || !double.IsNaN(published.PlaceboIncidence);
}

/// <summary>Tumour assessments and their criteria.</summary>
/// <param name="Interval">Interval [d].</param>
/// <param name="Confirmation">Whether CR and PR need confirmation at least 28 d later.</param>
/// <param name="MinimumStableDisease">Shortest time to count stable disease [d].</param>
/// <param name="WithMeasurementError">Whether the measured sum has the output's residual error.</param>
/// <param name="CompleteResponseBelow">Sum of diameters [mm] below which all target lesions count as gone.</param>
public sealed record AssessmentPlan(
    double Interval, bool Confirmation, double MinimumStableDisease, bool WithMeasurementError, double CompleteResponseBelow);

/// <summary>A published number to compare with.</summary>
/// <param name="Trial">Name of the trial, such as KEYNOTE-024.</param>
/// <param name="Arm">Arm of this study it is compared with.</param>
/// <param name="Quantity">What, one of <see cref="Analysis.PublishedQuantities.Known"/>.</param>
/// <param name="At">Time of a rate [d]; NaN when there is none.</param>
/// <param name="Value">Published value, in <paramref name="Unit"/>.</param>
/// <param name="Low">Lower end of its 95 % interval; NaN when not published.</param>
/// <param name="High">Upper end; NaN when not published or not reached.</param>
/// <param name="Unit">%, months, 1, or the unit of the endpoint.</param>
/// <param name="Patients">Patients of the published arm; 0 when not known.</param>
/// <param name="Population">Who was enrolled there.</param>
/// <param name="Matches">Whether that population is the one simulated; if not, the reason it is shown all the same.</param>
/// <param name="Source">Reference.</param>
/// <param name="Confidence">Confidence mark: V or M.</param>
public sealed record PublishedResult(
    string Trial, string Arm, string Quantity, double At, double Value, double Low, double High, string Unit, int Patients,
    string Population, string Matches, string Source, string Confidence)
{
    /// <summary>Endpoint or threshold of the study that it is about; empty for tumours, survival and harms.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Adverse event that it is about; empty for none.</summary>
    public string Term { get; init; } = "";
}
