using System.Collections.Immutable;
using Thymus.Therapies.Text;
using Thymus.Trials.Analysis;
using Thymus.Trials.Endpoints;
using Thymus.Units;

namespace Thymus.Trials;

// Published results.
public static partial class StudyReader
{
    private static ImmutableArray<PublishedResult> Published(Section section, Study study)
    {
        var results = ImmutableArray.CreateBuilder<PublishedResult>();
        foreach (var published in section.List("published", Keys.Published))
        {
            results.Add(OnePublished(published, study));
        }

        return results.ToImmutable();
    }

    private static PublishedResult OnePublished(Section section, Study study)
    {
        string quantity = section.Text("quantity");
        if (section.Has("quantity") && !PublishedQuantities.Known.Contains(quantity))
        {
            section.Report(
                "quantity", TherapyRules.UnknownWord, NearestName.Find(quantity, PublishedQuantities.Known), quantity, string.Join(", ", PublishedQuantities.Known));
        }
        else if (!study.Arms.IsEmpty && PublishedQuantities.Lacking(quantity, study) is { } why)
        {
            section.Report("quantity", TherapyRules.Inconsistent, null, $"{quantity} cannot be compared: {why}");
        }

        bool isAtTime = PublishedQuantities.IsAtTime(quantity);
        if (isAtTime != section.Has("at"))
        {
            section.Report("quantity", TherapyRules.Inconsistent, null, isAtTime ? "a rate needs the time 'at'" : "'at' is the time of a rate; this is none");
        }

        string arm = section.Text("arm");
        CheckArm(section, "arm", arm, study.Arms);
        if (PublishedQuantities.IsComparison(quantity) && arm == study.Control && arm.Length > 0)
        {
            section.Report("arm", TherapyRules.Inconsistent, null, $"{quantity} compares an arm with the control: '{arm}' is the control");
        }

        var endpoint = PublishedEndpoint(section, quantity, study);
        CheckTerm(section, quantity, study, arm);
        var unit = PublishedUnit(quantity, endpoint);
        var (least, most) = PublishedQuantities.Bounds(quantity);
        double value = section.Quantity("value", unit, least: least, most: most);
        double low = section.Quantity("low", unit, least: least, most: most);
        double high = section.Quantity("high", unit, least: least, most: most);
        if (low > value || high < value)
        {
            section.Report("value", TherapyRules.Inconsistent, null, "the value is not between 'low' and 'high'");
        }

        return new(
            section.Text("trial"), arm, quantity, section.Quantity("at", Day, least: 0), value, low, high, unit.Text,
            (int)section.Whole("patients", 0, 0, MostPatients), section.Text("population"), section.Text("matches"), section.Text("source"),
            section.Word("confidence", "M", ("V", "V"), ("M", "M")))
        {
            Endpoint = section.Text("endpoint"),
            Term = section.Text("term"),
        };
    }

    /// <summary>The endpoint that a published result is about; <see langword="null"/> for none, or after a report.</summary>
    private static StudyEndpoint? PublishedEndpoint(Section section, string quantity, Study study)
    {
        bool isOfEndpoint = PublishedQuantities.IsOfEndpoint(quantity);
        if (isOfEndpoint != section.Has("endpoint"))
        {
            section.Report(
                isOfEndpoint ? "quantity" : "endpoint", TherapyRules.Inconsistent, null,
                isOfEndpoint ? $"{quantity} is of an endpoint of the study: add 'endpoint'" : $"{quantity} is not of an endpoint of the study");
            return null;
        }

        if (!isOfEndpoint)
        {
            return null;
        }

        string id = section.Text("endpoint");
        var names = study.Endpoints.SelectMany(e => e is ResponderEndpoint r ? r.Thresholds.Select(t => (t.Id, Endpoint: e)) : [(e.Id, Endpoint: e)]).ToList();
        var endpoint = names.Find(n => n.Id == id).Endpoint;
        if (endpoint is null)
        {
            section.Report("endpoint", TherapyRules.UnknownName, NearestName.Find(id, names.Select(n => n.Id)), "endpoint or threshold", id);
        }
        else if (!PublishedQuantities.Fits(quantity, endpoint))
        {
            section.Report("quantity", TherapyRules.Inconsistent, null, $"the endpoint '{id}' has no {quantity}");
        }

        return endpoint;
    }

    private static void CheckTerm(Section section, string quantity, Study study, string arm)
    {
        bool isOfTerm = PublishedQuantities.IsOfTerm(quantity);
        if (isOfTerm != section.Has("term"))
        {
            section.Report(
                isOfTerm ? "quantity" : "term", TherapyRules.Inconsistent, null,
                isOfTerm ? $"{quantity} is of one adverse event: add 'term'" : $"{quantity} is not of one adverse event");
        }
        else if (isOfTerm && study.Arms.FirstOrDefault(a => a.Id == arm) is { } design && design.Therapy.AdverseEvents.All(e => e.Term != section.Text("term")))
        {
            section.Report(
                "term", TherapyRules.UnknownName, NearestName.Find(section.Text("term"), design.Therapy.AdverseEvents.Select(e => e.Term)),
                "adverse event of this therapy", section.Text("term"));
        }
    }

    private static Unit PublishedUnit(string quantity, StudyEndpoint? endpoint) => PublishedQuantities.Unit(quantity) switch
    {
        "months" => Month,
        "1" => Unit.Dimensionless,
        null => endpoint?.OutputReading?.Unit ?? Unit.Dimensionless,
        _ => Percent,
    };
}
