using Thymus.Therapies;
using Thymus.Trials.Courses;
using static Thymus.Trials.Tests.Courses.VirtualTrial;

namespace Thymus.Trials.Tests.Courses;

/// <summary>
/// Counts graded day by day against closed forms: N = N0·A50/(A50 + A), with A = dose·e^(−t/10 d). CTCAE v5.0 has neutropenia of grade 1 to 4
/// below 1.8 (the typical lower limit of normal), 1.5, 1.0 and 0.5·10⁹/L.
/// </summary>
public sealed class GradedCountTests
{
    [Fact]
    public void An_episode_lasts_from_the_first_look_that_shows_it_to_the_first_that_does_not()
    {
        // N0 = 4, A50 = 100: N(1 d) = 0.437; N is 1.8 at 10·ln(900/122.2) = 19.97 d.
        var record = One(Study(Therapy(("A50", 100)).Arm(Once(900))));

        var row = Assert.Single(record.Of(EventKinds.AdverseEvent));
        Assert.Equal((1, "Neutrophil count decreased", 4, 19, "1e9/L"), (row.Time, row.Term, row.Grade, row.Duration, row.Unit));
        Assert.Equal(400 / (100 + (900 * Math.Exp(-0.1))), row.Amount, 1e-6);
    }

    [Fact]
    public void Each_cycle_has_its_episode()
    {
        var record = One(Study(Therapy(("A50", 100)).Arm(Once(900) with { Interval = 30, Maximum = 4 })));

        Assert.Equal([1, 31, 61, 91], record.Of(EventKinds.AdverseEvent).Select(e => e.Time));
        Assert.All(record.Of(EventKinds.AdverseEvent), e => Assert.Equal(4, e.Grade));
    }

    [Theory]
    [InlineData(10.5)]
    [InlineData(10)]
    public void An_open_episode_ends_with_follow_up(double death)
    {
        var therapy = Therapy(("A50", 100), ("mu", Math.Log(death))) with { Survival = LogNormal };

        Assert.Equal(death - 1, Assert.Single(One(Study(therapy.Arm(Once(900)))).Of(EventKinds.AdverseEvent)).Duration, 1e-9);
    }

    [Fact]
    public void The_grade_before_treatment_is_the_patients_own()
    {
        // N0 = 1.7 is grade 1. 50 mg: N is below 1.5 (grade 2) until 10·ln(50/13.33) = 13.2 d.
        var unchanged = One(Study(Therapy(("N0", 1.7)).Arm(Once(900))));
        var lowered = One(Study(Therapy(("N0", 1.7), ("A50", 100)).Arm(Once(50) with { First = 2 })));

        Assert.Empty(unchanged.Of(EventKinds.AdverseEvent));
        var row = Assert.Single(lowered.Of(EventKinds.AdverseEvent));
        Assert.Equal((3, 2, 13), (row.Time, row.Grade, row.Duration));
    }

    [Fact]
    public void An_episode_that_starts_later_than_90_days_after_the_last_dose_is_not_one_of_treatment()
    {
        var therapy = Formula("N", Steps(1.2, (4, 99.5))) with { AdverseEvents = Therapy().AdverseEvents };
        var once = One(Study(therapy.Arm(Once(100))));
        var ongoing = One(Study(therapy.Arm(EveryThreeWeeks)));

        Assert.Empty(once.Of(EventKinds.AdverseEvent));
        Assert.Equal([(100, 2, 26)], ongoing.Of(EventKinds.AdverseEvent).Select(e => (e.Time, e.Grade, e.Duration)));
    }

    [Fact]
    public void The_first_and_the_last_day_are_looked_at()
    {
        var therapy = Formula("N", Steps(1.2, (4, 125.5))) with { AdverseEvents = Therapy().AdverseEvents };
        var record = One(Study(therapy.Arm(EveryThreeWeeks)));

        Assert.Equal([(126, 0)], record.Of(EventKinds.AdverseEvent).Select(e => (e.Time, e.Duration)));
    }

    [Fact]
    public void A_count_in_another_unit_is_converted()
    {
        var therapy = Therapy(("A50", 100), ("N0", 4000));
        therapy = therapy with { Outputs = therapy.Outputs.SetItem(2, therapy.Outputs[2] with { Unit = Parse("1e6/L") }) };
        var row = Assert.Single(One(Study(therapy.Arm(Once(900)))).Of(EventKinds.AdverseEvent));

        Assert.Equal((1, 4, 19, "1e6/L"), (row.Time, row.Grade, row.Duration, row.Unit));
        Assert.Equal(400_000 / (100 + (900 * Math.Exp(-0.1))), row.Amount, 1e-3);
    }

    [Fact]
    public void The_worst_value_of_a_term_that_rises_is_the_highest()
    {
        // Alanine aminotransferase, typical upper limit 40 U/L: grade 3 above 200, grade 1 above 40.
        var therapy = Formula("N", Steps(30, (30, 9.5), (100, 19.5), (250, 29.5), (150, 39.5)));
        therapy = therapy with
        {
            Outputs = therapy.Outputs.SetItem(2, therapy.Outputs[2] with { Unit = Parse("U/L") }),
            AdverseEvents = [Graded() with { Term = "Alanine aminotransferase increased" }],
        };
        var row = Assert.Single(One(Study(therapy.Arm(EveryThreeWeeks))).Of(EventKinds.AdverseEvent));

        Assert.Equal((10, 3, 30, 250), (row.Time, row.Grade, row.Duration, row.Amount));
    }

    [Fact]
    public void A_count_holds_doses_week_by_week_and_ends_treatment_as_the_therapy_says()
    {
        // After 900 mg: N(7 d) = 0.73 (grade 3), N(14 d) = 1.24 (grade 2).
        var held = One(Study(Therapy(("A50", 100)).Hold(3).Arm(Once(900) with { Interval = 7, Maximum = 2 })));
        var ended = One(Study(Therapy(("A50", 100)).Hold(0, discontinueFrom: 4).Arm(Once(900) with { Interval = 7, Maximum = 2 })));

        Assert.Equal([0, 14], held.Of(EventKinds.Dose).Select(d => d.Time));
        Assert.Equal([(7, 7)], held.Of(EventKinds.DoseDelayed).Select(d => (d.Time, d.Duration)));
        Assert.Equal((1, TreatmentEndReasons.AdverseEvent, 1), (ended.TreatmentEnd, ended.TreatmentEndReason, ended.DosesGiven));
    }

    private static SimulatedAdverseEvent Graded() =>
        new() { Term = "Neutrophil count decreased", Class = "haematological", Source = "CTCAE v5.0", Confidence = "A", Output = "N" };

    private static Therapy Therapy(params (string, double)[] values) => Small.With(values) with { AdverseEvents = [Graded()] };

    private static RegimenDose Once(double amount) => EveryThreeWeeks with { Amount = new(amount, Milligram), Maximum = 1 };
}

/// <summary>Short words for the tests of graded counts.</summary>
file static class GradedTherapy
{
    public static Therapy Hold(this Therapy therapy, int holdFrom, int discontinueFrom = 0) => therapy with
    {
        AdverseEvents = [therapy.AdverseEvents[0] with { HoldFrom = holdFrom, DiscontinueFrom = discontinueFrom }],
    };
}
