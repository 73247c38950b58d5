using System.Diagnostics;
using Thymus.Store.Runs;

namespace Thymus.Store.Tests.Runs;

/// <summary>A disk that fills up, and folders that cannot be written: a message with a way out, and nothing half-written in sight.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    /// <summary>Every write to /dev/full fails as on a full disk; the temporary file is made to lead there.</summary>
    [Fact]
    public async Task Full_device_leaves_the_old_file_and_says_so()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        using var folder = await RunFolder.CreateAsync(_temporary["run"], SmallRun.Manifest, TestContext.Current.CancellationToken);
        await folder.WriteFileAsync("report.html", s => s.WriteAsync("old"u8.ToArray()).AsTask(), TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder.PathOf("report.html.partial"), "/dev/full");

        var error = await Assert.ThrowsAsync<StoreException>(
            () => folder.WriteFileAsync("report.html", s => s.WriteAsync(new byte[100_000]).AsTask(), TestContext.Current.CancellationToken));

        Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
        Assert.Contains("--out", error.Suggestion, StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(folder.PathOf("report.html"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(folder.PathOf("report.html.partial")));
    }

    [Fact]
    public async Task Chunks_that_do_not_fit_on_the_disk_are_missing_and_the_run_goes_on_later()
    {
        string disk = _temporary["disk"];
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Making a small disk needs root on Linux.");
        Assert.SkipUnless(Mount("-t", "tmpfs", "-o", "size=48k", "tmpfs", disk) == 0, "This system does not allow a small disk to be mounted.");
        try
        {
            string run = Path.Combine(disk, "run");
            int committed = 0;
            using (var folder = await RunFolder.CreateAsync(run, SmallRun.Manifest with { Chunks = 100 }, TestContext.Current.CancellationToken))
            {
                var error = await Assert.ThrowsAsync<StoreException>(async () =>
                {
                    for (; committed < 100; committed++)
                    {
                        await folder.CommitChunkAsync(committed, SmallRun.Tables(committed), TestContext.Current.CancellationToken);
                    }
                });
                Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
            }

            Assert.Empty(Directory.GetFiles(run, "*.partial", SearchOption.AllDirectories));
            using var later = RunFolder.OpenForWriting(run);
            var survey = await later.SurveyAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Enumerable.Range(0, committed), survey.Complete);
            Assert.Empty(survey.Damaged);
        }
        finally
        {
            Assert.Equal(0, Unmount(disk));
        }
    }

    [Fact]
    public async Task Folder_that_cannot_be_made_is_said()
    {
        await File.WriteAllTextAsync(_temporary["file"], "", TestContext.Current.CancellationToken);

        var inside = await Assert.ThrowsAsync<StoreException>(
            () => RunFolder.CreateAsync(Path.Combine(_temporary["file"], "run"), SmallRun.Manifest, TestContext.Current.CancellationToken));
        var onFile = await Assert.ThrowsAsync<StoreException>(() => RunFolder.CreateAsync(_temporary["file"], SmallRun.Manifest, TestContext.Current.CancellationToken));
        var missing = Assert.Throws<StoreException>(() => RunFolder.OpenForReading(_temporary["none"]));

        Assert.NotEmpty(inside.Suggestion);
        Assert.Contains("is a file", onFile.Message, StringComparison.Ordinal);
        Assert.Contains("there is no folder", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_without_permission_is_said()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("Permissions do not hold for root, and are others on Windows.");
            return;
        }

        Directory.CreateDirectory(_temporary["closed"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var error = await Assert.ThrowsAsync<StoreException>(
            () => RunFolder.CreateAsync(Path.Combine(_temporary["closed"], "run"), SmallRun.Manifest, TestContext.Current.CancellationToken));

        Assert.Contains("no permission", error.Message, StringComparison.Ordinal);
        Assert.Contains("--out", error.Suggestion, StringComparison.Ordinal);
    }

    public void Dispose() => _temporary.Dispose();

    private static int Mount(params string[] arguments) => Start("mount", arguments);

    private static int Unmount(string path) => Start("umount", path);

    private static int Start(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
