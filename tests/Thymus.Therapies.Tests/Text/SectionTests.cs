using Thymus.Language.Diagnostics;
using Thymus.Therapies.Text;
using Thymus.Units;

namespace Thymus.Therapies.Tests.Text;

public sealed class SectionTests
{
    private static readonly SectionKeys Keys = new("a test", "none#", ["size"], ["name", "kind", "list", "flag"]);

    private readonly List<Diagnostic> _findings = [];

    [Fact]
    public void Unknown_and_missing_keys_are_reported_at_once_with_the_nearest_key()
    {
        Open("nmae: x\nsice: 3 mm");

        Assert.Equal(["TH4002", "TH4002", "TH4003"], _findings.Select(f => f.Rule.Code));
        Assert.Equal("x.yaml(1,1): error TH4002: unknown key 'nmae' in a test", _findings[0].ToString());
        Assert.Equal(["name", "size", null], _findings.Select(f => f.Suggestion));
    }

    [Theory]
    [InlineData("1 cm", 10)]
    [InlineData("2.5 mm", 2.5)]
    public void A_quantity_is_converted_to_the_wanted_unit(string text, double expected)
    {
        Assert.Equal(expected, Open($"size: {text}").Quantity("size", Millimetre()), tolerance: 1e-12);
        Assert.Empty(_findings);
    }

    [Theory]
    [InlineData("200 ml", "TH4006", "cannot read '200 ml' as a quantity in mm for 'size'")]
    [InlineData("5", "TH4006", "cannot read '5' as a quantity in mm for 'size'")]
    [InlineData("many", "TH4006", "cannot read 'many' as a quantity in mm for 'size'")]
    [InlineData("-1 mm", "TH4007", "'size' is -1 mm, but it must be at least 0 mm")]
    [InlineData("[1 mm]", "TH4005", "'size' is a list, but a single value is expected")]
    [InlineData("", "TH4005", "'size' is nothing, but a single value is expected")]
    public void A_quantity_that_does_not_fit_says_why(string text, string code, string message)
    {
        double value = Open($"size: {text}").Quantity("size", Millimetre(), least: 0);

        var finding = Assert.Single(_findings);
        Assert.Equal((code, message), (finding.Rule.Code, finding.Text));
        Assert.True(double.IsNaN(value));
        Assert.Equal(1, finding.Span.Line);
    }

    [Fact]
    public void A_wrong_word_names_the_words_that_are_known()
    {
        Open("size: 1 mm\nkind: lognormal").Word("kind", 0, ("normal", 1), ("log-normal", 2));

        var finding = Assert.Single(_findings);
        Assert.Equal("'lognormal' is not one of: normal, log-normal", finding.Text);
        Assert.Equal("log-normal", finding.Suggestion);
    }

    [Fact]
    public void Whole_numbers_and_flags_are_read_strictly()
    {
        var section = Open("size: 1 mm\nlist: 2.5\nflag: yes");

        section.Whole("list", 0, 1, 10);
        section.Flag("flag", otherwise: false);
        Assert.Equal(["TH4006", "TH4006"], _findings.Select(f => f.Rule.Code));
    }

    [Fact]
    public void Reading_a_key_that_is_not_declared_is_a_mistake_of_the_program() =>
        Assert.Throws<ArgumentException>(() => Open("size: 1 mm").Text("colour"));

    private Section Open(string text)
    {
        var read = YamlReader.Read(text, "x.yaml");
        Assert.True(read.Succeeded);
        return Section.Open(read.Value, Keys, _findings)!;
    }

    private static Unit Millimetre() => Unit.TryParse("mm", out var unit, out string? error) ? unit : throw new InvalidOperationException(error);
}
