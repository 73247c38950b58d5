using System.Collections.Immutable;
using System.Text.Json;
using DuckDB.NET.Data;
using Thymus.Store.Runs;

namespace Thymus.Store.Queries;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">DuckDB's type, such as <c>Double</c> or <c>Varchar</c>.</param>
public sealed record QueryColumn(string Name, string Type);

/// <summary>
/// Asks questions of a run in SQL (<c>thymus run query FOLDER "SQL"</c>). Only reads: one SELECT (or FROM, WITH, VALUES,
/// DESCRIBE, SUMMARIZE) a time; of the file system DuckDB may read the run folder only, and it fetches no extension.
/// </summary>
public sealed class RunQuery : IDisposable
{
    private readonly DuckDBConnection _connection;

    private RunQuery(DuckDBConnection connection, ImmutableArray<string> tables)
    {
        _connection = connection;
        Tables = tables;
    }

    /// <summary>Names of the tables.</summary>
    public ImmutableArray<string> Tables { get; }

    /// <summary>Opens a complete run.</summary>
    /// <exception cref="StoreException">The run is not complete, or cannot be read.</exception>
    public static RunQuery Open(RunFolder folder)
    {
        var manifest = RunManifest.Read(folder.ManifestPath);
        if (!manifest.IsComplete)
        {
            throw new StoreException($"'{folder.Path}' is not complete", $"go on with it by 'thymus trial resume {folder.Path}', then ask again");
        }

        var tables = RunDatabase.TablesOf(manifest);
        var connection = new DuckDBConnection("Data Source=:memory:");
        try
        {
            // Views with full paths, in memory: the settings below do not accept the relative ones of results.duckdb.
            connection.Open();
            RunDatabase.Execute(connection, "SET autoinstall_known_extensions = false");
            RunDatabase.Execute(connection, "SET autoload_known_extensions = false");
            RunDatabase.Execute(connection, $"SET allowed_directories = [{RunDatabase.Literal(folder.Path)}]");
            RunDatabase.Execute(connection, "SET enable_external_access = false");
            foreach (string table in tables)
            {
                RunDatabase.Execute(connection, RunDatabase.ViewOf(table, prefix: folder.Path + "/"));
            }

            RunDatabase.Execute(connection, "SET lock_configuration = true");
            return new(connection, tables);
        }
        catch (DuckDBException cause)
        {
            connection.Dispose();
            throw new StoreException($"'{folder.Path}' cannot be read: {FirstLine(cause)}", "check whether files of the run were changed or removed; 'thymus trial resume' repairs them", cause);
        }
    }

    /// <summary>Runs one query. Rows are read as they are asked for; dispose the answer before the next query.</summary>
    /// <exception cref="StoreException">The text is not one query, or names something that is not there.</exception>
    public QueryAnswer Execute(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        RequireOneQuery(sql);
        var command = _connection.CreateCommand();
        try
        {
            command.CommandText = sql;
            command.UseStreamingMode = true;
            return new QueryAnswer(command, command.ExecuteReader());
        }
        catch (DuckDBException cause)
        {
            command.Dispose();
            throw Refused(cause);
        }
    }

    /// <summary>Closes it.</summary>
    public void Dispose() => _connection.Dispose();

    internal static StoreException Refused(DuckDBException cause) =>
        new(cause.Message.TrimEnd(), "DESCRIBE a table to see its columns, SHOW TABLES to see the tables", cause);

    /// <summary>DuckDB turns a query into JSON, and nothing but a query: that tells statements that write or configure apart.</summary>
    private void RequireOneQuery(string sql)
    {
        using var parsed = Parse(sql);
        if (parsed.RootElement.GetProperty("error").GetBoolean())
        {
            string message = parsed.RootElement.GetProperty("error_message").GetString() ?? "";
            throw parsed.RootElement.GetProperty("error_type").GetString() == "parser"
                ? new StoreException($"this is not SQL: {message}", "see https://duckdb.org/docs/sql/introduction for the dialect")
                : new StoreException("only queries are run: a run is never changed", "begin with SELECT, FROM, WITH, DESCRIBE or SUMMARIZE");
        }

        if (parsed.RootElement.GetProperty("statements").GetArrayLength() != 1)
        {
            throw new StoreException("one query at a time", "remove what follows the first semicolon");
        }
    }

    private JsonDocument Parse(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT json_serialize_sql(CAST($1 AS VARCHAR))";
        command.Parameters.Add(new DuckDBParameter(sql));
        try
        {
            return JsonDocument.Parse((string)command.ExecuteScalar()!, new JsonDocumentOptions { MaxDepth = 1000 });
        }
        catch (DuckDBException cause)
        {
            throw Refused(cause);
        }
        catch (JsonException cause)
        {
            throw new StoreException("the query is nested too deeply", "split it with WITH", cause);
        }
    }

    private static string FirstLine(DuckDBException cause) => cause.Message.Split('\n')[0];
}

/// <summary>The answer to a query: columns at once, rows as they are read.</summary>
public sealed class QueryAnswer : IDisposable
{
    private readonly DuckDBCommand _command;
    private readonly DuckDBDataReader _reader;

    internal QueryAnswer(DuckDBCommand command, DuckDBDataReader reader)
    {
        _command = command;
        _reader = reader;
        Columns = [.. Enumerable.Range(0, reader.FieldCount).Select(i => new QueryColumn(reader.GetName(i), reader.GetDataTypeName(i)))];
    }

    /// <summary>Columns, in order.</summary>
    public ImmutableArray<QueryColumn> Columns { get; }

    /// <summary>Rows: a value per column, <see langword="null"/> for a missing one. Can be read once.</summary>
    /// <exception cref="StoreException">The query failed on the way, such as by a cast.</exception>
    public IEnumerable<object?[]> Rows()
    {
        while (Next())
        {
            object?[] row = new object?[Columns.Length];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = _reader.IsDBNull(i) ? null : _reader.GetValue(i);
            }

            yield return row;
        }
    }

    /// <summary>Ends the query.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _command.Dispose();
    }

    private bool Next()
    {
        try
        {
            return _reader.Read();
        }
        catch (DuckDBException cause)
        {
            throw RunQuery.Refused(cause);
        }
    }
}
