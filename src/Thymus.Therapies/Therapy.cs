using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Populations;
using Thymus.Therapies.Figures;
using Thymus.Units;

namespace Thymus.Therapies;

/// <summary>A therapy: the content of one folder under library/.</summary>
public sealed record Therapy
{
    /// <summary>The kind of a part that models of other therapies import; it needs no outputs and no regimens.</summary>
    public const string ModuleKind = "module";

    /// <summary>Path below the library, such as <c>cancer/checkpoint-inhibitors/pembrolizumab-nsclc</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Full path of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>Kind of therapy, such as <c>checkpoint inhibitor</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Disease it treats; may be empty for a module.</summary>
    public required string Disease { get; init; }

    /// <summary>Drugs; none for a model of a disease or of immunity alone.</summary>
    public required ImmutableArray<string> Drugs { get; init; }

    /// <summary>Kind, disease and drugs as one line, without what is empty.</summary>
    public string Facts => string.Join("; ", new[] { Kind, Disease, string.Join(", ", Drugs) }.Where(f => f.Length > 0));

    /// <summary>One paragraph: what is modelled.</summary>
    public required string Summary { get; init; }

    /// <summary>The mechanism.</summary>
    public required BoundModel Model { get; init; }

    /// <summary>What a clinician looks at.</summary>
    public required ImmutableArray<TherapyOutput> Outputs { get; init; }

    /// <summary>How patients differ.</summary>
    public required Population Population { get; init; }

    /// <summary>Named regimens; the first is the default. None for a model without treatment.</summary>
    public required ImmutableArray<Regimen> Regimens { get; init; }

    /// <summary>Condition for giving a dose, or <see langword="null"/>.</summary>
    public DoseRule? DoseRule { get; init; }

    /// <summary>How survival follows from the model, or <see langword="null"/>.</summary>
    public SurvivalModel? Survival { get; init; }

    /// <summary>Adverse events.</summary>
    public required ImmutableArray<AdverseEvent> AdverseEvents { get; init; }

    /// <summary>What the model cannot say, in plain words, one item each.</summary>
    public required ImmutableArray<string> Limits { get; init; }

    /// <summary>Papers, by key.</summary>
    public required ImmutableArray<Citation> Citations { get; init; }

    /// <summary>What the picture of the therapy shows, or <see langword="null"/>.</summary>
    public TherapyFigure? Figure { get; init; }

    /// <summary>Every file that was read for this therapy, for the manifest.</summary>
    public required ImmutableArray<string> Files { get; init; }
}

/// <summary>A paper or label.</summary>
public sealed record Citation(string Key, string Text, string? Doi);

/// <summary>What an output means to a clinic.</summary>
public enum OutputRole
{
    /// <summary>Nothing special.</summary>
    Other,

    /// <summary>Drug concentration.</summary>
    Concentration,

    /// <summary>Sum of diameters of target lesions [mm]; RECIST is read from it.</summary>
    TumourSize,

    /// <summary>Absolute neutrophil count [1e9/L]; CTCAE neutropenia is read from it.</summary>
    Neutrophils,
}

/// <summary>An output of the model.</summary>
/// <param name="Name">Symbol of the model.</param>
/// <param name="Label">For axes and tables.</param>
/// <param name="Unit">Unit of the numbers, as the model computes them.</param>
/// <param name="Role">What it means.</param>
/// <param name="Error">Residual error of a measurement of it, or <see langword="null"/> for none.</param>
public sealed record TherapyOutput(string Name, string Label, Unit Unit, OutputRole Role, ResidualError? Error);

/// <summary>Residual error of a measurement: variance = Additive + Proportional · f², or on the log scale.</summary>
/// <param name="AdditiveVariance">In the squared unit of the output.</param>
/// <param name="ProportionalVariance">Relative, squared.</param>
/// <param name="LogVariance">Of the logarithm; 0 unless the error is log-additive, and then the others are 0.</param>
public sealed record ResidualError(double AdditiveVariance, double ProportionalVariance, double LogVariance);

/// <summary>When and what is given.</summary>
public sealed record Regimen(string Id, string Title, ImmutableArray<RegimenDose> Doses, string Source);

/// <summary>One line of a regimen.</summary>
public sealed record RegimenDose
{
    /// <summary>Amount, possibly per body surface area or weight: <c>200 mg</c>, <c>75 mg/m^2</c>, <c>3 mg/kg</c>.</summary>
    public required Quantity Amount { get; init; }

    /// <summary>Name of the drug, for messages and tables.</summary>
    public required string Drug { get; init; }

    /// <summary>Species or variable that receives it.</summary>
    public required string Target { get; init; }

    /// <summary>Length of the infusion [model time]; 0 for a bolus.</summary>
    public double Duration { get; init; }

    /// <summary>Time of the first dose [model time].</summary>
    public double First { get; init; }

    /// <summary>Interval [model time]; 0 for a single dose.</summary>
    public double Interval { get; init; }

    /// <summary>Most doses of this line.</summary>
    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>Largest single amount after scaling, in the target's unit, or +∞ (caps such as 800 mg).</summary>
    public double LargestAmount { get; init; } = double.PositiveInfinity;

    /// <summary>Model parameter with the bioavailability, or <see langword="null"/> for 1.</summary>
    public string? Bioavailability { get; init; }

    /// <summary>Model parameter with the lag time, or <see langword="null"/> for 0.</summary>
    public string? Lag { get; init; }
}

/// <summary>A dose is given only when an output is at least a value; else it waits.</summary>
/// <param name="Output">Output to look at.</param>
/// <param name="AtLeast">Value needed, in the output's unit.</param>
/// <param name="Recheck">Wait before looking again [model time].</param>
/// <param name="GiveUpAfter">Longest wait [model time]; then treatment stops.</param>
/// <param name="Source">Where the rule comes from.</param>
public sealed record DoseRule(string Output, double AtLeast, double Recheck, double GiveUpAfter, string Source);

/// <summary>How death is computed.</summary>
public abstract record SurvivalModel(string Source);

/// <summary>ln T [model time] is normal with a location and scale that are constants of the model, drawn once per patient.</summary>
public sealed record LogNormalSurvival(string Location, string Scale, string Source) : SurvivalModel(Source);

/// <summary>Death when a cumulative hazard, a variable of the model, reaches an exponential draw: a root, not a grid point.</summary>
public sealed record HazardSurvival(string CumulativeHazard, string Source) : SurvivalModel(Source);

/// <summary>An adverse event.</summary>
public abstract record AdverseEvent
{
    /// <summary>CTCAE term.</summary>
    public required string Term { get; init; }

    /// <summary>Class for tables, such as <c>immune-related</c> or <c>haematological</c>.</summary>
    public required string Class { get; init; }

    /// <summary>Grade from which doses are held until it is resolved; 0 for never.</summary>
    public int HoldFrom { get; init; }

    /// <summary>Grade from which treatment stops for good; 0 for never.</summary>
    public int DiscontinueFrom { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public required string Source { get; init; }

    /// <summary>Confidence mark: V, M, C or A.</summary>
    public required string Confidence { get; init; }
}

/// <summary>Graded from an output of the model at every output time.</summary>
public sealed record SimulatedAdverseEvent : AdverseEvent
{
    /// <summary>Output to grade.</summary>
    public required string Output { get; init; }
}

/// <summary>Drawn from published rates.</summary>
public sealed record PublishedAdverseEvent : AdverseEvent
{
    /// <summary>Probability of any grade: of a treated patient, or of a dose.</summary>
    public required double Incidence { get; init; }

    /// <summary>Whether the rates are per dose, such as reactions to injections: then onset counts from that dose, and a patient can have it again.</summary>
    public bool IsPerDose { get; init; }

    /// <summary>Probability of any grade under placebo; NaN when it is not known.</summary>
    public double PlaceboIncidence { get; init; } = double.NaN;

    /// <summary>Probabilities of grades 1 to 5 under placebo given that it occurs; sum 1. Empty when it is not known.</summary>
    public ImmutableArray<double> PlaceboGrades { get; init; } = [];

    /// <summary>Probabilities of grades 1 to 5 given that it occurs; sum 1.</summary>
    public required ImmutableArray<double> Grades { get; init; }

    /// <summary>Median time to onset [model time].</summary>
    public required double OnsetMedian { get; init; }

    /// <summary>SD of the logarithm of the onset.</summary>
    public required double OnsetLogSd { get; init; }

    /// <summary>Median time to resolution [model time]; +∞ for permanent (such as hypothyroidism).</summary>
    public required double DurationMedian { get; init; }

    /// <summary>SD of the logarithm of the duration; 0 for the same duration in everyone.</summary>
    public double DurationLogSd { get; init; }
}
