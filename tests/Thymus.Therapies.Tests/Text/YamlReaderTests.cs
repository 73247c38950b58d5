using Thymus.Therapies.Text;

namespace Thymus.Therapies.Tests.Text;

public sealed class YamlReaderTests
{
    [Fact]
    public void Nodes_know_their_line_and_column()
    {
        var root = Assert.IsType<DataMapping>(YamlReader.Read("a: 1\nb:\n  - c\n  - \"d\"\n", "x.yaml").Value);

        var list = Assert.IsType<DataSequence>(root.Find("b"));
        var last = Assert.IsType<DataScalar>(list.Items[1]);
        Assert.Equal(("d", true), (last.Value, last.IsQuoted));
        Assert.Equal((4, 5, "x.yaml"), (last.Span.Line, last.Span.Column, last.Span.File));
    }

    [Theory]
    [InlineData("a: &x 1\nb: *x", "TH4009")]
    [InlineData("a: !!int 1", "TH4009")]
    [InlineData("a: 1\n---\nb: 2", "TH4009")]
    [InlineData("b:\n  <<: 1", "TH4009")]
    [InlineData("? [1, 2]\n: 3", "TH4009")]
    [InlineData("a: 1\na: 2", "TH4004")]
    [InlineData("a: [1, 2", "TH4001")]
    [InlineData("a: b: c", "TH4001")]
    [InlineData("a:\n\tb: 1", "TH4001")]
    public void What_a_data_file_may_not_have_is_reported(string text, string code)
    {
        var read = YamlReader.Read(text, "x.yaml");

        Assert.Null(read.Value);
        Assert.Contains(read.Findings, f => f.Rule.Code == code);
    }

    [Fact]
    public void A_character_of_code_0_is_an_error_at_its_place()
    {
        var finding = Assert.Single(YamlReader.Read("a: 1\nb: \0 2", "x.yaml").Findings);

        Assert.Equal(("TH4001", 2, 4), (finding.Rule.Code, finding.Span.Line, finding.Span.Column));
    }

    [Fact]
    public void Deep_nesting_is_refused_without_recursion()
    {
        var read = YamlReader.Read(new string('[', 5000), "x.yaml");

        Assert.Equal("TH4009", Assert.Single(read.Findings).Rule.Code);
    }

    [Fact]
    public void A_file_with_too_many_values_is_refused()
    {
        var read = YamlReader.Read("[" + string.Concat(Enumerable.Repeat("1,", 100_001)) + "]", "x.yaml");

        Assert.Equal("TH4009", Assert.Single(read.Findings).Rule.Code);
    }

    [Fact]
    public void Any_text_is_read_or_reported_and_never_thrown() =>
        Gen.String[Gen.Char["ab:-[]{}\"'#&*!|>%@`,\n\t ?~0\0"], 0, 60].Sample(text =>
        {
            var read = YamlReader.Read(text, "x.yaml");
            return (read.Value is null) == (read.Findings.Length > 0);
        }, iter: PropertyInputs.AtLeast(5_000));
}
