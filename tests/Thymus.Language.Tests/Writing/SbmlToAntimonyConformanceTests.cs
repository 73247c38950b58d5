using System.Globalization;
using Thymus.Language.Antimony;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Tests.Writing;

/// <summary>The pairs of the reference implementation's own tests (sys-bio/antimony, BSD 3-clause), by the rule of the suite's README.</summary>
public sealed class SbmlToAntimonyConformanceTests
{
    /// <summary>Pairs in which the reference says something else than its own input, and what.</summary>
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["libsbml-QTPop"] = "the reference loses that species count amounts, and the names of its models",
        ["libsbml-test22"] = "the reference numbers an event without an id and copies a rule of the submodel; ours has the document's value 0.001 of s1, too",
        ["libsbml-test58"] = "the reference loses the initial assignment of a stoichiometry, ours keeps it; both leave out that a participant is taken from a reaction that stays (TH1201)",
        ["libsbml-test59"] = "the reference loses the initial assignment of a stoichiometry, ours keeps it",
        ["libsbml-test61"] = "as before, and the reference gives species that count amounts the unit of a concentration",
    };

    [Fact]
    public void SBML_of_a_pair_written_as_Antimony_reads_back_the_same()
    {
        List<string> failed = [];
        string[] names = [.. Suite.Rows("index.csv").Where(r => r[1] == "ant2sbml").Select(r => r[0])];
        foreach (string name in names)
        {
            var expected = Suite.Expected(name);
            var (text, back) = RoundTrip(expected, name);
            string? why = back is null ? text : Describe(SbmlComparison.Differences(expected, back), text);
            failed.AddRange(why is null ? [] : [$"{name}: {why}"]);
        }

        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{names.Length - failed.Count} of {names.Length} come back the same"));
        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
    }

    [Fact]
    public void SBML_and_the_text_that_the_reference_makes_of_it_say_the_same()
    {
        List<string> failed = [];
        string[][] rows = [.. Suite.Rows("index.csv").Where(r => r[1] == "sbml2ant")];
        foreach (string[] row in rows)
        {
            var (text, ours) = RoundTrip(Suite.Expected(row[0]), row[0], keepsIds: false);   // the reference's text has names only
            var findings = new DiagnosticBag();
            var theirs = AntimonyToSbml.Convert(Parser.Parse(new SourceText(File.ReadAllText(Path.Combine(Suite.Root, row[0], "model.ant")), row[0]), findings), null, findings);
            string? why = ours is null ? text
                : theirs is null ? string.Join("\n", findings.ToSorted()) : Describe(SbmlComparison.Differences(theirs, ours), text);
            if (why is not null)
            {
                failed.Add(row[0]);
                TestContext.Current.SendDiagnosticMessage($"{row[0]}: {Known.GetValueOrDefault(row[0], why)}");
            }
        }

        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"{rows.Length - failed.Count} of {rows.Length} pairs say the same"));
        Assert.Equal(Known.Keys.Order(StringComparer.Ordinal), failed.Order(StringComparer.Ordinal));
    }

    private static string? Describe(IReadOnlyList<string> differences, string text) =>
        differences.Count == 0 ? null : $"{string.Join("\n    ", differences.Take(12))}\n{text}";

    /// <summary>The text and what it reads back as; instead of the text the findings when it cannot be written or read.</summary>
    private static (string Text, SbmlElement? Back) RoundTrip(SbmlElement document, string name, bool keepsIds = true)
    {
        var findings = new DiagnosticBag();
        var folder = ImportFolder.Of(Path.Combine(Suite.Root, name, "expected.xml"));
        if (AntimonyWriter.Write(document.Clone(), folder.File, folder, findings) is not { } text)
        {
            return (string.Join("\n", findings.ToSorted()), null);
        }

        text = keepsIds ? text : string.Join('\n', text.Split('\n').Where(l => !l.Contains(OwnProperties.Id(""), StringComparison.Ordinal)));
        var reading = new DiagnosticBag();
        var back = AntimonyToSbml.Convert(Parser.Parse(new SourceText(text, name), reading), null, reading);
        return (back is null ? DiagnosticPrinter.Print(reading.ToSorted(), _ => text) + text : text + string.Join("\n", findings.ToSorted()), back);
    }
}
