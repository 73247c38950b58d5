using System.Collections.Immutable;

namespace Thymus.Numerics.Linear;

/// <summary>One place of a matrix.</summary>
/// <param name="Row">Row, from 0.</param>
/// <param name="Column">Column, from 0.</param>
public readonly record struct MatrixEntry(int Row, int Column);

/// <summary>Where a square matrix may differ from 0: row by row, columns ascending, every place once.</summary>
public sealed class SparsePattern
{
    private readonly int[] _rowStart;

    /// <summary>A pattern.</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="entries">Places in any order, repeated ones allowed. The diagonal is not added by itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">A place lies outside the matrix.</exception>
    public SparsePattern(int size, ReadOnlySpan<MatrixEntry> entries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        Size = size;
        int[] given = new int[size + 1];   // where the columns of each row begin, repeated ones with them
        foreach (var (row, column) in entries)
        {
            if (row < 0 || row >= size || column < 0 || column >= size)
            {
                throw new ArgumentOutOfRangeException(nameof(entries), FormattableString.Invariant($"({row}, {column}) is outside a matrix of {size} rows."));
            }

            given[row + 1]++;
        }

        for (int row = 0; row < size; row++)
        {
            given[row + 1] += given[row];
        }

        int[] columns = new int[entries.Length];
        int[] next = given[..size];
        foreach (var (row, column) in entries)
        {
            columns[next[row]++] = column;
        }

        _rowStart = new int[size + 1];
        var places = ImmutableArray.CreateBuilder<MatrixEntry>(entries.Length);
        for (int row = 0; row < size; row++)
        {
            Array.Sort(columns, given[row], given[row + 1] - given[row]);
            for (int i = given[row]; i < given[row + 1]; i++)
            {
                if (i == given[row] || columns[i] != columns[i - 1])
                {
                    places.Add(new(row, columns[i]));
                }
            }

            _rowStart[row + 1] = places.Count;
        }

        Entries = places.ToImmutable();
    }

    /// <summary>Rows and columns.</summary>
    public int Size { get; }

    /// <summary>The places; their index is the index of their value in an array of non-zeros.</summary>
    public ImmutableArray<MatrixEntry> Entries { get; }

    /// <summary>The places of a row.</summary>
    internal ReadOnlySpan<MatrixEntry> Row(int row) => Entries.AsSpan()[_rowStart[row].._rowStart[row + 1]];

    /// <summary>Index of a place in <see cref="Entries"/>, −1 if it is always 0.</summary>
    public int IndexOf(int row, int column)
    {
        int low = _rowStart[row];
        int high = _rowStart[row + 1] - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int found = Entries[middle].Column;
            if (found == column)
            {
                return middle;
            }

            (low, high) = found < column ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
