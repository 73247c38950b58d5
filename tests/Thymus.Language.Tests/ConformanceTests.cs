using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Tests;

/// <summary>The texts of the reference implementation's own tests (sys-bio/antimony, BSD 3-clause), where they are at hand.</summary>
public sealed class ConformanceTests
{
    private const string NotSupportedYet = "TH1010";

    private static string Root => Suite.Root;

    [Fact]
    public void Every_text_is_read_or_refused_only_for_what_is_not_supported_yet()
    {
        var files = Directory.EnumerateFiles(Root, "*.ant", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        var wrong = new List<string>();
        int read = 0;
        foreach (string file in files)
        {
            string text = File.ReadAllText(file);
            string name = Path.GetRelativePath(Root, file);
            var result = AntimonyReader.Read(text, name);
            wrong.AddRange(result.Findings
                .Where(f => f.IsError && f.Rule.Code != NotSupportedYet)
                .Select(f => DiagnosticPrinter.Print(f, text)));
            read += result.Succeeded ? 1 : 0;
            if (Parser.Parse(new SourceText(text, name), new DiagnosticBag()).Print() != text)
            {
                wrong.Add($"{name}: printing the tree does not give the text back");
            }
        }

        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{read} of {files.Count} texts are models"));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(40)));
        Assert.True(read >= 200, string.Create(CultureInfo.InvariantCulture, $"only {read} of {files.Count} texts are read"));
    }

    /// <summary>
    /// The line is the suite's, and the cause by what the reference says of it. Two rows are left out: the same texts are the models of the
    /// pairs SBO_compartment and SBO_species, and a pair is believed.
    /// </summary>
    [Fact]
    public void Every_text_that_the_reference_refuses_is_refused_for_its_reason()
    {
        string[] inPairs = ["compartment a.sboTerm = 25", "species a.sboTerm = 25"];
        (string Says, string[] Codes)[] causes =
        [
            ("Curly brackets", ["TH2041"]),
            ("inside a mathematical expression", ["TH2007", "TH2020"]),
            ("one of them ('b.sboTerm') is an SBO term", ["TH2020"]),
            ("rate rule, and may not", ["TH2008"]),
            ("already has an assignment rule", ["TH2008"]),
            ("target of nothing", ["TH1008"]),
            ("must be a vector of length two", ["TH2040"]),
            ("must only be a single value", ["TH2040"]),
            ("units of both elements", ["TH2040"]),
            ("Unrecognized qualifier", ["TH2013"]),
            ("in any context other than setting", ["TH2020"]),
            ("only thing that can be set", ["TH2020"]),
            ("unexpected end of file", ["TH1007"]),
        ];
        var rows = Suite.Rows("errors.csv").Where(r => !inPairs.Contains(r[0])).ToList();
        var wrong = new List<string>();
        foreach (string[] row in rows)
        {
            string[] codes = causes.Single(c => row[2].Contains(c.Says, StringComparison.Ordinal)).Codes;
            var errors = AntimonyReader.Read(row[0], "errors.csv").Findings.Where(f => f.IsError).ToList();
            if (!errors.Exists(e => codes.Contains(e.Rule.Code) && e.Span.Line == int.Parse(row[1], CultureInfo.InvariantCulture)))
            {
                wrong.Add($"{row[0]}\n  {string.Join("\n  ", errors)}");
            }
        }

        Assert.True(rows.Count == 22 && wrong.Count == 0, $"{wrong.Count} of {rows.Count}\n{string.Join("\n", wrong)}");
    }

    [Fact]
    public void Every_string_is_read_or_refused_only_for_what_is_not_supported_yet()
    {
        var wrong = Suite.Rows("strings.csv")
            .Select(row => (Text: row[0], Read: AntimonyReader.Read(row[0], row[1])))
            .SelectMany(r => r.Read.Findings
                .Where(f => f.IsError && f.Rule.Code != NotSupportedYet)
                .Select(f => DiagnosticPrinter.Print(f, r.Text)));

        Assert.Empty(wrong);
    }
}
