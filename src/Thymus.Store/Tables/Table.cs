namespace Thymus.Store.Tables;

/// <summary>Rows of a table, column by column.</summary>
public sealed class Table
{
    private readonly object[] _columns;
    private int _filled;

    /// <summary>An empty table.</summary>
    public Table(TableSchema schema)
    {
        Schema = schema;
        _columns = [.. schema.Columns.Select(c => (object)(c.Kind switch
        {
            ColumnKind.Real => new List<double>(),
            ColumnKind.Integer => new List<long>(),
            ColumnKind.Text => new List<string>(),
            _ => new List<bool>(),
        }))];
    }

    /// <summary>Its columns.</summary>
    public TableSchema Schema { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => _columns.Length == 0 ? 0 : _columns[0] switch
    {
        List<double> reals => reals.Count,
        List<long> integers => integers.Count,
        List<string> texts => texts.Count,
        var flags => ((List<bool>)flags).Count,
    };

    /// <summary>Values of a column of reals.</summary>
    public List<double> Reals(string name) => (List<double>)_columns[IndexOf(name)];

    /// <summary>Values of a column of integers.</summary>
    public List<long> Integers(string name) => (List<long>)_columns[IndexOf(name)];

    /// <summary>Values of a column of text.</summary>
    public List<string> Texts(string name) => (List<string>)_columns[IndexOf(name)];

    /// <summary>Values of a column of flags.</summary>
    public List<bool> Flags(string name) => (List<bool>)_columns[IndexOf(name)];

    /// <summary>Appends the next value of the row that is being written; values come in the order of the columns.</summary>
    public Table Add(double value) => Next<double>(value);

    /// <inheritdoc cref="Add(double)" />
    public Table Add(long value) => Next<long>(value);

    /// <inheritdoc cref="Add(double)" />
    public Table Add(string value) => Next(value);

    /// <inheritdoc cref="Add(double)" />
    public Table Add(bool value) => Next<bool>(value);

    internal object ColumnAt(int index) => _columns[index];

    private Table Next<T>(T value)
    {
        ((List<T>)_columns[_filled]).Add(value);
        _filled = (_filled + 1) % _columns.Length;
        return this;
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < Schema.Columns.Length; i++)
        {
            if (Schema.Columns[i].Name == name)
            {
                return i;
            }
        }

        throw new StoreException(
            $"the table '{Schema.Name}' has no column '{name}'", "the run was written by another version of Thymus; run it again or use that version");
    }
}
