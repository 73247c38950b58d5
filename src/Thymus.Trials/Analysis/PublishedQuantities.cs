using System.Collections.Immutable;

namespace Thymus.Trials.Analysis;

/// <summary>The published quantities that a trial can be compared with, for a study file's <c>published</c> list.</summary>
public static class PublishedQuantities
{
    /// <summary>Days of a month: 365.25 / 12.</summary>
    public const double DaysPerMonth = 30.4375;

    private static readonly ImmutableArray<Definition> Definitions =
    [
        new("orr", Kind.Share, About.Tumour, "objective response rate"),
        new("dcr", Kind.Share, About.Tumour, "disease control rate"),
        new("median-os", Kind.Time, About.Survival, "median overall survival"),
        new("median-pfs", Kind.Time, About.Tumour, "median progression-free survival"),
        new("os-rate", Kind.ShareAtTime, About.Survival, "overall survival at a time"),
        new("pfs-rate", Kind.ShareAtTime, About.Tumour, "progression-free survival at a time"),
        new("grade-3-5", Kind.Share, About.Harm, "treated patients with an adverse event of grade 3 to 5"),
        new("neutropenia-3-4", Kind.Share, About.Harm, "treated patients with neutropenia of grade 3 or 4"),
        new("hazard-ratio-os", Kind.Ratio, About.Survival, "hazard ratio of overall survival, against the control"),
        new("hazard-ratio-pfs", Kind.Ratio, About.Tumour, "hazard ratio of progression-free survival, against the control"),
        new("adverse-event", Kind.Share, About.Term, "treated patients with an adverse event of any grade"),
        new("adverse-event-per-dose", Kind.Share, About.Term, "doses with an adverse event of any grade"),
        new("mean", Kind.OfEndpoint, About.Continuous, "mean"),
        new("median", Kind.OfEndpoint, About.Continuous, "median"),
        new("mean-difference", Kind.DifferenceOfEndpoint, About.Continuous, "difference of means, against the control"),
        new("relative-difference", Kind.RelativeChange, About.Continuous, "difference of means in % of the control's"),
        new("geometric-mean", Kind.OfEndpoint, About.Geometric, "geometric mean"),
        new("geometric-mean-ratio", Kind.Ratio, About.Geometric, "ratio of geometric means, against the control"),
        new("responders", Kind.Share, About.Responder, "patients who reach the threshold"),
        new("responder-difference", Kind.ShareDifference, About.Responder, "difference of the shares, against the control, in percentage points"),
        new("event-free-rate", Kind.ShareAtTime, About.Event, "patients without the event at a time"),
        new("hazard-ratio", Kind.Ratio, About.Event, "hazard ratio, against the control"),
        new("efficacy", Kind.RelativeChange, About.Event, "1 − hazard ratio, against the control"),
        new("rate-efficacy", Kind.RelativeChange, About.Event, "1 − ratio of the rates per time at risk, against the control"),
    ];

    private enum Kind
    {
        Share,
        ShareAtTime,
        ShareDifference,
        Time,
        Ratio,
        RelativeChange,
        OfEndpoint,
        DifferenceOfEndpoint,
    }

    private enum About
    {
        Tumour,
        Survival,
        Harm,
        Term,
        Continuous,
        Geometric,
        Responder,
        Event,
    }

    /// <summary>Names that are known.</summary>
    public static IEnumerable<string> Known => Definitions.Select(d => d.Name);

    /// <summary>What a quantity is, in words; <see langword="null"/> when it is not known.</summary>
    public static string? Label(string quantity) => Find(quantity)?.Label;

    /// <summary>Whether it is about an endpoint that the study declares.</summary>
    public static bool IsOfEndpoint(string quantity) => Find(quantity)?.About is About.Continuous or About.Geometric or About.Responder or About.Event;

    /// <summary>Whether it is about one adverse event.</summary>
    public static bool IsOfTerm(string quantity) => Find(quantity)?.About is About.Term;

    /// <summary>Whether it is for a time.</summary>
    public static bool IsAtTime(string quantity) => Find(quantity)?.Kind is Kind.ShareAtTime;

    /// <summary>Whether it compares an arm with the control.</summary>
    public static bool IsComparison(string quantity) =>
        Find(quantity)?.Kind is Kind.Ratio or Kind.ShareDifference or Kind.RelativeChange or Kind.DifferenceOfEndpoint;

    /// <summary>Least and largest value that makes sense, in the unit of the quantity.</summary>
    public static (double Least, double Most) Bounds(string quantity) => Find(quantity)?.Kind switch
    {
        Kind.Share or Kind.ShareAtTime => (0, 100),
        Kind.ShareDifference => (-100, 100),
        Kind.RelativeChange or Kind.OfEndpoint or Kind.DifferenceOfEndpoint => (double.NegativeInfinity, double.PositiveInfinity),
        _ => (0, double.PositiveInfinity),
    };

    /// <summary>Unit of a quantity: <c>%</c>, <c>months</c>, <c>1</c>; <see langword="null"/> for that of the endpoint.</summary>
    public static string? Unit(string quantity) => Find(quantity)?.Kind switch
    {
        Kind.Time => "months",
        Kind.Ratio => "1",
        Kind.OfEndpoint or Kind.DifferenceOfEndpoint => null,
        _ => "%",
    };

    /// <summary>What is wrong with a published result, in words, or <see langword="null"/> when it can be compared.</summary>
    /// <param name="result">The result.</param>
    /// <param name="control">The study's control arm.</param>
    public static string? Problem(PublishedResult result, string control)
    {
        var definition = Find(result.Quantity);
        if (definition is null)
        {
            return $"unknown quantity '{result.Quantity}': known are {string.Join(", ", Known)}";
        }

        return Unit(result.Quantity) is { } unit && !IsUnit(unit, result.Unit) ? $"{result.Quantity} ({definition.Label}) is in {unit}, not in '{result.Unit}'"
            : definition.Kind is Kind.ShareAtTime && !(result.At > 0) ? $"{result.Quantity} needs the time it is for: add 'at', such as 12 months"
            : IsComparison(result.Quantity) && result.Arm == control ? $"{result.Quantity} compares an arm with the control: '{result.Arm}' is the control"
            : IsOfEndpoint(result.Quantity) && result.Endpoint.Length == 0 ? $"{result.Quantity} is of an endpoint of the study: add 'endpoint'"
            : IsOfTerm(result.Quantity) && result.Term.Length == 0 ? $"{result.Quantity} is of one adverse event: add 'term'"
            : null;
    }

    /// <summary>Whether an endpoint has a quantity.</summary>
    public static bool Fits(string quantity, Endpoints.StudyEndpoint endpoint) => Find(quantity)?.About switch
    {
        About.Continuous => endpoint is Endpoints.ContinuousEndpoint c && (!c.IsGeometric || quantity == "median"),
        About.Geometric => endpoint is Endpoints.ContinuousEndpoint { IsGeometric: true },
        About.Responder => endpoint is Endpoints.ResponderEndpoint,
        About.Event => endpoint is Endpoints.TimeToEventEndpoint,
        _ => false,
    };

    /// <summary>Whether the arms of a study have what a quantity is about; <see langword="null"/> when they have.</summary>
    internal static string? Lacking(string quantity, Study study) => Find(quantity)?.About switch
    {
        About.Tumour when !study.HasTumour => "a therapy has no output with the role 'tumour-size'",
        About.Survival when !study.HasSurvival => "a therapy has no survival model",
        _ => null,
    };

    private static Definition? Find(string quantity) => Definitions.FirstOrDefault(d => d.Name == quantity);

    private static bool IsUnit(string needed, string unit) => needed switch
    {
        "months" => unit is "months" or "month",
        "1" => unit is "" or "1",
        _ => unit == needed,
    };

    private sealed record Definition(string Name, Kind Kind, About About, string Label);
}
