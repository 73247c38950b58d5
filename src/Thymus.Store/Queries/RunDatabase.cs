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

    /// <summary>Makes the file anew, for a run with these tables.</summary>
    internal static void Create(RunFolder folder, ImmutableArray<string> tables)
    {
        string path = folder.PathOf(FileName), temporary = path + ".tmp";
        StoreException.Guard(path, () =>
        {
            File.Delete(temporary);
            try
            {
                using var connection = new DuckDBConnection($"Data Source={temporary}");
                connection.Open();
                Execute(connection, $"SET file_search_path = {Literal(folder.Path)}");   // of this connection only
                foreach (string table in tables)
                {
                    Execute(connection, ViewOf(table, prefix: ""));
                }
            }
            catch (DuckDBException cause)
            {
                throw new StoreException($"'{path}' could not be written: {cause.Message.Split('\n')[0]}", "check that the disk is not full and that the folder can be written", cause);
            }

            File.Move(temporary, path, overwrite: true);
        });
    }

    /// <summary>Names of the tables of a complete run.</summary>
    internal static ImmutableArray<string> TablesOf(RunManifest manifest) =>
        [.. manifest.Tables.Keys.Select(f => f.Contains('/', StringComparison.Ordinal) ? "courses" : Path.GetFileNameWithoutExtension(f)).Distinct()];

    /// <summary>The statement that makes the view of a table.</summary>
    internal static string ViewOf(string table, string prefix) =>
        $"CREATE VIEW {table} AS SELECT * FROM read_parquet({Literal(prefix + table + (table == "courses" ? "/*.parquet" : ".parquet"))})";

    internal static void Execute(DuckDBConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    internal static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
