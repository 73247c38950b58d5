using Thymus.Therapies;
using Thymus.Trials.Courses;
using static Thymus.Trials.Tests.Courses.VirtualTrial;

namespace Thymus.Trials.Tests.Courses;

/// <summary>Adverse events drawn from published rates: how often and when, and what they do to treatment and life.</summary>
public sealed class AdverseEventTests
{
    [Fact]
    public void Events_come_as_often_as_late_and_as_severe_as_published()
    {
        const int patients = 4000;
        var published = Event(1, 30, 10) with
        {
            Incidence = 0.4,
            Grades = [0.1, 0.2, 0.3, 0.4, 0],
            OnsetLogSd = 0.5,
            DurationLogSd = 0.3,
        };
        var events = Many(published, patients, EveryThreeWeeks with { Interval = 300 });

        Assert.InRange(events.Length, 1498, 1702);   // 1600 ± 3.3 SD of a binomial
        AssertDistribution(events.Select(e => e.Time), t => MathNet.Numerics.Distributions.LogNormal.CDF(Math.Log(30), 0.5, t));
        AssertDistribution(events.Select(e => e.Duration), t => MathNet.Numerics.Distributions.LogNormal.CDF(Math.Log(10), 0.3, t));
        double[] expected = [.. published.Grades.Take(4).Select(p => p * events.Length)];
        Assert.InRange(expected.Select((n, i) => Math.Pow(events.Count(e => e.Grade == i + 1) - n, 2) / n).Sum(), 0, 16.3);   // χ², 3 degrees, 99.9 %
        Assert.Equal(0, events.Count(e => e.Grade == 5));
    }

    [Fact]
    public void Events_later_than_90_days_after_the_last_dose_are_not_those_of_treatment()
    {
        // One dose at 7 d; half of the onsets, whose median is 90 d after it, fall into the window.
        var events = Many(Event(2, 90, 10) with { OnsetLogSd = 0.9 }, 2000, EveryThreeWeeks with { Maximum = 1, First = 7 });

        Assert.InRange(events.Length, 926, 1074);   // 1000 ± 3.3 SD
        Assert.All(events, e => Assert.InRange(e.Time, 7, 97));
    }

    [Fact]
    public void Onset_counts_from_the_first_dose()
    {
        var record = With(Event(2, 10, 20), EveryThreeWeeks with { First = 7 });

        var row = Assert.Single(record.Of(EventKinds.AdverseEvent));
        Assert.Equal((17, "Colitis", 2, 20), (row.Time, row.Term, row.Grade, row.Duration));
    }

    [Fact]
    public void Who_was_never_dosed_has_no_adverse_event()
    {
        var record = With(Event(5, 10, 20), EveryThreeWeeks with { First = 1000 });

        Assert.Empty(record.Of(EventKinds.AdverseEvent));
        Assert.Equal(TreatmentEndReasons.Ongoing, record.FollowUpEndReason);
    }

    [Fact]
    public void An_event_that_lasts_beyond_follow_up_is_recorded_until_its_end_and_a_permanent_one_as_such()
    {
        Assert.Equal(6, With(Event(1, 120, 30), EveryThreeWeeks).Of(EventKinds.AdverseEvent)[0].Duration);
        Assert.Equal(double.PositiveInfinity, With(Event(1, 120, double.PositiveInfinity), EveryThreeWeeks).Of(EventKinds.AdverseEvent)[0].Duration);
    }

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(4, 3, true)]
    [InlineData(2, 3, false)]
    [InlineData(4, 0, false)]
    public void A_severe_event_ends_treatment_at_its_onset(int grade, int discontinueFrom, bool ends)
    {
        var record = With(Event(grade, 30, 5, discontinueFrom: discontinueFrom), EveryThreeWeeks);

        Assert.Equal(ends ? (30, "adverse event") : (126, "ongoing"), (record.TreatmentEnd, record.TreatmentEndReason));
        Assert.Equal(ends ? 2 : 6, record.DosesGiven);
    }

    [Fact]
    public void The_first_reason_to_end_treatment_stays()
    {
        // The event is at 30 d, the next dose at 42 d; death at 35 d lies between. Progression at 42 d is before an event at 50 d.
        var died = One(Study((Therapy(Event(3, 30, 5, discontinueFrom: 3), ("mu", Math.Log(35))) with { Survival = VirtualTrial.LogNormal }).Arm(EveryThreeWeeks)));
        var progressed = One(Study(Therapy(Event(3, 50, 5, discontinueFrom: 3), ("growth", 0.01)).Arm(EveryThreeWeeks)));

        Assert.Equal((30, TreatmentEndReasons.AdverseEvent), (died.TreatmentEnd, died.TreatmentEndReason));
        Assert.Equal((42, TreatmentEndReasons.Progression), (progressed.TreatmentEnd, progressed.TreatmentEndReason));
        Assert.Equal(50, Assert.Single(progressed.Of(EventKinds.AdverseEvent)).Time);   // 29 d after the last dose: still one of treatment
        Assert.All([died, progressed], r => Assert.Single(r.Of(EventKinds.TreatmentEnd)));
    }

    [Fact]
    public void A_hold_puts_doses_off_until_it_is_resolved()
    {
        var record = With(Event(2, 20, 30, holdFrom: 2), EveryThreeWeeks);

        Assert.Equal([0, 50, 71, 92, 113], record.Of(EventKinds.Dose).Select(d => d.Time));
        var row = Assert.Single(record.Of(EventKinds.DoseDelayed));
        Assert.Equal((21, "drug: adverse event", 29), (row.Time, row.Term, row.Duration));
    }

    [Theory]
    [InlineData(85, false)]
    [InlineData(85.5, true)]
    [InlineData(double.PositiveInfinity, true)]
    public void A_hold_of_more_than_12_weeks_ends_treatment_when_they_are_over(double duration, bool ends)
    {
        // Held from 20 d; the dose due at 21 d waits until 105 d at the longest.
        var record = With(Event(3, 20, duration, holdFrom: 3), EveryThreeWeeks);

        Assert.Equal(ends ? (105, "adverse event") : (126, "ongoing"), (record.TreatmentEnd, record.TreatmentEndReason));
        Assert.Equal(ends ? [0] : [0, 105], record.Of(EventKinds.Dose).Select(d => d.Time));
    }

    [Fact]
    public void What_happens_during_a_hold_goes_by_its_own_time()
    {
        var record = One(Study(Therapy(Event(3, 20, 1000, holdFrom: 3), ("growth", 0.004)).Arm(EveryThreeWeeks)));

        Assert.Equal((84, TreatmentEndReasons.Progression), (record.TreatmentEnd, record.TreatmentEndReason));   // not 105 d
    }

    [Fact]
    public void A_wait_for_the_count_starts_anew_after_a_hold()
    {
        // Held from 20 to 100 d, 79 d after the dose was due; then the count is low until 110 d, and may be for 21 d.
        var therapy = Formula("N", Steps(4, (4, 50), (2, 110))) with
        {
            AdverseEvents = [Event(2, 20, 80, holdFrom: 2)],
            DoseRule = new("N", 3, Recheck: 7, GiveUpAfter: 21, "a test"),
        };
        var record = One(Study(therapy.Arm(EveryThreeWeeks)));

        Assert.Equal([0, 114], record.Of(EventKinds.Dose).Select(d => d.Time));
        Assert.Equal([(21, 79), (100, 7), (107, 7)], record.Of(EventKinds.DoseDelayed).Select(d => (d.Time, d.Duration)));
    }

    [Fact]
    public void A_fatal_event_ends_life_at_its_onset()
    {
        var record = With(Event(5, 30, 10), EveryThreeWeeks);

        Assert.Equal((30, EventKinds.Death), (record.FollowUpEnd, record.FollowUpEndReason));
        Assert.Equal((30, true), (record.Endpoint("OS").Time, record.Endpoint("OS").IsEvent));
        Assert.Equal((30, true, "death"), (record.Endpoint("PFS").Time, record.Endpoint("PFS").IsEvent, record.Endpoint("PFS").Value));
        Assert.Equal("Colitis", Assert.Single(record.Of(EventKinds.Death)).Term);
        Assert.Equal((30, 5, 0), (record.Of("adverse event")[0].Time, record.Of("adverse event")[0].Grade, record.Of("adverse event")[0].Duration));
        Assert.Equal((30, TreatmentEndReasons.Death), (record.TreatmentEnd, record.TreatmentEndReason));
    }

    [Theory]
    [InlineData(110, true)]
    [InlineData(112, false)]   // the last dose is at 21 d, progression at 42 d
    public void A_fatal_event_kills_only_who_was_treated_shortly_before(double onset, bool kills)
    {
        var record = One(Study(Therapy(Event(5, onset, 10), ("growth", 0.01)).Arm(EveryThreeWeeks)));

        Assert.Equal(kills ? EventKinds.Death : TreatmentEndReasons.Ongoing, record.FollowUpEndReason);
        Assert.Equal(kills ? 1 : 0, record.Of(EventKinds.AdverseEvent).Length);
    }

    [Fact]
    public void Death_of_disease_before_a_fatal_event_is_of_disease()
    {
        var byHazard = One(Study((Therapy(Event(5, 120, 10), ("h", 1)) with { Survival = Hazard }).Arm(EveryThreeWeeks)));
        var drawn = One(Study((Therapy(Event(5, 120, 10), ("mu", 3)) with { Survival = VirtualTrial.LogNormal }).Arm(EveryThreeWeeks)));

        Assert.All([byHazard, drawn], r =>
        {
            Assert.Equal("disease", Assert.Single(r.Of(EventKinds.Death)).Term);
            Assert.Empty(r.Of(EventKinds.AdverseEvent));
        });
    }

    private static Therapy Therapy(PublishedAdverseEvent happening, params (string, double)[] values) =>
        Small.With(values) with { AdverseEvents = [happening] };

    private static PatientRecord With(PublishedAdverseEvent happening, RegimenDose dose) => One(Study(Therapy(happening).Arm(dose)));

    private static EventRow[] Many(PublishedAdverseEvent happening, int patients, RegimenDose dose)
    {
        var therapy = Therapy(happening, ("k", 0)) with { Outputs = [Small.Outputs[0]] };
        var study = Study(therapy.Arm(dose)) with { PatientsPerArm = patients, Duration = 1000, OutputInterval = 1000 };
        return [.. Run(study).SelectMany(c => c.Record.Of(EventKinds.AdverseEvent))];
    }

    private static void AssertDistribution(IEnumerable<double> values, Func<double, double> cumulative)
    {
        double[] sorted = [.. values.Order()];
        double furthest = sorted.Select((t, i) => Math.Max(cumulative(t) - (i / (double)sorted.Length), ((i + 1) / (double)sorted.Length) - cumulative(t))).Max();
        Assert.InRange(furthest, 0, 1.95 / Math.Sqrt(sorted.Length));   // Kolmogorov, 99.9 %
    }
}
