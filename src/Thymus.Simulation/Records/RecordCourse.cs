using Thymus.Language.Diagnostics;
using Thymus.Simulation.Dosing;
using Thymus.Simulation.SteadyState;
using Thymus.Solvers.Events;
using Thymus.Solvers.Lanes;

namespace Thymus.Simulation.Records;

/// <summary>
/// Runs records of one individual, from its first one or from a reset up to the next reset. Observations that fall on no
/// other event are read from the dense output and do not disturb the steps.
/// </summary>
/// <remarks>
/// At one time, doses that were announced earlier (ADDL, lag) come first, then the records in the order of the file.
/// </remarks>
internal sealed class RecordCourse : ICourse
{
    private readonly RecordRun _run;
    private readonly string _id;
    private readonly ReadOnlyMemory<DoseRecord> _records;
    private readonly double[] _start;
    private readonly DosePump _pump = new();
    private readonly double[]?[] _predictions;
    private double[]? _initial;
    private int _next;      // first record that is not done
    private int _output;    // first record whose prediction is not there yet
    private bool _hasFailed;

    public RecordCourse(RecordRun run, string id, ReadOnlyMemory<DoseRecord> records, double[] parameters)
    {
        (_run, _id, _records, _start) = (run, id, records, parameters);
        _predictions = new double[records.Length][];
        Start = records.Span[0].Time;
        SkipToPrediction();
    }

    public double Start { get; }

    public required CourseName Name { get; init; }

    public List<Diagnostic> Findings { get; } = [];

    public bool Succeeded { get; private set; }

    public double NextOutput => _output < _records.Length ? _records.Span[_output].Time : double.PositiveInfinity;

    public IEnumerable<RecordPrediction> Predictions =>
        _predictions.Index().Where(p => p.Item is not null).Select(p => new RecordPrediction(_records.Span[p.Index], [.. p.Item!]));

    public void Begin(Span<double> parameters)
    {
        _start.CopyTo(parameters);
        SetCovariates(_records.Span[0], parameters);
    }

    public NextStop OnStop(ref LaneState at)
    {
        _initial ??= at.State.ToArray();
        _pump.Apply(ref at);
        if (at.Moment.ContainsAnyExcept(0.0) || _pump.IsDue(at.Time))
        {
            return Next(at.Time);   // records come when all doses that were announced earlier are done, each at its own moment
        }

        var records = _records.Span;
        for (; _next < records.Length && EventTime.IsDue(records[_next].Time, at.Time); _next++)
        {
            var record = records[_next];
            SetCovariates(record, at.Parameters);
            if (record.IsDose && !Give(record, ref at))
            {
                _hasFailed = true;
                return NextStop.Finish;
            }

            _pump.Apply(ref at);
            if (_pump.IsDue(at.Time))
            {
                _next++;
                return Next(at.Time);   // the other records see this dose
            }

            if (IsPredicted(record) && EventTime.IsDue(at.Time, record.Time))   // an earlier one was read on the way
            {
                double[] values = new double[_run.Model.ObservableNames.Length];
                _run.Scalar.Observe(at.Time, at.State, at.Parameters, values);
                _predictions[_next] = values;
            }
        }

        _output = Math.Max(_output, _next);
        SkipToPrediction();
        if (_next == records.Length)
        {
            return NextStop.Finish;
        }

        if (_run.Request.CovariateRule is CovariateRule.CarriedBackward)
        {
            SetCovariates(records[_next], at.Parameters);
        }

        return Next(at.Time);
    }

    public void MoveStop(double time, Span<double> moment) => _pump.Move(time, moment);

    public NextStop OnTrigger(int trigger, ref LaneState at) => Next(at.Time);

    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
        _predictions[_output++] = observed.ToArray();
        SkipToPrediction();
    }

    public void OnEnd(in CourseEnd end)
    {
        Succeeded = end.Status is SolveStatus.Completed && !_hasFailed;
        if (SolveFailure.Of(_run.Model, end) is { } failure)
        {
            Findings.Add(RecordRun.Failure(_id, _records.Span[Math.Min(_next, _records.Length - 1)].Span, failure));
        }
    }

    private static bool IsPredicted(DoseRecord record) => record.Kind is RecordKind.Observation or RecordKind.Other;

    private void SkipToPrediction()
    {
        while (_output < _records.Length && !IsPredicted(_records.Span[_output]))
        {
            _output++;
        }
    }

    private NextStop Next(double now) => NextStop.At(Math.Min(_pump.NextAfter(now), NextEvent()));

    /// <summary>Time of the next record that is more than an observation, or of the last one.</summary>
    private double NextEvent()
    {
        var records = _records.Span;
        int i = _next;
        while (i < records.Length - 1 && records[i].Kind is RecordKind.Observation && !ChangesCovariates(i))
        {
            i++;
        }

        return records[i].Time;
    }

    private bool ChangesCovariates(int i)
    {
        bool isBackward = _run.Request.CovariateRule is CovariateRule.CarriedBackward;
        var (before, after) = isBackward
            ? (_records.Span[i], _records.Span[Math.Min(i + 1, _records.Length - 1)])
            : (_records.Span[Math.Max(i - 1, 0)], _records.Span[i]);
        foreach (var (column, _) in _run.Covariates)
        {
            if (before.Covariates[column] != after.Covariates[column])
            {
                return true;
            }
        }

        return false;
    }

    private void SetCovariates(DoseRecord record, Span<double> parameters)
    {
        foreach (var (column, parameter) in _run.Covariates)
        {
            if (!double.IsNaN(record.Covariates[column]))   // no record of the individual has it: the model's own value
            {
                parameters[parameter] = record.Covariates[column];
            }
        }
    }

    private bool Give(DoseRecord record, ref LaneState at)
    {
        if (_run.Prepare(_id, record, at.Parameters, Findings) is not { } prepared)
        {
            return false;
        }

        var (dose, lag, slopes) = prepared;
        double first = record.Time + lag;
        if (record.SteadyState is not SteadyStateKind.None && !Settle(record, prepared, ref at))
        {
            return false;
        }

        if (record.Amount > 0)
        {
            _pump.Give(dose, first, record.Interval, record.Additional + 1, slopes);
        }

        return true;
    }

    /// <summary>Brings the state to the steady state of the record, with the infusions before it that still run.</summary>
    private bool Settle(DoseRecord record, PreparedDose prepared, ref LaneState at)
    {
        bool isAdded = record.SteadyState is SteadyStateKind.Add;
        double[] state = at.State.ToArray();
        if (!isAdded)
        {
            _pump.Clear(at.Parameters);
        }

        double[] parameters = at.Parameters.ToArray();
        _run.ClearInputs(parameters);
        double[] from = record.SteadyState is SteadyStateKind.ReplaceFromCurrent ? state : _run.WithHeld(_initial!, state);
        var settled = _run.Settle(_id, record, prepared, from, parameters, Findings);
        if (settled is null)
        {
            return false;
        }

        for (int i = 0; i < settled.Length; i++)
        {
            at.State[i] = isAdded ? state[i] + settled[i] : settled[i];
        }

        if (record.Amount > 0)
        {
            var running = prepared.Slopes?.WithoutStart();
            CycleCourse.GiveSince(_pump, prepared.Dose, record.Time + prepared.Lag, record.Interval, record.Time, includeLast: false, running);
        }

        return true;
    }
}
