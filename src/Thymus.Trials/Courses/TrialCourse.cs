using System.Collections.Immutable;
using Thymus.Numerics.Functions;
using Thymus.Numerics.Random;
using Thymus.Populations;
using Thymus.Simulation;
using Thymus.Solvers.Lanes;
using Thymus.Trials.Endpoints;

namespace Thymus.Trials.Courses;

/// <summary>
/// One patient in one arm, from randomisation to the end of follow-up: visits, doses, adverse events, progression, death.
/// A pure function of (study, seed, patient, arm). The rules are those of docs/science/trial.md.
/// </summary>
/// <remarks>
/// At one time: first what is seen (scan, counts), then adverse events, then the end of follow-up, then doses. So a scan on
/// the day of a dose decides about that dose.
/// </remarks>
internal sealed partial class TrialCourse : ICourse
{
    /// <summary>Interval at which counts are graded: a clinic's nadir would be missed on a coarser grid [d].</summary>
    private const double MonitoringInterval = 1;

    private readonly ArmProgram _program;
    private readonly Study _study;
    private readonly VirtualPatient _patient;
    private readonly Action? _finished;
    private readonly ImmutableArray<DrawnAdverseEvent> _planned;
    private readonly List<DrawnAdverseEvent> _pending = [];
    private readonly List<DrawnAdverseEvent> _suffered = [];
    private readonly TreatmentCourse _treatment;
    private readonly GradedCount[] _graded;
    private readonly EndpointRecorder _endpoints;
    private readonly List<EventWatch> _waiting = [];
    private bool _hasBegun;
    private double _end;
    private double _death = double.PositiveInfinity;
    private double _dropOut = double.PositiveInfinity;
    private string _deathCause = DiseaseCause;
    private int _stored, _monitored;

    private const string DiseaseCause = "disease";

    /// <param name="program">The arm.</param>
    /// <param name="study">The study.</param>
    /// <param name="patient">The patient.</param>
    /// <param name="finished">Told at the end.</param>
    internal TrialCourse(ArmProgram program, Study study, VirtualPatient patient, Action? finished)
    {
        _program = program;
        _study = study;
        _patient = patient;
        _finished = finished;
        Record = new((long)patient.Number, program.Arm.Id);
        _planned = AdverseEventPlan.Draw(program.Arm, study.Seed, patient.Number);
        _graded = program.CountsToGrade();
        _endpoints = new(program.Endpoints, study.Seed, patient.Number);
        _treatment = new(program, Record, _suffered, _graded, program.AmountsFor(patient));
        _end = study.Duration;
    }

    internal PatientRecord Record { get; }

    /// <inheritdoc />
    public double Start => 0;

    /// <inheritdoc />
    public CourseName Name => new(_study.Seed, _patient.Number);

    /// <inheritdoc />
    public double NextOutput
    {
        get
        {
            double next = Math.Min(Math.Min(NextVisit, _stored * _study.OutputInterval), Math.Min(NextLook, _endpoints.Next));
            return next <= _end ? next : double.PositiveInfinity;
        }
    }

    private double NextLook => _graded.Length > 0 ? _monitored * MonitoringInterval : double.PositiveInfinity;

    /// <inheritdoc />
    public void Begin(Span<double> parameters)
    {
        _program.Model.DefaultParameters.CopyTo(parameters);
        for (int i = 0; i < _program.CovariateIndexes.Length; i++)
        {
            if (_program.CovariateIndexes[i] >= 0)
            {
                parameters[_program.CovariateIndexes[i]] = _patient.Covariates[i];
            }
        }

        for (int i = 0; i < _program.ParameterIndexes.Length; i++)
        {
            parameters[_program.ParameterIndexes[i]] = _patient.Parameters[i];
        }

        if (_program.DeathTrigger >= 0)
        {
            parameters[_program.DeathThreshold] = RandomStream.For(_study.Seed, _patient.Number, "death").NextExponential();
        }

        foreach (var watch in _program.EventWatches)
        {
            if (watch.Endpoint.From > 0)
            {
                _waiting.Add(watch);
            }
            else
            {
                parameters[watch.Threshold] = _endpoints.DrawOf(watch.Endpoint);
            }
        }
    }

    /// <inheritdoc />
    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
        if (time >= NextVisit)
        {
            Assess(time, observed[_program.TumourOutput]);
        }

        if (time >= _stored * _study.OutputInterval)
        {
            Store(time, observed);
            _stored++;
        }

        if (time >= NextLook)
        {
            Look(time, observed);
            _monitored++;
        }

        if (time >= _endpoints.Next && _endpoints.Take(observed) is int spoilt and >= 0)
        {
            Fail(time, _program.Model.ObservableNames[spoilt], observed[spoilt]);
        }
    }

    /// <inheritdoc />
    public NextStop OnStop(ref LaneState at)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            PlanEnd(at.Observed);
        }

        if (Record.Failure is not null)
        {
            return NextStop.Finish;
        }

        HaveAdverseEvents(at.Time);
        if (at.Time >= _end)
        {
            return NextStop.Finish;
        }

        if (_treatment.IsEndOfInfusion(at.Time))
        {
            Store(at.Time, at.Observed);   // the peak, which a regular grid would miss
        }

        BeginToCount(ref at);
        int before = Record.DosesGiven;
        _treatment.Act(ref at);
        ExpectAdverseEvents(at.Time, before);
        return Next;
    }

    /// <inheritdoc />
    public NextStop OnTrigger(int trigger, ref LaneState at)
    {
        if (trigger != _program.DeathTrigger)
        {
            foreach (var watch in _program.EventWatches)
            {
                if (watch.Trigger == trigger)
                {
                    _endpoints.Happened(watch.Index, at.Time);
                }
            }

            return Next;   // also of an event of the model, which it has dealt with itself
        }

        _death = _end = at.Time;
        return NextStop.Finish;
    }

    /// <inheritdoc />
    public void OnEnd(in CourseEnd ended)
    {
        if (SolveFailure.Of(_program.Model, ended) is { } failure)
        {
            Record.Fail(ended.Status, FailureText.Describe(Record, ended.Status, failure));
        }

        if (Record.Failure is null)
        {
            Close();
        }

        Record.Sort();
        _finished?.Invoke();
    }

    private NextStop Next
    {
        get
        {
            double next = Math.Min(Math.Min(_end, _treatment.NextChange), NextOnset);
            foreach (var watch in _waiting)
            {
                next = Math.Min(next, watch.Endpoint.From);
            }

            return NextStop.At(next);
        }
    }

    /// <summary>When the next adverse event is due [d].</summary>
    private double NextOnset => _pending.Count > 0 ? _pending[0].Onset : double.PositiveInfinity;

    /// <summary>From now on the events of these endpoints count: the hazard until now is forgotten.</summary>
    private void BeginToCount(ref LaneState at)
    {
        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            if (at.Time >= _waiting[i].Endpoint.From)
            {
                at.Parameters[_waiting[i].Threshold] = at.Observed[_waiting[i].Observable] + _endpoints.DrawOf(_waiting[i].Endpoint);
                _waiting.RemoveAt(i);
            }
        }
    }

    /// <summary>What doses that were given now bring: at the first the patient's plan, at each what is drawn per dose.</summary>
    private void ExpectAdverseEvents(double time, int before)
    {
        if (before == 0 && Record.DosesGiven > 0)
        {
            _pending.AddRange(_planned.Select(e => e.After(time)));
        }

        for (int dose = before + 1; dose <= Record.DosesGiven; dose++)
        {
            foreach (var drawn in AdverseEventPlan.DrawOfDose(_program.Arm, dose, _study.Seed, _patient.Number))
            {
                var expected = drawn.After(time);
                int place = _pending.BinarySearch(expected, Comparer<DrawnAdverseEvent>.Create(DrawnAdverseEvent.InOrder));
                _pending.Insert(place < 0 ? ~place : place, expected);
            }
        }
    }

    private void Store(double time, ReadOnlySpan<double> observed)
    {
        if (Record.CourseTimes.Count > 0 && Record.CourseTimes[^1] == time)
        {
            return;
        }

        Record.CourseTimes.Add(time);
        for (int i = 0; i < _program.Outputs.Length; i++)
        {
            Record.CourseValues.Add(observed[i]);
        }
    }

    /// <summary>Draws when follow-up ends: death by the published survival model, drop-out, or the end of the trial.</summary>
    private void PlanEnd(ReadOnlySpan<double> observed)
    {
        if (_program.FindProblem(observed) is { } problem)
        {
            Fail(0, problem, observed[_program.Model.ObservableNames.IndexOf(problem)]);
            return;
        }

        if (_program.SurvivalLocation >= 0)
        {
            double score = RandomStream.For(_study.Seed, _patient.Number, "death").NextNormal();
            _death = Elementary.Exp(observed[_program.SurvivalLocation] + (observed[_program.SurvivalScale] * score));
        }

        if (_study.DropOutHazard > 0)
        {
            _dropOut = RandomStream.For(_study.Seed, _patient.Number, "drop-out").NextExponential() / _study.DropOutHazard;
        }

        _end = Math.Min(_study.Duration, Math.Min(_death, _dropOut));
    }

    /// <summary>Lets the planned adverse events that are due happen, if treatment can have brought them.</summary>
    private void HaveAdverseEvents(double time)
    {
        while (NextOnset <= time)
        {
            var due = _pending[0];
            _pending.RemoveAt(0);
            if (!_treatment.IsExposed(due.Onset))
            {
                continue;
            }

            _suffered.Add(due);
            if (due.IsFatal)
            {
                _death = _end = due.Onset;
                _deathCause = due.Definition.Term;
                return;   // the dead have no further events
            }

            if (due.EndsTreatment)
            {
                _treatment.End(due.Onset, TreatmentEndReasons.AdverseEvent);
            }
        }
    }

    private void Look(double time, ReadOnlySpan<double> observed)
    {
        foreach (var count in _graded)
        {
            double value = observed[count.Observable];
            if (!double.IsFinite(value))
            {
                Fail(time, _program.Model.ObservableNames[count.Observable], value);
            }

            if (count.Observe(time, value, Record.DosesGiven > 0, _treatment.IsExposed(time), Record))
            {
                _treatment.End(time, TreatmentEndReasons.AdverseEvent);
            }
        }
    }

    /// <summary>The simulation goes on where the model does, so this is noted and the course ends at the next stop.</summary>
    private void Fail(double time, string quantity, double value)
    {
        if (Record.Failure is null)
        {
            Record.Fail(SolveStatus.NotANumber, FailureText.NoNumber(Record, time, quantity, value));
        }
    }

    private void Close()
    {
        bool isDead = _death <= _study.Duration && _death <= _dropOut;
        bool isLost = !isDead && _dropOut < _study.Duration;
        Record.FollowUpEnd = _end;
        Record.FollowUpEndReason = isDead ? EventKinds.Death : isLost ? EventKinds.DropOut : TreatmentEndReasons.Ongoing;
        foreach (var e in _suffered)
        {
            double until = double.IsPositiveInfinity(e.Resolution) ? e.Resolution : Math.Min(e.Resolution, _end);
            Record.Suffered(e.Onset, e.Definition.Term, e.Grade, e.IsFatal ? 0 : until - e.Onset);
        }

        foreach (var count in _graded)
        {
            count.Close(_end, Record);
        }

        _treatment.End(_end, isDead ? TreatmentEndReasons.Death : isLost ? TreatmentEndReasons.DropOut : TreatmentEndReasons.Ongoing);
        if (isDead || isLost)
        {
            Record.Add(_end, Record.FollowUpEndReason, isDead ? _deathCause : "");
        }

        WriteEndpoints(isDead);
        _endpoints.Write(Record, _end, Record.FollowUpEndReason);
    }
}
