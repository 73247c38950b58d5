using Thymus.Simulation;
using Thymus.Therapies;
using Thymus.Trials.Courses;
using static Thymus.Trials.Tests.Courses.VirtualTrial;

namespace Thymus.Trials.Tests.Courses;

/// <summary>What does not fit between a study and its therapies is said before anything is simulated.</summary>
public sealed class FindingTests
{
    [Theory]
    [InlineData("86400 second", null)]
    [InlineData("86.4e3 second", null)]
    [InlineData("3600 second", "TH4501")]
    [InlineData(null, "TH4501")]
    public void A_model_counts_days(string? timeUnit, string? code)
    {
        string model = Model.Replace(
            "unit time_unit = 86400 second", timeUnit is null ? "" : $"unit time_unit = {timeUnit}", StringComparison.Ordinal);

        AssertCodes(code, (Small with { Model = Read(model) }).Arm(EveryThreeWeeks));
    }

    [Fact]
    public void A_dose_target_has_a_unit() => AssertCodes(
        "TH4502", (Small with { Model = Read(Model.Replace("A has mg", "", StringComparison.Ordinal)) }).Arm(EveryThreeWeeks));

    [Theory]
    [InlineData("100 mm", "TH4503")]
    [InlineData("1 g", null)]
    [InlineData("1 mg/kg", "TH4504")]
    [InlineData("1 mg/m^2", "TH4504")]
    public void A_dose_fits_its_target_and_the_population(string amount, string? code) =>
        AssertCodes(code, Small.Arm(EveryThreeWeeks with { Amount = Amount(amount) }));

    [Theory]
    [InlineData("Neutrophil count decreased", "N", null)]
    [InlineData("neutropenia", "N", null)]
    [InlineData("Neutrophil count decrease", "N", "TH4505")]
    [InlineData("Pneumonitis", "N", "TH4505")]
    [InlineData("Neutrophil count decreased", "A", "TH4506")]
    public void A_simulated_adverse_event_can_be_graded(string term, string output, string? code) => AssertCodes(code, (Small with
    {
        AdverseEvents = [new SimulatedAdverseEvent { Term = term, Class = "", Source = "", Confidence = "A", Output = output }],
    }).Arm(EveryThreeWeeks));

    [Theory]
    [InlineData("A", null)]
    [InlineData("species", null)]
    [InlineData("a", "TH5212")]
    public void A_setting_of_a_state_needs_an_arm_that_has_it(string name, string? code)
    {
        var other = Small with { Model = Read(Model.Replace("model ", "model x", StringComparison.Ordinal)) };
        var created = TrialSimulator.Create(Study(Small.Arm(EveryThreeWeeks), other.Arm(EveryThreeWeeks)) with
        {
            States = [new StateSetting(name) { NonNegative = true }],
        });

        Assert.Equal(code is null ? [] : [code], created.Findings.Select(f => f.Rule.Code).Distinct());
        Assert.All(created.Value?.Arms ?? [], arm => Assert.Equal(name == "A" ? 1 : 0, arm.Solver.NonNegative.Count));
    }

    private static void AssertCodes(string? code, Arm arm)
    {
        var created = TrialSimulator.Create(Study(arm));

        Assert.Equal(code is null ? [] : [code], created.Findings.Where(f => f.Rule.Code.StartsWith("TH45", StringComparison.Ordinal)).Select(f => f.Rule.Code));
        Assert.Equal(code is null, created.Succeeded);
        Assert.All(created.Findings, f => Assert.Equal("small.yaml", f.Span.File));
        Assert.All(created.Findings, f => Assert.False(string.IsNullOrEmpty(f.Suggestion)));
    }
}
