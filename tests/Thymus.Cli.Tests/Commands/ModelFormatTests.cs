namespace Thymus.Cli.Tests.Commands;

/// <summary><c>thymus model format</c>.</summary>
public sealed class ModelFormatTests
{
    private const string Raw = "model one();A' = -k*A;A=1 // start\nk=0.3;end\n";
    private const string LaidOut = "model one()\n  A' = -k*A\n  A = 1  // start\n  k = 0.3\nend\n";

    [Fact]
    public void Format_prints_checks_and_writes()
    {
        using var place = new Workplace();
        File.WriteAllText(place["one.ant"], Raw);

        Assert.Equal(LaidOut, place.Succeed("model", "format", "one.ant").Output);
        var check = place.Run("model", "format", "one.ant", "--check");
        Assert.Equal((4, "one.ant\n"), (check.ExitCode, check.Output));
        Assert.Equal(Raw, File.ReadAllText(place["one.ant"]));
        Assert.Equal("one.ant\n", place.Succeed("model", "format", "one.ant", "--write").Output);
        Assert.Equal(LaidOut, File.ReadAllText(place["one.ant"]));
        Assert.Equal("", place.Succeed("model", "format", "one.ant", "--write").Output);
        Assert.Equal("", place.Succeed("model", "format", "one.ant", "--check").Output);
        Assert.Equal(["one.ant"], Directory.EnumerateFiles(place.Path, "one.ant*").Select(Path.GetFileName));
    }

    [Fact]
    public void What_is_not_understood_is_left_as_it_is()
    {
        using var place = new Workplace();
        File.WriteAllText(place["bad.ant"], "x = = 1\n");
        File.WriteAllText(place["model.xml"], "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\"/>");

        var bad = place.Run("model", "format", "bad.ant", "--write");
        Assert.Equal(2, bad.ExitCode);
        Assert.Contains("bad.ant(1,5): error TH1005", bad.Error, StringComparison.Ordinal);
        Assert.Equal("x = = 1\n", File.ReadAllText(place["bad.ant"]));
        Assert.Equal(2, place.Run("model", "format", "model.xml").ExitCode);
        Assert.Equal(2, place.Run("model", "format", "bad.ant", "model.xml").ExitCode);
        Assert.Equal(5, place.Run("model", "format", "none.ant", "--check").ExitCode);
    }
}
