using System.Text.Json;

namespace Thymus.Cli.Tests.Commands;

/// <summary>The command that compares two models by what they mean.</summary>
public sealed class DiffCommandTests
{
    private const string Model = """
        model one()
          compartment V = 2; species A in V
          r: A -> ; V*(k*A + m*A/(A + c))
          x := a + b - c; a = 1; b = 2; c = 3; k = 0.5; m = 1
          E1: at (time > 5 && a < 2): A = 4
          A = 10
        end
        """;

    [Theory]
    [InlineData("V*(k*A + m*A/(A + c))", "(A*m/(c + A) + A*k)*V")]
    [InlineData("a + b - c", "b - (c - a)")]
    [InlineData("time > 5 && a < 2", "2 > a && 5 < time")]
    [InlineData("A = 10", "A = 20/V")]
    [InlineData("a = 1; b = 2;", "b = 2; a = 1;")]
    public void What_means_the_same_is_the_same(string text, string by)
    {
        var diff = Diff(Model, Model.Replace(text, by, StringComparison.Ordinal));

        Assert.True(diff.ExitCode == 0, diff.ToString());
        Assert.Contains("the models mean the same", diff.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("k = 0.5", "k = 0.6", "~ parameter k: start value: 0.5 -> 0.6")]
    [InlineData("a + b - c", "a + b + c", "~ rule x: formula: a + b − c -> a + b + c")]
    [InlineData("r: A -> ;", "r: 2 A -> ;", "~ reaction r: reactants: A -> 2 A")]
    [InlineData("V*(k*A", "V*(k*k*A", "~ reaction r: rate: V·(k·A + m·A/(A + c)) -> V·(k²·A + m·A/(A + c))")]
    [InlineData("time > 5", "time >= 5", "~ event E1: trigger: t > 5 ∧ a < 2 -> t ≥ 5 ∧ a < 2")]
    [InlineData("A = 4", "A = 5", "~ event E1: sets A to: 4 -> 5")]
    [InlineData("m = 1", "m = 1; k has second", "~ parameter k: unit: none -> second")]
    [InlineData("m = 1", "m = 1; extra = 7", "+ parameter extra: unit none, start value 7")]
    [InlineData("E1: at (time > 5 && a < 2): A = 4", "", "- event E1: trigger t > 5")]
    public void What_differs_is_named_and_ends_with_4(string text, string by, string words)
    {
        var diff = Diff(Model, Model.Replace(text, by, StringComparison.Ordinal));

        Assert.Equal(ExitCodes.CheckFailed, diff.ExitCode);
        Assert.Contains(words, diff.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_lists_the_differences()
    {
        using var json = JsonDocument.Parse(Diff(Model, Model.Replace("k = 0.5", "k = 0.6", StringComparison.Ordinal), "--json").Output);

        Assert.False(json.RootElement.GetProperty("same").GetBoolean());
        Assert.Equal("k", json.RootElement.GetProperty("differences")[0].GetProperty("name").GetString());
    }

    private static Finished Diff(string first, string second, params string[] options)
    {
        using var place = new Workplace();
        File.WriteAllText(place["a.ant"], first);
        File.WriteAllText(place["b.ant"], second);
        return place.Run(["model", "diff", "a.ant", "b.ant", .. options]);
    }
}
