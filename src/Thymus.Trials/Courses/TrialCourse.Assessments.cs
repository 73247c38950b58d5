using Thymus.Clinic.Recist;
using Thymus.Numerics.Random;
using Thymus.Populations.Drawing;

namespace Thymus.Trials.Courses;

// Tumour assessments, and the endpoints that follow from them.
internal sealed partial class TrialCourse
{
    /// <summary>A patient is enrolled with measurable disease: at least one lesion of 10 mm (RECIST 1.1) [mm].</summary>
    private const double SmallestBaseline = 10;

    private RecistCourse? _recist;
    private int _visit;

    private double NextVisit => _program.TumourOutput < 0 || _recist?.Progression is not null
        ? double.PositiveInfinity
        : _visit * _study.Assessments.Interval;

    private void Assess(double time, double size)
    {
        if (!double.IsFinite(size))
        {
            Fail(time, _program.Outputs[_program.TumourOutput].Name, size);
        }
        else if (_recist is null)
        {
            Begin(size, Math.Max(Measure(size), SmallestBaseline));
        }
        else
        {
            Compare(_recist, time, size, Measure(size));
        }

        _visit++;
    }

    private double Measure(double size)
    {
        if (!_study.Assessments.WithMeasurementError || _program.Outputs[_program.TumourOutput].Error is not { } error)
        {
            return size;
        }

        var stream = RandomStream.For(_study.Seed, _patient.Number, $"measurement:tumour-size:{_visit}");
        return Math.Max(0, MeasurementError.Measure(size, error.AdditiveVariance, error.ProportionalVariance, error.LogVariance, ref stream));
    }

    private void Begin(double size, double baseline)
    {
        _recist = new(baseline, new()
        {
            Confirmation = _study.Assessments.Confirmation,
            MinimumStableDisease = _study.Assessments.MinimumStableDisease,
        });
        Record.Assessments.Add(new(Record.Patient, Record.Arm, Visit: 0, Start, size, baseline, 0, 0, ""));
    }

    private void Compare(RecistCourse recist, double time, double size, double measured)
    {
        bool areGone = measured < _study.Assessments.CompleteResponseBelow;
        var seen = recist.Assess(new(time, areGone ? 0 : measured, areGone));
        Record.Assessments.Add(new(
            Record.Patient, Record.Arm, _visit, time, size, seen.SumOfDiameters, 100 * seen.Change,
            seen.Nadir > 0 ? 100 * ((seen.SumOfDiameters / seen.Nadir) - 1) : double.NaN, seen.Overall.Code));
        if (recist.Progression is not double progression)
        {
            return;
        }

        Record.Add(progression, EventKinds.Progression, "RECIST 1.1");
        if (_program.Arm.StopAtProgression)
        {
            _treatment.End(progression, TreatmentEndReasons.Progression);
        }
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
