using System.Collections.Immutable;

namespace Thymus.Store.Tables;

/// <summary>Type of the values of a column.</summary>
public enum ColumnType
{
    /// <summary>Number, <see cref="double"/>; NaN is a value, not a missing one.</summary>
    Real,

    /// <summary>64-bit integer, <see cref="long"/>.</summary>
    Long,

    /// <summary>32-bit integer, <see cref="int"/>.</summary>
    Integer,

    /// <summary>Text, <see cref="string"/>.</summary>
    Text,

    /// <summary>Yes or no, <see cref="bool"/>.</summary>
    Boolean,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Name, such as <c>time</c>.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="Unit">Unit in UCUM-like text, such as <c>d</c> or <c>mg/L</c>; empty for what has none.</param>
/// <param name="Description">What it is, one sentence.</param>
/// <param name="IsNullable">Whether a value may be missing.</param>
public sealed record ColumnLayout(string Name, ColumnType Type, string Unit, string Description, bool IsNullable = false);

/// <summary>Name and columns of a table.</summary>
/// <param name="Name">Name; also of its Parquet file and of its view.</param>
/// <param name="Columns">Columns, in order.</param>
public sealed record TableLayout(string Name, ImmutableArray<ColumnLayout> Columns)
{
    /// <summary>The same name and equal columns in the same order.</summary>
    public bool Equals(TableLayout? other) => other is not null && Name == other.Name && Columns.SequenceEqual(other.Columns);

    /// <inheritdoc/>
    public override int GetHashCode() => Columns.Aggregate(Name.GetHashCode(StringComparison.Ordinal), HashCode.Combine);
}
