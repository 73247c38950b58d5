using System.Globalization;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Tests;

/// <summary>The texts of the reference implementation's own tests (sys-bio/antimony, BSD 3-clause), where they are at hand.</summary>
public sealed class ConformanceTests
{
    private const string NotSupportedYet = "TH1010";

    private static string Root
    {
        get
        {
            string? root = SharedData.PathOf("conformance/antimony");
            Assert.SkipWhen(root is null, "the shared conformance data are not present; set THYMUS_SHARED to their folder");
            return root;
        }
    }

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

        var accepted = Rows("errors.csv").Select(row => row[0])
            .Where(text => AntimonyReader.Read(text, "errors.csv").Succeeded).Except(inPairs);

        Assert.Empty(accepted);
    }

    [Fact]
    public void Every_string_is_read_or_refused_only_for_what_is_not_supported_yet()
    {
        var wrong = Rows("strings.csv")
            .Select(row => (Text: row[0], Read: AntimonyReader.Read(row[0], row[1])))
            .SelectMany(r => r.Read.Findings
                .Where(f => f.Rule.Severity is Severity.Error && f.Rule.Code != NotSupportedYet)
                .Select(f => DiagnosticPrinter.Print(f, r.Text)));

        Assert.Empty(wrong);
    }

    /// <summary>Rows of a CSV file with quoted fields, without the header.</summary>
    private static IEnumerable<string[]> Rows(string name)
    {
        string text = File.ReadAllText(Path.Combine(Root, name)).ReplaceLineEndings("\n");
        var row = new List<string>();
        var field = new System.Text.StringBuilder();
        bool quoted = false, header = true;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '"')
            {
                if (quoted && i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append(c);
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (!quoted && c is ',' or '\n' && !quoted)
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    if (!header)
                    {
                        yield return [.. row];
                    }

                    header = false;
                    row.Clear();
                }
            }
            else
            {
                field.Append(c);
            }
        }
    }
}
