using System.Collections.Immutable;

namespace Thymus.Trials.Analysis;

/// <summary>What a trial showed. Times are in days; intervals are 95 % intervals.</summary>
public sealed record TrialAnalysis
{
    /// <summary>Per arm, in the order of the study.</summary>
    public required ImmutableArray<ArmAnalysis> Arms { get; init; }

    /// <summary>Each other arm against the control.</summary>
    public required ImmutableArray<ArmComparison> Comparisons { get; init; }

    /// <summary>Endpoints that the study declares, in its order; a row for each threshold of a responder endpoint.</summary>
    public ImmutableArray<EndpointAnalysis> Endpoints { get; init; } = [];

    /// <summary>Published results beside the simulated ones.</summary>
    public required ImmutableArray<PublishedComparison> Published { get; init; }
}

/// <summary>Results of one arm.</summary>
public sealed record ArmAnalysis
{
    /// <summary>Arm id.</summary>
    public required string Arm { get; init; }

    /// <summary>Arm title.</summary>
    public required string Title { get; init; }

    /// <summary>Patients randomised (with twins: patients), those whose simulation failed included.</summary>
    public required int Patients { get; init; }

    /// <summary>Patients whose simulation failed; they are in no other count.</summary>
    public required int Failed { get; init; }

    /// <summary>
    /// Where the analysed patients are: treated or never, why treatment ended, where they are at the end of the study. In the order of
    /// a CONSORT diagram; labels are the same in every arm.
    /// </summary>
    public required ImmutableArray<LabelledCount> Flow { get; init; }

    /// <summary>Baseline table.</summary>
    public required ImmutableArray<BaselineRow> Baseline { get; init; }

    /// <summary>Overall survival.</summary>
    public required SurvivalCurve OverallSurvival { get; init; }

    /// <summary>Progression-free survival.</summary>
    public required SurvivalCurve ProgressionFreeSurvival { get; init; }

    /// <summary>Duration of response, of responders; <see langword="null"/> when there are none.</summary>
    public required SurvivalCurve? DurationOfResponse { get; init; }

    /// <summary>Best overall response: CR, PR, SD, PD, NE and counts.</summary>
    public required ImmutableArray<LabelledCount> BestResponse { get; init; }

    /// <summary>Objective response rate, exact interval.</summary>
    public required Estimate ObjectiveResponse { get; init; }

    /// <summary>Disease control rate, exact interval.</summary>
    public required Estimate DiseaseControl { get; init; }

    /// <summary>Patients treated: the denominator of harms.</summary>
    public required int Treated { get; init; }

    /// <summary>Adverse events by term, worst grade per patient.</summary>
    public required ImmutableArray<AdverseEventRow> AdverseEvents { get; init; }

    /// <summary>Treated patients with any adverse event of any grade, exact interval.</summary>
    public Estimate AnyAdverseEvent { get; init; } = Estimate.None;

    /// <summary>Patients with any adverse event of grade 3 or more, exact interval.</summary>
    public required Estimate SevereAdverseEvents { get; init; }

    /// <summary>Doses given to all treated patients together.</summary>
    public long DosesGiven { get; init; }

    /// <summary>Median number of doses given, with quartiles as the interval.</summary>
    public required Estimate Doses { get; init; }
}

/// <summary>A label and a count.</summary>
public sealed record LabelledCount(string Label, int Count);

/// <summary>An estimate and its interval; NaN where it does not exist (a median not reached).</summary>
public readonly record struct Estimate(double Value, double Low, double High)
{
    /// <summary>One that does not exist.</summary>
    public static Estimate None => new(double.NaN, double.NaN, double.NaN);

    /// <summary>A share as a percentage.</summary>
    public Estimate ToPercent() => new(100 * Value, 100 * Low, 100 * High);

    /// <summary>1 minus it: those without an event of those with, an efficacy of a ratio.</summary>
    public Estimate Complement() => new(1 - Value, 1 - High, 1 - Low);
}

/// <summary>A row of the baseline table: median and quartiles of a continuous covariate, or counts of levels.</summary>
public sealed record BaselineRow(
    string Name, string Label, string Unit, Estimate MedianAndQuartiles, double Minimum, double Maximum, ImmutableArray<LabelledCount> Levels);

/// <summary>A Kaplan–Meier curve.</summary>
/// <param name="Times">Distinct event and censoring times [d], ascending, starting with 0.</param>
/// <param name="Survival">S just after each time; 1 at 0 unless there are events at 0.</param>
/// <param name="Low">Lower end of the log-log interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="AtRisk">Number at risk just before each time.</param>
/// <param name="Events">Events at each time.</param>
/// <param name="Censored">Censored at each time.</param>
/// <param name="Median">Median [d] with its interval.</param>
public sealed record SurvivalCurve(
    ImmutableArray<double> Times, ImmutableArray<double> Survival, ImmutableArray<double> Low, ImmutableArray<double> High,
    ImmutableArray<int> AtRisk, ImmutableArray<int> Events, ImmutableArray<int> Censored, Estimate Median)
{
    /// <summary>S and its interval at a time [d].</summary>
    public Estimate At(double time)
    {
        int i = Index(time);
        return new(Survival[i], Low[i], High[i]);
    }

    /// <summary>Number at risk just before a time [d].</summary>
    public int AtRiskAt(double time)
    {
        int i = 0;
        while (i < Times.Length && Times[i] < time)
        {
            i++;
        }

        return i < Times.Length ? AtRisk[i] : 0;
    }

    /// <summary>All events.</summary>
    public int TotalEvents => Events.Sum();

    private int Index(double time)
    {
        int i = 0;
        while (i + 1 < Times.Length && Times[i + 1] <= time)
        {
            i++;
        }

        return i;
    }
}

/// <summary>A row of the harms table.</summary>
/// <param name="Term">CTCAE term.</param>
/// <param name="Class">Class of the term.</param>
/// <param name="ByGrade">Patients by worst grade, index 0 = never, 1 to 5.</param>
/// <param name="MedianOnset">Median time to first onset of any grade [d]; NaN when nobody had it.</param>
public sealed record AdverseEventRow(string Term, string Class, ImmutableArray<int> ByGrade, double MedianOnset)
{
    /// <summary>How often it happened, in all treated patients together.</summary>
    public int Episodes { get; init; }
}

/// <summary>An arm against the control.</summary>
/// <param name="Arm">Arm id.</param>
/// <param name="Control">Control arm id.</param>
/// <param name="OverallSurvival">Comparison of overall survival.</param>
/// <param name="ProgressionFreeSurvival">Comparison of progression-free survival.</param>
/// <param name="ResponseDifference">Difference of response rates, arm minus control.</param>
public sealed record ArmComparison(
    string Arm, string Control, SurvivalComparison OverallSurvival, SurvivalComparison ProgressionFreeSurvival, Estimate ResponseDifference);

/// <summary>Two survival curves compared.</summary>
/// <param name="HazardRatio">Cox, Efron ties; NaN when it does not exist.</param>
/// <param name="CoxP">Wald p-value, two-sided.</param>
/// <param name="LogRankP">Log-rank p-value, two-sided.</param>
/// <param name="RestrictedMeanDifference">Difference of restricted mean survival to <paramref name="Horizon"/> [d], arm minus control.</param>
/// <param name="Horizon">Horizon of the restricted mean [d].</param>
/// <param name="ProportionalHazardsP">Test of proportional hazards (Schoenfeld residuals against time); NaN when not computed.</param>
public sealed record SurvivalComparison(
    Estimate HazardRatio, double CoxP, double LogRankP, Estimate RestrictedMeanDifference, double Horizon, double ProportionalHazardsP);

/// <summary>A published result beside the simulated one.</summary>
/// <param name="Published">As in the study file.</param>
/// <param name="Simulated">Simulated value in the published unit, with its interval.</param>
/// <param name="Agrees">Whether the simulated value lies in the published interval (or the binomial interval of the published proportion).</param>
/// <param name="Remark">Why it misses, or that it agrees, in words.</param>
public sealed record PublishedComparison(PublishedResult Published, Estimate Simulated, bool Agrees, string Remark);
