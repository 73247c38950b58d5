using System.Text.Json;

namespace Thymus.Cli.Tests.Commands;

/// <summary>What a run says at its end.</summary>
public sealed class ReportTests(FinishedRun shared)
{
    [Fact]
    public void The_result_of_a_run_is_the_path_of_its_report_alone()
    {
        Assert.Equal(Path.Combine(shared.Folder, "report.html") + "\n", shared.Finished.Output);
        Assert.Contains("hazard ratio of death", shared.Finished.Error, StringComparison.Ordinal);
        Assert.Contains("Research use only", shared.Finished.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_written_again_has_the_same_bytes()
    {
        using var place = new Workplace();
        string report = place["run/report.html"];
        place.Succeed("trial", "run", place.ShortStudy(), "--patients", "20", "--out", "run");
        byte[] before = File.ReadAllBytes(report);
        File.Delete(report);

        string named = place.Succeed("trial", "report", "run").Output;

        Assert.Equal(report + "\n", named);
        Assert.True(before.AsSpan().SequenceEqual(File.ReadAllBytes(report)));
    }

    [Fact]
    public void Json_has_the_numbers_of_every_arm()
    {
        using var place = new Workplace();

        using var json = JsonDocument.Parse(place.Succeed("trial", "report", shared.CopyTo(place), "--json").Output);

        var arms = json.RootElement.GetProperty("arms").EnumerateArray().ToArray();
        Assert.Equal(["pembrolizumab", "docetaxel"], arms.Select(a => a.GetProperty("arm").GetString()));
        Assert.All(arms, a => Assert.Equal(110, a.GetProperty("patients").GetInt32()));
        Assert.Equal(20160401, json.RootElement.GetProperty("seed").GetInt32());
    }
}
