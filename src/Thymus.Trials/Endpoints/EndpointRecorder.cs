using System.Collections.Immutable;
using System.Globalization;
using Thymus.Numerics.Random;
using Thymus.Populations.Drawing;
using Thymus.Trials.Courses;

namespace Thymus.Trials.Endpoints;

/// <summary>Reads the endpoints of one patient in one arm and writes their rows. The rules are those of docs/science/trial.md.</summary>
internal sealed class EndpointRecorder(EndpointPlan plan, ulong seed, ulong patient)
{
    /// <summary>A window counts when at least this part of its readings was taken (usual for diaries).</summary>
    private const double LeastOfWindow = 0.5;

    private readonly double[] _values = new double[plan.Times.Length * plan.Columns.Length];
    private readonly double[] _events = [.. plan.Endpoints.Select(_ => double.PositiveInfinity)];
    private int _read;

    /// <summary>Time of the next reading [d]; +∞ when all are taken.</summary>
    internal double Next => _read < plan.Times.Length ? plan.Times[_read] : double.PositiveInfinity;

    /// <summary>Takes the reading that is due. Returns an observable whose value is no number, or −1.</summary>
    internal int Take(ReadOnlySpan<double> observed)
    {
        int spoilt = -1;
        for (int i = 0; i < plan.Columns.Length; i++)
        {
            double value = observed[plan.Columns[i]];
            _values[(_read * plan.Columns.Length) + i] = value;
            spoilt = double.IsFinite(value) || spoilt >= 0 ? spoilt : plan.Columns[i];
        }

        _read++;
        return spoilt;
    }

    /// <summary>The event of an endpoint has happened [d].</summary>
    internal void Happened(int endpoint, double time) => _events[endpoint] = Math.Min(_events[endpoint], time);

    /// <summary>The draw that a cumulative hazard is held against: the same for twins.</summary>
    internal double DrawOf(TimeToEventEndpoint endpoint) => RandomStream.For(seed, patient, $"endpoint:{endpoint.Id}").NextExponential();

    /// <summary>Writes the rows.</summary>
    /// <param name="record">Where to.</param>
    /// <param name="end">End of follow-up [d].</param>
    /// <param name="reason">Why it ended.</param>
    internal void Write(PatientRecord record, double end, string reason)
    {
        for (int i = 0; i < plan.Endpoints.Length; i++)
        {
            switch (plan.Endpoints[i])
            {
                case ContinuousEndpoint continuous:
                    var (value, baseline, missing) = Read(continuous.Reading, reason);
                    missing = continuous.IsGeometric && value <= 0 ? "not positive" : missing;
                    Add(record, continuous.Id, missing.Length > 0 ? double.NaN : value, isEvent: false, missing);
                    AddBaseline(record, continuous, continuous.Reading, baseline);
                    break;
                case ResponderEndpoint responder:
                    WriteResponder(record, responder, reason);
                    break;
                case TimeToEventEndpoint timeToEvent:
                    WriteEvent(record, timeToEvent, _events[i], end, reason);
                    break;
            }
        }
    }

    private void WriteResponder(PatientRecord record, ResponderEndpoint endpoint, string reason)
    {
        if (endpoint.Reading is { } reading)
        {
            var (value, baseline, missing) = Read(reading, reason);
            foreach (var threshold in endpoint.Thresholds)
            {
                Add(record, threshold.Id, value, threshold.IsReached(value), missing);
            }

            AddBaseline(record, endpoint, reading, baseline);
            return;
        }

        // One uniform for all thresholds: who reaches ACR50 reaches ACR20.
        double uniform = RandomStream.For(seed, patient, $"endpoint:{endpoint.Id}").NextUniform();
        int row = plan.Times.IndexOf(endpoint.At);
        foreach (var threshold in endpoint.Thresholds)
        {
            double probability = row < _read ? Value(row, plan.Column(threshold.Probability!)) : double.NaN;
            Add(record, threshold.Id, probability, uniform < probability, row < _read ? "" : reason);
        }
    }

    private static void WriteEvent(PatientRecord record, TimeToEventEndpoint endpoint, double time, double end, string reason)
    {
        if (end <= endpoint.From)
        {
            Add(record, endpoint.Id, double.NaN, isEvent: false, "not at risk");
            return;
        }

        double last = Math.Min(end, endpoint.To);
        bool happened = time <= last;
        Add(record, endpoint.Id, (happened ? time : last) - endpoint.From, happened, happened ? "event" : end > endpoint.To ? "end of counting" : reason);
        if (happened)
        {
            record.Add(time, EventKinds.Endpoint, endpoint.Title);
        }
    }

    /// <summary>The result of a reading, its baseline (NaN where none is needed), and why it is missing (empty when it is not).</summary>
    private (double Value, double Baseline, string Missing) Read(EndpointReading reading, string reason)
    {
        var times = reading.Times();
        double[] seen = [.. times.Select(t => Measured(reading, t)).TakeWhile(v => !double.IsNaN(v))];
        double baseline = reading.NeedsBaseline ? Measured(reading, reading.Baseline) : double.NaN;
        bool isComplete = seen.Length == times.Length;
        bool isEnough = isComplete || (reading.Take is not Taken.Area and not Taken.AtTime && seen.Length >= LeastOfWindow * times.Length);
        if (!isEnough || (reading.NeedsBaseline && double.IsNaN(baseline)))
        {
            return (double.NaN, baseline, reason);
        }

        double value = Summarise(reading.Take, times, seen);
        bool needsPositive = reading.Measure is Measure.PercentChange or Measure.Fold;
        return needsPositive && !(baseline > 0)
            ? (double.NaN, baseline, "baseline not positive")
            : (reading.Measure switch
            {
                Measure.Change => value - baseline,
                Measure.PercentChange => 100 * ((value / baseline) - 1),
                Measure.Fold => value / baseline,
                _ => value,
            }, baseline, "");
    }

    private static double Summarise(Taken take, ImmutableArray<double> times, double[] seen)
    {
        switch (take)
        {
            case Taken.Average or Taken.Area:
                double area = 0;
                for (int i = 1; i < seen.Length; i++)
                {
                    area += (times[i] - times[i - 1]) * (seen[i] + seen[i - 1]) / 2;
                }

                return take is Taken.Area ? area : seen.Length > 1 ? area / (times[seen.Length - 1] - times[0]) : seen[0];
            case Taken.Maximum:
                return seen.Max();
            case Taken.Minimum:
                return seen.Min();
            case Taken.TimeOfMaximum:
                return times[Array.IndexOf(seen, seen.Max())];
            case Taken.TimeOfMinimum:
                return times[Array.IndexOf(seen, seen.Min())];
            default:
                return seen[0];
        }
    }

    /// <summary>The value of an output at a time as a clinic would have it; NaN when it was not read.</summary>
    private double Measured(EndpointReading reading, double time)
    {
        int row = plan.Times.BinarySearch(time);
        if (row >= _read)
        {
            return double.NaN;
        }

        double value = Value(row, plan.Column(reading.Output));
        if (reading.WithMeasurementError && plan.Output(reading.Output).Error is { } error)
        {
            var stream = RandomStream.For(seed, patient, string.Create(CultureInfo.InvariantCulture, $"measurement:{reading.Output}:{time:R}"));
            value = MeasurementError.Measure(value, error.AdditiveVariance, error.ProportionalVariance, error.LogVariance, ref stream);
        }

        return value < reading.DetectionLimit ? reading.DetectionLimit / 2 : value;
    }

    private double Value(int row, int column) => _values[(row * plan.Columns.Length) + column];

    private static void AddBaseline(PatientRecord record, StudyEndpoint endpoint, EndpointReading reading, double baseline)
    {
        if (reading.NeedsBaseline)
        {
            Add(record, endpoint.Id + ":baseline", baseline, isEvent: false, "");
        }
    }

    private static void Add(PatientRecord record, string endpoint, double value, bool isEvent, string text) =>
        record.Endpoints.Add(new(record.Patient, record.Arm, endpoint, value, isEvent, text));
}
