using System.Collections.Immutable;
using System.Numerics;

namespace Thymus.Numerics.Linear;

/// <summary>Eliminates a pattern on bit sets, one diagonal pivot after the other, and collects the places of the factors.</summary>
internal sealed class MarkowitzElimination
{
    private readonly int _size;
    private readonly ulong[][] _rows;       // places of row i in columns that are not yet pivots
    private readonly ulong[][] _columns;    // places of column j in rows that are not yet pivots
    private readonly int[] _rowCount;
    private readonly int[] _columnCount;

    public MarkowitzElimination(SparsePattern pattern)
    {
        _size = pattern.Size;
        int words = (_size + 63) / 64;
        _rows = [.. Enumerable.Range(0, _size).Select(_ => new ulong[words])];
        _columns = [.. Enumerable.Range(0, _size).Select(_ => new ulong[words])];
        _rowCount = new int[_size];
        _columnCount = new int[_size];
        foreach (var (row, column) in pattern.Entries.Concat(Enumerable.Range(0, _size).Select(i => new MatrixEntry(i, i))))
        {
            Add(row, column);
        }
    }

    /// <summary>Places of L and U, filled by <see cref="Run"/>.</summary>
    public List<MatrixEntry> Factors { get; } = [];

    /// <summary>Eliminates all; gives the order of the pivots, or <see langword="null"/> when that takes more updates than allowed.</summary>
    public ImmutableArray<int>? Run(long mostUpdates)
    {
        long updates = 0;
        bool[] isDone = new bool[_size];
        var order = ImmutableArray.CreateBuilder<int>(_size);
        for (int step = 0; step < _size; step++)
        {
            int pivot = -1;
            long least = long.MaxValue;
            for (int i = 0; i < _size; i++)
            {
                long count = (long)(_rowCount[i] - 1) * (_columnCount[i] - 1);
                if (!isDone[i] && count < least)
                {
                    (pivot, least) = (i, count);
                }
            }

            updates += least;
            if (updates > mostUpdates)
            {
                return null;
            }

            isDone[pivot] = true;
            order.Add(pivot);
            Eliminate(pivot);
        }

        return order.MoveToImmutable();
    }

    private void Eliminate(int pivot)
    {
        int[] below = [.. Members(_columns[pivot]).Where(i => i != pivot)];
        int[] right = [.. Members(_rows[pivot]).Where(j => j != pivot)];
        Factors.Add(new(pivot, pivot));
        Factors.AddRange(below.Select(row => new MatrixEntry(row, pivot)));
        Factors.AddRange(right.Select(column => new MatrixEntry(pivot, column)));
        foreach (int row in below)
        {
            Remove(row, pivot);
            foreach (int column in right)
            {
                Add(row, column);
            }
        }

        foreach (int column in right)
        {
            Remove(pivot, column);
        }
    }

    private void Add(int row, int column)
    {
        ulong bit = 1UL << (column % 64);
        if ((_rows[row][column / 64] & bit) == 0)
        {
            _rows[row][column / 64] |= bit;
            _columns[column][row / 64] |= 1UL << (row % 64);
            _rowCount[row]++;
            _columnCount[column]++;
        }
    }

    private void Remove(int row, int column)
    {
        _rows[row][column / 64] &= ~(1UL << (column % 64));
        _columns[column][row / 64] &= ~(1UL << (row % 64));
        _rowCount[row]--;
        _columnCount[column]--;
    }

    private static IEnumerable<int> Members(ulong[] set)
    {
        for (int word = 0; word < set.Length; word++)
        {
            for (ulong rest = set[word]; rest != 0; rest &= rest - 1)
            {
                yield return (word * 64) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }
}
