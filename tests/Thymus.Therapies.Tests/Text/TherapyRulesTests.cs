using Thymus.Therapies.Text;

namespace Thymus.Therapies.Tests.Text;

public sealed class TherapyRulesTests
{
    public static TheoryData<string> Codes => [.. TherapyRules.All.Select(r => r.Code)];

    [Theory, MemberData(nameof(Codes))]
    public void Every_code_has_a_page(string code) => Assert.True(File.Exists(Repository.PathOf($"docs/diagnostics/{code}.md")));

    [Fact]
    public void Codes_are_unique_and_belong_to_therapies_and_studies()
    {
        Assert.Equal(TherapyRules.All.Count, TherapyRules.All.Select(r => r.Code).Distinct().Count());
        Assert.All(TherapyRules.All, r => Assert.StartsWith("TH4", r.Code, StringComparison.Ordinal));
    }
}
