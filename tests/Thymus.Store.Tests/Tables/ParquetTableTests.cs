using Thymus.Store.Tables;

namespace Thymus.Store.Tests.Tables;

public sealed class ParquetTableTests : IDisposable
{
    private static readonly TableSchema Schema = new("patients",
    [
        new("patient", ColumnKind.Integer, "", "number of the patient"),
        new("arm", ColumnKind.Text, "", "arm"),
        new("weight", ColumnKind.Real, "kg", "body weight"),
        new("dead", ColumnKind.Flag, "", "whether the patient died"),
    ]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_come_back_as_they_were_written()
    {
        string path = _folder["t.parquet"];
        ParquetTable.Write(path, Schema, [Rows(1, 300), Rows(301, 500)]);

        var groups = ParquetTable.Read(path).ToArray();

        Assert.Equal(2, groups.Length);
        Assert.Equal(Schema.Columns, groups[0].Schema.Columns);
        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), groups.SelectMany(g => g.Integers("patient")));
        Assert.Equal(Rows(1, 500).Reals("weight"), groups.SelectMany(g => g.Reals("weight")));
        Assert.Equal(Rows(1, 500).Texts("arm"), groups.SelectMany(g => g.Texts("arm")));
        Assert.Equal(Rows(1, 500).Flags("dead"), groups.SelectMany(g => g.Flags("dead")));
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes()
    {
        string first = _folder["a.parquet"], second = _folder["b.parquet"];
        ParquetTable.Write(first, Schema, [Rows(1, 400)]);
        ParquetTable.Write(second, Schema, [Rows(1, 400)]);

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void A_table_without_rows_keeps_its_columns()
    {
        string path = _folder["t.parquet"];
        ParquetTable.Write(path, Schema, [new Table(Schema)]);

        Assert.Empty(ParquetTable.Read(path));
        Assert.Equal(Schema.Columns, ParquetTable.ReadSchema(path).Columns);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(200)]
    public void A_truncated_file_is_an_error_with_words(int length)
    {
        string path = _folder["t.parquet"];
        ParquetTable.Write(path, Schema, [Rows(1, 400)]);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);

        var problem = Assert.Throws<StoreException>(() => ParquetTable.Read(path).ToArray());

        Assert.Contains("t.parquet", problem.Message, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Suggestion);
    }

    [Fact]
    public void Nothing_temporary_is_left_behind()
    {
        ParquetTable.Write(_folder["t.parquet"], Schema, [Rows(1, 10)]);

        Assert.Equal(["t.parquet"], Directory.GetFiles(_folder.Path).Select(f => Path.GetFileName(f)));
    }

    private static Table Rows(int first, int last)
    {
        var table = new Table(Schema);
        for (int i = first; i <= last; i++)
        {
            table.Add((long)i).Add(i % 2 == 0 ? "a" : "ü, \"b\"").Add(i % 7 == 0 ? double.NaN : i % 11 == 0 ? double.PositiveInfinity : i / 3.0).Add(i % 3 == 0);
        }

        return table;
    }
}
