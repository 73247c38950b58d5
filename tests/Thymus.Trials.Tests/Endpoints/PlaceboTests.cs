using Thymus.Trials.Courses;
using Thymus.Trials.Tests.Courses;
using static Thymus.Trials.Tests.Courses.VirtualTrial;

namespace Thymus.Trials.Tests.Endpoints;

/// <summary>Placebo arms, arms without treatment, and adverse events per dose.</summary>
public sealed class PlaceboTests
{
    [Fact]
    public void Placebo_is_given_at_the_times_of_the_doses_and_does_nothing()
    {
        var arm = Small.Arm(EveryThreeWeeks);
        var given = One(Study(arm));
        var placebo = One(Study(arm with { IsPlacebo = true }));

        Assert.Equal(given.Of(EventKinds.Dose).Select(e => e.Time), placebo.Of(EventKinds.Dose).Select(e => e.Time));
        Assert.All(placebo.Of(EventKinds.Dose), e => Assert.Equal(("placebo", 0.0), (e.Term, e.Amount)));
        int outputs = Small.Outputs.Length;
        Assert.All(placebo.CourseValues.Where((_, i) => i % outputs == 0), a => Assert.Equal(0, a));   // the drug, A
        Assert.Contains(given.CourseValues.Where((_, i) => i % outputs == 0), a => a > 1);
    }

    [Fact]
    public void Placebo_has_its_own_rates_and_none_where_none_is_known()
    {
        const int patients = 4000;
        var known = Event(2, 10, 5) with { Incidence = 0.4, PlaceboIncidence = 0.1, PlaceboGrades = [1, 0, 0, 0, 0] };
        var therapy = Small with { AdverseEvents = [known, Event(1, 20, 5) with { Term = "Rash", Incidence = 0.5 }] };
        var arm = therapy.Arm(EveryThreeWeeks);
        var study = Study(arm, arm with { Id = "placebo", IsPlacebo = true }) with { PatientsPerArm = patients, Twins = true };
        var courses = Run(study);
        var events = courses.SelectMany(c => c.Record.Of(EventKinds.AdverseEvent)).ToLookup(e => (e.Arm, e.Term));

        Assert.InRange(events[("arm", "Colitis")].Count(), 1498, 1702);      // 1600 ± 3.3 SD
        Assert.InRange(events[("placebo", "Colitis")].Count(), 337, 463);    // 400 ± 3.3 SD
        Assert.Empty(events[("placebo", "Rash")]);
        Assert.All(events[("placebo", "Colitis")], e => Assert.Equal(1, e.Grade));
        Assert.Empty(events[("placebo", "Colitis")].Select(e => e.Patient).Except(events[("arm", "Colitis")].Select(e => e.Patient)));   // a lower rate of the same draw
    }

    [Fact]
    public void An_event_per_dose_counts_from_each_dose()
    {
        var therapy = Small with { AdverseEvents = [Event(1, 2, 1) with { IsPerDose = true }] };
        var record = One(Study(therapy.Arm(EveryThreeWeeks with { Maximum = 4 })));

        Assert.Equal([2, 23, 44, 65], record.Of(EventKinds.AdverseEvent).Select(e => e.Time));
        Assert.All(record.Of(EventKinds.AdverseEvent), e => Assert.Equal(1, e.Duration));
    }

    [Fact]
    public void Events_per_dose_come_as_often_as_their_rate_in_every_dose()
    {
        var therapy = Small with { AdverseEvents = [Event(1, 0.01, 1) with { IsPerDose = true, Incidence = 0.05 }] };
        var courses = Run(Study(therapy.Arm(EveryThreeWeeks with { Interval = 1, Maximum = 100 })) with { PatientsPerArm = 200 });
        double[] times = [.. courses.SelectMany(c => c.Record.Of(EventKinds.AdverseEvent)).Select(e => e.Time)];

        Assert.InRange(times.Length, 898, 1102);                          // 20000 doses, 1000 ± 3.3 SD
        Assert.InRange(times.Count(t => t < 50), 428, 572);               // half of them, 500 ± 3.3 SD of a Poisson number
    }

    [Fact]
    public void A_reaction_to_a_dose_can_end_treatment()
    {
        var therapy = Small with { AdverseEvents = [Event(3, 1, 1, discontinueFrom: 3) with { IsPerDose = true }] };
        var record = One(Study(therapy.Arm(EveryThreeWeeks)));

        Assert.Single(record.Of(EventKinds.Dose));
        Assert.Equal((1, TreatmentEndReasons.AdverseEvent), (record.TreatmentEnd, record.TreatmentEndReason));
    }

    [Fact]
    public void Without_a_regimen_nobody_is_treated()
    {
        var therapy = Small with { AdverseEvents = [Event(1, 2, 1)] };
        var record = One(Study(therapy.Arm()));

        Assert.Equal((0, TreatmentEndReasons.Ongoing), (record.DosesGiven, record.TreatmentEndReason));
        Assert.Empty(record.Of(EventKinds.AdverseEvent));
    }
}
