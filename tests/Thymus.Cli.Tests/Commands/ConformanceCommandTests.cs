using System.Globalization;
using System.Text.Json;

namespace Thymus.Cli.Tests.Commands;

/// <summary>The commands that run test suites, on folders of our own: A decays by k = 1 from 8, in closed form.</summary>
public sealed class ConformanceCommandTests
{
    private const string Model = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">
        <listOfParameters><parameter id="A" value="8" constant="false"/></listOfParameters>
        <listOfRules><rateRule variable="A"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><minus/><ci>A</ci></apply></math></rateRule></listOfRules>
        </model></sbml>
        """;

    [Fact]
    public void Trajectories_that_agree_end_with_0_and_are_counted_by_topic()
    {
        using var place = new Workplace();
        Write(place, "M1", 8);

        var run = place.Run("conformance", "trajectories", "set");
        using var json = JsonDocument.Parse(place.Run("conformance", "trajectories", "set", "--json", "--threads", "1").Output);

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Matches(@"(?m)^M1 +1  agrees ", run.Output);
        Assert.Matches(@"(?m)^decay +1 +0 +0 ", run.Output);
        Assert.Matches(@"(?m)^all +1 +0 +0 ", run.Output);
        Assert.Equal("Passed", json.RootElement.GetProperty("models")[0].GetProperty("verdict").GetString());
        Assert.InRange(json.RootElement.GetProperty("models")[0].GetProperty("difference").GetDouble(), 0, 1e-8);
    }

    [Fact]
    public void A_trajectory_that_differs_ends_with_4_and_names_the_first_row_and_column()
    {
        using var place = new Workplace();
        Write(place, "M1", 8);
        place.Replace("set/reference/M1.csv", "\n1,", "\n1.0,9");   // 2.94… becomes 92.94…

        var run = place.Run("conformance", "trajectories", "set");

        Assert.Equal(ExitCodes.CheckFailed, run.ExitCode);
        Assert.Contains("M1 differs: row 2, time 1, A: expected 92.94", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, place.Run("conformance", "trajectories", "set", "--limit", "1").ExitCode);
    }

    [Fact]
    public void Models_may_be_texts_in_a_folder_of_their_own()
    {
        using var place = new Workplace();
        Write(place, "M1", 8);
        Directory.CreateDirectory(place["texts"]);
        File.WriteAllText(place["texts/M1.ant"], "model m()\nA' = -A; A = 8;\nend\n");

        var run = place.Succeed("conformance", "trajectories", "set", "--models", "texts");
        File.WriteAllText(place["texts/M1.ant"], "model m()\nA' = -B; A = 8;\nend\n");
        var refused = place.Run("conformance", "trajectories", "set", "--models", "texts");

        Assert.Contains("agrees", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.CheckFailed, refused.ExitCode);
        Assert.Contains("M1 refused: M1.ant(2,", refused.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "there is no folder 'nowhere'")]
    [InlineData("library", "settings.csv")]
    public void A_folder_that_is_none_of_the_kind_ends_with_5(string folder, string words)
    {
        using var place = new Workplace();

        var run = place.Run("conformance", "trajectories", folder);

        Assert.Equal(ExitCodes.FileProblem, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8", 0, "all       1       0        0")]
    [InlineData("7", 4, "00001 failed: row 0, time 0, A: expected 7, computed 8")]
    public void Cases_of_the_suite_are_run_by_their_settings(string start, int code, string words)
    {
        using var place = new Workplace();
        Directory.CreateDirectory(place["suite/00001"]);
        File.WriteAllText(place["suite/00001/00001-sbml-l3v2.xml"], Model);
        File.WriteAllText(place["suite/00001/00001-settings.txt"], "start: 0\nduration: 1\nsteps: 1\nvariables: A\nabsolute: 1e-6\nrelative: 1e-6\n");
        File.WriteAllText(place["suite/00001/00001-results.csv"], $"time,A\n0,{start}\n1,{8 * Math.Exp(-1):R}\n");

        var run = place.Run("conformance", "sbml", "suite");

        Assert.True(run.ExitCode == code, run.ToString());
        Assert.Contains(words, run.Output, StringComparison.Ordinal);
    }

    private static void Write(Workplace place, string id, double start)
    {
        Directory.CreateDirectory(place["set/models"]);
        Directory.CreateDirectory(place["set/reference"]);
        File.WriteAllText(place[$"set/models/{id}.xml"], Model);
        File.WriteAllText(place["set/index.csv"], $"id,name,title,topics\n{id},Decay,\"A title, quoted\",decay; test\n");
        File.WriteAllText(place["set/reference/settings.csv"], $"id,start,duration,steps\n{id},0,2,4\n");
        File.WriteAllLines(place[$"set/reference/{id}.csv"],
            [.. Enumerable.Range(0, 5).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i / 2.0},{start * Math.Exp(-i / 2.0):R}")).Prepend("time,A")]);
    }
}
