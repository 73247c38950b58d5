namespace Thymus.Reports.Figures;

/// <summary>The unit of a time axis, by the length of what it shows.</summary>
/// <param name="Word">One unit, in tables.</param>
/// <param name="Title">The plural, for axes.</param>
/// <param name="Days">Its length [d].</param>
internal readonly record struct TimeScale(string Word, string Title, double Days)
{
    /// <summary>Days up to six weeks, weeks up to two and a half years, then years.</summary>
    public static TimeScale Of(double days) => days <= 42 ? new("day", "Days", 1) : days <= 913 ? new("week", "Weeks", 7) : new("year", "Years", 365.25);
}
