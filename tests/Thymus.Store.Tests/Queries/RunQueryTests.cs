using DuckDB.NET.Data;
using Thymus.Store.Queries;
using Thymus.Store.Runs;
using Thymus.Store.Tests.Runs;

namespace Thymus.Store.Tests.Queries;

/// <summary>Questions in SQL: answers, mistakes, and the limits of what a query may touch.</summary>
public sealed class RunQueryTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private string Run => _temporary["it's a run"];

    [Fact]
    public void Query_gives_columns_and_rows()
    {
        SmallRun.Write(Run);
        using var query = Open();

        using var answer = query.Execute("SELECT p.patient, weight, count(*) AS points FROM patients p JOIN courses c USING (patient) WHERE p.patient < 2 GROUP BY ALL ORDER BY ALL");

        Assert.Equal([new("patient", "BigInt"), new("weight", "Double"), new("points", "BigInt")], answer.Columns);
        Assert.Equal([[0L, 70.0, 2L], [1L, 70.5, 2L]], answer.Rows());
    }

    [Fact]
    public void Table_without_rows_has_its_columns()
    {
        SmallRun.Write(Run);
        using var query = Open();

        using var answer = query.Execute("FROM failures");

        Assert.Equal(["patient", "cause"], answer.Columns.Select(c => c.Name));
        Assert.Empty(answer.Rows());
        Assert.Equal(["courses", "failures", "patients"], query.Tables);
    }

    [Fact]
    public void Moved_folder_answers_through_the_query_and_through_the_database_file()
    {
        SmallRun.Write(_temporary["before"]);
        Directory.Move(_temporary["before"], Run);

        using (var query = Open())
        using (var answer = query.Execute("SELECT count(*) FROM courses"))
        {
            Assert.Equal([[24L]], answer.Rows());
        }

        using var connection = new DuckDBConnection($"Data Source={Path.Combine(Run, "results.duckdb")};ACCESS_MODE=READ_ONLY");
        connection.Open();
        RunDatabase.Execute(connection, $"SET file_search_path={RunDatabase.Literal(Run)}");   // what "cd" does for a person
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM patients";
        Assert.Equal(12L, command.ExecuteScalar());
    }

    [Theory]
    [InlineData("SELEC 1", "this is not SQL")]
    [InlineData("SELECT nope FROM patients", "nope")]
    [InlineData("SELECT * FROM nowhere", "nowhere")]
    [InlineData("SELECT 1; SELECT 2", "one query at a time")]
    [InlineData("", "one query at a time")]
    [InlineData("COPY patients TO 'x.csv'", "only queries are run")]
    [InlineData("CREATE TABLE t (a INT)", "only queries are run")]
    [InlineData("SET threads = 1", "only queries are run")]
    [InlineData("INSTALL httpfs", "only queries are run")]
    [InlineData("ATTACH 'y.duckdb'", "only queries are run")]
    public void Mistake_in_a_query_is_said(string sql, string expected)
    {
        SmallRun.Write(Run);
        using var query = Open();

        var error = Assert.Throws<StoreException>(() => query.Execute(sql));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Suggestion);
    }

    [Fact]
    public void Query_reads_nothing_outside_the_folder()
    {
        SmallRun.Write(Run);
        File.WriteAllText(_temporary["secret.csv"], "a\n1\n");
        using var query = Open();

        foreach (string path in new[] { _temporary["secret.csv"], Run + "/../secret.csv" })
        {
            var error = Assert.Throws<StoreException>(() => query.Execute($"SELECT * FROM read_csv({RunDatabase.Literal(path)})"));
            Assert.Contains("Permission Error", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Failure_on_the_way_is_said()
    {
        SmallRun.Write(Run);
        using var query = Open();

        var error = Assert.Throws<StoreException>(() =>
        {
            using var answer = query.Execute("SELECT CAST('patient ' || patient AS INTEGER) FROM patients");
            return answer.Rows().Count();
        });

        Assert.Contains("Conversion Error", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DESCRIBE patients")]
    [InlineData("SUMMARIZE patients")]
    [InlineData("SHOW TABLES")]
    [InlineData("WITH a AS (SELECT 1) FROM a;")]
    public void Looking_around_is_allowed(string sql)
    {
        SmallRun.Write(Run);
        using var query = Open();
        using var answer = query.Execute(sql);

        Assert.NotEmpty(answer.Rows());
    }

    [Fact]
    public void Run_that_is_not_complete_is_not_asked()
    {
        SmallRun.Write(Run, isComplete: false);

        Assert.Contains("is not complete", Assert.Throws<StoreException>(Open).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _temporary.Dispose();

    private RunQuery Open() => RunQuery.Open(RunFolder.OpenToRead(Run));
}
