using Thymus.Store.Tables;

namespace Thymus.Store.Tests.Tables;

/// <summary>What is written is what is read, and the same rows give the same bytes.</summary>
public sealed class ParquetTableTests
{
    private static readonly TableLayout s_layout = new(
        "all_types",
        [
            new("real", ColumnType.Real, "mg/L", "A number."),
            new("real_or_none", ColumnType.Real, "d", "A number that may be missing.", IsNullable: true),
            new("count", ColumnType.Long, "", "A 64-bit integer."),
            new("number", ColumnType.Integer, "", "A 32-bit integer.", IsNullable: true),
            new("text", ColumnType.Text, "", "A text."),
            new("note", ColumnType.Text, "", "A text that may be missing.", IsNullable: true),
            new("flag", ColumnType.Boolean, "", "Yes or no."),
            new("answer", ColumnType.Boolean, "", "Yes, no or missing.", IsNullable: true),
        ]);

    /// <summary>Rows with every kind of value: missing ones, NaN, infinities, extreme integers, empty and non-Latin text.</summary>
    private static readonly Gen<object?[]> s_row = Gen.Select(Gen.Double, Gen.Double.Nullable(), Gen.Long, Gen.Int.Nullable(), Gen.String, Gen.String.Null(), Gen.Bool, Gen.Bool.Nullable())
        .Select(v => new object?[] { v.Item1, v.Item2, v.Item3, v.Item4, Valid(v.Item5), Valid(v.Item6), v.Item7, v.Item8 });

    [Fact]
    public async Task Any_rows_come_back() => await s_row.Array[0, 60].SampleAsync(
        async rows =>
        {
            var table = Table(rows);
            using var folder = new TemporaryFolder();
            await File.WriteAllBytesAsync(folder["t.parquet"], await BytesAsync(table), TestContext.Current.CancellationToken);

            var read = await ParquetTable.ReadAsync(folder["t.parquet"], TestContext.Current.CancellationToken);

            Assert.Equal(s_layout, read.Layout);
            Assert.Equal(rows.Length, read.RowCount);
            for (int i = 0; i < rows.Length; i++)
            {
                Assert.Equal(rows[i], read.Columns.Select(c => c.ValueAt(i)));
            }
        },
        iter: 60, threads: 1);

    [Fact]
    public async Task Special_numbers_come_back()
    {
        object?[] row = [double.NaN, null, long.MinValue, int.MaxValue, "", null, true, null];
        object?[] other = [double.NegativeInfinity, -0.0, long.MaxValue, null, "γ-interferon\n", "", false, true];
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["t.parquet"], await BytesAsync(Table([row, other])), TestContext.Current.CancellationToken);

        var read = await ParquetTable.ReadAsync(folder["t.parquet"], TestContext.Current.CancellationToken);

        Assert.Equal(row, read.Columns.Select(c => c.ValueAt(0)));
        Assert.Equal(other, read.Columns.Select(c => c.ValueAt(1)));
        Assert.True(double.IsNegative(read.Column<double>("real_or_none").Values[1]));
    }

    [Fact]
    public async Task Row_groups_are_kept_and_read_one_by_one()
    {
        object?[] row = [1.5, null, 1L, 2, "a", null, true, false];
        using var stream = new MemoryStream();
        await ParquetTable.WriteAsync(stream, s_layout, [Table([row]), Table([]), Table([row, row])], TestContext.Current.CancellationToken);
        stream.Position = 0;

        await using var reader = await ParquetTableReader.OpenAsync(stream, "memory", TestContext.Current.CancellationToken);
        var second = new ResultTable(reader.Layout);
        await reader.ReadAsync(1, second, TestContext.Current.CancellationToken);

        Assert.Equal(2, reader.RowGroupCount);   // one without rows is not written
        Assert.Equal(2, second.RowCount);
    }

    [Fact]
    public async Task Same_rows_give_the_same_bytes()
    {
        object?[][] rows = [.. Enumerable.Range(0, 5000).Select(i => new object?[] { i * 0.1, i % 7 == 0 ? null : i / 3.0, (long)i, i, "arm " + (i % 3), null, i % 2 == 0, null })];

        Assert.Equal(await BytesAsync(Table(rows)), await BytesAsync(Table(rows)));
    }

    [Fact]
    public async Task Damaged_file_is_named_not_a_crash()
    {
        byte[] bytes = await BytesAsync(Table([[1.5, null, 1L, 2, "a", null, true, false]]));
        using var folder = new TemporaryFolder();
        for (int length = 0; length < bytes.Length; length += 97)
        {
            await File.WriteAllBytesAsync(folder["cut.parquet"], bytes[..length], TestContext.Current.CancellationToken);
            var error = await Assert.ThrowsAsync<StoreException>(() => ParquetTable.ReadAsync(folder["cut.parquet"], TestContext.Current.CancellationToken));
            Assert.Contains("cut.parquet is damaged", error.Message, StringComparison.Ordinal);
        }

        var missing = await Assert.ThrowsAsync<StoreException>(() => ParquetTable.ReadAsync(folder["none.parquet"], TestContext.Current.CancellationToken));
        Assert.Contains("does not exist", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_of_the_caller_are_said()
    {
        var table = new ResultTable(s_layout);
        Assert.Throws<InvalidOperationException>(() => table.Column<double>("real").AddMissing());
        Assert.Throws<ArgumentException>(() => table.AppendRow(1, null, 1L, 2, "a", null, true, false));   // an int is no double
        Assert.Throws<InvalidCastException>(() => table.Column<int>("real"));
        table.Clear();
        table.Column<double>("real").Add(1);
        Assert.Contains("real_or_none has 0 values", Assert.Throws<InvalidOperationException>(() => table.RowCount).Message, StringComparison.Ordinal);
    }

    private static ResultTable Table(object?[][] rows)
    {
        var table = new ResultTable(s_layout);
        foreach (object?[] row in rows)
        {
            table.AppendRow(row);
        }

        return table;
    }

    private static async Task<byte[]> BytesAsync(ResultTable table)
    {
        using var stream = new MemoryStream();
        await ParquetTable.WriteAsync(stream, table.Layout, [table], TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    /// <summary>Text without half surrogates, which no encoding can keep.</summary>
    private static string? Valid(string? text) => text is null ? null : new([.. text.Where(c => !char.IsSurrogate(c))]);
}
