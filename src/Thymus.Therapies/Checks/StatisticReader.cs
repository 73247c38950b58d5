using System.Collections.Immutable;
using Thymus.Language;
using Thymus.Language.Diagnostics;
using Thymus.Therapies.Reading;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>Reads how a check is computed: statistic = statistic of a course | statistic of statistics.</summary>
internal sealed class StatisticReader(Therapy therapy, IReadOnlyDictionary<string, CheckPatient> patients, DiagnosticList findings)
{
    /// <summary>Statistics inside statistics; YAML itself ends at a depth of its own.</summary>
    private const int Deepest = 8;

    private const int MostPatients = 20_000;
    private const int UsualPoints = 41, MostPoints = 1000;

    private static readonly Dictionary<string, SectionKeys> Kinds = new(StringComparer.Ordinal)
    {
        ["value"] = CheckKeys.AtTime,
        ["end-of-infusion"] = CheckKeys.OfDose,
        ["trough"] = CheckKeys.OfDose,
        ["increase-over-dose"] = CheckKeys.OfDose,
        ["increase"] = CheckKeys.Window,
        ["area"] = CheckKeys.Window,
        ["average"] = CheckKeys.Window,
        ["minimum"] = CheckKeys.Window,
        ["maximum"] = CheckKeys.Window,
        ["time-of-minimum"] = CheckKeys.Window,
        ["time-of-maximum"] = CheckKeys.Window,
        ["change-at-minimum"] = CheckKeys.Window,
        ["change-at-maximum"] = CheckKeys.Window,
        ["period"] = CheckKeys.Window,
        ["half-life"] = CheckKeys.Slope,
        ["time-below"] = CheckKeys.Below,
        ["time-above"] = CheckKeys.Below,
        ["crossing"] = CheckKeys.Crossing,
        ["survival"] = CheckKeys.AtTime,
        ["median-survival"] = CheckKeys.Plain,
        ["ratio"] = CheckKeys.Pair,
        ["difference"] = CheckKeys.Pair,
        ["change"] = CheckKeys.Pair,
        ["product"] = CheckKeys.Pair,
        ["sum"] = CheckKeys.Pair,
        ["steady-state"] = CheckKeys.SteadyState,
        ["eigenvalue"] = CheckKeys.Eigenvalue,
        ["threshold"] = CheckKeys.Threshold,
        ["maximum-over"] = CheckKeys.Range,
        ["minimum-over"] = CheckKeys.Range,
        ["place-of-maximum-over"] = CheckKeys.Range,
        ["place-of-minimum-over"] = CheckKeys.Range,
        ["population"] = CheckKeys.Population,
    };

    private readonly Unit _time = TherapyReader.TimeUnit(therapy.Model);
    private readonly Dictionary<string, CheckFormula> _formulas = new(StringComparer.Ordinal);

    /// <summary>Formulas that the statistics read so far observe.</summary>
    public ImmutableArray<CheckFormula> Formulas => [.. _formulas.Values];

    /// <summary>What a statistic has of its check, or of itself.</summary>
    /// <param name="Setting">Patient and doses.</param>
    /// <param name="Observe">The text of what is observed, with its place.</param>
    public sealed record Context(CheckSetting Setting, DataScalar? Observe);

    /// <summary>The context of a section: what it says, else what is around it.</summary>
    public Context ContextOf(Section section, Context around)
    {
        var patient = around.Setting.Patient;
        if (section.Has("patient"))
        {
            string name = section.Text("patient");
            if (!patients.TryGetValue(name, out var own))
            {
                section.Report("patient", TherapyRules.UnknownName, NearestName.Find(name, patients.Keys), "patient", name);
            }

            patient = own ?? patient;
        }

        section.Text("observe");   // reports what is not a text
        return new(new(patient, new RegimenReader(therapy.Model, findings).Planned(section, therapy.Regimens) ?? around.Setting.Doses), section.Node("observe") as DataScalar ?? around.Observe);
    }

    /// <summary>Reads a statistic; <see langword="null"/> after a report.</summary>
    public CheckStatistic? Read(DataNode node, Context around, int depth = 0)
    {
        if (depth > Deepest)
        {
            findings.Add(new(TherapyRules.NotAllowed, node.Span, null, $"a statistic in more than {Deepest} statistics"));
            return null;
        }

        string kind = (node as DataMapping)?.Find("kind") is DataScalar scalar ? scalar.Value : "";
        if (!Kinds.TryGetValue(kind, out var keys))
        {
            findings.Add(new(TherapyRules.UnknownWord, node.Span, NearestName.Find(kind, Kinds.Keys), kind, string.Join(", ", Kinds.Keys)));
            return null;
        }

        int before = findings.Count;
        if (Section.Open(node, keys, findings) is not { } section)
        {
            return null;
        }

        CheckStatistic? read = keys == CheckKeys.Pair ? Pair(kind, section, around, depth)
            : keys == CheckKeys.Threshold ? Threshold(section, around, depth)
            : keys == CheckKeys.Range ? Range(kind, section, around, depth)
            : keys == CheckKeys.Population ? Population(section, around, depth)
            : keys == CheckKeys.SteadyState || keys == CheckKeys.Eigenvalue ? AtRest(section, ContextOf(section, around), keys == CheckKeys.Eigenvalue)
            : OfCourse(kind, section, ContextOf(section, around));
        return findings.Count == before ? read : null;
    }

    private PairStatistic? Pair(string kind, Section section, Context around, int depth)
    {
        if (Inner(section, "of", around, depth) is not { } of || Inner(section, "to", around, depth) is not { } to)
        {
            return null;
        }

        var operation = kind switch
        {
            "ratio" => PairOperation.Ratio,
            "difference" => PairOperation.Difference,
            "change" => PairOperation.Change,
            "product" => PairOperation.Product,
            _ => PairOperation.Sum,
        };
        bool isFree = operation is PairOperation.Ratio or PairOperation.Product;
        if (!isFree && !of.Unit.IsCommensurableWith(to.Unit))
        {
            section.Report("to", TherapyRules.Inconsistent, null, $"a {kind} of a quantity in {of.Unit} and one in {to.Unit} makes no sense");
            return null;
        }

        return new(operation, of, to, operation switch
        {
            PairOperation.Ratio => of.Unit / to.Unit,
            PairOperation.Product => of.Unit * to.Unit,
            PairOperation.Change => Unit.Dimensionless,
            _ => of.Unit,
        });
    }

    private ThresholdStatistic? Threshold(Section section, Context around, int depth) =>
        Inner(section, "of", around, depth) is { } of && Varied(section) is { } varied
            ? new(varied, of, section.Quantity("level", of.Unit))
            : null;

    private RangeStatistic? Range(string kind, Section section, Context around, int depth)
    {
        bool isListed = section.Has("values");
        if (isListed == (section.Has("from") || section.Has("to") || section.Has("points") || section.Has("scale")) || section.Has("from") != section.Has("to"))
        {
            section.Report("kind", TherapyRules.Inconsistent, null, "give 'from' and 'to', with 'points' and 'scale' where needed, or 'values'");
            return null;
        }

        if (Inner(section, "of", around, depth) is not { } of || Varied(section) is not { } varied)
        {
            return null;
        }

        int points = (int)section.Whole("points", UsualPoints, 2, MostPoints);
        ImmutableArray<double> values = isListed
            ? [.. section.Items("values").Select(v => section.Quantity("values", v, varied.Unit, double.NaN, double.NegativeInfinity, double.PositiveInfinity))]
            : [.. Enumerable.Range(0, points).Select(i => varied.At(i / (points - 1.0)))];
        if (values.Length is 0 or > MostPoints)
        {
            section.Report("values", TherapyRules.Inconsistent, null, $"'values' has from 1 to {MostPoints} of them");
        }

        return new(
            varied, values, IsRefined: !isListed, of, kind is "maximum-over" or "place-of-maximum-over",
            kind.StartsWith("place", StringComparison.Ordinal));
    }

    /// <summary>What a threshold or a range varies; <see langword="null"/> after a report.</summary>
    private VariedRange? Varied(Section section)
    {
        bool isOfDoses = section.Flag("factor_of_doses", otherwise: false);
        if ((section.Has("parameter") ? 1 : 0) + (section.Has("factor_of") ? 1 : 0) + (isOfDoses ? 1 : 0) != 1)
        {
            section.Report("kind", TherapyRules.Inconsistent, "parameter: k", "give one of 'parameter', 'factor_of' and 'factor_of_doses: true'");
            return null;
        }

        string key = section.Has("parameter") ? "parameter" : "factor_of";
        var names = isOfDoses ? [] : section.Texts(key);
        var unit = Unit.Dimensionless;
        foreach (var (i, name) in names.Index())
        {
            if (ModelConstants.UnitOf(therapy.Model, name) is not { } own)
            {
                section.Report(
                    key, TherapyRules.UnknownName, NearestName.Find(name, therapy.Model.Symbols.Select(s => s.Name)), "constant of the model", name);
                return null;
            }

            if (key == "parameter" && i > 0 && !own.IsSameAs(unit))
            {
                section.Report(key, TherapyRules.Inconsistent, null, $"{names[0]} is in {unit}, but {name} in {own}: they cannot have one value");
            }

            unit = key == "parameter" && i == 0 ? own : unit;
        }

        double from = section.Quantity("from", unit), to = section.Quantity("to", unit);
        bool isLogarithmic = section.Word("scale", false, ("linear", false), ("log", true));
        if (isLogarithmic && !(from > 0 && to > 0))
        {
            section.Report("scale", TherapyRules.Inconsistent, null, "with 'scale: log', 'from' and 'to' are above 0");
        }

        return new(names, isOfDoses ? VariedKind.DoseFactor : key == "parameter" ? VariedKind.Value : VariedKind.Factor, from, to, isLogarithmic, unit);
    }

    private EquilibriumStatistic? AtRest(Section section, Context context, bool isEigenvalue)
    {
        if (section.Has("after") == section.Has("near"))
        {
            section.Report(
                "kind", TherapyRules.Inconsistent, "after: 1000 d", "give 'after', by when the course has come to rest, or 'near', values of states near the steady state");
        }

        double after = section.Quantity("after", _time, otherwise: 0, least: double.Epsilon);
        var setting = context.Setting;
        var near = new PatientReader(therapy, findings).Parameters("near", section);
        if (section.Has("near") && !setting.Doses.IsEmpty)
        {
            section.Report("near", TherapyRules.Inconsistent, "doses: []", "with 'near' there is no course, so there are no doses");
        }

        setting = setting with { Patient = setting.Patient with { Parameters = setting.Patient.Parameters.SetItems(near) } };
        if (isEigenvalue)
        {
            var measure = section.Word(
                "take", EquilibriumMeasure.LargestRealPart, ("largest-real-part", EquilibriumMeasure.LargestRealPart), ("imaginary-part", EquilibriumMeasure.ImaginaryPart),
                ("smallest-real-part", EquilibriumMeasure.SmallestRealPart), ("number-positive", EquilibriumMeasure.Positive));
            return new(setting, "", measure, after, measure is EquilibriumMeasure.Positive ? Unit.Dimensionless : Unit.Dimensionless / _time);
        }

        if (context.Observe is null)
        {
            section.Report("kind", TherapyRules.MissingKey, null, "this statistic", "observe");
            return null;
        }

        return Observed(context.Observe, isAccumulated: false) is { } observed ? new(setting, observed.Name, EquilibriumMeasure.Value, after, observed.Unit) : null;
    }

    private PopulationStatistic? Population(Section section, Context around, int depth)
    {
        var take = section.Word<PopulationMeasure?>(
            "take", null, ("mean", PopulationMeasure.Mean), ("geometric-mean", PopulationMeasure.GeometricMean), ("sd", PopulationMeasure.Sd),
            ("median", PopulationMeasure.Quantile), ("quantile", PopulationMeasure.Quantile), ("fraction-below", PopulationMeasure.FractionBelow),
            ("fraction-above", PopulationMeasure.FractionAbove));
        if (Inner(section, "of", around, depth) is not { } of || take is not { } measure)
        {
            return null;
        }

        bool isFraction = measure is PopulationMeasure.FractionBelow or PopulationMeasure.FractionAbove;
        Need(section, "level", isFraction);
        Need(section, "share", section.Text("take") == "quantile");
        double argument = isFraction ? section.Quantity("level", of.Unit) : section.Number("share", otherwise: 0.5, least: 0, most: 1);
        return new(
            measure, argument, of, (int)section.Whole("patients", 1, 1, MostPatients), (ulong)section.Whole("seed", 1, 0, long.MaxValue),
            isFraction ? Unit.Dimensionless : of.Unit);
    }

    private static void Need(Section section, string key, bool isNeeded)
    {
        if (section.Has(key) != isNeeded)
        {
            section.Report(
                isNeeded ? "take" : key, TherapyRules.Inconsistent, null,
                isNeeded ? $"'take: {section.Text("take")}' needs '{key}'" : $"'{key}' means nothing with 'take: {section.Text("take")}'");
        }
    }

    private CheckStatistic? Inner(Section section, string key, Context around, int depth) =>
        section.Node(key) is { } node ? Read(node, around, depth + 1) : null;

    private CourseStatistic? OfCourse(string kind, Section section, Context context)
    {
        if (kind is "survival" or "median-survival")
        {
            if (therapy.Survival is not LogNormalSurvival)
            {
                section.Report("kind", TherapyRules.Inconsistent, null, "the therapy has no survival model with a closed form");
            }

            return kind is "survival"
                ? new(context.Setting, "", new SurvivalAt(section.Quantity("at", _time, least: double.Epsilon)), Unit.Dimensionless)
                : new(context.Setting, "", new MedianSurvival(), _time);
        }

        if (context.Observe is null)
        {
            section.Report("kind", TherapyRules.MissingKey, null, "this statistic", "observe");
            return null;
        }

        bool isAccumulated = kind is "area" or "average";
        if (Observed(context.Observe, isAccumulated) is not { } observed)
        {
            return null;
        }

        bool isOfDose = kind is "end-of-infusion" or "trough" or "increase-over-dose";
        bool isOfOnlyDose = kind is "end-of-infusion" && section.Whole("dose", 1, 1, 10_000) == 1;
        if (isOfDose && (context.Setting.Doses.Length != 1 || !(context.Setting.Doses[0].Interval > 0 || isOfOnlyDose)))
        {
            section.Report(
                "kind", TherapyRules.Inconsistent, null,
                kind is "end-of-infusion" ? "the end of an infusion needs one line of doses, and repeated ones for a later dose than the first"
                : "a statistic of a dose needs one line of repeated doses");
            return null;
        }

        var measure = Measure(kind, section, observed.Unit);
        var (from, to) = measure switch
        {
            Increase what => (what.From, what.To),
            Extremum what => (what.From, what.To),
            TimeBelow what => (what.From, what.To),
            Crossing what => (what.From, what.To),
            HalfLife what => (what.From, what.To),
            Period what => (what.From, what.To),
            _ => (0, double.PositiveInfinity),
        };
        if (to <= from)
        {
            section.Report("to", TherapyRules.Inconsistent, null, "'to' has to be later than 'from'");
        }

        var unit = measure switch
        {
            Extremum { Value: ExtremumValue.Change } => Unit.Dimensionless,
            TimeBelow or Crossing or HalfLife or Period or Extremum { Value: ExtremumValue.Time } => _time,
            Increase { IsMean: false } when isAccumulated => observed.Unit * _time,
            _ => observed.Unit,
        };
        return new(context.Setting, observed.Name, measure, unit);
    }

    private CourseMeasure Measure(string kind, Section section, Unit observed)
    {
        int Dose() => (int)section.Whole("dose", 1, 1, 10_000);
        double From() => section.Quantity("from", _time, otherwise: 0, least: 0);
        double To() => section.Quantity("to", _time, least: double.Epsilon);
        return kind switch
        {
            "value" => new ValueAt(section.Quantity("at", _time, least: 0)),
            "end-of-infusion" => new EndOfInfusion(Dose()),
            "trough" => new Trough(Dose()),
            "increase-over-dose" => new IncreaseOverDose(Dose()),
            "increase" or "area" => new Increase(From(), To(), IsMean: false),
            "average" => new Increase(From(), To(), IsMean: true),
            "time-below" or "time-above" => new TimeBelow(section.Quantity("threshold", observed), From(), To(), kind is "time-above"),
            "half-life" => new HalfLife(From(), To()),
            "period" => new Period(From(), To()),
            "crossing" => new Crossing(
                section.Quantity("level", observed), From(), To(), section.Word("direction", 0, ("up", 1), ("down", -1), ("either", 0)),
                section.Word("which", false, ("first", false), ("last", true))),
            "minimum" => new Extremum(From(), To(), IsMaximum: false, ExtremumValue.Value),
            "maximum" => new Extremum(From(), To(), IsMaximum: true, ExtremumValue.Value),
            "time-of-minimum" => new Extremum(From(), To(), IsMaximum: false, ExtremumValue.Time),
            "time-of-maximum" => new Extremum(From(), To(), IsMaximum: true, ExtremumValue.Time),
            "change-at-maximum" => new Extremum(From(), To(), IsMaximum: true, ExtremumValue.Change),
            _ => new Extremum(From(), To(), IsMaximum: false, ExtremumValue.Change),
        };
    }

    /// <summary>What is observed: a symbol of the model, or a formula over its symbols.</summary>
    private (string Name, Unit Unit)? Observed(DataScalar text, bool isAccumulated)
    {
        string name = text.Value.Trim();
        var symbol = therapy.Model.Find(name);
        if (symbol is not null && !isAccumulated)
        {
            return (name, symbol.Unit ?? Unit.Dimensionless);
        }

        string id = (isAccumulated ? "area of " : "formula ") + name;
        if (_formulas.TryGetValue(id, out var known))
        {
            return (id, known.Unit);
        }

        if (symbol is null && name.All(c => char.IsLetterOrDigit(c) || c == '_'))
        {
            findings.Add(new(TherapyRules.UnknownSymbol, text.Span, NearestName.Find(name, therapy.Model.Symbols.Select(s => s.Name)), name));
            return null;
        }

        var read = AntimonyReader.ReadExpression(name, text.Span.File, therapy.Model.Find, therapy.Model.Symbols.Select(s => s.Name), text.Span);
        findings.AddRange(read.Findings);
        if (read.Value is null)
        {
            return null;
        }

        var unit = AntimonyReader.UnitOf(therapy.Model, read.Value, out var mismatches);
        if (!mismatches.IsEmpty)
        {
            // A model may have doubtful units; a number that is compared with a published one may not.
            findings.AddRange(mismatches);
            findings.Add(new(TherapyRules.Inconsistent, text.Span, null, $"the units in '{name}' do not fit together"));
            return null;
        }

        if (unit is null && symbol is null)
        {
            findings.Add(new(
                TherapyRules.Inconsistent, text.Span, "declare units for all its symbols: x has mg/L", $"the unit of '{name}' does not follow from the units that the model declares"));
            return null;
        }

        _formulas[id] = new(id, read.Value, unit ?? Unit.Dimensionless, isAccumulated);
        return (id, unit ?? Unit.Dimensionless);
    }
}
