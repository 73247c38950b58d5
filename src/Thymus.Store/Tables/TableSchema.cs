using System.Collections.Immutable;

namespace Thymus.Store.Tables;

/// <summary>What a column holds.</summary>
public enum ColumnKind
{
    /// <summary>A double; NaN is stored as null.</summary>
    Real,

    /// <summary>A 64-bit integer.</summary>
    Integer,

    /// <summary>Text; never null.</summary>
    Text,

    /// <summary>True or false.</summary>
    Flag,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">Name, as in queries.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Unit">Unit; empty for none. Kept in the metadata of the Parquet file.</param>
/// <param name="Description">What it means, for people. Kept in the metadata too.</param>
public sealed record Column(string Name, ColumnKind Kind, string Unit, string Description);

/// <summary>The columns of a table.</summary>
public sealed record TableSchema(string Name, ImmutableArray<Column> Columns);
