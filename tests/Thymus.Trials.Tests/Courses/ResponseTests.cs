using Thymus.Numerics.Random;
using Thymus.Trials.Courses;
using static Thymus.Trials.Tests.Courses.VirtualTrial;

namespace Thymus.Trials.Tests.Courses;

/// <summary>Scans every 42 days of tumours whose size is known. Worked sequences of the project's dossier of response criteria, from RECIST 1.1.</summary>
public sealed class ResponseTests
{
    [Fact]
    public void Progression_is_what_a_scan_shows_and_stops_treatment_before_that_days_dose()
    {
        // 100·e^(0.002 t) passes 120 mm at 91.2 d; the scan at 126 d, a day of a dose, shows it.
        var record = One(Study(Small.With(("growth", 0.002)).Arm(EveryThreeWeeks)) with { Duration = 200 });

        Assert.Equal(["", "SD", "SD", "PD"], record.Assessments.Select(a => a.Response));
        Assert.Equal(100 * Math.Exp(0.002 * 84), record.Assessments[2].TrueSize, 1e-9);
        Assert.Equal([0, 21, 42, 63, 84, 105], record.Of(EventKinds.Dose).Select(d => d.Time));
        Assert.Equal((126, TreatmentEndReasons.Progression), (record.TreatmentEnd, record.TreatmentEndReason));
        Assert.Equal(126, Assert.Single(record.Of(EventKinds.Progression)).Time);
        Assert.Equal((126, true, "progression"), Of(record, "PFS"));
        Assert.Equal((200, false, "ongoing"), Of(record, "OS"));
        Assert.Equal("SD", record.Endpoint("BOR").Value);
    }

    [Fact]
    public void Treatment_may_go_on_after_progression()
    {
        var arm = Small.With(("growth", 0.002)).Arm(EveryThreeWeeks) with { StopAtProgression = false };
        var record = One(Study(arm) with { Duration = 200 });

        Assert.Equal(10, record.DosesGiven);
        Assert.Equal((200, TreatmentEndReasons.Ongoing), (record.TreatmentEnd, record.TreatmentEndReason));
        Assert.Equal((126, true, "progression"), Of(record, "PFS"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Response_lasts_from_its_first_scan_to_progression(bool confirmation)
    {
        // 100 → 60 → 55 → 64 → 66: 66 is 20 % and 11 mm above 55.
        var study = Scans(66, (100, 20), (60, 60), (55, 100), (64, 140));
        var record = One(study with { Duration = 200, Assessments = study.Assessments with { Confirmation = confirmation } });

        Assert.Equal(["", "PR", "PR", "PR", "PD"], record.Assessments.Select(a => a.Response));
        Assert.Equal([0, -40, -45, -36, -34], record.Assessments.Select(a => Math.Round(a.ChangeFromBaseline, 9)));
        Assert.Equal(20, record.Assessments[^1].ChangeFromNadir, 1e-9);
        Assert.Equal("PR", record.Endpoint("BOR").Value);
        Assert.Equal(-45, record.Endpoint("BEST CHANGE").Time, 1e-9);
        Assert.Equal((42, true, "PR"), Of(record, "RESPONSE START"));
        Assert.Equal((126, true, "progression or death"), Of(record, "DOR"));
        Assert.Equal((168, true, "progression"), Of(record, "PFS"));
    }

    [Fact]
    public void A_response_that_is_not_confirmed_is_stable_disease_where_confirmation_is_asked_for()
    {
        var study = Scans(75, (100, 20), (70, 60));
        var confirmed = One(study with { Assessments = study.Assessments with { Confirmation = true } });

        Assert.Equal("PR", One(study).Endpoint("BOR").Value);
        Assert.Equal("SD", confirmed.Endpoint("BOR").Value);
        Assert.DoesNotContain(confirmed.Endpoints, e => e.Endpoint is "DOR" or "RESPONSE START");
    }

    [Fact]
    public void A_tumour_below_the_limit_counts_as_gone_and_is_recorded_as_0()
    {
        var record = One(Scans(6, (100, 20), (4, 60), (4.9, 100)));

        Assert.Equal(["", "CR", "CR", "PD"], record.Assessments.Select(a => a.Response));   // 6 mm of reappeared disease
        Assert.Equal([100, 0, 0, 6], record.Assessments.Select(a => a.MeasuredSize));
        Assert.Equal([100, 4, 4.9, 6], record.Assessments.Select(a => a.TrueSize));
        Assert.Equal("CR", record.Endpoint("BOR").Value);
        Assert.Equal(-100, record.Endpoint("BEST CHANGE").Time);
    }

    [Fact]
    public void Stable_disease_needs_its_minimum_time()
    {
        var study = Scans(100, (100, 20)) with { Duration = 50 };
        var later = study with { Assessments = study.Assessments with { MinimumStableDisease = 56 } };

        Assert.Equal("SD", One(study).Endpoint("BOR").Value);
        Assert.Equal("NE", One(later).Endpoint("BOR").Value);
        Assert.Equal((42, false, "last adequate assessment"), Of(One(study), "PFS"));
    }

    [Fact]
    public void Death_without_progression_ends_progression_free_survival()
    {
        var early = One(Study((Small.With(("mu", Math.Log(30))) with { Survival = LogNormal }).Arm(EveryThreeWeeks)));
        var later = One(Study((Small.With(("mu", Math.Log(60))) with { Survival = LogNormal }).Arm(EveryThreeWeeks)));

        Assert.Equal((early.FollowUpEnd, true, "death"), Of(early, "PFS"));
        Assert.Equal("NE", early.Endpoint("BOR").Value);
        Assert.Equal((later.FollowUpEnd, true, "death"), Of(later, "PFS"));
        Assert.Equal("SD", later.Endpoint("BOR").Value);
        Assert.Equal((later.FollowUpEnd, TreatmentEndReasons.Death), (later.TreatmentEnd, later.TreatmentEndReason));
    }

    [Fact]
    public void A_scan_has_the_error_of_its_patient_and_visit()
    {
        // The variance is 4 mm² + 0.01·size²; the score is that of the stream of patient 1 and the visit. Baselines are at least 10 mm.
        var output = Small.Outputs[1] with { Error = new(4, 0.01, 0) };
        var therapy = Small with { Outputs = Small.Outputs.SetItem(1, output) };
        var study = Study(therapy.Arm(EveryThreeWeeks), therapy.Arm() with { Id = "twin" });
        study = study with { Twins = true, Assessments = study.Assessments with { WithMeasurementError = true } };
        var records = Run(study).Select(c => c.Record).ToList();

        Assert.Equal(2, records.Count);
        Assert.All(records, r => Assert.All(r.Assessments, a => Assert.Equal(
            100 + (Math.Sqrt(104) * RandomStream.For(1, 1, $"measurement:tumour-size:{a.Visit}").NextNormal()), a.MeasuredSize, 1e-9)));
        Assert.All(records, r => Assert.All(r.Assessments, a => Assert.Equal(100, a.TrueSize)));
    }

    [Fact]
    public void A_baseline_is_measurable_disease()
    {
        var record = One(Study(Small.With(("SLD0", 8)).Arm()));

        Assert.Equal((8, 10), (record.Assessments[0].TrueSize, record.Assessments[0].MeasuredSize));
        Assert.Equal(-20, record.Assessments[1].ChangeFromBaseline, 1e-9);
    }

    private static Study Scans(double last, params (double Value, double Until)[] before) => Study(Formula("SLD", Steps(last, before)).Arm());

    private static (double, bool, string) Of(PatientRecord record, string endpoint)
    {
        var row = record.Endpoint(endpoint);
        return (row.Time, row.IsEvent, row.Value);
    }
}
