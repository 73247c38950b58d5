using System.Collections.Immutable;
using Thymus.Trials.Endpoints;

namespace Thymus.Trials.Analysis;

/// <summary>What a declared endpoint showed. Intervals are 95 % intervals.</summary>
/// <param name="Id">Id of the endpoint, or of the threshold of a responder endpoint.</param>
/// <param name="Title">Title for people.</param>
/// <param name="Better">Which direction is good for a patient.</param>
public abstract record EndpointAnalysis(string Id, string Title, Better Better);

/// <summary>A number per patient, compared by means or geometric means.</summary>
public sealed record ContinuousAnalysis(string Id, string Title, Better Better, ContinuousEndpoint Endpoint) : EndpointAnalysis(Id, Title, Better)
{
    /// <summary>Per arm, in the order of the study.</summary>
    public required ImmutableArray<ContinuousArm> Arms { get; init; }

    /// <summary>Each other arm against the control.</summary>
    public required ImmutableArray<ContinuousComparison> Comparisons { get; init; }
}

/// <summary>A continuous endpoint in one arm, in the unit of its reading.</summary>
/// <param name="Arm">Arm id.</param>
/// <param name="Patients">Patients with a value.</param>
/// <param name="Missing">Patients without one: lost, dead or not computable.</param>
/// <param name="Mean">Mean with Student's interval; a geometric mean with the interval of the mean logarithm.</param>
/// <param name="Sd">Standard deviation; a geometric one is the factor exp(SD of the logarithm).</param>
/// <param name="MedianAndQuartiles">Median, with quartiles as the interval.</param>
/// <param name="Baseline">Mean baseline (geometric where the endpoint is); NaN where the endpoint needs none.</param>
public sealed record ContinuousArm(string Arm, int Patients, int Missing, Estimate Mean, double Sd, Estimate MedianAndQuartiles, double Baseline);

/// <summary>Two arms compared by a continuous endpoint.</summary>
/// <param name="Arm">Arm id.</param>
/// <param name="Control">Control arm id.</param>
/// <param name="Difference">Difference of means, arm minus control (Welch); NaN for geometric means.</param>
/// <param name="Ratio">Ratio of geometric means (Welch on the logarithm), or of means (delta method on the log scale); NaN when a mean is not positive.</param>
/// <param name="P">Welch's p-value, two-sided.</param>
public sealed record ContinuousComparison(string Arm, string Control, Estimate Difference, Estimate Ratio, double P);

/// <summary>Patients who reach a threshold, compared by proportions. Patients without a reading count as not reaching it.</summary>
public sealed record ResponderAnalysis(string Id, string Title, Better Better, ResponderEndpoint Endpoint) : EndpointAnalysis(Id, Title, Better)
{
    /// <summary>Per arm, in the order of the study.</summary>
    public required ImmutableArray<ResponderArm> Arms { get; init; }

    /// <summary>Each other arm against the control.</summary>
    public required ImmutableArray<ResponderComparison> Comparisons { get; init; }
}

/// <summary>Responders in one arm.</summary>
/// <param name="Arm">Arm id.</param>
/// <param name="Patients">Patients analysed.</param>
/// <param name="Missing">Those among them without a reading.</param>
/// <param name="Responders">Patients who reach the threshold.</param>
/// <param name="Share">Proportion, exact interval.</param>
public sealed record ResponderArm(string Arm, int Patients, int Missing, int Responders, Estimate Share);

/// <summary>Two arms compared by proportions.</summary>
/// <param name="Arm">Arm id.</param>
/// <param name="Control">Control arm id.</param>
/// <param name="Difference">Difference of proportions, arm minus control (Newcombe).</param>
/// <param name="Ratio">Ratio of proportions (Katz).</param>
public sealed record ResponderComparison(string Arm, string Control, Estimate Difference, Estimate Ratio);

/// <summary>Time to an event by a cumulative hazard of the model.</summary>
public sealed record TimeToEventAnalysis(string Id, string Title, Better Better, TimeToEventEndpoint Endpoint) : EndpointAnalysis(Id, Title, Better)
{
    /// <summary>Per arm, in the order of the study.</summary>
    public required ImmutableArray<TimeToEventArm> Arms { get; init; }

    /// <summary>Each other arm against the control.</summary>
    public required ImmutableArray<TimeToEventComparison> Comparisons { get; init; }
}

/// <summary>Events in one arm.</summary>
/// <param name="Arm">Arm id.</param>
/// <param name="Patients">Patients at risk.</param>
/// <param name="Missing">Patients no longer followed when counting began.</param>
/// <param name="Events">Patients with the event.</param>
/// <param name="Years">Time at risk, to the event or the end of follow-up [years of 365.25 d].</param>
/// <param name="Rate">Events per year at risk, exact interval.</param>
/// <param name="Curve">Kaplan–Meier curve of patients without the event; times count from the begin of counting.</param>
public sealed record TimeToEventArm(string Arm, int Patients, int Missing, int Events, double Years, Estimate Rate, SurvivalCurve Curve);

/// <summary>Two arms compared by time to an event.</summary>
/// <param name="Arm">Arm id.</param>
/// <param name="Control">Control arm id.</param>
/// <param name="Survival">Hazard ratio, log-rank test and restricted mean.</param>
/// <param name="RateRatio">Ratio of the rates, exact interval given all events.</param>
/// <param name="RiskDifference">Difference of the cumulative incidence at the last time that both arms know, arm minus control.</param>
/// <param name="Horizon">That time [d from the begin of counting].</param>
public sealed record TimeToEventComparison(
    string Arm, string Control, SurvivalComparison Survival, Estimate RateRatio, Estimate RiskDifference, double Horizon)
{
    /// <summary>1 − hazard ratio.</summary>
    public Estimate Efficacy => Survival.HazardRatio.Complement();

    /// <summary>1 − rate ratio: exists also when the arm has no event.</summary>
    public Estimate RateEfficacy => RateRatio.Complement();
}
