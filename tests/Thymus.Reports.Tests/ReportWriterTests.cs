using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Thymus.Reports.Tests;

public partial class ReportWriterTests
{
    private static readonly Lazy<string> Sample = new(() => Write(SampleTrial.Create(perArm: 120)));

    private const string Hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \"quoted\" 'single' & <b> \u0000\u0007]]>";

    [Theory]
    [InlineData("summary")]
    [InlineData("design")]
    [InlineData("flow")]
    [InlineData("baseline")]
    [InlineData("overall-survival")]
    [InlineData("progression-free-survival")]
    [InlineData("response")]
    [InlineData("waterfall")]
    [InlineData("spider")]
    [InlineData("swimmer")]
    [InlineData("benefit-and-harm")]
    [InlineData("harms")]
    [InlineData("exposure")]
    [InlineData("published")]
    [InlineData("failures")]
    [InlineData("limits")]
    [InlineData("reproduce")]
    [InlineData("sources")]
    [InlineData("glossary")]
    public void Every_section_is_there(string id) => Assert.Single(Parse(Sample.Value).Descendants(), e => (string?)e.Attribute("id") == id);

    [Fact]
    public void The_page_is_well_formed_and_ids_are_unique()
    {
        var page = Parse(Sample.Value);
        var ids = page.Descendants().Select(e => (string?)e.Attribute("id")).OfType<string>().ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(
            page.Descendants("a").Select(a => (string)a.Attribute("href")!).Where(h => h.StartsWith('#')), href => Assert.Contains(href![1..], ids));
    }

    [Fact]
    public void Every_table_has_a_caption_and_scoped_headings()
    {
        var tables = Parse(Sample.Value).Descendants("table").ToList();

        Assert.NotEmpty(tables);
        Assert.All(tables, t => Assert.NotEmpty((string)t.Element("caption")!));
        Assert.All(tables.Descendants("th"), th => Assert.Contains((string?)th.Attribute("scope"), new[] { "col", "row", "colgroup" }));
    }

    [Fact]
    public void Every_figure_can_be_read_by_those_who_cannot_see_it_and_has_its_data()
    {
        var figures = Parse(Sample.Value).Descendants("figure").ToList();

        Assert.True(figures.Count >= 9);
        Assert.All(figures.Elements("svg"), svg => Assert.True(((string)svg.Attribute("aria-label")!).Length > 20));
        Assert.All(figures, f => Assert.Single(f.Elements("figcaption")));
        Assert.All(figures, f => Assert.True(Data(Sample.Value, (string)f.Attribute("id")!).GetProperty("rows").GetArrayLength() > 0));
    }

    [Fact]
    public void Marks_point_at_rows_of_the_data()
    {
        foreach (var figure in Parse(Sample.Value).Descendants("figure"))
        {
            int rows = Data(Sample.Value, (string)figure.Attribute("id")!).GetProperty("rows").GetArrayLength();
            Assert.All(figure.Descendants().Attributes("data-r"), r => Assert.InRange((int)r, 0, rows - 1));
        }
    }

    [Fact]
    public void The_disclaimer_stands_in_the_repeated_banner_and_in_the_footer()
    {
        var page = Parse(Sample.Value);

        Assert.Equal(ReportWriter.Disclaimer, page.Descendants("div").Single(d => (string?)d.Attribute("class") == "banner").Value);
        Assert.Contains(ReportWriter.Disclaimer, page.Descendants("footer").Single().Value, StringComparison.Ordinal);
        Assert.Contains(".banner { display: table-header-group", Sample.Value, StringComparison.Ordinal);   // repeats on every printed page
    }

    [Fact]
    public void Nothing_is_loaded_from_outside()
    {
        var page = Parse(Sample.Value);
        string[] loading = ["src", "srcset", "data", "action", "poster", "background", "formaction", "xlink:href"];

        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "link" or "iframe" or "object" or "embed" or "img" or "base");
        Assert.DoesNotContain(page.Descendants().Attributes(), a => loading.Contains(a.Name.LocalName));
        Assert.All(page.Descendants().Attributes("href"), h => Assert.Matches("^(#|https://doi\\.org/10\\.)", h.Value));
        Assert.DoesNotMatch("@import|url\\((?!#)", Sample.Value);
        Assert.Contains("default-src 'none'", (string?)page.Descendants("meta").Single(m => (string?)m.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content"), StringComparison.Ordinal);
        Assert.Equal(["http://www.w3.org/2000/svg"], Address().Matches(Sample.Value).Select(m => m.Value).Where(u => !u.StartsWith("https://doi.org/", StringComparison.Ordinal)).Distinct());
    }

    [Fact]
    public void Text_of_others_is_never_markup()
    {
        var data = SampleTrial.Create(perArm: 20);
        var study = data.Study with
        {
            Title = Hostile,
            Question = Hostile,
            Limits = [Hostile],
            Arms = [.. data.Study.Arms.Select(a => a with
            {
                Title = Hostile,
                Therapy = a.Therapy with { Title = Hostile, Summary = Hostile, Disease = Hostile, Limits = [Hostile], Citations = [new("k", Hostile, "10.1000/" + Hostile), new("l", Hostile, "javascript:alert(1)")] },
            })],
        };
        var hostile = data with
        {
            Study = study,
            Analysis = data.Analysis with
            {
                Arms = [.. data.Analysis.Arms.Select(a => a with { Title = Hostile, Flow = [new(Hostile, 17)], AdverseEvents = [new(Hostile, Hostile, [10, 4, 3, 0, 0, 0], 9)] })],
                Published = [.. data.Analysis.Published.Select(p => p with { Remark = Hostile, Published = p.Published with { Trial = Hostile, Source = Hostile, Population = Hostile } })],
            },
            Failures = [.. data.Failures.Select(f => f with { Reason = Hostile, Suggestion = Hostile })],
            Bands = [.. data.Bands.Select(b => b with { Label = Hostile, Unit = Hostile })],
            Run = data.Run with { Version = Hostile, Date = Hostile, Commands = [Hostile], Settings = [new(Hostile, Hostile)], Inputs = [new(Hostile, Hostile)] },
            Patients = [.. data.Patients.Select(p => p with { DiscontinuationReason = Hostile })],
        };

        string written = Write(hostile);
        var page = Parse(written);

        Assert.Equal(page.Descendants("figure").Count() + 1, page.Descendants("script").Count());   // one data block each, and ours
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "img");
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(page.Descendants("a"), a => Assert.StartsWith("#", (string)a.Attribute("href")!, StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Array, Data(written, "swimmer").GetProperty("rows").ValueKind);
        Assert.DoesNotContain("<img", written, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_data_give_the_same_bytes()
    {
        using var first = new MemoryStream();
        using var second = new MemoryStream();
        ReportWriter.Write(SampleTrial.Create(perArm: 40), first);
        var shuffled = SampleTrial.Create(perArm: 40);
        ReportWriter.Write(shuffled with { Patients = [.. shuffled.Patients.Reverse()] }, second);

        Assert.True(first.ToArray().AsSpan().SequenceEqual(second.ToArray()));
        Assert.NotEqual(0xEF, first.ToArray()[0]);
        Assert.DoesNotContain((byte)'\r', first.ToArray());
    }

    [Fact]
    public void Counts_reconcile_between_flow_survival_response_and_harms()
    {
        var data = SampleTrial.Create(perArm: 120, failures: 3);
        var page = Parse(Sample.Value);
        string flow = Section(page, "flow");

        Assert.Contains("Virtual patients generated 240", flow, StringComparison.Ordinal);
        foreach (var arm in data.Analysis.Arms)
        {
            string name = char.ToUpperInvariant(arm.Arm[0]) + arm.Arm[1..];
            int analysed = arm.Patients - arm.Failed;
            Assert.Contains($"Assigned{arm.Patients}Simulation failed{arm.Failed}Analysed{analysed}", flow, StringComparison.Ordinal);
            Assert.Contains($"Received treatment{arm.Treated}Not treated{analysed - arm.Treated}", flow, StringComparison.Ordinal);
            Assert.Contains($"{name}{analysed}{arm.OverallSurvival.TotalEvents}", Section(page, "overall-survival"), StringComparison.Ordinal);
            Assert.Contains($"{name} (n = {analysed})", Section(page, "response"), StringComparison.Ordinal);
            Assert.Contains($"{arm.Treated} with {name}", Section(page, "harms"), StringComparison.Ordinal);
            Assert.Equal(analysed, data.Patients.Count(p => p.Arm == arm.Arm));
        }

        Assert.Equal(4, Regex.Count(flow, "together117"));   // two partitions in each arm
        Assert.DoesNotContain("do not reconcile", flow, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_that_do_not_reconcile_are_named()
    {
        var data = SampleTrial.Create(perArm: 30, failures: 2);
        var wrong = data with
        {
            Analysis = data.Analysis with { Arms = [.. data.Analysis.Arms.Select(a => a with { Treated = a.Patients })] },
            Failures = data.Failures[..1],
        };

        var page = Parse(Write(wrong));

        Assert.Contains("do not reconcile", Section(page, "flow"), StringComparison.Ordinal);
        Assert.Contains("The ledger has 1 entries for 4 counted failures", Section(page, "failures"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_trial_stays_a_small_file_and_says_that_it_shows_a_sample()
    {
        using var file = new MemoryStream();
        ReportWriter.Write(SampleTrial.Create(perArm: 10_000), file);
        string page = Encoding.UTF8.GetString(file.ToArray());

        Assert.InRange(file.Length, 100_000, 8_000_000);
        Assert.Contains("a systematic sample of 500 of", page, StringComparison.Ordinal);
        Assert.Contains("a systematic sample of 150 of", page, StringComparison.Ordinal);
        Assert.Contains("a systematic sample of 30 of 9\u202F997 patients per arm", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Twins_are_compared_patient_by_patient()
    {
        var data = SampleTrial.Create(perArm: 50, failures: 0, twins: true);
        var page = Parse(Write(data));
        var pairs = data.Patients.GroupBy(p => p.Patient).Select(g => g.ToDictionary(p => p.Arm, p => p.BestResponse is "CR" or "PR")).ToList();
        int only = pairs.Count(p => p["pembrolizumab"] && !p["docetaxel"]);

        Assert.Contains($"Objective response50{only} (", Section(page, "same-patient"), StringComparison.Ordinal);
        Assert.DoesNotContain(Parse(Sample.Value).Descendants("section"), s => (string?)s.Attribute("id") == "same-patient");
    }

    [Fact]
    public void A_trial_in_which_nothing_happened_can_be_written()
    {
        var data = SampleTrial.Create(perArm: 4, failures: 0);
        double none = double.NaN;
        var empty = data with
        {
            Patients = [],
            Bands = [],
            Failures = [],
            Analysis = data.Analysis with
            {
                Arms = [.. data.Analysis.Arms.Select(a => a with
                {
                    OverallSurvival = new([0], [1], [none], [none], [4], [0], [0], new(none, none, none)),
                    ProgressionFreeSurvival = new([0], [1], [1], [1], [4], [0], [0], new(none, none, none)),
                    DurationOfResponse = null, AdverseEvents = [], Baseline = [], Flow = [],
                })],
                Comparisons = [.. data.Analysis.Comparisons.Select(c => c with
                {
                    OverallSurvival = new(new(none, none, none), none, none, new(none, none, none), none, none),
                })],
                Published = [],
            },
        };

        string text = Parse(Write(empty)).Root!.Value;

        Assert.Contains("not reached", text, StringComparison.Ordinal);
        Assert.Contains("not estimable", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", Write(empty), StringComparison.Ordinal);
    }

    private static string Write(ReportData data)
    {
        using var writer = new StringWriter();
        ReportWriter.Write(data, writer);
        return writer.ToString();
    }

    /// <summary>Parses strictly, as XML; the bodies of scripts and of the style sheet are not markup and are emptied first.</summary>
    private static XDocument Parse(string page)
    {
        string markup = Bodies().Replace(page.Replace("<!DOCTYPE html>", string.Empty, StringComparison.Ordinal), "$1$3");
        using var reader = XmlReader.Create(new StringReader(markup), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader);
    }

    private static JsonElement Data(string page, string figure)
    {
        var match = Regex.Match(page, $"<script type=\"application/json\" id=\"data-{figure}\">(.*?)</script>", RegexOptions.Singleline);
        using var json = JsonDocument.Parse(match.Groups[1].Value);
        return json.RootElement.Clone();
    }

    private static string Section(XDocument page, string id) =>
        page.Descendants("section").Single(s => (string?)s.Attribute("id") == id).Value;

    [GeneratedRegex("(<(?:script|style)[^>]*>)(.*?)(</(?:script|style)>)", RegexOptions.Singleline)]
    private static partial Regex Bodies();

    [GeneratedRegex("https?://[^\"' <)]+")]
    private static partial Regex Address();
}
