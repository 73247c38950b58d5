using System.Collections.Immutable;
using Thymus.Trials;
using Thymus.Trials.Analysis;

namespace Thymus.Reports;

/// <summary>Everything a report shows. The same data give the same bytes.</summary>
public sealed record ReportData
{
    /// <summary>The study with its arms and therapies.</summary>
    public required Study Study { get; init; }

    /// <summary>What the trial showed.</summary>
    public required TrialAnalysis Analysis { get; init; }

    /// <summary>How it was computed.</summary>
    public required RunFacts Run { get; init; }

    /// <summary>Every analysed patient of every arm, in any order; with twins a patient number is there once per arm.</summary>
    /// <remarks>The report sorts by number and samples systematically where an arm has too many to draw.</remarks>
    public required ImmutableArray<PatientTimeline> Patients { get; init; }

    /// <summary>Patients whose simulation failed.</summary>
    public ImmutableArray<PatientFailure> Failures { get; init; } = [];

    /// <summary>Bands of outputs over time; a figure for each output and unit.</summary>
    public ImmutableArray<CourseBand> Bands { get; init; } = [];
}

/// <summary>What happened to one patient in one arm. Times are in days from randomisation; NaN where it did not happen.</summary>
public sealed record PatientTimeline
{
    /// <summary>Arm id, as in the study.</summary>
    public required string Arm { get; init; }

    /// <summary>Patient number, from 1.</summary>
    public required long Patient { get; init; }

    /// <summary>Best overall response: CR, PR, SD, PD or NE.</summary>
    public required string BestResponse { get; init; }

    /// <summary>Best change of the sum of diameters from baseline [%]; NaN without an assessment after baseline.</summary>
    public required double BestChange { get; init; }

    /// <summary>Times of assessments after baseline [d], ascending.</summary>
    public required ImmutableArray<double> AssessmentTimes { get; init; }

    /// <summary>Change of the sum of diameters from baseline at each of them [%].</summary>
    public required ImmutableArray<double> AssessmentChanges { get; init; }

    /// <summary>From first dose to the end of treatment [d]; NaN when never treated.</summary>
    public required double TimeOnTreatment { get; init; }

    /// <summary>From randomisation to death or the last time the patient was known to be alive [d].</summary>
    public required double TimeOnStudy { get; init; }

    /// <summary>Whether treatment still went on when follow-up ended.</summary>
    public required bool TreatmentOngoing { get; init; }

    /// <summary>Why treatment ended, in words; <see langword="null"/> while it goes on.</summary>
    public required string? DiscontinuationReason { get; init; }

    /// <summary>First assessment of the response that counts [d].</summary>
    public double ResponseStart { get; init; } = double.NaN;

    /// <summary>Endpoints that the study declares.</summary>
    public ImmutableArray<EndpointOutcome> Endpoints { get; init; } = [];

    /// <summary>Progression by RECIST [d].</summary>
    public double Progression { get; init; } = double.NaN;

    /// <summary>Death [d].</summary>
    public double Death { get; init; } = double.NaN;
}

/// <summary>A patient whose simulation failed.</summary>
/// <param name="Arm">Arm id.</param>
/// <param name="Patient">Patient number, from 1.</param>
/// <param name="Time">Where in the patient's course [d]; NaN when it never started.</param>
/// <param name="Reason">What went wrong, in words; equal reasons are counted together.</param>
/// <param name="Suggestion">What to try, or <see langword="null"/>.</param>
public sealed record PatientFailure(string Arm, long Patient, double Time, string Reason, string? Suggestion)
{
    /// <summary>The state to blame with its value and unit: <c>T = 3.2e+08 cells</c>; empty where none stands out.</summary>
    public string Where { get; init; } = "";
}

/// <summary>Median and 5 to 95 % of an output over time, of the patients of an arm who were still followed, or still on treatment.</summary>
/// <param name="Arm">Arm id.</param>
/// <param name="Label">Label of the output, such as <c>Pembrolizumab in serum</c>. Arms with the same label and unit share a figure.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="LogScale">Whether to draw a logarithmic panel beside the linear one.</param>
/// <param name="Times">Times [d], ascending.</param>
/// <param name="Median">Median at each time.</param>
/// <param name="Low">5th percentile.</param>
/// <param name="High">95th percentile.</param>
/// <param name="Patients">Patients behind each time; empty when it is not known.</param>
public sealed record CourseBand(
    string Arm, string Label, string Unit, bool LogScale, ImmutableArray<double> Times, ImmutableArray<double> Median,
    ImmutableArray<double> Low, ImmutableArray<double> High, ImmutableArray<int> Patients)
{
    /// <summary>Whether only patients on treatment are behind it, rather than all who are still followed.</summary>
    public bool OnTreatmentOnly { get; init; }
}
