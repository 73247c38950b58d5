using System.Collections.Immutable;

namespace Thymus.Store.Tables;

/// <summary>
/// Rows in memory, column by column. Fill it row by row with <see cref="AppendRow"/>, or, where there are many rows, by
/// adding to every column; all columns must have the same length when it is written.
/// </summary>
public sealed class ResultTable
{
    private readonly Dictionary<string, TableColumn> _byName;

    /// <summary>A table without rows.</summary>
    public ResultTable(TableLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
        Columns = [.. layout.Columns.Select(TableColumn.For)];
        _byName = Columns.ToDictionary(c => c.Layout.Name, StringComparer.Ordinal);
    }

    /// <summary>Name and columns.</summary>
    public TableLayout Layout { get; }

    /// <summary>Columns, in the order of the layout.</summary>
    public ImmutableArray<TableColumn> Columns { get; }

    /// <summary>Number of rows.</summary>
    /// <exception cref="InvalidOperationException">The columns differ in length.</exception>
    public int RowCount
    {
        get
        {
            int count = Columns.Length == 0 ? 0 : Columns[0].Count;
            foreach (var column in Columns)
            {
                if (column.Count != count)
                {
                    throw new InvalidOperationException(
                        FormattableString.Invariant($"Table {Layout.Name}: {column.Layout.Name} has {column.Count} values, {Columns[0].Layout.Name} has {count}."));
                }
            }

            return count;
        }
    }

    /// <summary>A column by name.</summary>
    /// <typeparam name="T">double, long, int, string or bool, as the layout says.</typeparam>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="InvalidCastException">It is of another type.</exception>
    public TableColumn<T> Column<T>(string name)
        where T : notnull => (TableColumn<T>)_byName[name];

    /// <summary>Adds one row: a value per column, <see langword="null"/> for a missing one.</summary>
    public void AppendRow(params ReadOnlySpan<object?> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Columns.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Columns[i].AddObject(values[i]);
        }
    }

    /// <summary>Adds all rows of a table of the same layout.</summary>
    public void AppendTable(ResultTable other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Layout.Equals(other.Layout))
        {
            throw new ArgumentException($"Table {other.Layout.Name} has other columns than {Layout.Name}.", nameof(other));
        }

        for (int i = 0; i < Columns.Length; i++)
        {
            Columns[i].AddAll(other.Columns[i]);
        }
    }

    /// <summary>Removes all rows.</summary>
    public void Clear()
    {
        foreach (var column in Columns)
        {
            column.Clear();
        }
    }
}
