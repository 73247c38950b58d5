using System.Collections.Immutable;

namespace Thymus.Trials.Analysis;

/// <summary>The published quantities that a trial can be compared with, for a study file's <c>published</c> list.</summary>
public static class PublishedQuantities
{
    /// <summary>Days of a month: 365.25 / 12.</summary>
    public const double DaysPerMonth = 30.4375;

    private static readonly ImmutableArray<Definition> Definitions =
    [
        new("orr", Kind.Share, "objective response rate"),
        new("dcr", Kind.Share, "disease control rate"),
        new("median-os", Kind.Time, "median overall survival"),
        new("median-pfs", Kind.Time, "median progression-free survival"),
        new("os-rate", Kind.ShareAtTime, "overall survival at a time"),
        new("pfs-rate", Kind.ShareAtTime, "progression-free survival at a time"),
        new("grade-3-5", Kind.Share, "treated patients with an adverse event of grade 3 to 5"),
        new("neutropenia-3-4", Kind.Share, "treated patients with neutropenia of grade 3 or 4"),
        new("hazard-ratio-os", Kind.Ratio, "hazard ratio of overall survival, against the control"),
        new("hazard-ratio-pfs", Kind.Ratio, "hazard ratio of progression-free survival, against the control"),
    ];

    private enum Kind
    {
        Share,
        ShareAtTime,
        Time,
        Ratio,
    }

    /// <summary>Names that are known.</summary>
    public static IEnumerable<string> Known => Definitions.Select(d => d.Name);

    /// <summary>What is wrong with a published result, in words, or <see langword="null"/> when it can be compared.</summary>
    /// <param name="result">The result.</param>
    /// <param name="control">The study's control arm.</param>
    public static string? Problem(PublishedResult result, string control)
    {
        var definition = Definitions.FirstOrDefault(d => d.Name == result.Quantity);
        if (definition is null)
        {
            return $"unknown quantity '{result.Quantity}': known are {string.Join(", ", Known)}";
        }

        string unit = definition.Kind switch { Kind.Time => "months", Kind.Ratio => "1", _ => "%" };
        return !IsUnit(definition.Kind, result.Unit) ? $"{result.Quantity} ({definition.Label}) is in {unit}, not in '{result.Unit}'"
            : definition.Kind is Kind.ShareAtTime && !(result.At > 0) ? $"{result.Quantity} needs the time it is for: add 'at', such as 12 months"
            : definition.Kind is Kind.Ratio && result.Arm == control ? $"{result.Quantity} compares an arm with the control: '{result.Arm}' is the control"
            : null;
    }

    private static bool IsUnit(Kind kind, string unit) => kind switch
    {
        Kind.Time => unit is "months" or "month",
        Kind.Ratio => unit is "" or "1",
        _ => unit is "%",
    };

    private sealed record Definition(string Name, Kind Kind, string Label);
}
