using System.Collections.Immutable;
using Thymus.Therapies;

namespace Thymus.Trials.Endpoints;

/// <summary>When and where the endpoints of a study are read in the courses of one arm. Shared by all threads.</summary>
internal sealed class EndpointPlan
{
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly ImmutableArray<TherapyOutput> _outputs;

    /// <param name="endpoints">Endpoints of the study.</param>
    /// <param name="outputs">Outputs of the arm's therapy.</param>
    /// <param name="observables">Names of the observables of the compiled model.</param>
    internal EndpointPlan(ImmutableArray<StudyEndpoint> endpoints, ImmutableArray<TherapyOutput> outputs, ImmutableArray<string> observables)
    {
        Endpoints = endpoints;
        _outputs = outputs;
        foreach (string name in Observables(endpoints))
        {
            _columns[name] = _columns.Count;
        }

        Columns = [.. _columns.Keys.Select(n => observables.IndexOf(n))];
        Times = [.. endpoints.SelectMany(TimesOf).Distinct().Order()];
    }

    /// <summary>Endpoints of the study.</summary>
    internal ImmutableArray<StudyEndpoint> Endpoints { get; }

    /// <summary>Times at which something is read, ascending [d].</summary>
    internal ImmutableArray<double> Times { get; }

    /// <summary>Observables that are read at each of them.</summary>
    internal ImmutableArray<int> Columns { get; }

    /// <summary>Column of a quantity of the model that is read.</summary>
    internal int Column(string quantity) => _columns[quantity];

    /// <summary>The output of that name.</summary>
    internal TherapyOutput Output(string name) => _outputs.First(o => o.Name == name);

    /// <summary>Name of the watch that finds the event of an endpoint.</summary>
    internal static string WatchName(TimeToEventEndpoint endpoint) => "endpoint:" + endpoint.Id;

    /// <summary>Quantities of the model that the endpoints read.</summary>
    internal static IEnumerable<string> Observables(ImmutableArray<StudyEndpoint> endpoints) => endpoints.SelectMany(e => e switch
    {
        ContinuousEndpoint c => [c.Reading.Output],
        ResponderEndpoint r => [.. r.Thresholds.Select(t => t.Probability ?? r.Reading!.Output)],
        TimeToEventEndpoint t => [t.CumulativeHazard],
        _ => Array.Empty<string>(),
    }).Distinct();

    private static IEnumerable<double> TimesOf(StudyEndpoint endpoint)
    {
        if (endpoint.OutputReading is { } reading)
        {
            return reading.NeedsBaseline ? reading.Times().Append(reading.Baseline) : reading.Times();
        }

        return endpoint is ResponderEndpoint responder ? [responder.At] : [];
    }
}
