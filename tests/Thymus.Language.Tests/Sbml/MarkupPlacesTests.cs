namespace Thymus.Language.Tests.Sbml;

public sealed class MarkupPlacesTests
{
    private const string Head = "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\"><model id=\"m\">";

    /// <summary>The reader of XML counts such lines again when its buffer of 4,096 characters ends among them.</summary>
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_inside_an_end_tag_are_counted_once(string lineEnd)
    {
        string lines = string.Concat(Enumerable.Repeat(lineEnd, 5_000));
        string text = $"{Head}<notes><![CDATA[</p{lineEnd}>]]></notes><listOfRules></listOfRules{lines}>{lineEnd}  <listOfParameters><parameter/></listOfParameters{lines}>{lineEnd}</modl>";

        var findings = SbmlReader.Read(text, "m.xml").Findings;
        var bound = SbmlReader.Read(text.Replace("</modl>", "</model></sbml>", StringComparison.Ordinal), "m.xml").Findings;

        var broken = Assert.Single(findings);
        Assert.Equal(("TH1101", 10_004, 3), (broken.Rule.Code, broken.Span.Line, broken.Span.Column));
        var nameless = Assert.Single(bound);
        Assert.Equal(("TH1103", 5_003, 22, 9), (nameless.Rule.Code, nameless.Span.Line, nameless.Span.Column, nameless.Span.Length));
    }

    [Theory]
    [InlineData("<listOfRules/", 2, 14)]
    [InlineData("<listOfRules", 2, 13)]
    [InlineData("<a b='", 2, 7)]
    [InlineData("</model\n", 3, 1)]
    [InlineData("</mo", 2, 5)]
    public void A_text_that_ends_within_a_tag_ends_there(string end, int line, int column)
    {
        foreach (string text in new[] { Head + "\n" + end, Head + string.Concat(Enumerable.Repeat(" ", 4_096)) + "\n" + end })
        {
            var finding = Assert.Single(SbmlReader.Read(text, "m.xml").Findings);

            Assert.Equal(("TH1101", line), (finding.Rule.Code, finding.Span.Line));
            Assert.InRange(finding.Span.Column, column - 1, column);   // at the slash, or after it
        }
    }

    [Fact]
    public void Text_of_notes_that_looks_like_an_end_tag_is_kept()
    {
        string text = Head + "<notes><p xmlns=\"http://www.w3.org/1999/xhtml\"><![CDATA[</p\n>]]>x</p\n></notes></model></sbml>";

        string written = SbmlDocument.Read(text, "m.xml").Value!.Write();

        Assert.Contains("&lt;/p\n&gt;x</p>", written, StringComparison.Ordinal);
    }
}
