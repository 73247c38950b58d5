using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Thymus.Numerics.Random;

namespace Thymus.Cli.Tests.Runs;

/// <summary>Runs that end early by SIGKILL, Ctrl-C or a spoilt file go on, and end with the bytes of a run that nothing disturbed.</summary>
public sealed partial class KilledRunTests
{
    private const string Patients = "300";       // per arm: three chunks
    private const string ManyPatients = "1500";   // so many that a second of the run is left after its first chunk
    private const int MostAttempts = 5;           // of stopping a run before it ends by itself, on a machine that stalls

    [Fact]
    public void Ten_kills_at_random_moments_do_not_change_a_byte()
    {
        using var place = new Workplace();
        string study = place.ShortStudy();
        var watch = Stopwatch.StartNew();
        place.Succeed("trial", "run", study, "--patients", Patients, "--out", "undisturbed");
        var moments = RandomStream.For(seed: 20261126, patient: 0, "moments of death");
        int kills = 0;
        var folders = new List<string>();
        double longest = watch.Elapsed.TotalMilliseconds;

        while (kills < 10)
        {
            string folder = $"killed-{folders.Count}";   // a run that ended before its kill is done; the next kill needs another
            folders.Add(folder);
            bool ended = false;
            while (kills < 10 && !ended)
            {
                bool begun = File.Exists(place[folder + "/manifest.json"]);
                if (!begun && Directory.Exists(place[folder]))
                {
                    Directory.Delete(place[folder], recursive: true);   // killed before it was a run
                }

                using var running = Program.Start(
                    begun ? ["trial", "resume", folder] : ["trial", "run", study, "--patients", Patients, "--out", folder], place.Path);
                running.EndsWithin(TimeSpan.FromMilliseconds(moments.NextUniform() * longest));
                running.Kill();
                int code = running.WaitForEnd(TimeSpan.FromMinutes(1)).ExitCode;   // only the code tells which came first, the end or the kill
                ended = code == 0;
                if (!ended)
                {
                    Assert.Equal(OperatingSystem.IsWindows() ? -1 : 137, code);
                    kills++;
                }
            }
        }

        foreach (string folder in folders)
        {
            place.Succeed(File.Exists(place[folder + "/manifest.json"])
                ? ["trial", "resume", folder]
                : ["trial", "run", study, "--patients", Patients, "--out", folder]);
            Workplace.AssertSameTables(place["undisturbed"], place[folder]);
            Assert.True(File.Exists(place[folder + "/report.html"]));
            AssertNothingHalfWritten(place[folder]);
        }
    }

    [Fact]
    public void Control_c_ends_with_130_and_the_command_that_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT that one process can send to another.");
        Assert.SkipWhen(IgnoresInterrupts(), "SIGINT is ignored in this process, as under nohup, and what it starts inherits that: run the tests in the foreground.");
        using var place = new Workplace();
        string study = place.ShortStudy();
        place.Succeed("trial", "run", study, "--patients", ManyPatients, "--out", "undisturbed");

        var stopped = Stop(place, study, "stopped", running => running.Interrupt());

        Assert.True(stopped.ExitCode == 130, stopped.ToString());
        Assert.Empty(stopped.Output);   // no path of a report that is not there
        Assert.Contains($"go on with: thymus trial resume {place["stopped"]}", stopped.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(place["stopped/report.html"]));
        AssertNothingHalfWritten(place["stopped"]);
        var early = place.Run("run", "query", "stopped", "SELECT 1");
        Assert.Equal(5, early.ExitCode);
        Assert.Contains("is not complete", early.Error, StringComparison.Ordinal);

        place.Succeed("trial", "resume", "stopped");
        Workplace.AssertSameTables(place["undisturbed"], place["stopped"]);
    }

    [Fact]
    public void A_spoilt_chunk_of_an_unfinished_run_is_named_and_computed_again()
    {
        using var place = new Workplace();
        string study = place.ShortStudy();
        place.Succeed("trial", "run", study, "--patients", ManyPatients, "--out", "undisturbed");
        Stop(place, study, "killed", running => running.Kill());
        string spoilt = place["killed/chunks/000000/patients.parquet"];
        Workplace.FlipByte(spoilt);

        var resumed = place.Succeed("trial", "resume", "killed");

        Assert.Contains($"the checksum of '{spoilt}' was wrong", resumed.Error, StringComparison.Ordinal);
        Workplace.AssertSameTables(place["undisturbed"], place["killed"]);
    }

    /// <summary>Stops a run after its first chunk, again where it came to its end before.</summary>
    private static Finished Stop(Workplace place, string study, string folder, Action<Running> stop)
    {
        for (int attempt = 1; ; attempt++)
        {
            using var running = Program.Start(["trial", "run", study, "--patients", ManyPatients, "--threads", "1", "--out", folder], place.Path);
            WaitForChunk(running, place[folder]);
            stop(running);
            var end = running.WaitForEnd(TimeSpan.FromSeconds(30));
            if (end.ExitCode != 0 || attempt == MostAttempts)
            {
                return end;
            }

            Directory.Delete(place[folder], recursive: true);
        }
    }

    /// <summary>Waits until the first chunk counts. Chunks are renamed into place, so a folder with its name is whole.</summary>
    private static void WaitForChunk(Running running, string folder)
    {
        string chunk = Path.Combine(folder, "chunks", "000000");
        for (int i = 0; i < 3000 && !Directory.Exists(chunk); i++)
        {
            Assert.False(running.EndsWithin(TimeSpan.FromMilliseconds(20)), "The run ended before its first chunk was seen.");
        }

        Assert.True(Directory.Exists(chunk), "There was no chunk within a minute.");
    }

    /// <summary>Whether SIGINT, signal 2, is ignored here: bit 2 of SigIgn, counted from 1 (proc(5)).</summary>
    private static bool IgnoresInterrupts()
    {
        const string Status = "/proc/self/status", Key = "SigIgn:";
        string? line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line is not null && (ulong.Parse(line[Key.Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & (1 << (2 - 1))) != 0;
    }

    private static void AssertNothingHalfWritten(string folder) =>
        Assert.DoesNotContain(Workplace.Files(folder).Keys, f => HalfWritten().IsMatch(f));

    [GeneratedRegex(@"\.tmp(/|$)|^\.lock$")]
    private static partial Regex HalfWritten();
}
