using System.Reflection;
using System.Text.RegularExpressions;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Tests;

/// <summary>A code is a promise: it is unique, has a page, and the page's own example shows it.</summary>
public sealed partial class DiagnosticPageTests
{
    private static readonly IReadOnlyList<DiagnosticRule> Rules =
    [
        .. typeof(AntimonyReader).Assembly.GetTypes()
            .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(f => f.FieldType == typeof(DiagnosticRule))
            .Select(f => (DiagnosticRule)f.GetValue(null)!),
    ];

    public static TheoryData<string> Codes => [.. Rules.Select(r => r.Code)];

    [Fact]
    public void Codes_are_unique_and_wording_follows_the_house_style()
    {
        Assert.Equal(Rules.Count, Rules.Select(r => r.Code).Distinct().Count());
        Assert.All(Rules, rule => Assert.Matches("^TH[123][0-9]{3}$", rule.Code));
        Assert.All(Rules, rule => Assert.False(char.IsUpper(rule.Message[0]) || rule.Message.EndsWith('.'), rule.Message));
    }

    [Theory, MemberData(nameof(Codes))]
    public void Every_rule_has_a_page_and_its_example_shows_the_finding(string code)
    {
        string page = Page(code);
        string[] examples = [.. Example().Matches(page).Select(m => m.Groups[1].Value)];

        Assert.StartsWith($"# {code}: ", page, StringComparison.Ordinal);
        Assert.Contains($"Severity: {Rules.Single(r => r.Code == code).Severity.ToString().ToLowerInvariant()}.", page, StringComparison.Ordinal);
        if (examples.Length > 0)
        {
            Assert.Contains(code, Reading.Codes(examples[0]));
        }

        if (examples.Length > 1)
        {
            Assert.Empty(Reading.Codes(examples[1]));
        }
    }

    private static string Page(string code) =>
        System.IO.File.ReadAllText(Repository.PathOf($"docs/diagnostics/{code}.md")).ReplaceLineEndings("\n");

    [GeneratedRegex("```antimony\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
