namespace Thymus.Cli.Tests.Runs;

/// <summary>A finished run notices a byte that changed, and heals.</summary>
public sealed class SpoiltTableTests(FinishedRun shared)
{
    [Fact]
    public void A_finished_run_replays_to_the_byte()
    {
        var replay = shared.Place.Succeed("run", "replay", "runs/shared");

        Assert.Contains("all the same to the byte", replay.Output, StringComparison.Ordinal);
        Assert.Equal(["shared"], Directory.EnumerateFileSystemEntries(shared.Place["runs"]).Select(Path.GetFileName));   // it cleans up
    }

    [Fact]
    public void A_flipped_byte_is_found_by_replay_and_repaired_by_resume()
    {
        using var place = new Workplace();
        string folder = shared.CopyTo(place), spoilt = Path.Combine(folder, "events.parquet");
        Workplace.FlipByte(spoilt);

        var before = place.Run("run", "replay", folder);
        var repair = place.Succeed("trial", "resume", folder);
        var after = place.Run("run", "replay", folder);

        Assert.True(before.ExitCode == 4, before.ToString());
        Assert.Contains("1 of 7 tables differ: events.parquet", before.Output, StringComparison.Ordinal);
        Assert.Contains($"the checksum of '{spoilt}' was wrong", repair.Error, StringComparison.Ordinal);
        Workplace.AssertSameTables(shared.Folder, folder);
        Assert.True(after.ExitCode == 0, after.ToString());
    }
}
