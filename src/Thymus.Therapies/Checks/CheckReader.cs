using System.Collections.Immutable;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Therapies.Reading;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>The checks of a therapy.</summary>
/// <param name="File">Full path of the file.</param>
/// <param name="Checks">In the order of the file.</param>
public sealed record CheckList(string File, ImmutableArray<Check> Checks);

/// <summary>Reads checks.yaml of a therapy.</summary>
public sealed class CheckReader
{
    private static readonly string[] Kinds =
    [
        "value", "end-of-infusion", "trough", "increase-over-dose", "minimum", "maximum", "time-of-minimum", "time-of-maximum",
        "change-at-minimum", "time-below", "survival", "median-survival",
    ];

    private readonly Therapy _therapy;
    private readonly List<Diagnostic> _findings = [];
    private readonly Unit _time;

    private CheckReader(Therapy therapy)
    {
        (_therapy, _time) = (therapy, TherapyReader.TimeUnit(therapy.Model));
    }

    /// <summary>Reads the checks beside a therapy; a therapy without checks.yaml has an empty list.</summary>
    public static Checked<CheckList> Read(Therapy therapy)
    {
        ArgumentNullException.ThrowIfNull(therapy);
        string path = Path.Combine(therapy.Folder, "checks.yaml");
        if (!File.Exists(path))
        {
            return new(new(path, []), []);
        }

        var reader = new CheckReader(therapy);
        var read = YamlReader.ReadFile(path, LibraryFiles.Shown(path));
        reader._findings.AddRange(read.Findings);
        var checks = read.Value is not null ? reader.Checks(read.Value) : [];
        bool failed = reader._findings.Exists(f => f.Rule.Severity is Severity.Error);
        return new(failed ? null : new(path, checks), [.. reader._findings]);
    }

    private ImmutableArray<Check> Checks(DataNode node)
    {
        if (Section.Open(node, CheckKeys.File, _findings) is not { } file)
        {
            return [];
        }

        var patients = new Dictionary<string, CheckPatient>(StringComparer.Ordinal);
        foreach (var entry in file.Entries("patients"))
        {
            if (Section.Open(entry.Value, CheckKeys.Patient, _findings) is { } section)
            {
                patients[entry.Key] = Patient(entry.Key, section);
            }
        }

        var checks = ImmutableArray.CreateBuilder<Check>();
        foreach (var section in file.List("checks", CheckKeys.Check))
        {
            if (Check(section, patients) is not { } check)
            {
                continue;
            }

            if (checks.Any(c => c.Id == check.Id))
            {
                section.Report("id", TherapyRules.DuplicateName, null, "check", check.Id);
            }

            checks.Add(check);
        }

        return checks.ToImmutable();
    }

    private CheckPatient Patient(string name, Section section) => new(
        name,
        Values(section, "covariates", "covariate", n => _therapy.Population.Covariates.FirstOrDefault(c => c.Name == n)?.Unit,
            _therapy.Population.Covariates.Select(c => c.Name)),
        Values(section, "typical", "parameter of the population", n => _therapy.Population.Parameters.FirstOrDefault(p => p.Name == n)?.Unit,
            _therapy.Population.Parameters.Select(p => p.Name)),
        Values(section, "parameters", "constant of the model", UnitOfConstant, _therapy.Model.Symbols.Select(s => s.Name)));

    private Unit? UnitOfConstant(string name) =>
        _therapy.Model.Find(name) is { Kind: SymbolKind.Parameter, IsConstant: true } symbol ? symbol.Unit ?? Unit.Dimensionless : null;

    private ImmutableDictionary<string, double> Values(
        Section section, string key, string what, Func<string, Unit?> unitOf, IEnumerable<string> known)
    {
        var values = ImmutableDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var entry in section.Entries(key))
        {
            if (unitOf(entry.Key) is { } unit)
            {
                values[entry.Key] = section.Quantity(entry.Key, entry.Value, unit, double.NaN, double.NegativeInfinity, double.PositiveInfinity);
            }
            else
            {
                _findings.Add(new(TherapyRules.UnknownName, entry.KeySpan, NearestName.Find(entry.Key, known), what, entry.Key));
            }
        }

        return values.ToImmutable();
    }

    private Check? Check(Section section, Dictionary<string, CheckPatient> patients)
    {
        var patient = CheckPatient.Reference;
        if (section.Has("patient") && !patients.TryGetValue(section.Text("patient"), out patient!))
        {
            string name = section.Text("patient");
            section.Report("patient", TherapyRules.UnknownName, NearestName.Find(name, patients.Keys), "patient", name);
            patient = CheckPatient.Reference;
        }

        var doses = Doses(section);
        var observed = Observed(section);
        var statistic = section.Node("statistic") is { } node ? Statistic(node, observed, doses) : null;
        var published = section.AnyQuantity("published");
        var tolerance = section.AnyQuantity("tolerance");
        string confidence = CovariateReader.Confidence(section);
        if (statistic is null || published is not { } value || tolerance is not { } within)
        {
            return null;
        }

        CheckUnits(section, statistic, observed, value);
        bool isRelative = within.Unit.Dimension == Dimension.None;
        if (!isRelative && !within.Unit.IsCommensurableWith(value.Unit))
        {
            section.Report(
                "tolerance", TherapyRules.Inconsistent, $"a percentage, or a difference in {value.Unit}",
                $"the tolerance is in {within.Unit}, but the published value is in {value.Unit}");
        }

        if (!(within.Value > 0))
        {
            section.Report("tolerance", TherapyRules.OutOfRange, null, "tolerance", section.Text("tolerance"), "greater than 0");
        }

        return new()
        {
            Id = section.Text("id"),
            Quantity = section.Text("quantity"),
            Patient = patient,
            Doses = doses,
            Observe = observed?.Name ?? "",
            Statistic = statistic,
            Published = value,
            Tolerance = within,
            IsRelative = isRelative,
            Source = section.Text("source"),
            Confidence = confidence,
        };
    }

    private ImmutableArray<RegimenDose> Doses(Section section)
    {
        if (section.Has("doses"))
        {
            if (section.Has("regimen"))
            {
                section.Report("doses", TherapyRules.Inconsistent, null, "give 'regimen' or 'doses', not both");
            }

            return new RegimenReader(_therapy.Model, _findings).Doses(section);
        }

        if (!section.Has("regimen"))
        {
            return [];
        }

        string id = section.Text("regimen");
        if (_therapy.Regimens.FirstOrDefault(r => r.Id == id) is { } regimen)
        {
            return regimen.Doses;
        }

        section.Report("regimen", TherapyRules.UnknownName, NearestName.Find(id, _therapy.Regimens.Select(r => r.Id)), "regimen", id);
        return [];
    }

    private Symbol? Observed(Section section)
    {
        if (!section.Has("observe"))
        {
            return null;
        }

        string name = section.Text("observe");
        var symbol = _therapy.Model.Find(name);
        if (symbol is null)
        {
            section.Report("observe", TherapyRules.UnknownSymbol, NearestName.Find(name, _therapy.Model.Symbols.Select(s => s.Name)), name);
        }

        return symbol;
    }

    private void CheckUnits(Section section, CheckStatistic statistic, Symbol? observed, Quantity published)
    {
        if (observed is null && statistic is not (SurvivalAt or MedianSurvival))
        {
            if (!section.Has("observe"))
            {
                section.Report("statistic", TherapyRules.MissingKey, null, "this statistic", "observe");
            }

            return;
        }

        if (statistic is SurvivalAt or MedianSurvival && _therapy.Survival is not LogNormalSurvival)
        {
            section.Report("statistic", TherapyRules.Inconsistent, null, "the therapy has no survival model with a closed form");
        }

        var unit = statistic switch
        {
            SurvivalAt or Extremum { Value: ExtremumValue.Change } => Unit.Dimensionless,
            MedianSurvival or TimeBelow or Extremum { Value: ExtremumValue.Time } => _time,
            _ => observed?.Unit ?? Unit.Dimensionless,
        };
        if (!published.Unit.IsCommensurableWith(unit))
        {
            section.Report("published", TherapyRules.CannotRead, null, section.Text("published"), $"a quantity in {unit} for 'published'");
        }
    }

    private CheckStatistic? Statistic(DataNode node, Symbol? observed, ImmutableArray<RegimenDose> doses)
    {
        string kind = (node as DataMapping)?.Find("kind") is DataScalar scalar ? scalar.Value : "";
        var keys = kind switch
        {
            "value" or "survival" => CheckKeys.AtTime,
            "end-of-infusion" or "trough" or "increase-over-dose" => CheckKeys.OfDose,
            "time-below" => CheckKeys.Below,
            "median-survival" => CheckKeys.Plain,
            "minimum" or "maximum" or "time-of-minimum" or "time-of-maximum" or "change-at-minimum" => CheckKeys.Window,
            _ => null,
        };
        if (keys is null)
        {
            _findings.Add(new(TherapyRules.UnknownWord, node.Span, NearestName.Find(kind, Kinds), kind, string.Join(", ", Kinds)));
            return null;
        }

        if (Section.Open(node, keys, _findings) is not { } section)
        {
            return null;
        }

        if (keys == CheckKeys.OfDose && (doses.Length != 1 || !(doses[0].Interval > 0)))
        {
            section.Report("kind", TherapyRules.Inconsistent, null, "a statistic of a dose needs one line of repeated doses");
            return null;
        }

        int Dose() => (int)section.Whole("dose", 1, 1, 10_000);
        double From() => section.Quantity("from", _time, otherwise: 0, least: 0);
        double To() => section.Quantity("to", _time, least: double.Epsilon);
        return kind switch
        {
            "value" => new ValueAt(section.Quantity("at", _time, least: 0)),
            "survival" => new SurvivalAt(section.Quantity("at", _time, least: double.Epsilon)),
            "median-survival" => new MedianSurvival(),
            "end-of-infusion" => new EndOfInfusion(Dose()),
            "trough" => new Trough(Dose()),
            "increase-over-dose" => new IncreaseOverDose(Dose()),
            "time-below" => new TimeBelow(section.Quantity("threshold", observed?.Unit ?? Unit.Dimensionless), From(), To()),
            "minimum" => new Extremum(From(), To(), IsMaximum: false, ExtremumValue.Value),
            "maximum" => new Extremum(From(), To(), IsMaximum: true, ExtremumValue.Value),
            "time-of-minimum" => new Extremum(From(), To(), IsMaximum: false, ExtremumValue.Time),
            "time-of-maximum" => new Extremum(From(), To(), IsMaximum: true, ExtremumValue.Time),
            _ => new Extremum(From(), To(), IsMaximum: false, ExtremumValue.Change),
        };
    }
}
