using System.Collections.Immutable;
using Parquet;
using Parquet.Schema;

namespace Thymus.Store.Tables;

/// <summary>Reads a Parquet file that <see cref="ParquetTableWriter"/> wrote, one row group at a time.</summary>
public sealed class ParquetTableReader : IAsyncDisposable
{
    private readonly ParquetReader _reader;

    private ParquetTableReader(ParquetReader reader, TableLayout layout)
    {
        _reader = reader;
        Layout = layout;
    }

    /// <summary>Name and columns, as they stand in the file.</summary>
    public TableLayout Layout { get; }

    /// <summary>Number of row groups.</summary>
    public int RowGroupCount => _reader.RowGroupCount;

    /// <summary>Opens a file.</summary>
    /// <param name="stream">Where to read, with seeking; stays open.</param>
    /// <param name="name">Name of the file for messages.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="StoreException">It is not Parquet, or has columns of other types.</exception>
    public static async Task<ParquetTableReader> OpenAsync(Stream stream, string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancellation);
            string Metadata(string key) => reader.CustomMetadata.GetValueOrDefault(key, "");
            var columns = reader.Schema.DataFields.Select(f => new ColumnLayout(
                f.Name, TypeOf(f, name), Metadata(ParquetTableWriter.UnitKey + f.Name), Metadata(ParquetTableWriter.DescriptionKey + f.Name), f.IsNullable));
            return new(reader, new TableLayout(Metadata(ParquetTableWriter.NameKey), columns.ToImmutableArray()));
        }
        catch (Exception cause) when (IsDamage(cause))
        {
            throw Damaged(name, cause);
        }
    }

    /// <summary>Adds the rows of one group to a table of the same layout.</summary>
    public async Task ReadAsync(int rowGroup, ResultTable rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        try
        {
            using var group = _reader.OpenRowGroupReader(rowGroup);
            int count = checked((int)group.RowCount);
            for (int i = 0; i < rows.Columns.Length; i++)
            {
                await ReadColumnAsync(group, _reader.Schema.DataFields[i], rows.Columns[i], count, cancellation);
            }
        }
        catch (Exception cause) when (IsDamage(cause))
        {
            throw Damaged(Layout.Name, cause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _reader.DisposeAsync();

    private static Task ReadColumnAsync(ParquetRowGroupReader group, DataField field, TableColumn column, int count, CancellationToken cancellation) => column switch
    {
        TableColumn<double> c => ReadValuesAsync(group, field, c, count, cancellation),
        TableColumn<long> c => ReadValuesAsync(group, field, c, count, cancellation),
        TableColumn<int> c => ReadValuesAsync(group, field, c, count, cancellation),
        TableColumn<bool> c => ReadValuesAsync(group, field, c, count, cancellation),
        TableColumn<string> c => ReadTextsAsync(group, field, c, count, cancellation),
        _ => throw new ArgumentException($"Column {column.Layout.Name} has an unknown type.", nameof(column)),
    };

    private static async Task ReadValuesAsync<T>(ParquetRowGroupReader group, DataField field, TableColumn<T> column, int count, CancellationToken cancellation)
        where T : struct
    {
        if (column.Layout.IsNullable)
        {
            var values = new T?[count];
            await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: cancellation);
            foreach (var value in values)
            {
                column.AddObject(value);
            }
        }
        else
        {
            var values = new T[count];
            await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: cancellation);
            foreach (var value in values)
            {
                column.Add(value);
            }
        }
    }

    private static async Task ReadTextsAsync(ParquetRowGroupReader group, DataField field, TableColumn<string> column, int count, CancellationToken cancellation)
    {
        string?[] values = new string?[count];
        await group.ReadAsync(field, values.AsMemory(), cancellationToken: cancellation);
        foreach (string? value in values)
        {
            column.AddObject(value);
        }
    }

    private static ColumnType TypeOf(DataField field, string file)
    {
        var type = field.ClrType;
        return type == typeof(double) ? ColumnType.Real
            : type == typeof(long) ? ColumnType.Long
            : type == typeof(int) ? ColumnType.Integer
            : type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? ColumnType.Text
            : type == typeof(bool) ? ColumnType.Boolean
            : throw new StoreException($"{file}: column {field.Name} is of the type {type.Name}, which Thymus does not write");
    }

    /// <summary>A damaged file makes the Parquet reader fail in many ways; only the caller's own mistakes and a cancellation pass.</summary>
    private static bool IsDamage(Exception cause) => cause is not (StoreException or OperationCanceledException or ArgumentNullException);

    private static StoreException Damaged(string name, Exception cause) =>
        new($"{name} is damaged, or is not a Parquet file: {cause.Message}", "resume the run: damaged chunks are computed again", cause);
}
