using System.Text.Json;
using DuckDB.NET.Data;

namespace Thymus.Cli.Tests.Commands;

/// <summary>Questions of a run: as CSV, as JSON, through results.duckdb, and after the folder was moved.</summary>
public sealed class QueryTests(FinishedRun shared)
{
    private const string PatientsPerArm = "SELECT arm, count(*) AS patients FROM patients GROUP BY arm ORDER BY arm";
    private const string Answer = "arm,patients\ndocetaxel,110\npembrolizumab,110\n";

    [Fact]
    public void A_redirected_answer_is_csv() =>
        Assert.Equal(Answer, shared.Place.Succeed("run", "query", "runs/shared", PatientsPerArm).Output);

    [Fact]
    public void Json_has_an_object_per_row()
    {
        using var json = JsonDocument.Parse(shared.Place.Succeed("run", "query", "runs/shared", PatientsPerArm, "--json").Output);

        var rows = json.RootElement.EnumerateArray().Select(r => (r.GetProperty("arm").GetString(), r.GetProperty("patients").GetInt32()));
        Assert.Equal([("docetaxel", 110), ("pembrolizumab", 110)], rows);
    }

    [Fact]
    public void Columns_of_one_name_are_told_apart()
    {
        const string Twice = "SELECT arm, arm FROM patients ORDER BY arm LIMIT 1";

        Assert.Equal("arm,arm_2\ndocetaxel,docetaxel\n", shared.Place.Succeed("run", "query", "runs/shared", Twice).Output);
        using var json = JsonDocument.Parse(shared.Place.Succeed("run", "query", "runs/shared", Twice, "--json").Output);
        Assert.Equal("docetaxel", json.RootElement[0].GetProperty("arm_2").GetString());
    }

    [Theory]
    [InlineData("SELECT nothing FROM patients", "nothing")]
    [InlineData("DROP TABLE patients", "only queries are run")]
    [InlineData("COPY patients TO 'stolen.csv'", "only queries are run")]
    [InlineData("SELECT * FROM read_text('/etc/hostname')", "")]
    [InlineData("SELEC 1", "this is not SQL")]
    public void What_is_no_question_of_the_run_is_refused(string sql, string words)
    {
        var refused = shared.Place.Run("run", "query", "runs/shared", sql);

        Assert.True(refused.ExitCode == ExitCodes.InvalidInput, refused.ToString());
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.Contains("try: ", refused.Error, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
    }

    [Fact]
    public void A_moved_run_still_answers_and_its_database_opens()
    {
        using var place = new Workplace();
        string folder = shared.CopyTo(place);
        Directory.Move(folder, place["moved"]);

        Assert.Equal(Answer, place.Succeed("run", "query", "moved", PatientsPerArm).Output);
        using var connection = new DuckDBConnection($"Data Source={place["moved/results.duckdb"]};ACCESS_MODE=READ_ONLY");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SET file_search_path = '{place["moved"]}'";   // what 'cd moved' does for DuckDB's own program
        command.ExecuteNonQuery();
        command.CommandText = "SELECT count(*) FROM patients";
        Assert.Equal(220L, command.ExecuteScalar());
        command.CommandText = "SELECT count(DISTINCT (arm, patient)) FROM courses";
        Assert.Equal(220L, command.ExecuteScalar());
    }
}
