using System.Xml.Linq;
using Thymus.Reports.Plots;

namespace Thymus.Reports.Tests.Plots;

/// <summary>Plots in text and SVG.</summary>
public sealed class PlotTests
{
    private static readonly Plot Rising = new("", "time [d]", "[mg]", [new Curve("A", [0, 1, 2, 3], [0, 1, 2, 3])]);

    [Fact]
    public void A_rising_line_rises_from_the_lower_left_to_the_upper_right()
    {
        string[] area = [.. TerminalPlot.Lines(Rising, 60, 10, hasColours: false).Where(l => l.Contains('│') || l.Contains('┤'))];
        int[] firsts = [.. area.Select(l => l[(l.IndexOfAny(['│', '┤']) + 1)..]).Select(l => l.Length - l.TrimStart().Length)];

        Assert.Equal(10, area.Length);
        Assert.Equal(firsts.OrderDescending(), firsts);
        Assert.True(firsts[0] > 30 && firsts[^1] == 0, string.Join('\n', area));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_window(int width)
    {
        var plot = new Plot("", "time", "", [.. Enumerable.Range(0, 12).Select(i => new Curve($"species_{i}", [0, 10], [i, 12 - i]))]);

        Assert.All(TerminalPlot.Lines(plot, width, 12, hasColours: false), l => Assert.True(l.Length <= width, l));
    }

    [Fact]
    public void Without_colours_there_are_letters_and_no_codes()
    {
        var two = Rising with { Curves = [Rising.Curves[0], new Curve("B", [0, 3], [3, 0])] };

        string plain = string.Join('\n', TerminalPlot.Lines(two, 60, 10, hasColours: false));
        string coloured = string.Join('\n', TerminalPlot.Lines(two, 60, 10, hasColours: true));

        Assert.DoesNotContain('\u001b', plain);
        Assert.Contains("a A   b B", plain, StringComparison.Ordinal);
        Assert.Contains("\u001b[34m", coloured, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_in_one_page_have_ids_of_their_own_and_one_figure_always_the_same()
    {
        string first = Svg(Rising), again = Svg(Rising), other = Svg(Rising with { Title = "other" });

        Assert.Equal(first, again);
        Assert.Empty(Ids(first).Intersect(Ids(other)));
        Assert.All(Ids(first), id => Assert.Contains($"url(#{id})", first, StringComparison.Ordinal));

        static string Svg(Plot plot)
        {
            using var output = new StringWriter();
            SvgPlot.Write([plot], output);
            return output.ToString();
        }

        static string[] Ids(string svg) => [.. XDocument.Parse(svg).Descendants().Attributes("id").Select(a => a.Value)];
    }

    [Fact]
    public void Values_that_are_no_numbers_leave_gaps_and_nothing_to_show_is_no_fault()
    {
        var gap = Rising with { Curves = [new Curve("A", [0, 1, 2, 3], [0, double.NaN, double.PositiveInfinity, 3])] };
        var nothing = Rising with { Curves = [new Curve("A", [0, 1], [double.NaN, double.NaN])] };

        Assert.Equal(2, Path(gap).Count(c => c == 'M'));
        Assert.Equal("M0 0", Path(nothing));
        Assert.NotEmpty(TerminalPlot.Lines(nothing, 60, 10, hasColours: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_SVG_is_well_formed_XML_with_axes_units_and_legend(bool isLogarithmic)
    {
        using var output = new StringWriter();
        SvgPlot.Write([Rising with { IsLogY = isLogarithmic, Title = "a < b & c" }], output);
        var svg = XDocument.Parse(output.ToString());
        string[] texts = [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];

        Assert.Contains("a < b & c", texts);
        Assert.Contains("time [d]", texts);
        Assert.Contains("[mg]", texts);
        Assert.Contains("A", texts);
        Assert.Contains("3", texts);
    }

    private static string Path(Plot plot)
    {
        using var output = new StringWriter();
        SvgPlot.Write([plot], output);
        return XDocument.Parse(output.ToString()).Descendants().Single(e => e.Name.LocalName == "path").Attribute("d")!.Value;
    }
}
