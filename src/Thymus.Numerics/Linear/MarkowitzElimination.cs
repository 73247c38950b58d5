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
        _rows = new ulong[_size][];
        _columns = new ulong[_size][];
        _rowCount = new int[_size];
        _columnCount = new int[_size];
        for (int i = 0; i < _size; i++)
        {
            _rows[i] = new ulong[words];
            _columns[i] = new ulong[words];
            Add(i, i);
        }

        foreach (var (row, column) in pattern.Entries)
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
        var below = Others(_columns[pivot], pivot);
        var right = Others(_rows[pivot], pivot);
        Factors.Add(new(pivot, pivot));
        foreach (int row in below)
        {
            Factors.Add(new(row, pivot));
            Remove(row, pivot);
            foreach (int column in right)
            {
                Add(row, column);
            }
        }

        foreach (int column in right)
        {
            Factors.Add(new(pivot, column));
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

    // The members of a set without the pivot, ascending.
    private static List<int> Others(ulong[] set, int pivot)
    {
        List<int> others = [];
        for (int word = 0; word < set.Length; word++)
        {
            for (ulong rest = set[word]; rest != 0; rest &= rest - 1)
            {
                int member = (word * 64) + BitOperations.TrailingZeroCount(rest);
                if (member != pivot)
                {
                    others.Add(member);
                }
            }
        }

        return others;
    }
}
