using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Therapies.Text;
using Thymus.Trials.Endpoints;
using Thymus.Units;

namespace Thymus.Trials;

// Endpoints.
public static partial class StudyReader
{
    /// <summary>Readings that an endpoint may take of a patient: daily over a hundred years, and hourly over four.</summary>
    private const double MostReadings = 36_525;

    private static ImmutableArray<StudyEndpoint> Endpoints(Section study, ImmutableArray<Arm> arms, double duration)
    {
        var endpoints = ImmutableArray.CreateBuilder<StudyEndpoint>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in study.Items("endpoints"))
        {
            string? kind = ((node as DataMapping)?.Find("kind") as DataScalar)?.Value;
            var keys = kind switch { "responder" => Keys.Responder, "time-to-event" => Keys.TimeToEvent, _ => Keys.Continuous };
            if (Section.Open(node, keys, study.Findings) is not { } section)
            {
                continue;
            }

            section.Word("kind", 0, ("continuous", 0), ("responder", 1), ("time-to-event", 2));
            EndpointId(section, ids);
            endpoints.Add(kind switch
            {
                "responder" => Responder(section, arms, duration, ids),
                "time-to-event" => TimeToEvent(section, arms, duration),
                _ => Continuous(section, arms, duration),
            });
        }

        return endpoints.ToImmutable();
    }

    private static void EndpointId(Section section, HashSet<string> ids)
    {
        string id = section.Text("id");
        if (section.Has("id") && !IsFileName(id))
        {
            section.Report("id", TherapyRules.CannotRead, "lower-case letters, digits and -, such as das28-week-24", id, "the name of an endpoint");
        }

        if (!ids.Add(id))
        {
            section.Report("id", TherapyRules.DuplicateName, null, "endpoint or threshold", id);
        }
    }

    private static ContinuousEndpoint Continuous(Section section, ImmutableArray<Arm> arms, double duration) => new()
    {
        Id = section.Text("id"),
        Title = section.Text("title"),
        Better = BetterOf(section, Better.Neither),
        Reading = Reading(section, arms, duration),
        IsGeometric = section.Word("scale", otherwise: false, ("arithmetic", false), ("geometric", true)),
    };

    private static TimeToEventEndpoint TimeToEvent(Section section, ImmutableArray<Arm> arms, double duration)
    {
        double from = section.Quantity("from", Day, otherwise: 0, least: 0);
        if (from >= duration)
        {
            section.Report("from", TherapyRules.Inconsistent, null, Late("events count from", from, duration));
        }

        double to = section.Quantity("to", Day, otherwise: double.PositiveInfinity, least: 0);
        if (to <= from)
        {
            section.Report("to", TherapyRules.Inconsistent, null, "events count until before they begin to count");
        }

        return new()
        {
            Id = section.Text("id"),
            Title = section.Text("title"),
            Better = BetterOf(section, Better.Lower),
            CumulativeHazard = Variable(section, "cumulative_hazard", arms),
            From = from,
            To = to,
        };
    }

    private static ResponderEndpoint Responder(Section section, ImmutableArray<Arm> arms, double duration, HashSet<string> ids)
    {
        var reading = section.Has("output") ? Reading(section, arms, duration) : null;
        double at = reading is null ? section.Quantity("at", Day, least: 0, most: duration) : double.NaN;
        if (reading is null && section.Has("over"))
        {
            section.Report("over", TherapyRules.Inconsistent, null, "probabilities of the model are read at one time: write 'at'");
        }
        else if (reading is null && !section.Has("at"))
        {
            section.Report("id", TherapyRules.MissingKey, "at: 24 weeks", "a responder endpoint without an output", "at");
        }

        var thresholds = ImmutableArray.CreateBuilder<ResponseThreshold>();
        foreach (var threshold in section.List("thresholds", Keys.Threshold))
        {
            EndpointId(threshold, ids);
            thresholds.Add(Threshold(threshold, reading, arms));
        }

        if (thresholds.Count == 0 && section.Has("thresholds"))
        {
            section.Report("thresholds", TherapyRules.Inconsistent, null, "a responder endpoint has at least one threshold");
        }

        return new()
        {
            Id = section.Text("id"),
            Title = section.Text("title"),
            Better = BetterOf(section, Better.Higher),
            Reading = reading,
            At = at,
            Thresholds = thresholds.ToImmutable(),
        };
    }

    private static ResponseThreshold Threshold(Section section, EndpointReading? reading, ImmutableArray<Arm> arms)
    {
        bool hasLimit = section.Has("at_least") || section.Has("at_most");
        if (reading is null ? hasLimit || !section.Has("probability") : !hasLimit || section.Has("probability"))
        {
            section.Report("id", TherapyRules.Inconsistent, null, reading is null
                ? "the endpoint reads no output, so its thresholds need a 'probability' of the model"
                : "a threshold of an output has 'at_least', 'at_most' or both, and no 'probability'");
        }

        var unit = reading?.Unit ?? Unit.Dimensionless;
        double least = section.Quantity("at_least", unit, double.NegativeInfinity), most = section.Quantity("at_most", unit, double.PositiveInfinity);
        if (least > most)
        {
            section.Report("at_least", TherapyRules.Inconsistent, null, "nobody can reach it: 'at_least' is above 'at_most'");
        }

        return new(section.Text("id"), section.Text("title"))
        {
            AtLeast = least,
            AtMost = most,
            Probability = reading is null && section.Has("probability") ? Variable(section, "probability", arms) : null,
        };
    }

    private static EndpointReading Reading(Section section, ImmutableArray<Arm> arms, double duration)
    {
        string name = section.Text("output");
        var unit = OutputUnit(section, name, arms);
        var (take, from, to, every) = Time(section, duration);
        bool isTime = take is Taken.TimeOfMaximum or Taken.TimeOfMinimum;
        var measure = section.Word(
            "measure", Measure.Value, ("value", Measure.Value), ("change", Measure.Change), ("percent-change", Measure.PercentChange), ("fold", Measure.Fold));
        if (measure is not Measure.Value && (isTime || take is Taken.Area))
        {
            section.Report("measure", TherapyRules.Inconsistent, null, "a time or an area is not held against a baseline");
        }

        double baseline = section.Quantity("baseline", Day, otherwise: 0, least: 0, most: duration);
        if (section.Has("baseline") && measure is Measure.Value)
        {
            section.Report("baseline", TherapyRules.Inconsistent, null, "only a change, a percent-change or a fold has a baseline");
        }

        var shown = isTime ? Day
            : measure is Measure.PercentChange ? Percent
            : measure is Measure.Fold ? Unit.Dimensionless
            : take is Taken.Area ? unit * Day
            : unit;
        return new()
        {
            Output = name,
            Take = take,
            From = from,
            To = to,
            Every = every,
            Measure = measure,
            Baseline = baseline,
            DetectionLimit = section.Quantity("detection_limit", unit, least: 0),
            WithMeasurementError = section.Flag("measurement_error", otherwise: true),
            Unit = shown,
        };
    }

    private static (Taken Take, double From, double To, double Every) Time(Section section, double duration)
    {
        if (section.Has("at") == section.Has("over"))
        {
            section.Report("id", TherapyRules.Inconsistent, null, "an output is read 'at' a time or 'over' a window; give one of them");
        }

        if (section.Inner("over", Keys.Window) is not { } window)
        {
            double at = section.Quantity("at", Day, least: 0);
            if (at > duration)
            {
                section.Report("at", TherapyRules.Inconsistent, null, Late("it is read at", at, duration));
            }

            return (Taken.AtTime, at, at, 1);
        }

        double from = window.Quantity("from", Day, least: 0), to = window.Quantity("to", Day, least: 0);
        double every = window.Quantity("every", Day, otherwise: 1, least: 1e-4);
        if (from >= to)
        {
            window.Report("to", TherapyRules.Inconsistent, null, "the window ends before it begins");
        }
        else if (to > duration)
        {
            window.Report("to", TherapyRules.Inconsistent, null, Late("the window ends at", to, duration));
        }
        else if ((to - from) / every > MostReadings)
        {
            window.Report("every", TherapyRules.OutOfRange, null, "every", window.Text("every", "1 d"), $"long enough for at most {MostReadings} readings");
        }

        var take = window.Word(
            "take", Taken.Average, ("average", Taken.Average), ("area", Taken.Area), ("maximum", Taken.Maximum), ("minimum", Taken.Minimum),
            ("time-of-maximum", Taken.TimeOfMaximum), ("time-of-minimum", Taken.TimeOfMinimum));
        return (take, from, to, every);
    }

    private static string Late(string what, double time, double duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} {time} d, but the study ends after {duration} d");

    /// <summary>The unit of an output that every arm has; dimensionless after a report.</summary>
    private static Unit OutputUnit(Section section, string name, ImmutableArray<Arm> arms)
    {
        Unit? unit = null;
        foreach (var arm in arms)
        {
            var output = arm.Therapy.Outputs.FirstOrDefault(o => o.Name == name);
            if (output is null && section.Has("output"))
            {
                section.Report("output", TherapyRules.UnknownName, NearestName.Find(name, arm.Therapy.Outputs.Select(o => o.Name)), $"output of the arm '{arm.Id}'", name);
                break;
            }

            unit ??= output?.Unit;
            if (output is not null && !output.Unit.IsSameAs(unit!))
            {
                section.Report("output", TherapyRules.Inconsistent, null, $"arms cannot be compared: '{name}' is in {unit} in one and in {output.Unit} in '{arm.Id}'");
                break;
            }
        }

        return unit is null ? Unit.Dimensionless : Shown(unit);
    }

    /// <summary>A unit whose name people can read: a dimensionless one is 1.</summary>
    private static Unit Shown(Unit unit) => unit.IsSameAs(Unit.Dimensionless) ? Unit.Dimensionless : unit;

    /// <summary>A pure number of every arm's model, by name.</summary>
    private static string Variable(Section section, string key, ImmutableArray<Arm> arms)
    {
        string name = section.Text(key);
        foreach (var arm in arms.Where(_ => section.Has(key)))
        {
            var model = arm.Therapy.Model;
            if (model.Find(name) is not { } symbol)
            {
                section.Report(key, TherapyRules.UnknownName, NearestName.Find(name, model.Symbols.Select(s => s.Name)), $"symbol in the model of the arm '{arm.Id}'", name);
                break;
            }

            if (symbol.Kind is not (SymbolKind.Parameter or SymbolKind.Species) || symbol.Unit is { } unit && unit.Dimension != Dimension.None)
            {
                section.Report(key, TherapyRules.WrongSymbol, null, name, $"the {key.Replace('_', ' ')} of an endpoint", "it is no pure number");
                break;
            }
        }

        return name;
    }

    private static Better BetterOf(Section section, Better otherwise) =>
        section.Word("better", otherwise, ("lower", Better.Lower), ("higher", Better.Higher), ("neither", Better.Neither));
}
