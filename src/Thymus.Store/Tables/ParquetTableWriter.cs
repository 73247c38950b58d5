using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace Thymus.Store.Tables;

/// <summary>
/// Writes a table to Parquet, one row group at a time, so that memory is bounded by the row group. The same rows in the same
/// groups give the same bytes: there is no time and no machine in the file. Units and descriptions stand in its metadata,
/// under <c>thymus:unit:COLUMN</c> and <c>thymus:description:COLUMN</c>.
/// </summary>
public sealed class ParquetTableWriter : IAsyncDisposable
{
    internal const string NameKey = "thymus:table";
    internal const string UnitKey = "thymus:unit:";
    internal const string DescriptionKey = "thymus:description:";

    private readonly TableLayout _layout;
    private readonly DataField[] _fields;
    private readonly ParquetWriter _writer;

    private ParquetTableWriter(TableLayout layout, DataField[] fields, ParquetWriter writer)
    {
        _layout = layout;
        _fields = fields;
        _writer = writer;
    }

    /// <summary>Starts a file.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="layout">Name and columns.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<ParquetTableWriter> CreateAsync(Stream stream, TableLayout layout, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(layout);
        DataField[] fields = [.. layout.Columns.Select(c => new DataField(c.Name, ClrType(c.Type), c.IsNullable))];
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Optimal };
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, options, cancellationToken: cancellation);
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal) { [NameKey] = layout.Name };
        foreach (var column in layout.Columns)
        {
            metadata[UnitKey + column.Name] = column.Unit;
            metadata[DescriptionKey + column.Name] = column.Description;
        }

        writer.CustomMetadata = metadata;
        return new(layout, fields, writer);
    }

    /// <summary>Writes the rows as one row group; nothing if there are none.</summary>
    public async Task WriteAsync(ResultTable rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (!rows.Layout.Equals(_layout))
        {
            throw new ArgumentException($"Table {rows.Layout.Name} has other columns than the file of {_layout.Name}.", nameof(rows));
        }

        if (rows.RowCount == 0)
        {
            return;
        }

        using var group = _writer.CreateRowGroup();
        for (int i = 0; i < _fields.Length; i++)
        {
            await WriteColumnAsync(group, _fields[i], rows.Columns[i], cancellation);
        }

        group.CompleteValidate();
    }

    /// <summary>Writes the end of the file.</summary>
    public async ValueTask DisposeAsync() => await _writer.DisposeAsync();

    private static Task WriteColumnAsync(ParquetRowGroupWriter group, DataField field, TableColumn column, CancellationToken cancellation) => column switch
    {
        TableColumn<double> c => WriteValuesAsync(group, field, c, cancellation),
        TableColumn<long> c => WriteValuesAsync(group, field, c, cancellation),
        TableColumn<int> c => WriteValuesAsync(group, field, c, cancellation),
        TableColumn<bool> c => WriteValuesAsync(group, field, c, cancellation),
        TableColumn<string> c => group.WriteAsync(field, c.Values.ToArray()),   // a missing text is null already
        _ => throw new ArgumentException($"Column {column.Layout.Name} has an unknown type.", nameof(column)),
    };

    private static Task WriteValuesAsync<T>(ParquetRowGroupWriter group, DataField field, TableColumn<T> column, CancellationToken cancellation)
        where T : struct
    {
        if (!column.Layout.IsNullable)
        {
            return group.WriteAsync<T>(field, column.Values.ToArray().AsMemory(), cancellationToken: cancellation);
        }

        var values = new T?[column.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = column.IsMissing(i) ? null : column.Values[i];
        }

        return group.WriteAsync<T>(field, (ReadOnlyMemory<T?>)values, cancellationToken: cancellation);
    }

    private static Type ClrType(ColumnType type) => type switch
    {
        ColumnType.Real => typeof(double),
        ColumnType.Long => typeof(long),
        ColumnType.Integer => typeof(int),
        ColumnType.Text => typeof(string),
        ColumnType.Boolean => typeof(bool),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown column type."),
    };
}
