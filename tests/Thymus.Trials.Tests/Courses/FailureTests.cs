using Thymus.Populations;
using Thymus.Solvers.Lanes;
using Thymus.Therapies;
using static Thymus.Trials.Tests.Courses.VirtualTrial;

namespace Thymus.Trials.Tests.Courses;

/// <summary>A patient whose model cannot be computed is a row that says why, and no one else's concern.</summary>
public sealed class FailureTests
{
    [Fact]
    public void A_patient_whose_model_blows_up_is_one_failure_and_the_others_are_untouched()
    {
        // X' = X² from X0 has no solution beyond 1/X0 days: patients with X0 > 1/126 fail then.
        var model = Read(Model.Replace("B' = 0;                B = 0; ", "B' = B^2; B = X0; X0 = 1; X0 has mg;", StringComparison.Ordinal));
        var therapy = Small with
        {
            Model = model,
            Population = new([], [], [new(["eta"], [[4]], "a test")], [new("X0", 0.004, Milligram, ParameterDistribution.LogNormal, "eta", [], "a test", "A")]),
        };
        var study = Study(therapy.Arm(EveryThreeWeeks)) with { PatientsPerArm = 40 };
        var courses = Run(study);
        var alone = Run(study, LaneWidth.Scalar);

        Assert.All(courses, c => Assert.Equal(c.Patient.Parameters[0] > 1.0 / 126, c.Record.Failure is not null));
        Assert.InRange(courses.Count(c => c.Record.Failure is not null), 5, 35);
        Assert.All(courses.Where(c => c.Record.Failure is not null), c =>
        {
            Assert.Equal(1 / c.Patient.Parameters[0], c.Record.Failure!.Time, 1e-3 / c.Patient.Parameters[0]);
            Assert.Equal((c.Record.Patient, "B"), (c.Record.Failure.Patient, c.Record.Failure.State));
            Assert.NotEqual("", c.Record.Failure.Suggestion);
            Assert.Empty(c.Record.Endpoints);
            Assert.NotEqual(SolveStatus.Completed, c.Record.Status);
        });
        Assert.All(courses.Where(c => c.Record.Failure is null), c => Assert.Equal(4, c.Record.Endpoints.Count));
        Assert.Equal(courses.Select(c => c.Record.Text()), alone.Select(c => c.Record.Text()));
    }

    [Theory]
    [InlineData("sigma = 0", "sigma = -1")]
    [InlineData("sigma = 0", "sigma = sqrt(-w - 1)")]
    [InlineData("mu = 100", "mu = ln(k - 1)")]
    [InlineData("lag = 0", "lag = -1")]
    [InlineData("lag = 0", "lag = 1/h")]
    [InlineData("F = 1", "F = ln(k - 1)")]
    public void A_constant_that_makes_no_sense_fails_the_patient(string old, string made)
    {
        string name = old.Split(' ')[0];
        var therapy = Small with { Model = Read(Model.Replace(old, made, StringComparison.Ordinal)), Survival = LogNormal };
        var record = Run(Study(therapy.Arm(EveryThreeWeeks with { Bioavailability = "F", Lag = "lag" })))[0].Record;

        Assert.Equal((0.0, name, SolveStatus.NotANumber), (record.Failure!.Time, record.Failure.State, record.Status));
        Assert.Contains($"'{name}'", record.Failure.Message, StringComparison.Ordinal);
        Assert.Empty(record.Endpoints);
    }

    [Fact]
    public void An_output_that_is_not_a_number_fails_the_patient_when_it_is_looked_at()
    {
        var tumour = Formula("SLD", "100 + 1e-9*ln(50 - time)");
        var count = Formula("N", "4 + 1e-9*ln(50 - time)") with
        {
            AdverseEvents = [new SimulatedAdverseEvent { Term = "Neutrophil count decreased", Class = "blood", Source = "", Confidence = "A", Output = "N" }],
        };

        Assert.Equal((84.0, "SLD"), Where(tumour));
        Assert.Equal((50.0, "N"), Where(count));

        static (double, string) Where(Therapy therapy)
        {
            var simulator = Simulator(Study(therapy.Arm(EveryThreeWeeks)));
            using var worker = simulator.CreateWorker(LaneWidth.Scalar);
            var result = worker.Simulate(0, null, TestContext.Current.CancellationToken);
            Assert.Equal(1, result.Statistics.Failed);
            Assert.Empty(result.Courses[0].Record.Endpoints);
            return (result.Courses[0].Record.Failure!.Time, result.Courses[0].Record.Failure!.State);
        }
    }

    [Fact]
    public void Finished_courses_are_counted_when_they_are_finished()
    {
        var simulator = Simulator(Study(Small.Arm(EveryThreeWeeks)) with { PatientsPerArm = 7 });
        using var worker = simulator.CreateWorker(LaneWidth.Vector256);
        int finished = 0;
        var result = worker.Simulate(0, () => finished++, TestContext.Current.CancellationToken);

        Assert.Equal((7, 7, 0), (finished, result.Courses.Length, result.Statistics.Failed));
    }
}
