using System.Text.Json;

namespace Thymus.Cli.Tests.Commands;

/// <summary>The command that says what a model is.</summary>
public sealed class DescribeCommandTests
{
    [Fact]
    public void Describe_prints_text_LaTeX_a_page_or_JSON_of_the_same_equations()
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], "model one()\n  A' = -k*A; A = 1; k = 0.3\nend\n");

        Assert.Contains("dA/dt = −k·A", place.Succeed("model", "describe", "one.ant").Output, StringComparison.Ordinal);
        Assert.Contains(@"\frac{\mathrm{d}A}{\mathrm{d}t} &= -k \cdot A", place.Succeed("model", "describe", "one.ant", "--latex").Output, StringComparison.Ordinal);
        Assert.StartsWith(place["one.html"], place.Succeed("model", "describe", "one.ant", "--html", "--out", "one.html").Output, StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(place["one.html"]), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(place.Succeed("model", "describe", "one.ant", "--json").Output);
        Assert.Equal("−k·A", json.RootElement.GetProperty("equations")[0].GetProperty("right").GetProperty("text").GetString());
        Assert.Equal(0.3, json.RootElement.GetProperty("parameters")[0].GetProperty("value").GetDouble());
    }

    [Theory]
    [InlineData("--html", "--json", "are different forms")]
    [InlineData("--until", "3 mg", "a time above 0")]
    public void Describe_refuses_what_makes_no_sense(string option, string value, string words)
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], "model one()\n  A' = -0.3*A; A = 1\nend\n");

        var refused = place.Run("model", "describe", "one.ant", option, value);

        Assert.Equal(ExitCodes.InvalidInput, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }
}
