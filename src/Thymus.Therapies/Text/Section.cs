using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Units;

namespace Thymus.Therapies.Text;

/// <summary>A section of a data file that is read strictly: unknown and missing keys are reported when it is opened, wrong values when read.</summary>
/// <remarks>Every reader gives a stand-in (empty text, NaN, 1) after reporting, so that one pass finds everything.</remarks>
public sealed class Section
{
    private readonly SectionKeys _keys;
    private readonly DataMapping _node;

    private Section(SectionKeys keys, DataMapping node, ICollection<Diagnostic> findings)
    {
        (_keys, _node, Findings) = (keys, node, findings);
    }

    /// <summary>Where findings go.</summary>
    public ICollection<Diagnostic> Findings { get; }

    /// <summary>Where the section starts.</summary>
    public SourceSpan Span => _node.Span;

    /// <summary>Opens a node as a section; <see langword="null"/> (reported) when it is not one.</summary>
    public static Section? Open(DataNode node, SectionKeys keys, ICollection<Diagnostic> findings)
    {
        if (node is not DataMapping mapping)
        {
            findings.Add(new(TherapyRules.WrongType, node.Span, null, keys.Name, node.Kind, "a section of keys"));
            return null;
        }

        foreach (var entry in mapping.Entries.Where(e => !keys.All.Contains(e.Key)))
        {
            findings.Add(new(
                TherapyRules.UnknownKey, entry.KeySpan,
                NearestName.Find(entry.Key, keys.All) ?? $"one of {string.Join(", ", keys.All)}", entry.Key, keys.Name));
        }

        foreach (string key in keys.Required.Where(k => mapping.Find(k) is null))
        {
            findings.Add(new(TherapyRules.MissingKey, mapping.Span, null, keys.Name, key));
        }

        return new(keys, mapping, findings);
    }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => _node.Find(Known(key)) is not null;

    /// <summary>The node of a key, or <see langword="null"/>.</summary>
    public DataNode? Node(string key) => _node.Find(Known(key));

    /// <summary>Where the value of a key is; the section itself when it is not there.</summary>
    public SourceSpan Place(string key) => _node.Find(Known(key))?.Span ?? Span;

    /// <summary>A text; empty when it is missing (reported if required) or not a text (reported).</summary>
    public string Text(string key, string otherwise = "") => Scalar(key)?.Value ?? otherwise;

    /// <summary>Several texts; a single text is a list of one.</summary>
    public ImmutableArray<string> Texts(string key) => Node(key) switch
    {
        null => [],
        DataScalar { Kind: "a single value" } one => [one.Value],
        DataSequence list => [.. list.Items.Select(i => ScalarOf(key, i)?.Value).OfType<string>()],
        var other => Report<ImmutableArray<string>>([], TherapyRules.WrongType, other.Span, null, key, other.Kind, "a list of texts"),
    };

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool otherwise) => Scalar(key) switch
    {
        null => otherwise,
        { Value: "true" } => true,
        { Value: "false" } => false,
        var other => Report(otherwise, TherapyRules.CannotRead, other.Span, "true or false", other.Value, "true or false"),
    };

    /// <summary>A whole number within bounds.</summary>
    public long Whole(string key, long otherwise, long least, long most)
    {
        if (Scalar(key) is not { } scalar)
        {
            return otherwise;
        }

        if (!long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            return Report(otherwise, TherapyRules.CannotRead, scalar.Span, null, scalar.Value, "a whole number");
        }

        return value >= least && value <= most
            ? value
            : Report(otherwise, TherapyRules.OutOfRange, scalar.Span, null, key, scalar.Value, Bounds(least, most));
    }

    /// <summary>A pure number, or a percentage such as <c>27.5 %</c>, within bounds.</summary>
    public double Number(string key, double otherwise = double.NaN, double least = double.NegativeInfinity, double most = double.PositiveInfinity) =>
        Quantity(key, Unit.Dimensionless, otherwise, least, most);

    /// <summary>A number in a list or value that is already at hand; NaN after a report.</summary>
    public double NumberOf(string key, DataNode node) => ScalarOf(key, node) is { } scalar ? Convert(key, scalar, Unit.Dimensionless) : double.NaN;

    /// <summary>A quantity as a value in a unit, within bounds in that unit.</summary>
    public double Quantity(
        string key, Unit unit, double otherwise = double.NaN, double least = double.NegativeInfinity, double most = double.PositiveInfinity) =>
        Scalar(key) is { } scalar ? Quantity(key, scalar, unit, otherwise, least, most) : otherwise;

    /// <summary>A quantity of a node that is already at hand, as a value in a unit, within bounds in that unit.</summary>
    public double Quantity(string key, DataNode node, Unit unit, double otherwise, double least, double most)
    {
        if (ScalarOf(key, node) is not { } scalar)
        {
            return otherwise;
        }

        double value = Convert(key, scalar, unit);
        if (double.IsNaN(value) || (value >= least && value <= most))
        {
            return value;
        }

        return Report(otherwise, TherapyRules.OutOfRange, scalar.Span, null, key, scalar.Value, Bounds(least, most, unit));
    }

    /// <summary>A quantity as written, of any unit; <see langword="null"/> after a report.</summary>
    public Quantity? AnyQuantity(string key)
    {
        if (Scalar(key) is not { } scalar)
        {
            return null;
        }

        if (Units.Quantity.TryParse(scalar.Value, out var quantity, out string? error))
        {
            return quantity;
        }

        Findings.Add(new(TherapyRules.CannotRead, scalar.Span, error, scalar.Value, "a quantity"));
        return null;
    }

    /// <summary>A unit; dimensionless after a report.</summary>
    public Unit UnitOf(string key)
    {
        if (Scalar(key) is not { } scalar)
        {
            return Unit.Dimensionless;
        }

        return Unit.TryParse(scalar.Value, out var unit, out string? error)
            ? unit
            : Report(Unit.Dimensionless, TherapyRules.CannotRead, scalar.Span, error, scalar.Value, "a unit");
    }

    /// <summary>One of several words, each with its meaning.</summary>
    public T Word<T>(string key, T otherwise, params ReadOnlySpan<(string Word, T Meaning)> words)
    {
        if (Scalar(key) is not { } scalar)
        {
            return otherwise;
        }

        var names = new List<string>();
        foreach (var (word, meaning) in words)
        {
            if (scalar.Value == word)
            {
                return meaning;
            }

            names.Add(word);
        }

        return Report(
            otherwise, TherapyRules.UnknownWord, scalar.Span, NearestName.Find(scalar.Value, names), scalar.Value, string.Join(", ", names));
    }

    /// <summary>A section inside this one; <see langword="null"/> when it is not there.</summary>
    public Section? Inner(string key, SectionKeys keys) => Node(key) is { } node ? Open(node, keys, Findings) : null;

    /// <summary>Sections of a list.</summary>
    public ImmutableArray<Section> List(string key, SectionKeys keys) =>
        [.. Items(key).Select(n => Open(n, keys, Findings)).OfType<Section>()];

    /// <summary>Nodes of a list.</summary>
    public ImmutableArray<DataNode> Items(string key) => Node(key) switch
    {
        null => [],
        DataSequence list => list.Items,
        var other => Report<ImmutableArray<DataNode>>([], TherapyRules.WrongType, other.Span, null, key, other.Kind, "a list"),
    };

    /// <summary>Entries of a section whose keys are names, such as covariates.</summary>
    public ImmutableArray<DataEntry> Entries(string key) => Node(key) switch
    {
        null => [],
        DataMapping mapping => mapping.Entries,
        var other => Report<ImmutableArray<DataEntry>>([], TherapyRules.WrongType, other.Span, null, key, other.Kind, "a section of names and values"),
    };

    /// <summary>Reports at the value of a key.</summary>
    public void Report(string key, DiagnosticRule rule, string? suggestion, params ImmutableArray<string> arguments) =>
        Findings.Add(new(rule, Place(key), suggestion, arguments));

    private T Report<T>(T standIn, DiagnosticRule rule, SourceSpan span, string? suggestion, params ImmutableArray<string> arguments)
    {
        Findings.Add(new(rule, span, suggestion, arguments));
        return standIn;
    }

    private DataScalar? Scalar(string key) => Node(key) is { } node ? ScalarOf(key, node) : null;

    private DataScalar? ScalarOf(string key, DataNode node) => node is DataScalar { Kind: "a single value" } scalar
        ? scalar
        : Report<DataScalar?>(null, TherapyRules.WrongType, node.Span, null, key, node.Kind, "a single value");

    private double Convert(string key, DataScalar scalar, Unit unit)
    {
        bool pure = unit.Dimension == Dimension.None;
        string what = pure ? $"a number for '{key}'" : $"a quantity in {unit} for '{key}'";
        if (!Units.Quantity.TryParse(scalar.Value, out var quantity, out string? error))
        {
            return Report(double.NaN, TherapyRules.CannotRead, scalar.Span, error, scalar.Value, what);
        }

        if (!quantity.Unit.IsCommensurableWith(unit))
        {
            string suggestion = string.Create(CultureInfo.InvariantCulture, $"{quantity.Value} {unit}");
            return Report(double.NaN, TherapyRules.CannotRead, scalar.Span, pure ? null : suggestion, scalar.Value, what);
        }

        return double.IsFinite(quantity.Value)
            ? quantity.In(unit)
            : Report(double.NaN, TherapyRules.CannotRead, scalar.Span, null, scalar.Value, "a finite number");
    }

    private static string Bounds(double least, double most, Unit? unit = null)
    {
        string suffix = unit is null || unit == Unit.Dimensionless ? "" : $" {unit}";
        return (double.IsFinite(least), double.IsFinite(most)) switch
        {
            (true, false) when least == double.Epsilon => "greater than 0",
            (true, true) when least == double.Epsilon => string.Create(CultureInfo.InvariantCulture, $"greater than 0 and at most {most}{suffix}"),
            (true, true) => string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}{suffix}"),
            (true, false) => string.Create(CultureInfo.InvariantCulture, $"at least {least}{suffix}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"at most {most}{suffix}"),
        };
    }

    /// <summary>A key that is not declared would escape the check for unknown keys and the schema.</summary>
    private string Known(string key) => _keys.All.Contains(key)
        ? key
        : throw new ArgumentException($"'{key}' is not a declared key of {_keys.Name}.", nameof(key));
}
