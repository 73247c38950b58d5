using Thymus.Simulation.Conformance;

namespace Thymus.Simulation.Tests.Conformance;

/// <summary>The SBML Test Suite, semantic part, by its own rule (shared conformance data).</summary>
public sealed class SemanticSuiteTests
{
    private const string Folder = "conformance/sbml/semantic";

    [Fact]
    public void Every_case_passes()
    {
        Assert.SkipWhen(SharedData.PathOf(Folder) is null, "The shared conformance data are not here.");
        var cases = SuiteCase.ReadAll(SharedData.PathOf(Folder)!);

        var outcomes = SuiteRunner.Run(cases, Environment.ProcessorCount, SuiteChance.Default, null, TestContext.Current.CancellationToken);

        Assert.NotEmpty(outcomes);
        Assert.Empty(outcomes.Where(o => o.Verdict is not SuiteVerdict.Passed).Select(o => $"{o.Case.Id}: {string.Join("; ", o.Reasons)}"));
    }
}
