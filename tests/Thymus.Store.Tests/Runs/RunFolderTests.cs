using Thymus.Store.Runs;
using Thymus.Store.Tables;

namespace Thymus.Store.Tests.Runs;

/// <summary>Whole or not at all; killed at any moment it ends with the same bytes; what is damaged is named.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private string Run => _temporary["run"];

    [Fact]
    public async Task Run_is_written_and_read()
    {
        await SmallRun.WholeAsync(Run);

        using var folder = RunFolder.OpenForReading(Run);
        var patients = await ParquetTable.ReadAsync(folder.PathOf("patients.parquet"), TestContext.Current.CancellationToken);
        var survey = await folder.SurveyAsync(TestContext.Current.CancellationToken);

        Assert.Equal(RunStatus.Complete, folder.Manifest.Status);
        Assert.Equal(1.5, folder.Manifest.WallTime);
        Assert.Equal(Enumerable.Range(0, 12).Select(p => (long)p), patients.Column<long>("patient").Values.ToArray());
        Assert.Empty(survey.Damaged);
        Assert.Equal(
            ["courses/00000.parquet", "courses/00001.parquet", "courses/00002.parquet", "courses/00003.parquet", "failures.parquet", "patients.parquet", "study.yaml"],
            folder.Manifest.Files.Keys);
        Assert.False(Directory.Exists(folder.PathOf("chunks")));
    }

    [Fact]
    public async Task Run_resumed_after_any_chunk_has_the_same_bytes()
    {
        await SmallRun.WholeAsync(_temporary["whole"]);
        for (int done = 0; done <= SmallRun.Chunks; done++)
        {
            string path = _temporary[$"resumed{done}"];
            using (var killed = await RunFolder.CreateAsync(path, SmallRun.Manifest, TestContext.Current.CancellationToken))
            {
                await SmallRun.CommitAsync(killed, Enumerable.Range(0, done).Reverse());
                await File.WriteAllTextAsync(killed.PathOf("chunks/patients-00003.parquet.partial"), "half", TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(killed.PathOf("patients.parquet.partial"), "half", TestContext.Current.CancellationToken);
                if (done < SmallRun.Chunks)   // a table of a chunk whose record was never written
                {
                    await File.WriteAllTextAsync(killed.PathOf("chunks/patients-00003.parquet"), "of a killed process", TestContext.Current.CancellationToken);
                }
            }

            using var resumed = RunFolder.OpenForWriting(path);
            var survey = await resumed.SurveyAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Enumerable.Range(0, done), survey.Complete);
            Assert.Empty(survey.Damaged);
            await SmallRun.CommitAsync(resumed, survey.Missing);
            await SmallRun.CompleteAsync(resumed);

            Assert.Equal(SmallRun.Contents(_temporary["whole"]), SmallRun.Contents(path));
        }
    }

    [Theory]
    [InlineData("courses/00002.parquet")]
    [InlineData("chunks/patients-00002.parquet")]
    [InlineData("chunks/failures-00002.parquet")]
    public async Task Flipped_byte_and_cut_file_are_named_and_recomputed(string file)
    {
        await SmallRun.WholeAsync(_temporary["whole"]);
        using var folder = await RunFolder.CreateAsync(Run, SmallRun.Manifest, TestContext.Current.CancellationToken);
        await SmallRun.CommitAsync(folder, Enumerable.Range(0, SmallRun.Chunks));
        byte[] whole = await File.ReadAllBytesAsync(folder.PathOf(file), TestContext.Current.CancellationToken);

        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 0x10;
        await ExpectDamageAsync(flipped, "has a wrong checksum");
        await ExpectDamageAsync(whole[..^5], $"has {whole.Length - 5} bytes instead of {whole.Length}");
        await ExpectDamageAsync(null, "is missing");

        await SmallRun.CommitAsync(folder, [2]);
        await SmallRun.CompleteAsync(folder);
        Assert.Equal(SmallRun.Contents(_temporary["whole"]), SmallRun.Contents(Run));

        async Task ExpectDamageAsync(byte[]? content, string reason)
        {
            File.Delete(folder.PathOf(file));
            if (content is not null)
            {
                await File.WriteAllBytesAsync(folder.PathOf(file), content, TestContext.Current.CancellationToken);
            }

            var survey = await folder.SurveyAsync(TestContext.Current.CancellationToken);
            Assert.Equal([new DamagedFile(2, file, reason)], survey.Damaged);
            Assert.Equal([2], survey.Missing);
            var error = await Assert.ThrowsAsync<StoreException>(() => SmallRun.CompleteAsync(folder));
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
            Assert.Equal(RunStatus.Running, folder.Manifest.Status);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"files":{"../../stolen.parquet":{"bytes":1,"sha256":""}}}""")]
    [InlineData("""{"files":{"chunks/../x-00001.parquet":{"bytes":1,"sha256":""}}}""")]
    public async Task Damaged_record_of_a_chunk_is_named(string content)
    {
        using var folder = await RunFolder.CreateAsync(Run, SmallRun.Manifest, TestContext.Current.CancellationToken);
        await SmallRun.CommitAsync(folder, [0, 1]);
        await File.WriteAllTextAsync(folder.PathOf("chunks/00001.json"), content, TestContext.Current.CancellationToken);

        var survey = await folder.SurveyAsync(TestContext.Current.CancellationToken);

        Assert.Equal("chunks/00001.json", Assert.Single(survey.Damaged).File);
        Assert.Equal([1, 2, 3], survey.Missing);
    }

    [Fact]
    public async Task Changed_file_of_a_complete_run_is_named()
    {
        await SmallRun.WholeAsync(Run);
        await File.AppendAllTextAsync(Path.Combine(Run, "study.yaml"), "#", TestContext.Current.CancellationToken);

        using var folder = RunFolder.OpenForWriting(Run);
        var survey = await folder.SurveyAsync(TestContext.Current.CancellationToken);

        Assert.Equal("study.yaml", Assert.Single(survey.Damaged).File);
    }

    [Fact]
    public async Task Missing_chunk_cannot_be_merged()
    {
        using var folder = await RunFolder.CreateAsync(Run, SmallRun.Manifest, TestContext.Current.CancellationToken);
        await SmallRun.CommitAsync(folder, [0, 1, 3]);

        var error = await Assert.ThrowsAsync<StoreException>(() => SmallRun.CompleteAsync(folder));

        Assert.Contains("chunk 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("resume", error.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_that_is_not_a_run_is_left_alone()
    {
        Directory.CreateDirectory(Run);
        await File.WriteAllTextAsync(Path.Combine(Run, "thesis.txt"), "years of work", TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<StoreException>(() => RunFolder.CreateAsync(Run, SmallRun.Manifest, TestContext.Current.CancellationToken));
        var opened = Assert.Throws<StoreException>(() => RunFolder.OpenForWriting(Run));

        Assert.Contains("not a run", error.Message, StringComparison.Ordinal);
        Assert.Contains("--out", error.Suggestion, StringComparison.Ordinal);
        Assert.Contains("not a run", opened.Message, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(Run).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Existing_run_is_not_overwritten()
    {
        await SmallRun.WholeAsync(Run);
        var before = SmallRun.Contents(Run);

        var error = await Assert.ThrowsAsync<StoreException>(() => RunFolder.CreateAsync(Run, SmallRun.Manifest, TestContext.Current.CancellationToken));

        Assert.Contains("already holds a run", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, SmallRun.Contents(Run));
    }

    [Fact]
    public async Task Folder_of_a_run_killed_at_its_start_is_used_again()
    {
        Directory.CreateDirectory(Path.Combine(Run, "chunks"));
        await File.WriteAllTextAsync(Path.Combine(Run, "run.lock"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Run, "manifest.json.partial"), "{", TestContext.Current.CancellationToken);

        await SmallRun.WholeAsync(Run);

        Assert.False(File.Exists(Path.Combine(Run, "manifest.json.partial")));
    }

    [Fact]
    public async Task Two_writers_cannot_have_one_run()
    {
        using (await RunFolder.CreateAsync(Run, SmallRun.Manifest, TestContext.Current.CancellationToken))
        {
            var error = Assert.Throws<StoreException>(() => RunFolder.OpenForWriting(Run));
            Assert.Contains("another process", error.Message, StringComparison.Ordinal);
            using var reader = RunFolder.OpenForReading(Run);
        }

        using var next = RunFolder.OpenForWriting(Run);
        Assert.Equal(RunStatus.Running, next.Manifest.Status);
    }

    [Fact]
    public async Task Resuming_another_study_says_what_differs_and_machine_is_no_difference()
    {
        using var folder = await RunFolder.CreateAsync(Run, SmallRun.Manifest, TestContext.Current.CancellationToken);

        folder.RequireSameResults(SmallRun.Manifest with { Machine = SmallRun.Map(("lanes", "1")), WallTime = 3, StartOptions = SmallRun.Map(("threads", "2")) });
        var error = Assert.Throws<StoreException>(() => folder.RequireSameResults(
            SmallRun.Manifest with { Seed = 8, Inputs = SmallRun.Map(("model.ant", "changed"), ("new.ant", "1")) }));

        Assert.Contains("seed: 7 became 8", error.Message, StringComparison.Ordinal);
        Assert.Contains("input model.ant: abc became changed", error.Message, StringComparison.Ordinal);
        Assert.Contains("input new.ant: (none) became 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"format\": 1")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\0\0\0")]
    public async Task Damaged_manifest_is_said(string content)
    {
        await SmallRun.WholeAsync(Run);
        await File.WriteAllTextAsync(Path.Combine(Run, "manifest.json"), content, TestContext.Current.CancellationToken);

        Assert.Contains("manifest.json is damaged", Assert.Throws<StoreException>(() => RunFolder.OpenForReading(Run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_of_a_newer_format_is_refused()
    {
        using (var folder = await RunFolder.CreateAsync(Run, SmallRun.Manifest with { Format = 99 }, TestContext.Current.CancellationToken))
        {
        }

        Assert.Contains("format 99", Assert.Throws<StoreException>(() => RunFolder.OpenForReading(Run)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _temporary.Dispose();
}
