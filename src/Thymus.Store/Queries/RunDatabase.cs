using System.Collections.Immutable;
using DuckDB.NET.Data;
using Thymus.Store.Runs;

namespace Thymus.Store.Queries;

/// <summary>
/// <c>results.duckdb</c>: a view per table over its Parquet files. The paths in it are relative, so the folder can be moved;
/// open it from inside the folder (<c>cd runs/x; duckdb results.duckdb</c>). Its bytes are DuckDB's and not reproducible.
/// </summary>
internal static class RunDatabase
{
    private const string FileName = "results.duckdb";

    /// <summary>Makes the file anew.</summary>
    public static void Create(string folder, ImmutableArray<string> tables)
    {
        string path = Path.Combine(folder, FileName);
        string temporary = path + AtomicFile.TemporaryEnding;
        try
        {
            File.Delete(temporary);
            using (var connection = new DuckDBConnection($"Data Source={temporary}"))
            {
                connection.Open();
                Execute(connection, $"SET file_search_path={Literal(folder)}");   // of this connection only
                foreach (string table in tables)
                {
                    Execute(connection, ViewOf(table, prefix: ""));
                }
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception cause) when (cause is DuckDBException || StoreException.IsFileTrouble(cause))
        {
            throw StoreException.For(cause, path);
        }
        finally
        {
            AtomicFile.DeleteIfPossible(temporary);
            AtomicFile.DeleteIfPossible(temporary + ".wal");
        }
    }

    /// <summary>The statement that makes the view of a table.</summary>
    public static string ViewOf(string table, string prefix)
    {
        string files = prefix + (table == RunFolder.CoursesTable ? RunFolder.CoursesTable + "/*.parquet" : table + ".parquet");
        return $"CREATE VIEW {Identifier(table)} AS SELECT * FROM read_parquet({Literal(files)})";
    }

    public static void Execute(DuckDBConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    public static string Literal(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static string Identifier(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
