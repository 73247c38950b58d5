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
                .Where(f => f.Rule.Severity is Severity.Error && f.Rule.Code != NotSupportedYet)
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

    /// <summary>Two rows are left out: the same texts are the models of the pairs SBO_compartment and SBO_species, and a pair is believed.</summary>
    [Fact]
    public void Every_text_that_the_reference_refuses_is_refused()
    {
        string[] inPairs = ["compartment a.sboTerm = 25", "species a.sboTerm = 25"];

        var accepted = Suite.Rows("errors.csv").Select(row => row[0])
            .Where(text => AntimonyReader.Read(text, "errors.csv").Succeeded).Except(inPairs);

        Assert.Empty(accepted);
    }

    [Fact]
    public void Every_string_is_read_or_refused_only_for_what_is_not_supported_yet()
    {
        var wrong = Suite.Rows("strings.csv")
            .Select(row => (Text: row[0], Read: AntimonyReader.Read(row[0], row[1])))
            .SelectMany(r => r.Read.Findings
                .Where(f => f.Rule.Severity is Severity.Error && f.Rule.Code != NotSupportedYet)
                .Select(f => DiagnosticPrinter.Print(f, r.Text)));

        Assert.Empty(wrong);
    }
}
