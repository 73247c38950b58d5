using Thymus.Populations;
using Thymus.Trials.Courses;
using static Thymus.Trials.Tests.Courses.VirtualTrial;

namespace Thymus.Trials.Tests.Courses;

/// <summary>Which doses are given when, and how treatment ends: single patients worked by hand.</summary>
public sealed class DosingTests
{
    [Fact]
    public void Doses_follow_the_regimen_and_none_is_given_on_the_last_day()
    {
        var record = One(Study(Small.Arm(EveryThreeWeeks)));

        Assert.Equal([0, 21, 42, 63, 84, 105], Times(record));
        Assert.All(record.Of(EventKinds.Dose), d => Assert.Equal(("drug", 100, "mg", 0), (d.Term, d.Amount, d.Unit, d.Duration)));
        Assert.Equal((126, TreatmentEndReasons.Ongoing), (record.TreatmentEnd, record.TreatmentEndReason));
        Assert.Single(record.Of(EventKinds.TreatmentEnd));
        Assert.Equal((6, 0, 105), (record.DosesGiven, record.FirstDose, record.LastDose));
    }

    [Fact]
    public void The_end_of_each_infusion_is_stored_beside_the_regular_times()
    {
        var record = One(Study(Small.Arm(EveryThreeWeeks with { Duration = 0.5, Maximum = 2 })) with { OutputInterval = 30 });

        Assert.Equal([0, 0.5, 21.5, 30, 60, 90, 120], record.CourseTimes);
    }

    [Fact]
    public void Treatment_is_completed_with_its_last_planned_dose()
    {
        var record = One(Study(Small.Arm(EveryThreeWeeks with { Maximum = 3, First = 1 })));

        Assert.Equal([1, 22, 43], Times(record));
        Assert.Equal((43, TreatmentEndReasons.Completed), (record.TreatmentEnd, record.TreatmentEndReason));
    }

    [Fact]
    public void Who_completed_treatment_and_progresses_later_stays_completed()
    {
        var record = One(Study(Small.With(("growth", 0.004)).Arm(EveryThreeWeeks with { Maximum = 1 })));   // 140 mm at 84 d

        Assert.Equal((0, TreatmentEndReasons.Completed), (record.TreatmentEnd, record.TreatmentEndReason));
        Assert.Equal((84, true), (record.Endpoint("PFS").Time, record.Endpoint("PFS").IsEvent));
        Assert.Single(record.Of(EventKinds.TreatmentEnd));
    }

    [Fact]
    public void The_longest_treatment_ends_it_on_that_day()
    {
        var arm = Small.Arm(EveryThreeWeeks);
        var ended = One(Study(arm with { LongestTreatment = 63 }));
        var atTheEnd = One(Study(arm with { LongestTreatment = 126 }));

        Assert.Equal([0, 21, 42], Times(ended));
        Assert.Equal((63, TreatmentEndReasons.Completed), (ended.TreatmentEnd, ended.TreatmentEndReason));
        Assert.Equal((126, TreatmentEndReasons.Ongoing), (atTheEnd.TreatmentEnd, atTheEnd.TreatmentEndReason));
    }

    [Fact]
    public void Lines_of_a_regimen_go_on_side_by_side()
    {
        var record = One(Study(Small.With(("k", 0)).Arm(
            EveryThreeWeeks with { Maximum = 2 },
            new() { Amount = Amount("0.5 g"), Drug = "second", Target = "B", Interval = 14, Maximum = 3 })) with
        { OutputInterval = 21 });

        Assert.Equal([(0, "drug"), (0, "second"), (14, "second"), (21, "drug"), (28, "second")], record.Of(EventKinds.Dose).Select(d => (d.Time, d.Term)));
        Assert.Equal((28, TreatmentEndReasons.Completed), (record.TreatmentEnd, record.TreatmentEndReason));
        Assert.Equal([0, 100, 200, 200, 200, 200, 200], Values(record, 0), Close);
        Assert.Equal([0, 1000, 1500, 1500, 1500, 1500, 1500], Values(record, 3), Close);
    }

    [Fact]
    public void What_is_seen_at_the_time_of_a_dose_is_the_state_before_it()
    {
        var record = One(Study(Small.With(("k", 0)).Arm(EveryThreeWeeks)) with { OutputInterval = 21 });

        Assert.Equal([0, 21, 42, 63, 84, 105, 126], record.CourseTimes);
        Assert.Equal([0, 100, 200, 300, 400, 500, 600], Values(record, 0), Close);
    }

    [Theory]
    [InlineData("2 mg/kg", double.PositiveInfinity, 160)]
    [InlineData("75 mg/m^2", double.PositiveInfinity, 142.5)]
    [InlineData("75 mg/m^2", 130, 130)]
    [InlineData("0.1 g", double.PositiveInfinity, 100)]
    public void Amounts_are_scaled_by_the_body_and_capped(string amount, double cap, double given)
    {
        var therapy = Small.With(("k", 0));
        therapy = therapy with
        {
            Population = therapy.Population with
            {
                Covariates = [Covariate("WT", "g", 80_000), Covariate("BSA", "m^2", 1.9)],   // weight in grams: it is converted
            },
        };
        var record = One(Study(therapy.Arm(EveryThreeWeeks with { Amount = Amount(amount), LargestAmount = cap, Maximum = 1 })));

        Assert.Equal(given, Assert.Single(record.Of(EventKinds.Dose)).Amount, 1e-9);
        Assert.Equal(given, Values(record, 0)[^1], 1e-9);
    }

    [Fact]
    public void Lag_and_bioavailability_change_what_arrives_not_what_is_recorded()
    {
        var bolus = One(Study(Small.With(("k", 0), ("F", 0.5), ("lag", 2)).Arm(
            EveryThreeWeeks with { Maximum = 1, Bioavailability = "F", Lag = "lag" })) with
        { OutputInterval = 1, Duration = 4 });
        var infusion = One(Study(Small.With(("k", 0), ("F", 0.5)).Arm(
            EveryThreeWeeks with { Maximum = 1, Bioavailability = "F", Duration = 2 })) with
        { OutputInterval = 1, Duration = 4 });

        Assert.Equal([0, 0, 0, 50, 50], Values(bolus, 0), Close);
        Assert.Equal([0, 25, 50, 50, 50], Values(infusion, 0), Close);
        Assert.Equal((0, 100, 0), Dose(bolus));
        Assert.Equal((0, 100, 2), Dose(infusion));

        static (double, double, double) Dose(PatientRecord record) =>
            (record.Of(EventKinds.Dose)[0].Time, record.Of(EventKinds.Dose)[0].Amount, record.Of(EventKinds.Dose)[0].Duration);
    }

    [Fact]
    public void An_infusion_may_run_when_the_patient_dies_or_treatment_ends()
    {
        var infusion = EveryThreeWeeks with { Duration = 5 };
        var dead = One(Study((Small.With(("mu", Math.Log(2))) with { Survival = LogNormal }).Arm(infusion)));
        var stopped = One(Study(Small.With(("k", 0)).Arm(infusion) with { LongestTreatment = 2 }) with { OutputInterval = 1, Duration = 7 });

        Assert.Equal(2, dead.FollowUpEnd, 1e-12);
        Assert.Equal([0], Times(dead));
        Assert.Equal((dead.FollowUpEnd, TreatmentEndReasons.Death), (dead.TreatmentEnd, dead.TreatmentEndReason));
        Assert.Equal([0, 20, 40, 60, 80, 100, 100, 100], Values(stopped, 0), Close);
        Assert.Equal(2, stopped.TreatmentEnd);
    }

    [Fact]
    public void A_dose_waits_for_the_count_and_shifts_those_after_it()
    {
        // N = 4·100/(100 + A) is at least 3 when A ≤ 33.3 mg. After 100 mg at 0, A is 49.7, 36.8, 27.3 at 7, 10, 13 d; with 100 mg more at 13,
        // 63.2, 46.8, 34.7, 25.7 at 20, 23, 26, 29 d.
        var therapy = Small.With(("A50", 100)) with { DoseRule = new("N", 3, Recheck: 3, GiveUpAfter: 21, "a test") };
        var record = One(Study(therapy.Arm(EveryThreeWeeks with { Interval = 7 })) with { Duration = 35 });

        Assert.Equal([0, 13, 29], Times(record));
        Assert.Equal([7, 10, 20, 23, 26], record.Of(EventKinds.DoseDelayed).Select(d => d.Time));
        Assert.All(record.Of(EventKinds.DoseDelayed), d => Assert.Equal(("drug: N", 3), (d.Term, d.Duration)));
    }

    [Fact]
    public void Treatment_stops_when_the_count_has_not_recovered_in_time()
    {
        // As above with k = 0.05/d: A is 70, 61, 55 mg at 7, 10, 12 d. The last look is at the end of the longest wait.
        var therapy = Small.With(("A50", 100), ("k", 0.05)) with { DoseRule = new("N", 3, Recheck: 3, GiveUpAfter: 5, "a test") };
        var record = One(Study(therapy.Arm(EveryThreeWeeks with { Interval = 7 })));

        Assert.Equal([0], Times(record));
        Assert.Equal([(7, 3), (10, 2)], record.Of(EventKinds.DoseDelayed).Select(d => (d.Time, d.Duration)));
        Assert.Equal((12, TreatmentEndReasons.AdverseEvent), (record.TreatmentEnd, record.TreatmentEndReason));
    }

    [Fact]
    public void Courses_are_stored_at_multiples_of_the_interval_up_to_the_last_one_in_follow_up()
    {
        var record = One(Study(Small.Arm(EveryThreeWeeks)) with { OutputInterval = 0.1, Duration = 30.05 });

        Assert.Equal(Enumerable.Range(0, 301).Select(k => k * 0.1), record.CourseTimes);
        Assert.Equal(record.CourseTimes.Count * 4, record.CourseValues.Count);
    }

    private static IEnumerable<double> Times(PatientRecord record) => record.Of(EventKinds.Dose).Select(d => d.Time);

    private static double[] Values(PatientRecord record, int output) => [.. record.CourseValues.Where((_, i) => i % 4 == output)];

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) < 1e-9;

    private static Covariate Covariate(string name, string unit, double value) =>
        new(name, name, Parse(unit), new ConstantCovariate(value), value, "a test", "A");
}
