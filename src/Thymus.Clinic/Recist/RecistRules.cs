namespace Thymus.Clinic.Recist;

/// <summary>The choices that RECIST 1.1 leaves to a protocol. Times are in days.</summary>
public sealed record RecistRules
{
    /// <summary>Whether CR and PR count only when confirmed: usual in single-arm trials, optional in randomised ones.</summary>
    public bool Confirmation { get; init; }

    /// <summary>Shortest time between a response and the visit that confirms it [d].</summary>
    public double ConfirmationInterval { get; init; } = 28;

    /// <summary>Shortest time from baseline for stable disease to count as such [d].</summary>
    public double MinimumStableDisease { get; init; } = 42;

    /// <summary>
    /// Longest time [d] between the last adequate assessment and a progression or death that still counts as an event of
    /// progression-free survival; after a longer gap the patient is censored at that assessment. +∞: every event counts.
    /// </summary>
    public double LongestGap { get; init; } = double.PositiveInfinity;

    /// <summary>
    /// Whether any disease after a complete response of the target lesions is progression (RECIST 1.1, table 3, note b). Off, a
    /// regrowth of less than 5 mm is not: right where "gone" means below what a scan can show.
    /// </summary>
    public bool ReappearanceIsProgression { get; init; }
}
