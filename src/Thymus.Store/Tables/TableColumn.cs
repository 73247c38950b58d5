using System.Runtime.InteropServices;

namespace Thymus.Store.Tables;

/// <summary>The values of one column, growing at the end.</summary>
public abstract class TableColumn
{
    private protected TableColumn(ColumnLayout layout) => Layout = layout;

    /// <summary>Name, type, unit.</summary>
    public ColumnLayout Layout { get; }

    /// <summary>Number of values.</summary>
    public abstract int Count { get; }

    /// <summary>Adds a missing value; the layout must allow it.</summary>
    public abstract void AddMissing();

    /// <summary>The value of a row, <see langword="null"/> if it is missing.</summary>
    public abstract object? ValueAt(int row);

    internal abstract void AddObject(object? value);

    internal abstract void AddAll(TableColumn other);

    internal abstract void Clear();

    internal static TableColumn For(ColumnLayout layout) => layout.Type switch
    {
        ColumnType.Real => new TableColumn<double>(layout),
        ColumnType.Long => new TableColumn<long>(layout),
        ColumnType.Integer => new TableColumn<int>(layout),
        ColumnType.Text => new TableColumn<string>(layout),
        ColumnType.Boolean => new TableColumn<bool>(layout),
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout.Type, "Unknown column type."),
    };
}

/// <summary>The values of one column, growing at the end.</summary>
/// <typeparam name="T">double, long, int, string or bool.</typeparam>
public sealed class TableColumn<T> : TableColumn
    where T : notnull
{
    private readonly List<T> _values = [];
    private readonly List<bool> _isMissing = [];   // empty unless the column is nullable

    internal TableColumn(ColumnLayout layout)
        : base(layout)
    {
    }

    /// <inheritdoc/>
    public override int Count => _values.Count;

    /// <summary>Values; the type's default where one is missing. Valid until the next addition.</summary>
    public ReadOnlySpan<T> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>Adds a value.</summary>
    public void Add(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _values.Add(value);
        if (Layout.IsNullable)
        {
            _isMissing.Add(false);
        }
    }

    /// <inheritdoc/>
    public override void AddMissing()
    {
        if (!Layout.IsNullable)
        {
            throw new InvalidOperationException($"Column {Layout.Name} has no missing values. Make it nullable in its layout.");
        }

        _values.Add(default!);
        _isMissing.Add(true);
    }

    /// <summary>Whether the value of a row is missing.</summary>
    public bool IsMissing(int row) => Layout.IsNullable && _isMissing[row];

    /// <inheritdoc/>
    public override object? ValueAt(int row) => IsMissing(row) ? null : _values[row];

    internal override void AddObject(object? value)
    {
        if (value is null)
        {
            AddMissing();
        }
        else
        {
            Add(value is T typed ? typed : throw new ArgumentException($"Column {Layout.Name} holds {typeof(T).Name}, not {value.GetType().Name}."));
        }
    }

    internal override void AddAll(TableColumn other)
    {
        var same = (TableColumn<T>)other;
        _values.AddRange(same._values);
        _isMissing.AddRange(same._isMissing);
    }

    internal override void Clear()
    {
        _values.Clear();
        _isMissing.Clear();
    }
}
