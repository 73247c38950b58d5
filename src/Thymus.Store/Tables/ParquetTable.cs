namespace Thymus.Store.Tables;

/// <summary>A whole table in one Parquet file.</summary>
public static class ParquetTable
{
    /// <summary>Writes each of the tables, which share a layout, as one row group.</summary>
    public static async Task WriteAsync(Stream stream, TableLayout layout, IEnumerable<ResultTable> rowGroups, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rowGroups);
        await using var writer = await ParquetTableWriter.CreateAsync(stream, layout, cancellation);
        foreach (var rows in rowGroups)
        {
            await writer.WriteAsync(rows, cancellation);
        }
    }

    /// <summary>Reads all rows of a file.</summary>
    /// <exception cref="StoreException">The file cannot be read or is damaged.</exception>
    public static async Task<ResultTable> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            await using var reader = await ParquetTableReader.OpenAsync(stream, path, cancellation);
            var rows = new ResultTable(reader.Layout);
            for (int group = 0; group < reader.RowGroupCount; group++)
            {
                await reader.ReadAsync(group, rows, cancellation);
            }

            return rows;
        }
        catch (Exception cause) when (StoreException.IsFileTrouble(cause))
        {
            throw StoreException.For(cause, path);
        }
    }
}
