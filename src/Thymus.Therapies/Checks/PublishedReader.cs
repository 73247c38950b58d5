using System.Globalization;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>Reads what is published: <c>published</c> with a <c>tolerance</c>, or <c>between</c>, <c>at_least</c>, <c>at_most</c>.</summary>
internal static class PublishedReader
{
    private static readonly string[] Forms = ["published", "between", "at_least", "at_most"];

    /// <summary>What is published.</summary>
    public sealed record Published(Quantity Value, (double Least, double Most)? Range, Quantity Tolerance, bool IsRelative, CheckExplanation? Explained);

    /// <summary>Reads it; <see langword="null"/> after a report.</summary>
    /// <param name="section">The check.</param>
    /// <param name="computed">Unit of the statistic; <see langword="null"/> when that could not be read.</param>
    public static Published? Read(Section section, Unit? computed)
    {
        string[] given = [.. Forms.Where(section.Has)];
        if (given.Length != 1)
        {
            section.Findings.Add(new(
                TherapyRules.Inconsistent, section.Span, null, $"a check has one of {string.Join(", ", Forms)}; this one has {(given.Length == 0 ? "none" : string.Join(", ", given))}"));
            return null;
        }

        var (value, range) = given[0] switch
        {
            "between" => Between(section),
            "at_least" when section.AnyQuantity("at_least") is { } least => (least, (least.Value, double.PositiveInfinity)),
            "at_most" when section.AnyQuantity("at_most") is { } most => (most, (double.NegativeInfinity, most.Value)),
            "published" => (section.AnyQuantity("published"), null),
            _ => ((Quantity?)null, ((double, double)?)null),
        };
        if (value is not { } quantity)
        {
            return null;
        }

        if (computed is not null && !quantity.Unit.IsCommensurableWith(computed))
        {
            section.Report(given[0], TherapyRules.CannotRead, null, quantity.ToString(), $"a quantity in {computed} for '{given[0]}'");
        }

        var tolerance = Tolerance(section, quantity, range is not null);
        return tolerance is null ? null : new(quantity, range, tolerance.Value.Value, tolerance.Value.IsRelative, Explanation(section, quantity));
    }

    private static (Quantity? Value, (double Least, double Most)? Range) Between(Section section)
    {
        string[] texts = [.. section.Texts("between")];
        if (texts.Length == 2 && Quantity.TryParse(texts[0], out var least, out _) && Quantity.TryParse(texts[1], out var most, out _)
            && most.Unit.IsCommensurableWith(least.Unit) && most.In(least.Unit) > least.Value)
        {
            return (least, (least.Value, most.In(least.Unit)));
        }

        section.Report("between", TherapyRules.CannotRead, "[4 mg/L, 6 mg/L]", string.Join(", ", texts), "a lower and a higher quantity of one dimension");
        return (null, null);
    }

    private static (Quantity Value, bool IsRelative)? Tolerance(Section section, Quantity published, bool isRange)
    {
        if (isRange && !section.Has("tolerance"))
        {
            return (new(0, Unit.Dimensionless), true);
        }

        if (!section.Has("tolerance"))
        {
            section.Findings.Add(new(TherapyRules.MissingKey, section.Span, null, "a check with a published value", "tolerance"));
            return null;
        }

        if (section.AnyQuantity("tolerance") is not { } within)
        {
            return null;
        }

        // A percentage is relative, and so is a bare number beside a value with a unit; beside a pure number it is a difference.
        bool isRelative = within.Unit.Dimension == Dimension.None
            && (published.Unit.Dimension != Dimension.None || section.Text("tolerance").TrimEnd().EndsWith('%'));
        if (!isRelative && !within.Unit.IsCommensurableWith(published.Unit))
        {
            section.Report(
                "tolerance", TherapyRules.Inconsistent, $"a percentage, or a difference in {published.Unit}",
                $"the tolerance is in {within.Unit}, but the published value is in {published.Unit}");
            return null;
        }

        if (!(within.Value > 0))
        {
            section.Report("tolerance", TherapyRules.OutOfRange, null, "tolerance", section.Text("tolerance"), "greater than 0");
        }

        if (isRelative && published.Value == 0)
        {
            section.Report(
                "tolerance", TherapyRules.Inconsistent, string.Create(CultureInfo.InvariantCulture, $"0.001 {published.Unit}"),
                "a percentage of a published value of 0 is 0: give a difference");
        }

        return (within, isRelative);
    }

    private static CheckExplanation? Explanation(Section section, Quantity published)
    {
        if (section.Inner("explained", CheckKeys.Explained) is not { } explained || explained.AnyQuantity("value") is not { } value)
        {
            return null;
        }

        if (!value.Unit.IsCommensurableWith(published.Unit))
        {
            explained.Report("value", TherapyRules.CannotRead, null, value.ToString(), $"a quantity in {published.Unit} for 'value'");
            return null;
        }

        return new(value, explained.Text("why"));
    }
}
