using System.Collections.Immutable;

namespace Thymus.Compilation.Factoring;

/// <summary>An entry of the Jacobian that can be other than zero.</summary>
internal readonly record struct Entry(int Row, int Column);

/// <summary>An entry of the factors: where it starts from, and the products that are taken off.</summary>
/// <param name="Row">Row, counted in the order of elimination.</param>
/// <param name="Column">Column, counted in the order of elimination.</param>
/// <param name="Jacobian">The entry of the Jacobian at that place; −1 if there is none.</param>
/// <param name="Updates">Pairs of earlier entries whose products are taken off, in this order.</param>
internal sealed record FactorEntry(int Row, int Column, int Jacobian, ImmutableArray<(int Lower, int Upper)> Updates)
{
    /// <summary>Whether it is a pivot, which is kept as its reciprocal.</summary>
    public bool IsPivot => Row == Column;
}

/// <summary>
/// LU factors of W = shift·I − J by pattern alone: P W Pᵀ = L U with unit L, row by row, pivots on the diagonal. Every entry is
/// computed at once (Crout), so that the unrolled and the looping form do the same operations in the same order.
/// </summary>
internal sealed class FactorPlan
{
    private FactorPlan(ImmutableArray<int> order, ImmutableArray<FactorEntry> entries, ImmutableArray<int> pivots)
    {
        Order = order;
        Entries = entries;
        Pivots = pivots;
        UpdateCount = entries.Sum(e => (long)e.Updates.Length);
    }

    /// <summary>The state that is eliminated first, second, …</summary>
    public ImmutableArray<int> Order { get; }

    /// <summary>The entries of the factors, by rows, columns ascending.</summary>
    public ImmutableArray<FactorEntry> Entries { get; }

    /// <summary>Number of the pivot's entry of each row; the entries of row i lie around it.</summary>
    public ImmutableArray<int> Pivots { get; }

    /// <summary>Multiplications and subtractions of a factorisation.</summary>
    public long UpdateCount { get; }

    /// <summary>First entry of a row.</summary>
    public ImmutableArray<int> RowStarts { get; private init; }

    /// <summary>Plans the factors of a matrix with that pattern.</summary>
    public static FactorPlan Create(int size, IReadOnlyList<Entry> jacobian) => Create(size, jacobian, EliminationOrder.Find(size, jacobian));

    /// <summary>Plans the factors with a given order of elimination.</summary>
    public static FactorPlan Create(int size, IReadOnlyList<Entry> jacobian, ImmutableArray<int> order)
    {
        int[] place = new int[size];
        for (int i = 0; i < size; i++)
        {
            place[order[i]] = i;
        }

        var rows = Enumerable.Range(0, size).Select(i => new SortedDictionary<int, int> { [i] = -1 }).ToArray();
        for (int e = 0; e < jacobian.Count; e++)
        {
            rows[place[jacobian[e].Row]][place[jacobian[e].Column]] = e;
        }

        List<FactorEntry> entries = [];
        var numbers = new Dictionary<int, int>[size];
        int[] starts = new int[size + 1];
        int[] pivots = new int[size];
        var updates = new SortedDictionary<int, List<(int, int)>>();
        for (int i = 0; i < size; i++)
        {
            FillRow(i, rows[i], rows);
            starts[i] = entries.Count;
            numbers[i] = [];
            foreach (int column in rows[i].Keys)
            {
                numbers[i][column] = entries.Count + numbers[i].Count;
            }

            updates.Clear();
            foreach (int k in rows[i].Keys.TakeWhile(k => k < i))
            {
                foreach (int j in rows[k].Keys.Where(j => j > k))
                {
                    if (!updates.TryGetValue(j, out var list))
                    {
                        updates.Add(j, list = []);
                    }

                    list.Add((numbers[i][k], numbers[k][j]));
                }
            }

            foreach (var (column, source) in rows[i])
            {
                entries.Add(new FactorEntry(i, column, source, updates.TryGetValue(column, out var list) ? [.. list] : []));
            }

            pivots[i] = numbers[i][i];
        }

        starts[size] = entries.Count;
        return new FactorPlan(order, [.. entries], [.. pivots]) { RowStarts = [.. starts] };
    }

    /// <summary>Adds to row i what elimination of the earlier rows fills in.</summary>
    private static void FillRow(int i, SortedDictionary<int, int> row, SortedDictionary<int, int>[] rows)
    {
        var pending = new SortedSet<int>(row.Keys.Where(k => k < i));
        while (pending.Count > 0)
        {
            int k = pending.Min;
            pending.Remove(k);
            foreach (int j in rows[k].Keys.Where(j => j > k))
            {
                if (row.TryAdd(j, -1) && j < i)
                {
                    pending.Add(j);
                }
            }
        }
    }
}
