using System.Text.RegularExpressions;

namespace Thymus.Architecture.Tests;

/// <summary>A finding that a person cannot look up is half a finding: rules in the source, pages and the index agree.</summary>
public sealed partial class DiagnosticTests
{
    private static readonly (string Code, string Severity)[] Rules =
    [
        .. from file in SourceFiles.Below("src")
           from Match match in DefinitionPattern().Matches(File.ReadAllText(file))
           select (match.Groups["code"].Value, match.Groups["severity"].Value.ToLowerInvariant()),
    ];

    private static readonly string[] Pages =
        [.. Directory.GetFiles(Repository.PathOf("docs/diagnostics"), "TH*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_code_is_defined_once() =>
        Assert.Empty(Rules.GroupBy(r => r.Code).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void No_code_is_written_outside_its_definition()
    {
        int written = SourceFiles.Below("src").Sum(f => QuotedCode().Count(File.ReadAllText(f)));

        Assert.Equal(Rules.Length, written);
    }

    [Fact]
    public void Every_code_has_a_page_and_every_page_a_code() =>
        Assert.Equal(Rules.Select(r => r.Code).Order(StringComparer.Ordinal), Pages);

    [Fact]
    public void The_index_lists_every_page_by_its_title_and_severity()
    {
        var severities = Rules.ToDictionary(r => r.Code, r => r.Severity);
        var expected = Pages.Where(severities.ContainsKey).Select(code => $"- [{code}]({code}.md): {Title(code)} ({severities[code]})");
        var actual = File.ReadLines(Repository.PathOf("docs/diagnostics/README.md")).Where(line => line.StartsWith("- [TH", StringComparison.Ordinal));

        Assert.Equal(expected, actual.Order(StringComparer.Ordinal));
    }

    /// <summary>What follows the code in the heading; a page that does not begin with its code fails the comparison.</summary>
    private static string Title(string code)
    {
        string heading = File.ReadLines(Repository.PathOf($"docs/diagnostics/{code}.md")).First();
        return heading.StartsWith($"# {code}: ", StringComparison.Ordinal) ? heading[$"# {code}: ".Length..] : heading;
    }

    [GeneratedRegex("""(new\(\s*|Code = )"(?<code>TH\d{4})", (Severity = )?Severity\.(?<severity>\w+)""")]
    private static partial Regex DefinitionPattern();

    [GeneratedRegex("""
        "TH\d{4}"
        """)]
    private static partial Regex QuotedCode();
}
