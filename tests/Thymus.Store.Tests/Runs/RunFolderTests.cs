using System.Diagnostics;
using Thymus.Store.Runs;
using Thymus.Store.Tables;

namespace Thymus.Store.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private static readonly TableSchema Patients = new("patients", [new("patient", ColumnKind.Integer, "", ""), new("arm", ColumnKind.Text, "", "")]);
    private static readonly TableSchema Courses = new("courses", [new("patient", ColumnKind.Integer, "", ""), new("C", ColumnKind.Real, "mg/L", "")]);

    private readonly TemporaryFolder _parent = new();

    public void Dispose() => _parent.Dispose();

    [Fact]
    public void A_committed_chunk_is_whole_and_an_absent_one_is_missing()
    {
        using var folder = Create();
        Commit(folder, 0);

        Assert.True(folder.StateOf(0).IsWhole);
        Assert.Equal(new ChunkState(IsWhole: false, DamagedFile: null, Failed: 0), folder.StateOf(1));
    }

    [Theory]
    [InlineData("chunks/000000/patients.parquet")]
    [InlineData("courses/000000.parquet")]
    public void A_flipped_byte_is_named(string file)
    {
        using var folder = Create();
        Commit(folder, 0);
        byte[] bytes = File.ReadAllBytes(folder.PathOf(file));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(folder.PathOf(file), bytes);

        var state = folder.StateOf(0);

        Assert.False(state.IsWhole);
        Assert.Equal(folder.PathOf(file), state.DamagedFile);
    }

    [Fact]
    public void A_truncated_or_removed_file_is_named()
    {
        using var folder = Create();
        Commit(folder, 0);
        Commit(folder, 1);
        string cut = folder.PathOf("chunks/000000/patients.parquet"), gone = folder.PathOf("courses/000001.parquet");
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..40]);
        File.Delete(gone);

        Assert.Equal(cut, folder.StateOf(0).DamagedFile);
        Assert.Equal(gone, folder.StateOf(1).DamagedFile);
    }

    [Fact]
    public void A_damaged_chunk_can_be_committed_again()
    {
        using var folder = Create();
        Commit(folder, 0);
        File.Delete(folder.PathOf("courses/000000.parquet"));
        Commit(folder, 0);

        Assert.True(folder.StateOf(0).IsWhole);
    }

    [Fact]
    public void Tables_are_merged_in_chunk_order_whatever_the_order_of_commits()
    {
        using var folder = Create();
        foreach (int chunk in new[] { 2, 0, 1 })
        {
            Commit(folder, chunk);
        }

        folder.Merge(Patients, chunks: 3);

        Assert.Equal([0L, 1, 10, 11, 20, 21], ParquetTable.Read(folder.PathOf("patients.parquet")).SelectMany(t => t.Integers("patient")));
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_removed_when_the_run_goes_on()
    {
        string path = _parent["run"];
        using (var folder = Create())
        {
            Commit(folder, 0);
            File.WriteAllText(folder.ManifestPath, "{}");
            Directory.CreateDirectory(folder.PathOf("chunks/000001.tmp"));
            File.WriteAllText(folder.PathOf("chunks/000001.tmp/patients.parquet"), "half");
            File.WriteAllText(folder.PathOf("courses/000001.parquet.tmp"), "half");
        }

        using var again = RunFolder.OpenToWrite(path);

        Assert.True(again.StateOf(0).IsWhole);
        Assert.Empty(Directory.EnumerateFileSystemEntries(path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Two_processes_cannot_write_one_run()
    {
        using var folder = Create();
        File.WriteAllText(folder.ManifestPath, "{}");

        var problem = Assert.Throws<StoreException>(() => RunFolder.OpenToWrite(folder.Path));

        Assert.Contains("another process", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_not_touched()
    {
        string path = _parent["holiday"];
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "photo.jpg"), "x");

        Assert.Throws<StoreException>(() => RunFolder.Create(path));
        Assert.Throws<StoreException>(() => RunFolder.OpenToWrite(path));
        Assert.Single(Directory.EnumerateFileSystemEntries(path));
    }

    [Fact]
    public void A_full_disk_is_said_in_words_and_leaves_no_chunk()
    {
        string disk = _parent["disk"];
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(TryMount(disk), "needs the right to mount a small file system (root on Linux)");
        try
        {
            using var folder = RunFolder.Create(Path.Combine(disk, "run"));
            var large = new Table(Courses);
            var noise = Thymus.Numerics.Random.RandomStream.For(1, 1, "noise");
            for (int i = 0; i < 500_000; i++)
            {
                large.Add((long)i).Add(noise.NextUniform());
            }

            var problem = Assert.Throws<StoreException>(() => folder.CommitChunk(0, [Rows(0)], large, failed: 0));

            Assert.Contains("disk is full", problem.Message, StringComparison.Ordinal);
            Assert.Contains("resume", problem.Suggestion, StringComparison.Ordinal);
            Assert.False(folder.StateOf(0).IsWhole);
        }
        finally
        {
            Run("umount", disk);
        }
    }

    private static bool TryMount(string path) => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
        && Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path);

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private RunFolder Create() => RunFolder.Create(_parent["run"]);

    private static void Commit(RunFolder folder, int chunk)
    {
        var courses = new Table(Courses);
        courses.Add((long)chunk).Add(chunk / 7.0);
        folder.CommitChunk(chunk, [Rows(chunk)], courses, failed: 0);
    }

    private static Table Rows(int chunk)
    {
        var table = new Table(Patients);
        table.Add(10L * chunk).Add("a").Add((10L * chunk) + 1).Add("b");
        return table;
    }
}
