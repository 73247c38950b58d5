using System.Collections.Immutable;
using System.Globalization;
using Thymus.Units;

namespace Thymus.Clinic.Ctcae;

/// <summary>Grades laboratory values by the Common Terminology Criteria for Adverse Events. The criteria are data: terms.csv and grades.csv.</summary>
public static class CtcaeGrading
{
    /// <summary>Version that is used unless another one is asked for.</summary>
    public const string DefaultVersion = "5.0";

    private static readonly ImmutableArray<CtcaeTerm> All = Read();

    private static readonly Dictionary<(string Version, string Name), CtcaeTerm> ByName = All
        .SelectMany(t => t.Aliases.Prepend(t.Name).Select(name => (Key: (t.Version, name.ToUpperInvariant()), Term: t)))
        .ToDictionary(p => p.Key, p => p.Term);

    /// <summary>Terms that can be graded by a value, of one version.</summary>
    public static IEnumerable<CtcaeTerm> Terms(string version = DefaultVersion) => All.Where(t => t.Version == version);

    /// <summary>A term by its name or alias, in any case; <see langword="null"/> when it is not known or not graded by a value.</summary>
    public static CtcaeTerm? Find(string name, string version = DefaultVersion) =>
        ByName.GetValueOrDefault((version, name.ToUpperInvariant()));

    /// <summary>Grade of a value in the unit of its term, by the typical reference range.</summary>
    /// <exception cref="ArgumentException">The term is not known: ask <see cref="Find"/> first.</exception>
    public static int Grade(string term, double value) => Find(term)?.Grade(value)
        ?? throw new ArgumentException($"'{term}' is no term that CTCAE v{DefaultVersion} grades by a laboratory value.", nameof(term));

    private static ImmutableArray<CtcaeTerm> Read()
    {
        CtcaeCriterion[] criteria =
        [
            .. Rows("grades.csv").Select(r => new CtcaeCriterion(
                r[0], r[1], int.Parse(r[2], CultureInfo.InvariantCulture), r[3], r[4], Number(r[5]), r[6])),
        ];
        return
        [
            .. from row in Rows("terms.csv")
               from version in criteria.Where(c => c.Term == row[0]).GroupBy(c => c.Version)
               select new CtcaeTerm(row[0], [row[1]], version.Key, UnitOf(row[2]), new(Number(row[3]), Number(row[4])), version),
        ];
    }

    private static Unit UnitOf(string text) =>
        Unit.TryParse(text, out var unit, out string? error) ? unit : throw new InvalidDataException($"terms.csv: {error}");

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Rows(string file)
    {
        using var reader = new StreamReader(typeof(CtcaeGrading).Assembly.GetManifestResourceStream($"Ctcae/{file}")!);
        return [.. reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Skip(1).Select(l => l.Trim().Split(','))];
    }
}
