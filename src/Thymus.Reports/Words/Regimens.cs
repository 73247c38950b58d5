using Thymus.Therapies;

namespace Thymus.Reports.Words;

/// <summary>Regimens and distributions in words.</summary>
internal static class Regimens
{
    /// <summary>A line of a regimen: <c>pembrolizumab 200 mg by infusion over 30 minutes every 3 weeks</c>.</summary>
    /// <param name="dose">The line.</param>
    /// <param name="day">Model time units in a day.</param>
    public static string Words(RegimenDose dose, double day)
    {
        string amount = $"{dose.Drug} {Format.Significant(dose.Amount.Value)} {Format.Unit(dose.Amount.Unit.Text)}";
        string how = dose.Duration > 0 ? $" by infusion over {Short(dose.Duration / day)}" : string.Empty;
        string cap = double.IsFinite(dose.LargestAmount) ? $", at most {Format.Significant(dose.LargestAmount)} at a time" : string.Empty;
        string when = dose.Interval > 0 ? $" every {Every(dose.Interval / day)}" : " once";
        string most = dose.Maximum is < int.MaxValue and > 1 ? $", up to {Format.Count(dose.Maximum)} doses" : string.Empty;
        string first = dose.First > 0 ? $", from day {Format.Significant(dose.First / day)}" : string.Empty;
        return amount + how + cap + when + first + most;
    }

    /// <summary>Model time units in a day; a model that does not say counts days.</summary>
    public static double UnitsPerDay(Therapy therapy) =>
        therapy.Model.TimeUnit is { Dimension.Time: 1, Factor: > 0 } unit ? 86_400 / unit.Factor : 1;

    private static string Every(double days) => Format.Span(days) is var span && span.StartsWith("1 ", StringComparison.Ordinal) ? span[2..] : span;

    private static string Short(double days)
    {
        double minutes = days * 24 * 60;
        return minutes < 119.5 ? Format.Plural(Math.Round(minutes), "minute") : minutes < 48 * 60 ? Format.Plural(Math.Round(minutes / 6) / 10, "hour") : Format.Span(days);
    }
}
