using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Thymus.Store.Tables;

/// <summary>Parquet files in and out. The same rows give the same bytes: no time stamps, no host names, one order.</summary>
public static class ParquetTable
{
    private const string ColumnsKey = "thymus.columns";

    /// <summary>How files are written.</summary>
    internal static ParquetOptions Options { get; } = new()
    {
        CompressionMethod = CompressionMethod.Zstd,
        CompressionLevel = System.IO.Compression.CompressionLevel.Fastest,   // the default level is 20 times slower for a tenth less space
    };

    /// <summary>Writes tables of one schema as row groups, one after the other; only one needs to be in memory at a time.</summary>
    /// <param name="path">The file; it is written whole under another name first, flushed to disk, then renamed.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="groups">Row groups; empty ones are left out.</param>
    public static void Write(string path, TableSchema schema, IEnumerable<Table> groups)
    {
        string temporary = path + ".tmp";
        StoreException.Guard(path, () =>
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                WriteAsync(file, schema, groups).GetAwaiter().GetResult();
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        });
    }

    /// <summary>Reads the row groups of a file, one after the other.</summary>
    public static IEnumerable<Table> Read(string path)
    {
        using var file = StoreException.Guard(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        var reader = Opened(path, file);
        try
        {
            var schema = SchemaOf(path, reader);
            for (int group = 0; group < reader.RowGroupCount; group++)
            {
                yield return ReadGroup(path, reader, schema, group);
            }
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Reads the columns of a file.</summary>
    public static TableSchema ReadSchema(string path)
    {
        using var file = StoreException.Guard(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        var reader = Opened(path, file);
        try
        {
            return SchemaOf(path, reader);
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static async Task WriteAsync(Stream stream, TableSchema schema, IEnumerable<Table> groups)
    {
        var fields = schema.Columns.Select(Field).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, Options);
        writer.CustomMetadata = Metadata(schema);
        foreach (var table in groups)
        {
            if (table.Rows == 0)
            {
                continue;
            }

            using var group = writer.CreateRowGroup();
            for (int i = 0; i < fields.Length; i++)
            {
                switch (table.ColumnAt(i))
                {
                    case List<double> reals:
                        await group.WriteAsync<double>(fields[i], reals.Select(v => double.IsNaN(v) ? (double?)null : v).ToArray().AsMemory());
                        break;
                    case List<long> integers:
                        await group.WriteAsync<long>(fields[i], integers.ToArray().AsMemory());
                        break;
                    case List<bool> flags:
                        await group.WriteAsync<bool>(fields[i], flags.ToArray().AsMemory());
                        break;
                    case List<string> texts:
                        await group.WriteAsync(fields[i], texts);
                        break;
                    default:
                        throw new InvalidOperationException("A column holds reals, integers, flags or text.");
                }
            }
        }
    }

    /// <summary>What a file says of its columns, for <see cref="Read"/> and for people.</summary>
    internal static Dictionary<string, string> Metadata(TableSchema schema) => new()
    {
        [ColumnsKey] = JsonSerializer.Serialize(schema.Columns.Select(c => new[] { c.Name, c.Kind.ToString(), c.Unit, c.Description })),
        ["thymus.table"] = schema.Name,
    };

    /// <summary>The column of a Parquet file for a column of a table.</summary>
    internal static DataField Field(Column column) => column.Kind switch
    {
        ColumnKind.Real => new DataField<double?>(column.Name),
        ColumnKind.Integer => new DataField<long>(column.Name),
        ColumnKind.Flag => new DataField<bool>(column.Name),
        _ => new DataField(column.Name, typeof(string), isNullable: false),
    };

    private static ParquetReader Opened(string path, Stream file)
    {
        try
        {
            return ParquetReader.CreateAsync(file, leaveStreamOpen: true).GetAwaiter().GetResult();
        }
        catch (Exception cause) when (cause is not StoreException)
        {
            throw Broken(path, cause);
        }
    }

    private static TableSchema SchemaOf(string path, ParquetReader reader)
    {
        try
        {
            string[][] columns = JsonSerializer.Deserialize<string[][]>(reader.CustomMetadata[ColumnsKey])!;
            return new(
                reader.CustomMetadata["thymus.table"],
                [.. columns.Select(c => new Column(c[0], Enum.Parse<ColumnKind>(c[1]), c[2], c[3]))]);
        }
        catch (Exception cause) when (cause is KeyNotFoundException or JsonException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            throw Broken(path, cause);
        }
    }

    private static Table ReadGroup(string path, ParquetReader reader, TableSchema schema, int index)
    {
        try
        {
            using var group = reader.OpenRowGroupReader(index);
            int rows = checked((int)group.RowCount);
            var table = new Table(schema);
            for (int i = 0; i < schema.Columns.Length; i++)
            {
                var field = reader.Schema.DataFields[i];
                switch (table.ColumnAt(i))
                {
                    case List<double> reals:
                        var values = new double?[rows];
                        group.ReadAsync<double>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
                        reals.AddRange(values.Select(v => v ?? double.NaN));
                        break;
                    case List<long> integers:
                        Fill(group, field, integers, rows);
                        break;
                    case List<bool> flags:
                        Fill(group, field, flags, rows);
                        break;
                    case List<string> texts:
                        var words = new string?[rows];
                        group.ReadAsync(field, words.AsMemory()).AsTask().GetAwaiter().GetResult();
                        texts.AddRange(words.Select(w => w ?? ""));
                        break;
                }
            }

            return table;
        }
        catch (Exception cause) when (cause is not StoreException)
        {
            throw Broken(path, cause);
        }

        static void Fill<T>(ParquetRowGroupReader group, DataField field, List<T> list, int rows) where T : struct
        {
            var values = new T[rows];
            group.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
            list.Clear();
            list.AddRange(values);
        }
    }

    private static StoreException Broken(string path, Exception cause) => new(
        $"'{path}' is not a table of Thymus, or it is damaged", "restore the file from a copy, or run the study again with 'thymus trial run'", cause);
}
