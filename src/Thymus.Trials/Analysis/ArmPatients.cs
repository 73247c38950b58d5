using System.Collections.Immutable;
using Thymus.Clinic;
using Thymus.Clinic.Recist;
using Thymus.Trials.Statistics;

namespace Thymus.Trials.Analysis;

/// <summary>The patients of one arm.</summary>
internal sealed class ArmPatients
{
    public ArmPatients(Study study, Arm arm, ImmutableArray<PatientOutcome> all)
    {
        (Study, Arm) = (study, arm);
        Failed = all.Count(o => o.Failed);
        Analysed = [.. all.Where(o => !o.Failed)];
        Treated = [.. Analysed.Where(o => o.Doses > 0)];
        OverallSurvival = [.. Analysed.Select(o => o.OverallSurvival)];
        ProgressionFreeSurvival = [.. Analysed.Select(o => o.ProgressionFreeSurvival)];
    }

    public Study Study { get; }

    public Arm Arm { get; }

    public int Failed { get; }

    public ImmutableArray<PatientOutcome> Analysed { get; }

    public ImmutableArray<PatientOutcome> Treated { get; }

    public ImmutableArray<TimeToEvent> OverallSurvival { get; }

    public ImmutableArray<TimeToEvent> ProgressionFreeSurvival { get; }

    /// <summary>What every analysed patient has of a declared endpoint.</summary>
    public ImmutableArray<EndpointOutcome> Values(string endpoint) =>
        [.. Analysed.SelectMany(o => o.Endpoints).Where(e => e.Endpoint == endpoint)];

    public int Responders => Analysed.Count(o => o.BestResponse.IsObjective);

    /// <summary>A proportion and its exact interval; NaN of nobody.</summary>
    public static Estimate Share(int count, int of)
    {
        var (low, high) = BinomialInterval.ClopperPearson(count, of);
        return new(of == 0 ? double.NaN : (double)count / of, low, high);
    }
}
