using System.Collections.Immutable;
using Thymus.Units;

namespace Thymus.Trials.Endpoints;

/// <summary>What a study reads from every patient and compares between arms. docs/formats/study.md has the keys.</summary>
public abstract record StudyEndpoint
{
    /// <summary>Short name, in tables and in published results.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Which direction is good for a patient.</summary>
    public Better Better { get; init; }

    /// <summary>How it reads an output; <see langword="null"/> for one that reads none.</summary>
    public EndpointReading? OutputReading => this switch
    {
        ContinuousEndpoint c => c.Reading,
        ResponderEndpoint r => r.Reading,
        _ => null,
    };
}

/// <summary>Which direction of an endpoint is good for a patient.</summary>
public enum Better
{
    /// <summary>Neither, such as a concentration.</summary>
    Neither,

    /// <summary>Lower values, or fewer patients.</summary>
    Lower,

    /// <summary>Higher values, or more patients.</summary>
    Higher,
}

/// <summary>A number per patient; arms are compared by means, or by geometric means.</summary>
public sealed record ContinuousEndpoint : StudyEndpoint
{
    /// <summary>How the number is read from the course.</summary>
    public required EndpointReading Reading { get; init; }

    /// <summary>Geometric means and their ratio, as of titres; otherwise means and their difference.</summary>
    public bool IsGeometric { get; init; }
}

/// <summary>Patients who reach thresholds, such as ACR20, ACR50 and ACR70; arms are compared by proportions.</summary>
public sealed record ResponderEndpoint : StudyEndpoint
{
    /// <summary>How the number is read that is held against the thresholds; <see langword="null"/> when the model gives probabilities.</summary>
    public EndpointReading? Reading { get; init; }

    /// <summary>When probabilities of the model are read [d]; NaN when there are none.</summary>
    public double At { get; init; } = double.NaN;

    /// <summary>Thresholds, in order.</summary>
    public required ImmutableArray<ResponseThreshold> Thresholds { get; init; }
}

/// <summary>A threshold of a responder endpoint.</summary>
/// <param name="Id">Short name, such as <c>acr20</c>.</param>
/// <param name="Title">Name for people.</param>
public sealed record ResponseThreshold(string Id, string Title)
{
    /// <summary>Least value of a responder, in the unit of the reading; −∞ for none.</summary>
    public double AtLeast { get; init; } = double.NegativeInfinity;

    /// <summary>Largest value of a responder, in the unit of the reading; +∞ for none.</summary>
    public double AtMost { get; init; } = double.PositiveInfinity;

    /// <summary>Variable of the model that is the probability of response, in place of limits; <see langword="null"/> for none.</summary>
    public string? Probability { get; init; }

    /// <summary>Whether a reading is a response. NaN is none.</summary>
    public bool IsReached(double reading) => reading >= AtLeast && reading <= AtMost;
}

/// <summary>Time to an event by a cumulative hazard of the model, such as infection; the first event of each patient counts.</summary>
public sealed record TimeToEventEndpoint : StudyEndpoint
{
    /// <summary>Variable of the model that is the cumulative hazard.</summary>
    public required string CumulativeHazard { get; init; }

    /// <summary>Time from which events count [d]; every patient still followed then is at risk.</summary>
    public double From { get; init; }

    /// <summary>Time after which events no longer count [d]: who had none by then is censored there; +∞ for the end of the study.</summary>
    public double To { get; init; } = double.PositiveInfinity;
}

/// <summary>How one number per patient is read from the course of an output.</summary>
public sealed record EndpointReading
{
    /// <summary>Output of the therapies.</summary>
    public required string Output { get; init; }

    /// <summary>What is taken of the values.</summary>
    public required Taken Take { get; init; }

    /// <summary>The time, or the begin of the window [d].</summary>
    public required double From { get; init; }

    /// <summary>The same time, or the end of the window [d].</summary>
    public required double To { get; init; }

    /// <summary>Interval of readings in the window [d]: a daily diary by default.</summary>
    public double Every { get; init; } = 1;

    /// <summary>What is made of it with the baseline.</summary>
    public Measure Measure { get; init; }

    /// <summary>Time of the baseline [d].</summary>
    public double Baseline { get; init; }

    /// <summary>Values below it are replaced by half of it, as laboratories report titres; NaN for none. In the unit of the output.</summary>
    public double DetectionLimit { get; init; } = double.NaN;

    /// <summary>Whether values have the residual error of the output.</summary>
    public bool WithMeasurementError { get; init; }

    /// <summary>Unit of the result.</summary>
    public required Unit Unit { get; init; }

    /// <summary>Whether a baseline is needed.</summary>
    public bool NeedsBaseline => Measure is not Measure.Value;

    /// <summary>Times at which the output is read, ascending, without the baseline [d].</summary>
    public ImmutableArray<double> Times()
    {
        if (Take is Taken.AtTime)
        {
            return [From];
        }

        var times = ImmutableArray.CreateBuilder<double>();
        for (int i = 0; From + (i * Every) < To * (1 - 1e-12); i++)
        {
            times.Add(From + (i * Every));
        }

        times.Add(To);
        return times.ToImmutable();
    }
}

/// <summary>What is taken of the values of an output.</summary>
public enum Taken
{
    /// <summary>The value at one time.</summary>
    AtTime,

    /// <summary>The average over a window, by trapezoids.</summary>
    Average,

    /// <summary>The area under the curve over a window [unit · d], by trapezoids.</summary>
    Area,

    /// <summary>The largest value in a window.</summary>
    Maximum,

    /// <summary>The smallest value in a window.</summary>
    Minimum,

    /// <summary>When the largest value was seen first [d from randomisation].</summary>
    TimeOfMaximum,

    /// <summary>When the smallest value was seen first [d from randomisation].</summary>
    TimeOfMinimum,
}

/// <summary>What is made of a reading with the patient's baseline.</summary>
public enum Measure
{
    /// <summary>The reading itself.</summary>
    Value,

    /// <summary>Reading minus baseline.</summary>
    Change,

    /// <summary>100 · (reading / baseline − 1) [%].</summary>
    PercentChange,

    /// <summary>Reading / baseline.</summary>
    Fold,
}
