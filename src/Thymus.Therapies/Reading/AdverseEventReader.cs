using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Reading;

/// <summary>Reads adverse events: drawn from published rates, or graded from an output.</summary>
internal sealed class AdverseEventReader(BoundModel model, ImmutableArray<TherapyOutput> outputs, ICollection<Diagnostic> findings)
{
    /// <summary>Rounded percentages of grades need not add up exactly to the rounded percentage of any grade.</summary>
    private const double Rounding = 0.0015;

    private readonly Unit _time = TherapyReader.TimeUnit(model);

    /// <summary>Reads the adverse events of a therapy.</summary>
    public ImmutableArray<AdverseEvent> Read(Section therapy)
    {
        var events = ImmutableArray.CreateBuilder<AdverseEvent>();
        foreach (var node in therapy.Items("adverse_events"))
        {
            bool isSimulated = (node as DataMapping)?.Find("kind") is DataScalar { Value: "simulated" };
            if (Section.Open(node, isSimulated ? TherapyKeys.SimulatedEvent : TherapyKeys.PublishedEvent, findings) is not { } section)
            {
                continue;
            }

            section.Word("kind", otherwise: true, ("published", true), ("simulated", true));
            if (events.Any(e => e.Term == section.Text("term")))
            {
                section.Report("term", TherapyRules.DuplicateName, null, "adverse event", section.Text("term"));
            }

            events.Add(isSimulated ? Simulated(section) : Published(section));
        }

        return events.ToImmutable();
    }

    private SimulatedAdverseEvent Simulated(Section section)
    {
        string output = section.Text("output");
        if (!outputs.Any(o => o.Name == output))
        {
            section.Report("output", TherapyRules.UnknownName, NearestName.Find(output, outputs.Select(o => o.Name)), "output", output);
        }

        return new()
        {
            Term = section.Text("term"),
            Class = section.Text("class"),
            HoldFrom = Grade(section, "hold_from"),
            DiscontinueFrom = Grade(section, "discontinue_from"),
            Source = section.Text("source"),
            Confidence = CovariateReader.Confidence(section),
            Output = output,
        };
    }

    private PublishedAdverseEvent Published(Section section)
    {
        double incidence = section.Number("incidence", least: 0, most: 1);
        double placebo = section.Number("placebo_incidence", least: 0, most: 1);
        var grades = Grades(section, "grades", incidence);
        if (section.Has("placebo_grades") && !section.Has("placebo_incidence"))
        {
            section.Report("placebo_grades", TherapyRules.Inconsistent, null, "grades under placebo need 'placebo_incidence'");
        }

        var (onset, onsetSpread) = Spread(section, "onset", mayBePermanent: false);
        var (duration, durationSpread) = Spread(section, "duration", mayBePermanent: true);
        return new()
        {
            Term = section.Text("term"),
            Class = section.Text("class"),
            HoldFrom = Grade(section, "hold_from"),
            DiscontinueFrom = Grade(section, "discontinue_from"),
            Source = section.Text("source"),
            Confidence = CovariateReader.Confidence(section),
            Incidence = incidence,
            Grades = grades,
            IsPerDose = section.Word("per", otherwise: false, ("patient", false), ("dose", true)),
            PlaceboIncidence = placebo,
            PlaceboGrades = double.IsNaN(placebo) ? [] : section.Has("placebo_grades") ? Grades(section, "placebo_grades", placebo) : grades,
            OnsetMedian = onset,
            OnsetLogSd = onsetSpread,
            DurationMedian = duration,
            DurationLogSd = durationSpread,
        };
    }

    /// <summary>Five shares of all patients, as labels print them, made into probabilities given that the event occurs.</summary>
    private static ImmutableArray<double> Grades(Section section, string key, double incidence)
    {
        var items = section.Items(key);
        double[] shares = [.. items.Select(n => section.Quantity(key, n, Unit.Dimensionless, double.NaN, 0, 1))];
        double sum = shares.Sum();
        if (items.Length != 5)
        {
            section.Report(key, TherapyRules.WrongType, null, key, "something else", "a list of 5 shares of all patients, grade 1 to 5");
        }
        else if (!double.IsNaN(sum) && (!(sum > 0) || Math.Abs(sum - incidence) > Rounding))
        {
            section.Report(key, TherapyRules.Inconsistent, null, string.Create(
                CultureInfo.InvariantCulture, $"the grades add up to {sum * 100:G4} % of patients, but the incidence is {incidence * 100:G4} %"));
        }

        return [.. shares.Select(s => s / sum)];
    }

    private (double Median, double LogSd) Spread(Section section, string key, bool mayBePermanent)
    {
        if (mayBePermanent && section.Node(key) is DataScalar { Value: "permanent" })
        {
            return (double.PositiveInfinity, 0);
        }

        return section.Inner(key, TherapyKeys.Spread) is { } spread
            ? (spread.Quantity("median", _time, least: double.Epsilon), spread.Number("log_sd", otherwise: 0, least: 0))
            : (double.NaN, double.NaN);
    }

    private static int Grade(Section section, string key) => (int)section.Whole(key, otherwise: 0, least: 1, most: 5);
}
