using System.Collections.Immutable;

namespace Thymus.Compilation.Factoring;

/// <summary>Order of elimination with little fill-in.</summary>
/// <remarks>Markowitz 1957, Management Science 3:255–269, doi:10.1287/mnsc.3.3.255, with pivots on the diagonal; the first of equal ones.</remarks>
internal static class EliminationOrder
{
    /// <summary>The states in the order in which to eliminate them.</summary>
    public static ImmutableArray<int> Find(int size, IReadOnlyList<Entry> pattern)
    {
        var rows = Enumerable.Range(0, size).Select(i => new HashSet<int> { i }).ToArray();
        var columns = Enumerable.Range(0, size).Select(i => new HashSet<int> { i }).ToArray();
        foreach (var (row, column) in pattern)
        {
            rows[row].Add(column);
            columns[column].Add(row);
        }

        List<int> left = [.. Enumerable.Range(0, size)];
        var order = ImmutableArray.CreateBuilder<int>(size);
        while (left.Count > 0)
        {
            int pivot = left.MinBy(i => (rows[i].Count - 1L) * (columns[i].Count - 1L));
            left.Remove(pivot);
            order.Add(pivot);
            foreach (int column in rows[pivot])
            {
                columns[column].Remove(pivot);
            }

            columns[pivot].Remove(pivot);
            foreach (int row in columns[pivot])
            {
                rows[row].Remove(pivot);
                foreach (int column in rows[pivot].Where(c => c != pivot))
                {
                    rows[row].Add(column);
                    columns[column].Add(row);
                }
            }
        }

        return order.MoveToImmutable();
    }
}
