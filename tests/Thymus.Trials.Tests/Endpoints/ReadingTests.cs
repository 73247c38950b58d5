using Thymus.Solvers.Lanes;
using Thymus.Therapies;
using Thymus.Trials.Courses;
using Thymus.Trials.Endpoints;
using Thymus.Trials.Tests.Courses;
using static Thymus.Trials.Tests.Courses.VirtualTrial;

namespace Thymus.Trials.Tests.Endpoints;

/// <summary>Readings of a drug that decays, A(t) = 100 e^(−0.1 t) after one dose, and of outputs that are formulas of time.</summary>
public sealed class ReadingTests
{
    private static readonly RegimenDose Once = EveryThreeWeeks with { Maximum = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(126)]
    public void A_value_is_read_at_its_time_whatever_the_grid_of_the_courses_is(double at)
    {
        double[] values = [.. new[] { 63.0, 7, 1.7 }.Select(interval => One(Trial(Reading("A", at)) with { OutputInterval = interval }).Endpoint("e").Time)];

        Assert.Equal(100 * Math.Exp(-0.1 * at), values[0], (1e-5 * values[0]) + 1e-8);
        Assert.Equal(values[0], values[1]);
        Assert.Equal(values[0], values[2]);
    }

    [Fact]
    public void At_the_time_of_a_dose_the_value_is_the_one_before_it()
    {
        Assert.Equal(0, One(Trial(Reading("A", 0))).Endpoint("e").Time);

        var study = Trial(Reading("A", 21)) with { Arms = [Small.Arm(EveryThreeWeeks)] };
        Assert.Equal(100 * Math.Exp(-2.1), One(study).Endpoint("e").Time, 1e-4);
    }

    [Theory]
    [InlineData(Measure.Value, 2)]
    [InlineData(Measure.Change, -3)]
    [InlineData(Measure.PercentChange, -60)]
    [InlineData(Measure.Fold, 0.4)]
    public void A_measure_holds_the_reading_against_the_baseline(Measure measure, double expected)
    {
        var record = One(Trial(Reading("N", 50) with { Measure = measure }, Formula("N", Steps(2, (5, 30)))));

        Assert.Equal(expected, record.Endpoint("e").Time, 1e-12);
        Assert.Equal(measure is Measure.Value ? 0 : 1, record.Endpoints.Count(e => e.Endpoint == "e:baseline"));
        if (measure is not Measure.Value)
        {
            Assert.Equal(5, record.Endpoint("e:baseline").Time, 1e-12);
        }
    }

    [Fact]
    public void A_baseline_may_be_later_than_the_start()
    {
        var record = One(Trial(Reading("N", 60) with { Measure = Measure.Fold, Baseline = 40 }, Formula("N", Steps(8, (5, 30), (2, 50)))));

        Assert.Equal((4.0, 2.0), (record.Endpoint("e").Time, record.Endpoint("e:baseline").Time));
    }

    [Theory]
    [InlineData(Taken.Average, 6)]
    [InlineData(Taken.Area, 60)]
    [InlineData(Taken.Maximum, 11)]
    [InlineData(Taken.Minimum, 1)]
    [InlineData(Taken.TimeOfMaximum, 20)]
    [InlineData(Taken.TimeOfMinimum, 10)]
    public void A_window_of_a_straight_line_is_known(Taken take, double expected)
    {
        // N = 1 + (t − 10) in the window from 10 to 20 d: trapezoids are exact, also where the last step is shorter
        var reading = Reading("N", 10) with { Take = take, To = 20, Every = 3 };

        Assert.Equal(expected, One(Trial(reading, Formula("N", "time - 9"))).Endpoint("e").Time, 1e-9);
    }

    [Fact]
    public void A_daily_window_is_close_to_the_integral()
    {
        var reading = Reading("A", 1) with { Take = Taken.Area, To = 101, Every = 0.5 };
        double exact = 1000 * (Math.Exp(-0.1) - Math.Exp(-10.1));   // ∫ 100 e^(−0.1 t) dt

        Assert.Equal(exact, One(Trial(reading)).Endpoint("e").Time, exact * 0.1 * 0.1 * 0.25 / 10);   // trapezoids: h²/12 · k², generously
    }

    [Fact]
    public void Below_the_detection_limit_half_of_it_is_read()
    {
        Assert.Equal(0.5, One(Trial(Reading("A", 100) with { DetectionLimit = 1 })).Endpoint("e").Time);
        Assert.Equal(100 * Math.Exp(-1), One(Trial(Reading("A", 10) with { DetectionLimit = 1 })).Endpoint("e").Time, 1e-4);

        // without a limit the fold of a baseline of 0 does not exist, with one it does
        var fold = Reading("A", 10) with { Measure = Measure.Fold };
        Assert.Equal((double.NaN, "baseline not positive"), (One(Trial(fold)).Endpoint("e").Time, One(Trial(fold)).Endpoint("e").Value));
        Assert.Equal(200 * Math.Exp(-1), One(Trial(fold with { DetectionLimit = 1 })).Endpoint("e").Time, 1e-3);
    }

    [Fact]
    public void Who_left_before_has_no_value_and_half_a_window_is_enough()
    {
        var courses = Run(Trial(Reading("N", 60)) with { PatientsPerArm = 200, DropOutHazard = 0.01 });
        Assert.All(courses, c => Assert.Equal(c.Record.FollowUpEnd < 60, double.IsNaN(c.Record.Endpoint("e").Time)));
        Assert.All(courses.Where(c => c.Record.FollowUpEnd < 60), c => Assert.Equal(EventKinds.DropOut, c.Record.Endpoint("e").Value));

        var window = Reading("N", 20) with { Take = Taken.Average, To = 120 };   // 101 daily readings
        courses = Run(Trial(window) with { PatientsPerArm = 200, DropOutHazard = 0.01 });
        Assert.All(courses, c => Assert.Equal(c.Record.FollowUpEnd < 70, double.IsNaN(c.Record.Endpoint("e").Time)));
        courses = Run(Trial(window with { Take = Taken.Area }) with { PatientsPerArm = 200, DropOutHazard = 0.01 });
        Assert.All(courses, c => Assert.Equal(c.Record.FollowUpEnd < 120, double.IsNaN(c.Record.Endpoint("e").Time)));
    }

    [Fact]
    public void Responders_reach_limits_and_who_is_missing_does_not()
    {
        var endpoint = new ResponderEndpoint
        {
            Id = "e",
            Title = "E",
            Reading = Reading("N", 60) with { Measure = Measure.PercentChange },
            Thresholds = [new("half", "Half") { AtMost = -50 }, new("most", "Most") { AtMost = -75 }, new("some", "Some") { AtLeast = -70, AtMost = -55 }],
        };
        var courses = Run(Trial(endpoint, Formula("N", Steps(2, (5, 30)))) with { PatientsPerArm = 100, DropOutHazard = 0.01 });

        Assert.All(courses, c =>
        {
            bool isThere = c.Record.FollowUpEnd >= 60;
            Assert.Equal((isThere, false, isThere), (c.Record.Endpoint("half").IsEvent, c.Record.Endpoint("most").IsEvent, c.Record.Endpoint("some").IsEvent));
        });
        Assert.InRange(courses.Count(c => c.Record.FollowUpEnd >= 60), 40, 70);   // e^−0.6 is 55 %
    }

    [Fact]
    public void Responders_by_probability_are_nested_and_as_many_as_the_model_says()
    {
        const int patients = 4000;
        var endpoint = new ResponderEndpoint
        {
            Id = "e",
            Title = "E",
            At = 50,
            Thresholds = [new("easy", "Easy") { Probability = "sigma" }, new("hard", "Hard") { Probability = "F" }],
        };
        var courses = Run(Trial(endpoint, Small.With(("sigma", 0.4), ("F", 0.1))) with { PatientsPerArm = patients });

        Assert.InRange(courses.Count(c => c.Record.Endpoint("easy").IsEvent), 1498, 1702);   // 1600 ± 3.3 SD
        Assert.InRange(courses.Count(c => c.Record.Endpoint("hard").IsEvent), 337, 463);     // 400 ± 3.3 SD
        Assert.All(courses.Where(c => c.Record.Endpoint("hard").IsEvent), c => Assert.True(c.Record.Endpoint("easy").IsEvent));
    }

    [Fact]
    public void Measurement_error_is_that_of_the_output_and_shared_by_twins_and_by_endpoints_of_one_time()
    {
        var noisy = Small with { Outputs = [.. Small.Outputs.Select(o => o.Name == "N" ? o with { Error = new(0, 0, 0.04) } : o)] };
        var reading = Reading("N", 30) with { WithMeasurementError = true };
        var study = Trial(reading, noisy) with
        {
            Endpoints = [Endpoint(reading), Endpoint(reading) with { Id = "again" }, Endpoint(reading with { From = 31, To = 31 }) with { Id = "later" }],
            Arms = [noisy.Arm(Once), noisy.Arm() with { Id = "other" }],
            PatientsPerArm = 2000,
            Twins = true,
        };
        var courses = Run(study);
        double[] logs = [.. courses.Where(c => c.Arm == 0).Select(c => Math.Log(c.Record.Endpoint("e").Time / 4))];

        Assert.Equal(0, logs.Average(), 3.3 * 0.2 / Math.Sqrt(2000));
        Assert.Equal(0.04, logs.Sum(l => l * l) / logs.Length, 3.3 * 0.04 * Math.Sqrt(2.0 / 2000));
        Assert.All(courses, c => Assert.Equal(c.Record.Endpoint("e").Time, c.Record.Endpoint("again").Time));
        Assert.All(courses, c => Assert.NotEqual(c.Record.Endpoint("e").Time, c.Record.Endpoint("later").Time));
        foreach (var pair in courses.GroupBy(c => c.Patient.Number))
        {
            double[] both = [.. pair.Select(c => c.Record.Endpoint("e").Time)];
            Assert.Equal(both[0], both[1], 1e-6 * both[0]);   // the drug lowers the count by 2.5e-8 of it
        }
    }

    [Fact]
    public void A_geometric_value_that_is_not_positive_is_missing()
    {
        var endpoint = Endpoint(Reading("A", 0)) with { IsGeometric = true };

        Assert.Equal((double.NaN, "not positive"), (One(Trial(endpoint)).Endpoint("e").Time, One(Trial(endpoint)).Endpoint("e").Value));
    }

    [Fact]
    public void An_output_that_is_no_number_fails_the_patient_and_is_named()
    {
        var failed = Run(Trial(Reading("N", 50), Formula("N", "1/max(0, 49 - time)"))).First().Record;

        Assert.Equal(("N", 50), (failed.Failure!.State, failed.Failure.Time));
        Assert.Empty(failed.Endpoints);
    }

    [Fact]
    public void Readings_are_the_same_in_every_lane()
    {
        var study = Trial(Reading("A", 1) with { Take = Taken.Average, To = 50 }) with { PatientsPerArm = 7 };
        string Text(LaneWidth width) => string.Join('\n', Run(study, width).Select(c => c.Record.Text()));

        Assert.Equal(Text(LaneWidth.Scalar), Text(LaneWidth.Vector256));
    }

    internal static EndpointReading Reading(string output, double at) => new() { Output = output, Take = Taken.AtTime, From = at, To = at, Unit = Milligram };

    internal static ContinuousEndpoint Endpoint(EndpointReading reading) => new() { Id = "e", Title = "E", Reading = reading };

    internal static Study Trial(EndpointReading reading, Therapy? therapy = null) => Trial(Endpoint(reading), therapy);

    internal static Study Trial(StudyEndpoint endpoint, Therapy? therapy = null)
    {
        var own = therapy ?? Small;
        own = own with { Outputs = [.. own.Outputs.Select(o => o.Role is OutputRole.TumourSize ? o with { Role = OutputRole.Other } : o)] };
        return Study(own.Arm(Once)) with { Endpoints = [endpoint] };
    }
}
