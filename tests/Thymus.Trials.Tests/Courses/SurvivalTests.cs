using MathNet.Numerics.Distributions;
using Thymus.Populations;
using Thymus.Therapies;
using Thymus.Trials.Courses;

namespace Thymus.Trials.Tests.Courses;

/// <summary>Drawn ends of follow-up against closed forms. Kolmogorov's 99.9 % point is 1.95/√n; seeds are fixed.</summary>
public sealed class SurvivalTests
{
    private const int Patients = 4000;

    [Fact]
    public void Log_normal_survival_has_its_distribution()
    {
        // The location varies between patients with SD 0.6, the draw has SD 0.8: together ln T is normal with SD 1.
        var therapy = VirtualTrial.Small.With(("sigma", 0.8)) with { Survival = VirtualTrial.LogNormal };
        therapy = therapy with
        {
            Population = therapy.Population with
            {
                RandomEffects = [new(["eta_mu"], [[0.36]], "a test")],
                Parameters = [.. therapy.Population.Parameters, new("mu", 5, Units.Unit.Dimensionless, ParameterDistribution.Normal, "eta_mu", [], "a test", "A")],
            },
        };

        AssertDistribution(Deaths(Many(therapy)), t => Normal.CDF(5, 1, Math.Log(t)));
    }

    [Theory]
    [InlineData(0.01, 0)]
    [InlineData(0, 0.01)]
    [InlineData(0.005, 0.01)]
    public void Hazard_survival_has_the_distribution_of_its_hazard(double h, double w)
    {
        // H(t) = h t + (w t)²: exponential, Weibull of shape 2, both together.
        var therapy = VirtualTrial.Small.With(("h", h), ("w", w)) with { Survival = VirtualTrial.Hazard };

        AssertDistribution(Deaths(Many(therapy)), t => 1 - Math.Exp(-(h * t) - (w * w * t * t)));
    }

    [Fact]
    public void Death_by_hazard_is_the_root_of_the_patients_own_draw()
    {
        var therapy = VirtualTrial.Small.With(("h", 0.01)) with { Survival = VirtualTrial.Hazard };
        var study = Many(therapy) with { PatientsPerArm = 20 };

        Assert.All(VirtualTrial.Run(study), c => Assert.Equal(
            100 * Numerics.Random.RandomStream.For(study.Seed, c.Patient.Number, "death").NextExponential(), c.Record.FollowUpEnd, 1e-6));
    }

    [Fact]
    public void Drop_out_is_exponential()
    {
        var courses = VirtualTrial.Run(Many(VirtualTrial.Small) with { DropOutHazard = 0.02 });

        Assert.All(courses, c => Assert.Equal(EventKinds.DropOut, c.Record.FollowUpEndReason));
        AssertDistribution([.. courses.Select(c => c.Record.FollowUpEnd)], t => 1 - Math.Exp(-0.02 * t));
    }

    [Fact]
    public void Death_and_drop_out_compete()
    {
        // Constant hazards a of death and b of drop-out: the first is at rate a + b, and it is death with probability a/(a + b).
        const double death = 0.01, dropOut = 0.03;
        var therapy = VirtualTrial.Small.With(("h", death)) with { Survival = VirtualTrial.Hazard };
        var courses = VirtualTrial.Run(Many(therapy) with { DropOutHazard = dropOut });

        AssertDistribution([.. courses.Select(c => c.Record.FollowUpEnd)], t => 1 - Math.Exp(-(death + dropOut) * t));
        int died = courses.Count(c => c.Record.FollowUpEndReason == EventKinds.Death);
        Assert.InRange(died, 910, 1090);   // 1000 ± 3.3 SD
        Assert.All(courses, c =>
        {
            bool isDead = c.Record.FollowUpEndReason == EventKinds.Death;
            Assert.Equal((c.Record.FollowUpEnd, isDead), (c.Record.Endpoint("OS").Time, c.Record.Endpoint("OS").IsEvent));
            Assert.Equal(isDead ? 1 : 0, c.Record.Of(EventKinds.Death).Length);
        });
    }

    [Fact]
    public void Whoever_reaches_the_end_of_the_trial_is_censored_there()
    {
        var therapy = VirtualTrial.Small.With(("h", 0.01)) with { Survival = VirtualTrial.Hazard };
        var courses = VirtualTrial.Run(Many(therapy) with { Duration = 100 });

        var alive = courses.Where(c => c.Record.FollowUpEndReason == TreatmentEndReasons.Ongoing).ToList();
        Assert.InRange(alive.Count / (double)Patients, Math.Exp(-1) - 0.025, Math.Exp(-1) + 0.025);   // 3.3 SD
        Assert.All(alive, c => Assert.Equal((100.0, false), (c.Record.Endpoint("OS").Time, c.Record.Endpoint("OS").IsEvent)));
        Assert.All(courses.Except(alive), c => Assert.InRange(c.Record.FollowUpEnd, 0, 100));
    }

    [Fact]
    public void Death_on_the_last_day_is_observed()
    {
        // sigma is 0, so everyone dies at exp(mu): here the exact end of the trial, as exp computes it.
        double last = Numerics.Functions.Elementary.Exp(4);
        var therapy = VirtualTrial.Small.With(("mu", 4)) with { Survival = VirtualTrial.LogNormal };
        var record = VirtualTrial.One(VirtualTrial.Study(therapy.Arm()) with { Duration = last });

        Assert.Equal((last, true), (record.Endpoint("OS").Time, record.Endpoint("OS").IsEvent));
    }

    [Fact]
    public void Death_after_drop_out_is_not_observed()
    {
        var therapy = VirtualTrial.Small.With(("mu", Math.Log(1000)), ("growth", 0)) with { Survival = VirtualTrial.LogNormal };
        var lost = VirtualTrial.One(VirtualTrial.Study(therapy.Arm()) with { DropOutHazard = 0.02, Duration = 2000, Seed = 3 });

        Assert.Equal(EventKinds.DropOut, lost.FollowUpEndReason);
        Assert.Empty(lost.Of(EventKinds.Death));
        Assert.Equal((lost.FollowUpEnd, false), (lost.Endpoint("OS").Time, lost.Endpoint("OS").IsEvent));
        Assert.Equal((lost.Assessments[^1].Time, false), (lost.Endpoint("PFS").Time, lost.Endpoint("PFS").IsEvent));
    }

    private static Study Many(Therapy therapy) => VirtualTrial.Study((therapy with { Outputs = [therapy.Outputs[0]] }).Arm()) with
    {
        PatientsPerArm = Patients,
        Duration = 1e6,
        OutputInterval = 1e6,
    };

    private static double[] Deaths(Study study) => [.. VirtualTrial.Run(study).Select(c =>
    {
        Assert.Equal((EventKinds.Death, "disease"), (c.Record.FollowUpEndReason, c.Record.Of(EventKinds.Death)[0].Term));
        return c.Record.FollowUpEnd;
    })];

    private static void AssertDistribution(double[] times, Func<double, double> cumulative)
    {
        Array.Sort(times);
        double furthest = times.Select((t, i) => Math.Max(cumulative(t) - (i / (double)times.Length), ((i + 1) / (double)times.Length) - cumulative(t))).Max();
        Assert.InRange(furthest, 0, 1.95 / Math.Sqrt(times.Length));
    }
}
