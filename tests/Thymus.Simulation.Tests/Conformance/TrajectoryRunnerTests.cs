using Thymus.Simulation.Conformance;

namespace Thymus.Simulation.Tests.Conformance;

/// <summary>Published models (BioModels) against trajectories of another program, in the norm of the runner (shared conformance data).</summary>
public sealed class TrajectoryRunnerTests
{
    private const string Folder = "conformance/biomodels";
    private const string Texts = "conformance/antimony/biomodels";
    private const double Limit = 1e-5;

    /// <summary>The text of this model is of another date than the reference: its s3 starts at 1473, that of the reference at 1000.</summary>
    private const string OtherDate = "BIOMD0000000546";

    [Fact]
    public void Every_model_with_a_reference_agrees() => AssertAgreement(SharedData.PathOf(Folder), null, []);

    [Fact]
    public void Every_text_of_these_models_agrees_but_one_of_another_date() =>
        AssertAgreement(SharedData.PathOf(Folder), SharedData.PathOf(Texts), [OtherDate]);

    private static void AssertAgreement(string? folder, string? models, string[] except)
    {
        Assert.SkipWhen(folder is null, "The shared conformance data are not here.");
        var cases = TrajectoryCase.ReadAll(folder, models);

        var outcomes = TrajectoryRunner.Run(cases, Limit, Environment.ProcessorCount, null, TestContext.Current.CancellationToken);

        Assert.True(outcomes.Length > 100);
        Assert.Equal(except, outcomes.Where(o => o.Verdict is not SuiteVerdict.Passed).Select(o => o.Case.Id));
        Assert.All(outcomes.Where(o => o.Verdict is SuiteVerdict.Passed), o => Assert.True(o.Difference <= Limit));
    }
}
