using Thymus.Simulation.Conformance;

namespace Thymus.Simulation.Tests.Conformance;

/// <summary>The SBML Test Suite, semantic part, by its own rule (shared conformance data): every case passes or is refused by name.</summary>
public sealed class SemanticSuiteTests
{
    private const string Folder = "conformance/sbml/semantic";

    /// <summary>What models may need that is not computed yet; a finding about anything else is a bug of the reader.</summary>
    private static readonly string[] RefusedFeatures =
        ["the SBML package comp"];

    [Fact]
    public void No_case_fails_and_only_known_features_are_refused()
    {
        Assert.SkipWhen(SharedData.PathOf(Folder) is null, "The shared conformance data are not here.");
        var cases = SuiteCase.ReadAll(SharedData.PathOf(Folder)!);

        var outcomes = SuiteRunner.Run(cases, Environment.ProcessorCount, SuiteChance.Default, null, TestContext.Current.CancellationToken);

        Assert.NotEmpty(outcomes);
        Assert.Empty(outcomes.Where(o => o.Verdict is SuiteVerdict.Failed).Select(o => $"{o.Case.Id}: {string.Join("; ", o.Reasons)}"));
        Assert.Empty(outcomes.Where(o => o.Verdict is SuiteVerdict.Refused && !o.Reasons.All(r => RefusedFeatures.Any(r.Contains)))
            .Select(o => $"{o.Case.Id}: {string.Join("; ", o.Reasons)}"));
    }
}
