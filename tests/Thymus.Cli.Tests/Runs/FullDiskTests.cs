using System.Diagnostics;

namespace Thymus.Cli.Tests.Runs;

/// <summary>A disk that is full stops a run with words; with more space it goes on.</summary>
public sealed class FullDiskTests(FinishedRun shared)
{
    [Theory]
    [InlineData("160k")]    // enough for the inputs, not for the first chunk
    [InlineData("600k")]    // not for the tables, or the database
    [InlineData("1100k")]   // not for the report
    public void A_run_on_a_full_disk_ends_with_5_and_goes_on_when_there_is_space(string size) => OnSmallDisk(size, (place, disk) =>
    {
        var full = place.Run("trial", "run", Workplace.Study, "--patients", FinishedRun.Patients, "--out", "disk/run");

        AssertSaysThatItIsFull(full);
        Assert.Contains("trial resume", full.Error, StringComparison.Ordinal);

        Assert.True(Shell("mount", "-o", "remount,size=64m", disk));
        place.Succeed("trial", "resume", "disk/run");
        Workplace.AssertSameTables(shared.Folder, Path.Combine(disk, "run"));
    });

    [Fact]
    public void A_run_that_cannot_even_begin_leaves_nothing_behind() => OnSmallDisk("40k", (place, disk) =>
    {
        AssertSaysThatItIsFull(place.Run("trial", "run", Workplace.Study, "--patients", "1", "--out", "disk/run"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
    });

    private static void AssertSaysThatItIsFull(Finished finished)
    {
        Assert.True(finished.ExitCode == 5, finished.ToString());
        Assert.Contains("the disk is full", finished.Error, StringComparison.Ordinal);
        Assert.Contains("try: free some space", finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", finished.Error, StringComparison.Ordinal);
        Assert.Empty(finished.Output);
    }

    private static void OnSmallDisk(string size, Action<Workplace, string> test)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has tmpfs.");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Mounting a small disk needs root.");
        using var place = new Workplace();
        string disk = place["disk"];
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(Shell("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk), "This system does not let root mount a tmpfs.");
        try
        {
            test(place, disk);
        }
        finally
        {
            Assert.True(Shell("umount", disk));
        }
    }

    private static bool Shell(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
