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

    private readonly ArmProgram program;
    private readonly Study study;
    private readonly VirtualPatient patient;
    private readonly ImmutableArray<PlannedAdverseEvent> planned;
    private readonly TreatmentCourse treatment;
    private readonly GradedCount[] graded;
    private readonly double monitoring;
    private RecistCourse? recist;
    private double end;
    private double death = double.PositiveInfinity;
    private double dropOut = double.PositiveInfinity;
    private string deathCause = "disease";
    private int visit, stored, monitored;

    internal TrialCourse(ArmProgram program, Study study, VirtualPatient patient)
    {
        this.program = program;
        this.study = study;
        this.patient = patient;
        Record = new((long)patient.Number, program.Arm.Id);
        planned = AdverseEventPlan.Draw(program.Arm.Therapy.AdverseEvents, study.Seed, patient.Number);
        treatment = new(program, Record, planned, program.AmountsFor(patient));
        graded = [.. program.Arm.Therapy.AdverseEvents.OfType<SimulatedAdverseEvent>()
            .Select(e => new GradedCount(e, program.Model.ObservableNames.IndexOf(e.Output), program.OutputUnit(e.Output)))];
        monitoring = graded.Length > 0 ? MonitoringInterval : double.PositiveInfinity;
        end = study.Duration;
    }

    internal PatientRecord Record { get; }

    /// <inheritdoc />
    public double Start => 0;

    /// <inheritdoc />
    public double NextOutput
    {
        get
        {
            double next = Math.Min(Math.Min(NextVisit, stored * study.OutputInterval), monitored == 0 ? 0 : monitored * monitoring);
            return next <= end ? next : double.PositiveInfinity;
        }
    }

    private double NextVisit => program.TumourOutput < 0 || recist?.Progression is not null
        ? double.PositiveInfinity
        : visit * study.Assessments.Interval;

    /// <inheritdoc />
    public void Begin(Span<double> parameters)
    {
        program.Model.DefaultParameters.CopyTo(parameters);
        for (int i = 0; i < program.CovariateIndexes.Length; i++)
        {
            if (program.CovariateIndexes[i] >= 0)
            {
                parameters[program.CovariateIndexes[i]] = patient.Covariates[i];
            }
        }

        for (int i = 0; i < program.ParameterIndexes.Length; i++)
        {
            parameters[program.ParameterIndexes[i]] = patient.Parameters[i];
        }

        if (program.DeathThreshold >= 0)
        {
            parameters[program.DeathThreshold] = RandomStream.For(study.Seed, patient.Number, "death").NextExponential();
        }
    }

    /// <inheritdoc />
    public void OnOutput(double time, ReadOnlySpan<double> state, ReadOnlySpan<double> observed)
    {
        if (time >= NextVisit)
        {
            Assess(time, observed[program.TumourOutput]);
            visit++;
        }

        if (time >= stored * study.OutputInterval)
        {
            Record.CourseTimes.Add(time);
            for (int i = 0; i < program.Outputs.Length; i++)
            {
                Record.CourseValues.Add(observed[i]);
            }

            stored++;
        }

        if (monitored == 0 || time >= monitored * monitoring)
        {
            foreach (var count in graded)
            {
                count.Observe(time, observed[count.Observable], Record);
            }

            monitored++;
        }
    }

    /// <inheritdoc />
    public NextStop OnStop(ref LaneState at)
    {
        if (at.Time == 0)
        {
            PlanEnd(at.Observed);
        }

        if (at.Time >= end)
        {
            return NextStop.Finish;
        }

        treatment.Act(ref at);
        return NextStop.At(Math.Min(end, treatment.NextChange));
    }

    /// <inheritdoc />
    public NextStop OnTrigger(int trigger, ref LaneState at)
    {
        if (trigger == program.DeathTrigger)
        {
            death = end = at.Time;
            return NextStop.Finish;
        }

        return NextStop.At(Math.Min(end, treatment.NextChange));
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
            Record.Failure = FailureText.Describe(Record, ended, program.Model.StateNames);
        }
    }

    /// <summary>Draws when follow-up ends: death by the published survival model or by a fatal adverse event, or drop-out.</summary>
    private void PlanEnd(ReadOnlySpan<double> observed)
    {
        if (program.SurvivalLocation >= 0)
        {
            double score = RandomStream.For(study.Seed, patient.Number, "death").NextNormal();
            death = Elementary.Exp(observed[program.SurvivalLocation] + (observed[program.SurvivalScale] * score));
        }

        if (study.DropOutHazard > 0)
        {
            dropOut = RandomStream.For(study.Seed, patient.Number, "drop-out").NextExponential() / study.DropOutHazard;
        }

        if (planned.FirstOrDefault(e => e.Grade == 5) is { } fatal && fatal.Onset < death)
        {
            death = fatal.Onset;
            deathCause = fatal.Definition.Term;
        }

        end = Math.Min(study.Duration, Math.Min(death, dropOut));
    }

    private void Assess(double time, double size)
    {
        double measured = size;
        if (study.Assessments.WithMeasurementError && program.Outputs[program.TumourOutput].Error is { } error)
        {
            var stream = RandomStream.For(study.Seed, patient.Number, $"measurement:tumour-size:{visit}");
            measured = Math.Max(0, MeasurementError.Measure(size, error.AdditiveVariance, error.ProportionalVariance, error.LogVariance, ref stream));
        }

        bool areGone = measured < study.Assessments.CompleteResponseBelow;
        if (recist is null)
        {
            // A patient is enrolled with measurable disease: at least one lesion of 10 mm.
            recist = new(Math.Max(measured, SmallestBaseline), new()
            {
                Confirmation = study.Assessments.Confirmation,
                MinimumStableDisease = study.Assessments.MinimumStableDisease,
            });
            Record.Assessments.Add(new(Record.Patient, Record.Arm, visit, time, size, measured, 0, 0, ""));
            baseline = Math.Max(measured, SmallestBaseline);
            return;
        }

        var seen = recist.Assess(new(time, areGone ? 0 : measured, areGone));
        Record.Assessments.Add(new(
            Record.Patient, Record.Arm, visit, time, size, measured, 100 * ((measured / baseline) - 1),
            seen.Nadir > 0 ? 100 * ((measured / seen.Nadir) - 1) : double.NaN, seen.Overall.Code));
        if (recist.Progression is double progression)
        {
            Record.Add(progression, EventKinds.Progression, "RECIST 1.1");
            if (program.Arm.StopAtProgression)
            {
                treatment.End(progression, TreatmentEndReasons.Progression);
            }
        }
    }

    private const double SmallestBaseline = 10;
    private double baseline;

    private void Close()
    {
        bool isDead = death <= study.Duration && death <= dropOut;
        bool isLost = !isDead && dropOut < study.Duration;
        Record.FollowUpEnd = end;
        Record.FollowUpEndReason = isDead ? EventKinds.Death : isLost ? EventKinds.DropOut : TreatmentEndReasons.Ongoing;
        if (isDead || isLost)
        {
            Record.Add(end, Record.FollowUpEndReason, isDead ? deathCause : "");
        }

        treatment.End(end, isDead ? TreatmentEndReasons.Death : isLost ? TreatmentEndReasons.DropOut : TreatmentEndReasons.Ongoing);
        foreach (var count in graded)
        {
            count.Close(end, Record);
        }

        double emergentUntil = Math.Min(end, Record.LastDose + EmergentWindow);
        foreach (var e in planned.Where(e => e.Onset <= emergentUntil))
        {
            Record.Suffered(e.Onset, e.Definition.Term, e.Grade, e.Resolution - e.Onset);
        }

        WriteEndpoints(isDead);
        Record.Sort();
    }

    private void WriteEndpoints(bool isDead)
    {
        Add("OS", end, isDead, Record.FollowUpEndReason);
        if (recist is null)
        {
            return;
        }

        double? observedDeath = isDead ? death : null;
        var progressionFree = recist.ProgressionFreeSurvival(observedDeath);
        Add("PFS", progressionFree.Time, progressionFree.Event,
            recist.Progression is not null ? EventKinds.Progression : progressionFree.Event ? EventKinds.Death : "last adequate assessment");
        Add("BOR", double.NaN, isEvent: false, recist.BestResponse.Code);
        Add("BEST CHANGE", 100 * recist.BestChange, isEvent: false, "%");
        if (recist.DurationOfResponse(observedDeath) is { } duration)
        {
            Add("RESPONSE START", recist.ResponseStart!.Value, isEvent: true, recist.BestResponse.Code);
            Add("DOR", duration.Time, duration.Event, duration.Event ? "progression or death" : "last adequate assessment");
        }

        void Add(string endpoint, double time, bool isEvent, string value) =>
            Record.Endpoints.Add(new(Record.Patient, Record.Arm, endpoint, time, isEvent, value));
    }
}
