using Thymus.Trials.Courses;
using Thymus.Trials.Endpoints;
using Thymus.Trials.Tests.Courses;
using static Thymus.Trials.Tests.Courses.VirtualTrial;

namespace Thymus.Trials.Tests.Endpoints;

/// <summary>Events by a cumulative hazard against closed forms. Kolmogorov's 99.9 % point is 1.95/√n; seeds are fixed.</summary>
public sealed class EventTests
{
    private const int Patients = 4000;

    [Theory]
    [InlineData(0.01, 0, 0)]
    [InlineData(0, 0.01, 0)]
    [InlineData(0.01, 0, 40)]
    [InlineData(0.005, 0.01, 40)]
    public void Times_have_the_distribution_of_the_hazard_since_counting_began(double h, double w, double from)
    {
        // H(t) = h t + (w t)²; since f it has grown by h s + w² ((f + s)² − f²), s = t − f
        var courses = Run(Many(h, w, from));
        double[] times = [.. courses.Select(c => c.Record.Endpoint("infection").Time).Order()];

        Assert.All(courses, c => Assert.True(c.Record.Endpoint("infection").IsEvent));
        double furthest = times.Select((t, i) => Math.Max(F(t) - (i / (double)Patients), ((i + 1) / (double)Patients) - F(t))).Max();
        Assert.InRange(furthest, 0, 1.95 / Math.Sqrt(Patients));

        double F(double s) => 1 - Math.Exp(-(h * s) - (w * w * (((from + s) * (from + s)) - (from * from))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void An_event_is_the_root_of_the_patients_own_draw_and_a_row_of_the_events(double from)
    {
        var study = Many(0.01, 0, from) with { PatientsPerArm = 20 };

        Assert.All(Run(study), c =>
        {
            double expected = 100 * Numerics.Random.RandomStream.For(study.Seed, c.Patient.Number, "endpoint:infection").NextExponential();
            Assert.Equal(expected, c.Record.Endpoint("infection").Time, 1e-6 * Math.Max(1, expected));
            Assert.Equal(from + c.Record.Endpoint("infection").Time, Assert.Single(c.Record.Of(EventKinds.Endpoint)).Time, 1e-9 * (from + expected));
        });
    }

    [Fact]
    public void Who_leaves_before_is_censored_and_who_left_before_counting_is_not_at_risk()
    {
        var courses = Run(Many(0.01, 0, 40) with { DropOutHazard = 0.01, Duration = 200 });

        Assert.All(courses, c =>
        {
            var row = c.Record.Endpoint("infection");
            double end = c.Record.FollowUpEnd;
            Assert.Equal(end <= 40, double.IsNaN(row.Time));
            Assert.True(end <= 40 || row.IsEvent || row.Time == end - 40);
            Assert.Equal(end <= 40 ? "not at risk" : row.IsEvent ? "event" : c.Record.FollowUpEndReason, row.Value);
        });
        Assert.InRange(courses.Count(c => c.Record.Endpoint("infection").Value == "not at risk") / (double)Patients, 1 - Math.Exp(-0.4) - 0.025, 1 - Math.Exp(-0.4) + 0.025);
    }

    [Fact]
    public void After_the_end_of_counting_nobody_has_an_event()
    {
        var study = Many(0.01, 0, 40);
        var limited = study with { Endpoints = [study.Endpoints[0], (TimeToEventEndpoint)study.Endpoints[0] with { Id = "until", To = 100 }], PatientsPerArm = 200 };

        Assert.All(Run(limited), c =>
        {
            var row = c.Record.Endpoint("until");
            Assert.Equal(row.IsEvent ? "event" : "end of counting", row.Value);
            Assert.True(row.IsEvent ? row.Time <= 60 : row.Time == 60);
        });
    }

    [Fact]
    public void Twins_have_the_same_draw_so_a_lower_hazard_means_a_later_event()
    {
        var study = Many(0.01, 0, 0);
        var better = Small.With(("h", 0.004));
        var twins = study with { Arms = [.. study.Arms, (better with { Outputs = [better.Outputs[0]] }).Arm() with { Id = "vaccine" }], Twins = true, PatientsPerArm = 50 };

        foreach (var pair in Run(twins).GroupBy(c => c.Patient.Number))
        {
            double control = pair.Single(c => c.Arm == 0).Record.Endpoint("infection").Time, vaccine = pair.Single(c => c.Arm == 1).Record.Endpoint("infection").Time;
            Assert.Equal(2.5 * control, vaccine, 1e-5 * vaccine);
        }
    }

    private static Study Many(double h, double w, double from)
    {
        var therapy = Small.With(("h", h), ("w", w));
        return Study((therapy with { Outputs = [therapy.Outputs[0]] }).Arm()) with
        {
            PatientsPerArm = Patients,
            Duration = 1e6,
            OutputInterval = 1e6,
            Endpoints = [new TimeToEventEndpoint { Id = "infection", Title = "Infection", CumulativeHazard = "H", From = from }],
        };
    }
}
