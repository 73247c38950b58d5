using System.Collections.Immutable;
using Thymus.Clinic.Recist;
using Thymus.Numerics.Functions;
using Thymus.Numerics.Random;
using Thymus.Populations;
using Thymus.Populations.Drawing;
using Thymus.Solvers.Lanes;
using Thymus.Therapies;

namespace Thymus.Trials.Courses;

/// <summary>
/// One patient in one arm, from randomisation to the end of follow-up: visits, doses, adverse events, progression, death.
/// A pure function of (study, seed, patient, arm).
/// </summary>
internal sealed class TrialCourse : ICourse
{
    /// <summary>Adverse events this long after the last dose still count as treatment-emergent (usual for checkpoint inhibitors) [d].</summary>
    private const double EmergentWindow = 90;

    /// <summary>Interval at which counts are graded: a clinic's nadir would be missed on a coarser grid [d].</summary>
    private const double MonitoringInterval = 1;

    private readonly ArmProgram _program;
    private readonly Study _study;
    private readonly VirtualPatient _patient;
    private readonly ImmutableArray<PlannedAdverseEvent> _planned;
    private readonly TreatmentCourse _treatment;
    private readonly GradedCount[] _graded;
    private readonly double _monitoring;
    private RecistCourse? _recist;
    private double _end;
    private double _death = double.PositiveInfinity;
    private double _dropOut = double.PositiveInfinity;
    private string _deathCause = "disease";
    private int _visit, _stored, _monitored;

    internal TrialCourse(ArmProgram program, Study study, VirtualPatient patient)
    {
        _program = program;
        _study = study;
        _patient = patient;
        Record = new((long)patient.Number, program.Arm.Id);
        _planned = AdverseEventPlan.Draw(program.Arm.Therapy.AdverseEvents, study.Seed, patient.Number);
        _treatment = new(program, Record, _planned, program.AmountsFor(patient));
        _graded = [.. program.Arm.Therapy.AdverseEvents.OfType<SimulatedAdverseEvent>()
            .Select(e => new GradedCount(e, program.Model.ObservableNames.IndexOf(e.Output), program.OutputUnit(e.Output)))];
        _monitoring = _graded.Length > 0 ? MonitoringInterval : double.PositiveInfinity;
        _end = study.Duration;
    }

    internal PatientRecord Record { get; }

    /// <inheritdoc />
    public double Start => 0;

    /// <inheritdoc />
    public double NextOutput
    {
        get
        {
            double next = Math.Min(Math.Min(NextVisit, _stored * _study.OutputInterval), _monitored == 0 ? 0 : _monitored * _monitoring);
            return next <= _end ? next : double.PositiveInfinity;
        }
    }

    private double NextVisit => _program.TumourOutput < 0 || _recist?.Progression is not null
        ? double.PositiveInfinity
        : _visit * _study.Assessments.Interval;

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

        if (_program.DeathThreshold >= 0)
        {
            parameters[_program.DeathThreshold] = RandomStream.For(_study.Seed, _patient.Number, "death").NextExponential();
        }
    }

    /// <inheritdoc />
    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
        if (time >= NextVisit)
        {
            Assess(time, observed[_program.TumourOutput]);
            _visit++;
        }

        if (time >= _stored * _study.OutputInterval)
        {
            Record.CourseTimes.Add(time);
            for (int i = 0; i < _program.Outputs.Length; i++)
            {
                Record.CourseValues.Add(observed[i]);
            }

            _stored++;
        }

        if (_monitored == 0 || time >= _monitored * _monitoring)
        {
            foreach (var count in _graded)
            {
                count.Observe(time, observed[count.Observable], Record);
            }

            _monitored++;
        }
    }

    /// <inheritdoc />
    public NextStop OnStop(ref LaneState at)
    {
        if (at.Time == 0)
        {
            PlanEnd(at.Observed);
        }

        if (at.Time >= _end)
        {
            return NextStop.Finish;
        }

        _treatment.Act(ref at);
        return NextStop.At(Math.Min(_end, _treatment.NextChange));
    }

    /// <inheritdoc />
    public NextStop OnTrigger(int trigger, ref LaneState at)
    {
        if (trigger == _program.DeathTrigger)
        {
            _death = _end = at.Time;
            return NextStop.Finish;
        }

        return NextStop.At(Math.Min(_end, _treatment.NextChange));
    }

    /// <inheritdoc />
    public void OnEnd(in CourseEnd ended)
    {
        Record.Status = ended.Status;
        if (ended.Status is SolveStatus.Completed)
        {
            Close();
        }
        else
        {
            Record.Failure = FailureText.Describe(Record, ended, _program.Model.StateNames);
        }
    }

    /// <summary>Draws when follow-up ends: death by the published survival model or by a fatal adverse event, or drop-out.</summary>
    private void PlanEnd(ReadOnlySpan<double> observed)
    {
        if (_program.SurvivalLocation >= 0)
        {
            double score = RandomStream.For(_study.Seed, _patient.Number, "death").NextNormal();
            _death = Elementary.Exp(observed[_program.SurvivalLocation] + (observed[_program.SurvivalScale] * score));
        }

        if (_study.DropOutHazard > 0)
        {
            _dropOut = RandomStream.For(_study.Seed, _patient.Number, "drop-out").NextExponential() / _study.DropOutHazard;
        }

        if (_planned.FirstOrDefault(e => e.Grade == 5) is { } fatal && fatal.Onset < _death)
        {
            _death = fatal.Onset;
            _deathCause = fatal.Definition.Term;
        }

        _end = Math.Min(_study.Duration, Math.Min(_death, _dropOut));
    }

    private void Assess(double time, double size)
    {
        double measured = size;
        if (_study.Assessments.WithMeasurementError && _program.Outputs[_program.TumourOutput].Error is { } error)
        {
            var stream = RandomStream.For(_study.Seed, _patient.Number, $"measurement:tumour-size:{_visit}");
            measured = Math.Max(0, MeasurementError.Measure(size, error.AdditiveVariance, error.ProportionalVariance, error.LogVariance, ref stream));
        }

        bool areGone = measured < _study.Assessments.CompleteResponseBelow;
        if (_recist is null)
        {
            // A patient is enrolled with measurable disease: at least one lesion of 10 mm.
            _recist = new(Math.Max(measured, SmallestBaseline), new()
            {
                Confirmation = _study.Assessments.Confirmation,
                MinimumStableDisease = _study.Assessments.MinimumStableDisease,
            });
            Record.Assessments.Add(new(Record.Patient, Record.Arm, _visit, time, size, measured, 0, 0, ""));
            _baseline = Math.Max(measured, SmallestBaseline);
            return;
        }

        var seen = _recist.Assess(new(time, areGone ? 0 : measured, areGone));
        Record.Assessments.Add(new(
            Record.Patient, Record.Arm, _visit, time, size, measured, 100 * ((measured / _baseline) - 1),
            seen.Nadir > 0 ? 100 * ((measured / seen.Nadir) - 1) : double.NaN, seen.Overall.Code));
        if (_recist.Progression is double progression)
        {
            Record.Add(progression, EventKinds.Progression, "RECIST 1.1");
            if (_program.Arm.StopAtProgression)
            {
                _treatment.End(progression, TreatmentEndReasons.Progression);
            }
        }
    }

    private const double SmallestBaseline = 10;
    private double _baseline;

    private void Close()
    {
        bool isDead = _death <= _study.Duration && _death <= _dropOut;
        bool isLost = !isDead && _dropOut < _study.Duration;
        Record.FollowUpEnd = _end;
        Record.FollowUpEndReason = isDead ? EventKinds.Death : isLost ? EventKinds.DropOut : TreatmentEndReasons.Ongoing;
        if (isDead || isLost)
        {
            Record.Add(_end, Record.FollowUpEndReason, isDead ? _deathCause : "");
        }

        _treatment.End(_end, isDead ? TreatmentEndReasons.Death : isLost ? TreatmentEndReasons.DropOut : TreatmentEndReasons.Ongoing);
        foreach (var count in _graded)
        {
            count.Close(_end, Record);
        }

        double emergentUntil = Math.Min(_end, Record.LastDose + EmergentWindow);
        foreach (var e in _planned.Where(e => e.Onset <= emergentUntil))
        {
            Record.Suffered(e.Onset, e.Definition.Term, e.Grade, e.Resolution - e.Onset);
        }

        WriteEndpoints(isDead);
        Record.Sort();
    }

    private void WriteEndpoints(bool isDead)
    {
        Add("OS", _end, isDead, Record.FollowUpEndReason);
        if (_recist is null)
        {
            return;
        }

        double? observedDeath = isDead ? _death : null;
        var progressionFree = _recist.ProgressionFreeSurvival(observedDeath);
        Add("PFS", progressionFree.Time, progressionFree.Event,
            _recist.Progression is not null ? EventKinds.Progression : progressionFree.Event ? EventKinds.Death : "last adequate assessment");
        Add("BOR", double.NaN, isEvent: false, _recist.BestResponse.Code);
        Add("BEST CHANGE", 100 * _recist.BestChange, isEvent: false, "%");
        if (_recist.DurationOfResponse(observedDeath) is { } duration)
        {
            Add("RESPONSE START", _recist.ResponseStart!.Value, isEvent: true, _recist.BestResponse.Code);
            Add("DOR", duration.Time, duration.Event, duration.Event ? "progression or death" : "last adequate assessment");
        }

        void Add(string endpoint, double time, bool isEvent, string value) =>
            Record.Endpoints.Add(new(Record.Patient, Record.Arm, endpoint, time, isEvent, value));
    }
}
