using Thymus.Simulation.Conformance;

namespace Thymus.Simulation.Tests.Conformance;

/// <summary>
/// The SBML Test Suite, stochastic part and draws from distributions, by its own rule (shared conformance data). 1,000 runs of each, the fewest that the
/// suite allows, keep the tests short; <c>thymus conformance sbml</c> takes 10,000.
/// </summary>
public sealed class StochasticSuiteTests
{
    private const string Folder = "conformance/sbml/stochastic";

    [Fact]
    public void Every_case_passes()
    {
        Assert.SkipWhen(SharedData.PathOf(Folder) is null, "The shared conformance data are not here.");
        var cases = SuiteCase.ReadAll(SharedData.PathOf(Folder)!);

        var outcomes = SuiteRunner.Run(
            cases, Environment.ProcessorCount, SuiteChance.Default with { Runs = 1000 }, null, TestContext.Current.CancellationToken);

        Assert.NotEmpty(outcomes);
        Assert.Empty(outcomes.Where(o => o.Verdict is not SuiteVerdict.Passed).Select(o => $"{o.Case.Id}: {string.Join("; ", o.Reasons)}"));
    }
}
