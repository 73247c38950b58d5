using System.Text.Json;

namespace Thymus.Cli.Tests.Runs;

/// <summary>Same study, same seed, same bytes (docs/adr/0003-named-draws.md, 0005-run-folder.md).</summary>
public sealed class SameBytesTests(FinishedRun shared)
{
    [Theory]
    [InlineData("1", "auto")]
    [InlineData("2", "1")]
    [InlineData("1", "4")]
    [InlineData("2", "8")]
    public void Tables_do_not_depend_on_threads_or_lanes(string threads, string lanes)
    {
        using var place = new Workplace();

        place.Succeed("trial", "run", Workplace.Study, "--patients", FinishedRun.Patients, "--threads", threads, "--lanes", lanes, "--out", "run");

        Workplace.AssertSameTables(shared.Folder, place["run"]);
    }

    [Fact]
    public void A_chosen_method_is_in_the_manifest_and_the_run_replays_with_it()
    {
        using var place = new Workplace();
        string study = place.ShortStudy();
        place.Replace(study, "\nsolver:\n", "\nsolver:\n  method: automatic\n");

        place.Succeed("trial", "run", study, "--patients", "10", "--out", "run");
        using var manifest = JsonDocument.Parse(File.ReadAllText(place["run/manifest.json"]));
        string? used = manifest.RootElement.GetProperty("solver").GetProperty("method").GetString();
        var choice = manifest.RootElement.GetProperty("method_choice");

        Assert.Equal(choice.GetProperty("method").GetString(), used);
        Assert.Equal(3, choice.GetProperty("probes").GetArrayLength());
        Assert.Contains("all the same to the byte", place.Succeed("run", "replay", "run").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_states_are_in_the_manifest_and_the_run_replays_with_them()
    {
        using var place = new Workplace();
        string study = place.ShortStudy();
        place.Replace(study, "\nsolver:\n", "\nsolver:\n  states:\n    - { name: A1, absolute_tolerance: 1e-8 mg, non_negative: true }\n");

        place.Succeed("trial", "run", study, "--patients", "10", "--out", "run");
        using var manifest = JsonDocument.Parse(File.ReadAllText(place["run/manifest.json"]));
        var state = manifest.RootElement.GetProperty("states")[0];

        Assert.Equal(("A1", "1E-08 mg", true), (state.GetProperty("name").GetString(), state.GetProperty("absolute_tolerance").GetString(), state.GetProperty("non_negative").GetBoolean()));
        Assert.Contains("all the same to the byte", place.Succeed("run", "replay", "run").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_of_declared_endpoints_does_not_depend_on_threads_or_lanes_and_replays()
    {
        using var place = new Workplace();
        string study = Repository.PathOf("studies/ada-scid-gene-therapy.yaml");

        place.Succeed("trial", "run", study, "--patients", "70", "--threads", "1", "--lanes", "1", "--out", "one");
        var finished = place.Succeed("trial", "run", study, "--patients", "70", "--threads", "2", "--lanes", "4", "--out", "two");

        Workplace.AssertSameTables(place["one"], place["two"]);
        Assert.Contains("efficacy", finished.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Median OS", finished.Error, StringComparison.Ordinal);
        Assert.Contains("all the same to the byte", place.Succeed("run", "replay", "two").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_seed_gives_other_patients()
    {
        using var place = new Workplace();

        place.Succeed("trial", "run", Workplace.Study, "--patients", FinishedRun.Patients, "--seed", "7", "--out", "run");

        foreach (string table in new[] { "patients.parquet", "assessments.parquet", "endpoints.parquet", "courses/000001.parquet" })
        {
            Assert.NotEqual(File.ReadAllBytes(Path.Combine(shared.Folder, table)), File.ReadAllBytes(place["run/" + table]));
        }
    }

    [Fact]
    public void Twins_share_their_covariates_and_are_in_every_arm()
    {
        using var place = new Workplace();
        string study = place.ShortStudy();
        place.Succeed("trial", "run", study, "--patients", "30", "--twins", "--out", "run");
        string[] columns = Column(place, "SELECT column_name FROM (DESCRIBE patients) WHERE starts_with(column_name, 'covariate.')");
        string[] common = [.. columns.Where(c => Column(place, $"SELECT count(DISTINCT arm) FROM patients WHERE \"{c}\" IS NOT NULL")[0] == "2")];
        string same = string.Join(" AND ", common.Select(c => $"a.\"{c}\" = b.\"{c}\""));

        string[] pairs = Column(place, "SELECT count(*) FROM patients a JOIN patients b ON a.patient = b.patient AND a.arm < b.arm");
        string[] unlike = Column(place, $"SELECT count(*) FROM patients a JOIN patients b ON a.patient = b.patient WHERE NOT ({same})");
        string[] weights = Column(place, "SELECT count(DISTINCT \"covariate.WT\") FROM patients");

        Assert.True(common.Length >= 10, string.Join(", ", common));   // two are of docetaxel alone
        Assert.Equal("30", Assert.Single(pairs));
        Assert.Equal("30", Assert.Single(weights));   // every pair is a person of its own
        Assert.Equal("0", Assert.Single(unlike));
    }

    private static string[] Column(Workplace place, string sql) => place.Succeed("run", "query", "run", sql, "--csv").Output.Trim().Split('\n')[1..];
}
