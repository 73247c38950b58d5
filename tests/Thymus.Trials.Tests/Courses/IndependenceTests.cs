using System.Collections.Immutable;
using Thymus.Populations;
using Thymus.Solvers.Lanes;
using Thymus.Therapies;
using Thymus.Trials.Courses;
using static Thymus.Trials.Tests.Courses.VirtualTrial;

namespace Thymus.Trials.Tests.Courses;

/// <summary>A course is a pure function of (study, seed, patient, arm): the same bits in any company.</summary>
public sealed class IndependenceTests
{
    [Theory]
    [InlineData(LaneWidth.Scalar)]
    [InlineData(LaneWidth.Vector512)]
    public void The_width_of_the_lanes_changes_nothing(LaneWidth width)
    {
        var study = Rich(twins: false, patients: 60);

        Assert.Equal(Texts(Run(study)), Texts(Run(study, width)));
    }

    [Fact]
    public void A_chosen_method_depends_neither_on_the_number_of_patients_nor_on_the_width_and_is_kept_with_its_counts()
    {
        var study = Rich(twins: true, patients: 40);
        study = study with { Solver = study.Solver with { Method = SolverMethod.Automatic } };
        var simulator = Simulator(study);
        var small = Simulator(study with { PatientsPerArm = 2, Twins = false });

        Assert.Equal(simulator.Study.Solver.Method, simulator.MethodChoice!.Method);
        Assert.NotEqual(SolverMethod.Automatic, simulator.Study.Solver.Method);
        Assert.Equal(simulator.MethodChoice.Probes, small.MethodChoice!.Probes);
        Assert.Equal(8, simulator.MethodChoice.Courses);   // four patients in each of two arms
        Assert.Equal(Texts(Run(study)), Texts(Run(study, LaneWidth.Vector256)));
        Assert.Null(Simulator(Rich(twins: true, patients: 1)).MethodChoice);
    }

    [Fact]
    public void The_order_of_chunks_and_what_a_worker_did_before_change_nothing()
    {
        var simulator = Simulator(Rich(twins: false, patients: 250));
        using var worker = simulator.CreateWorker(LaneWidth.Vector256);
        var forward = Enumerable.Range(0, simulator.Chunks).SelectMany(Simulate).ToImmutableArray();
        var backward = Enumerable.Range(0, simulator.Chunks).Reverse().SelectMany(Simulate).ToImmutableArray();

        Assert.Equal(3, simulator.Chunks);
        Assert.Equal(500, forward.Length);
        Assert.Equal(Texts(forward), Texts(backward));

        IEnumerable<PatientCourse> Simulate(int chunk) => worker.Simulate(chunk, null, TestContext.Current.CancellationToken).Courses;
    }

    [Fact]
    public void The_order_of_arms_and_the_number_of_patients_change_nothing_for_twins()
    {
        var study = Rich(twins: true, patients: 40);
        var turned = study with { Arms = [.. study.Arms.Reverse()] };
        var first = Run(study with { PatientsPerArm = 1 });

        Assert.Equal(Texts(Run(study)), Texts(Run(turned)));
        Assert.Equal(Texts(Run(study)).Take(2), Texts(first));
        Assert.Equal(["1 a", "1 b"], first.Select(c => $"{c.Record.Patient} {c.Record.Arm}"));
    }

    [Fact]
    public void Twins_share_body_tumour_measurement_and_fate_and_arms_have_other_patients()
    {
        var twins = Run(Rich(twins: true, patients: 20)).GroupBy(c => c.Record.Patient).ToList();
        var randomised = Run(Rich(twins: false, patients: 20));

        Assert.All(twins, t =>
        {
            Assert.Equal(t.First().Patient.Covariates, t.Last().Patient.Covariates);
            Assert.Equal(t.First().Patient.RandomEffects, t.Last().Patient.RandomEffects);
            Assert.Equal(t.First().Record.Assessments[0].MeasuredSize, t.Last().Record.Assessments[0].MeasuredSize);
        });
        Assert.Equal(40, randomised.Select(c => c.Record.Patient).Distinct().Count());
        Assert.All(randomised.GroupBy(c => c.Record.Arm), arm => Assert.Equal(20, arm.Count()));
    }

    [Fact]
    public void Twins_die_together_unless_a_treatment_changes_their_location()
    {
        // ln T = mu + sigma·score with the same score: the ratio of the lives is that of the medians.
        var longer = (Small.With(("mu", 6), ("sigma", 0.7)) with { Survival = LogNormal }).Arm();
        var shorter = (Small.With(("mu", 5), ("sigma", 0.7)) with { Survival = LogNormal }).Arm() with { Id = "shorter" };
        var study = Study(longer, shorter) with { Twins = true, PatientsPerArm = 50, Duration = 1e5, OutputInterval = 1e5 };
        study = study with { Assessments = study.Assessments with { Interval = 1e5 } };

        Assert.All(Run(study).GroupBy(c => c.Record.Patient), t => Assert.Equal(Math.E, t.First().Record.FollowUpEnd / t.Last().Record.FollowUpEnd, 1e-9));
    }

    /// <summary>A trial in which everything differs between patients: dose, tumour, count, death, drop-out, adverse events.</summary>
    private static Study Rich(bool twins, int patients)
    {
        var events = ImmutableArray.Create<AdverseEvent>(
            Event(3, 40, 20, holdFrom: 2) with { Incidence = 0.4, OnsetLogSd = 0.9, DurationLogSd = 0.5 },
            new SimulatedAdverseEvent { Term = "Neutrophil count decreased", Class = "blood", Source = "", Confidence = "A", Output = "N" });
        var population = new Population(
            [new("WT", "Weight", Parse("kg"), new LogNormalCovariate(70, 0.2, 40, 140), 70, "a test", "A")], [],
            [new(["eta_growth", "eta_SLD0"], [[0.3, 0.1], [0.1, 0.2]], "a test")],
            [
                Parameter("growth", 0.002, "1/d", "eta_growth"), Parameter("SLD0", 80, "mm", "eta_SLD0"),
                Parameter("A50", 300, "mg", null), Parameter("mu", 4.5, "1", null), Parameter("sigma", 0.7, "1", null),
            ]);
        var therapy = Small with
        {
            Population = population,
            AdverseEvents = events,
            Survival = LogNormal,
            DoseRule = new("N", 1.5, 7, 21, "a test"),
            Outputs = Small.Outputs.SetItem(1, Small.Outputs[1] with { Error = new(4, 0.01, 0) }),
        };
        var a = therapy.Arm(EveryThreeWeeks with { Amount = Amount("3 mg/kg") }) with { Id = "a" };
        var b = (therapy.With() with { DoseRule = null }).Arm(EveryThreeWeeks with { Amount = Amount("9 mg/kg"), Duration = 0.1 }) with { Id = "b" };
        var study = Study(a, b) with { Twins = twins, PatientsPerArm = patients, DropOutHazard = 0.001, OutputInterval = 14 };
        return study with { Assessments = study.Assessments with { WithMeasurementError = true } };
    }

    private static PopulationParameter Parameter(string name, double value, string unit, string? effect) => new(
        name, value, Parse(unit), effect is null ? ParameterDistribution.Fixed : ParameterDistribution.LogNormal, effect, [], "a test", "A");

    private static IEnumerable<string> Texts(ImmutableArray<PatientCourse> courses) => courses
        .OrderBy(c => c.Record.Patient).ThenBy(c => c.Record.Arm, StringComparer.Ordinal).Select(c => c.Record.Text());
}
