using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Populations;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Reading;

/// <summary>Reads covariates: of a population, and of a study that enrols a part of one.</summary>
public static class CovariateReader
{
    /// <summary>The keys of a covariate, for a study's schema.</summary>
    public static SectionKeys Keys => TherapyKeys.Covariate;

    /// <summary>Reads one covariate; <see langword="null"/> after a report that leaves nothing to go on with.</summary>
    /// <param name="section">Its section.</param>
    /// <param name="before">Covariates before it, which a derived one may use.</param>
    public static Covariate? Read(Section section, ImmutableArray<string> before)
    {
        string name = section.Text("name");
        if (!IsName(name))
        {
            section.Report("name", TherapyRules.CannotRead, "letters, digits and _, such as WT", name, "a name");
        }

        var unit = section.UnitOf("unit");
        var distribution = section.Node("distribution") is { } node ? Distribution(node, unit, before, section.Findings) : null;
        double reference = section.Node("reference") is DataScalar label
            && distribution is CategoricalCovariate { Levels: var levels } && levels.FirstOrDefault(l => l.Label == label.Value) is { } level
            ? level.Value
            : section.Quantity("reference", unit);
        string confidence = Confidence(section);
        return distribution is null
            ? null
            : new(name, section.Text("label"), unit, distribution, reference, section.Text("source"), confidence)
            {
                InBaselineTable = section.Flag("baseline_table", otherwise: true),
            };
    }

    /// <summary>The confidence mark of a section: V, M, C or A.</summary>
    internal static string Confidence(Section section) =>
        section.Word("confidence", "A", ("V", "V"), ("M", "M"), ("C", "C"), ("A", "A"));

    /// <summary>Whether a text is a name that the language can use.</summary>
    internal static bool IsName(string text) =>
        text.Length is > 0 and <= 64 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static CovariateDistribution? Distribution(
        DataNode node, Unit unit, ImmutableArray<string> before, ICollection<Diagnostic> findings)
    {
        string? kind = (node as DataMapping)?.Find("kind") is DataScalar scalar ? scalar.Value : null;
        Section? Open(SectionKeys keys) => Section.Open(node, keys, findings);
        switch (kind)
        {
            case "constant":
                return Open(TherapyKeys.Constant) is { } constant ? new ConstantCovariate(constant.Quantity("value", unit)) : null;
            case "normal":
                return Open(TherapyKeys.Normal) is { } normal ? Normal(normal, unit) : null;
            case "log-normal":
                return Open(TherapyKeys.LogNormal) is { } logNormal ? LogNormal(logNormal, unit) : null;
            case "logit-normal":
                return Open(TherapyKeys.LogitNormal) is { } logitNormal ? LogitNormal(logitNormal, unit) : null;
            case "uniform":
                return Open(TherapyKeys.Uniform) is { } uniform ? Uniform(uniform, unit) : null;
            case "categorical":
                return Open(TherapyKeys.Categorical) is { } categorical ? Categorical(categorical, unit) : null;
            case "derived":
                return Open(TherapyKeys.Derived) is { } derived
                    && FormulaReader.Read(derived.Text("formula"), derived.Place("formula"), before, findings) is { } formula
                    ? new DerivedCovariate(formula)
                    : null;
            default:
                string[] known = ["constant", "normal", "log-normal", "logit-normal", "uniform", "categorical", "derived"];
                findings.Add(kind is null
                    ? new(TherapyRules.MissingKey, node.Span, null, "a distribution", "kind")
                    : new(TherapyRules.UnknownWord, node.Span, NearestName.Find(kind, known), kind, string.Join(", ", known)));
                return null;
        }
    }

    private static NormalCovariate Normal(Section section, Unit unit)
    {
        var (least, most) = Range(section, "minimum", "maximum", unit);
        return new(section.Quantity("mean", unit), section.Quantity("sd", unit, least: double.Epsilon), least, most);
    }

    private static LogNormalCovariate LogNormal(Section section, Unit unit)
    {
        var (least, most) = Range(section, "minimum", "maximum", unit);
        return new(
            section.Quantity("median", unit, least: double.Epsilon), section.Number("log_sd", least: double.Epsilon), least, most);
    }

    private static LogitNormalCovariate LogitNormal(Section section, Unit unit)
    {
        var (lower, upper) = Range(section, "lower", "upper", unit);
        double median = section.Quantity("median", unit);
        if (median <= lower || median >= upper)
        {
            section.Report("median", TherapyRules.OutOfRange, null, "median", Text(median), "between lower and upper");
        }

        return new(median, section.Number("logit_sd", least: double.Epsilon), lower, upper);
    }

    private static UniformCovariate Uniform(Section section, Unit unit)
    {
        var (least, most) = Range(section, "minimum", "maximum", unit);
        return new(least, most);
    }

    private static CategoricalCovariate Categorical(Section section, Unit unit)
    {
        ImmutableArray<CovariateLevel> levels =
        [
            .. section.List("levels", TherapyKeys.Level).Select(l =>
                new CovariateLevel(l.Text("label"), l.Quantity("value", unit), l.Number("probability", least: 0, most: 1))),
        ];
        double sum = levels.Sum(l => l.Probability);
        if (Math.Abs(sum - 1) > 1e-9)
        {
            section.Report("levels", TherapyRules.Inconsistent, null, $"the probabilities of the levels add up to {Text(sum)}, not to 1");
        }

        return new(levels);
    }

    private static (double Least, double Most) Range(Section section, string least, string most, Unit unit)
    {
        double low = section.Quantity(least, unit);
        double high = section.Quantity(most, unit);
        if (low >= high)
        {
            section.Report(most, TherapyRules.Inconsistent, null, $"'{most}' must be greater than '{least}'");
        }

        return (low, high);
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
