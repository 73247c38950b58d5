using System.Collections.Immutable;

namespace Thymus.Numerics.Linear;

/// <summary>
/// How to factorise every matrix of one pattern as L U, with the order of pivots and the fill chosen beforehand, as flat
/// lists to loop over (<see cref="IndexedLu"/>) or to emit code from. Rows and columns keep their numbers: nothing is moved.
/// </summary>
/// <remarks>
/// Pivots stay on the diagonal, in the order of the smallest Markowitz count (r − 1)(c − 1), the lower row at a tie
/// (Markowitz 1957, doi:10.1287/mnsc.3.3.255). There is no numerical pivoting: the caller watches the pivots. L has a unit
/// diagonal; the diagonal entries of the factors hold the reciprocal of the pivots of U, so that a solve does not divide.
/// </remarks>
public sealed class SymbolicLu
{
    private SymbolicLu(SparsePattern pattern, SparsePattern factors, ImmutableArray<int> order)
    {
        Pattern = pattern;
        Factors = factors;
        Order = order;
        var sources = ImmutableArray.CreateBuilder<int>(factors.Entries.Length);
        foreach (var (row, column) in factors.Entries)
        {
            sources.Add(pattern.IndexOf(row, column));
        }

        Sources = sources.MoveToImmutable();
        (Rows, Eliminations, Targets, Multiplied, Lower, Upper) = Schedule(factors, order);
    }

    /// <summary>The pattern that was analysed.</summary>
    public SparsePattern Pattern { get; }

    /// <summary>Places of L and U together, with the full diagonal. The index of a place is the index of its value in the array of factors.</summary>
    public SparsePattern Factors { get; }

    /// <summary>Row (and column) of the pivots, first to last.</summary>
    public ImmutableArray<int> Order { get; }

    /// <summary>For every factor the index in <see cref="Pattern"/> that it starts from, −1 for a place that starts as 0 (fill, or a diagonal the pattern lacks).</summary>
    public ImmutableArray<int> Sources { get; }

    /// <summary>The work, row by row in the order of the pivots.</summary>
    public ImmutableArray<LuRow> Rows { get; }

    /// <summary>Eliminations of all rows.</summary>
    public ImmutableArray<LuElimination> Eliminations { get; }

    /// <summary>Factors that an elimination subtracts from.</summary>
    public ImmutableArray<int> Targets { get; }

    /// <summary>Factors that an elimination multiplies, one per target.</summary>
    public ImmutableArray<int> Multiplied { get; }

    /// <summary>Terms of the forward solves of all rows.</summary>
    public ImmutableArray<LuTerm> Lower { get; }

    /// <summary>Terms of the backward solves of all rows.</summary>
    public ImmutableArray<LuTerm> Upper { get; }

    /// <summary>Chooses the order of the pivots and lists the work.</summary>
    public static SymbolicLu Analyse(SparsePattern pattern) => TryAnalyse(pattern, long.MaxValue)!;

    /// <summary>The same, or <see langword="null"/> when a factorisation takes more multiplications than allowed: the list of them takes 8 bytes each.</summary>
    public static SymbolicLu? TryAnalyse(SparsePattern pattern, long mostUpdates)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var elimination = new MarkowitzElimination(pattern);
        return elimination.Run(mostUpdates) is { } order
            ? new(pattern, new SparsePattern(pattern.Size, [.. elimination.Factors]), order)
            : null;
    }

    private static (ImmutableArray<LuRow>, ImmutableArray<LuElimination>, ImmutableArray<int>, ImmutableArray<int>, ImmutableArray<LuTerm>, ImmutableArray<LuTerm>)
        Schedule(SparsePattern factors, ImmutableArray<int> order)
    {
        int size = factors.Size;
        int[] position = new int[size];
        for (int k = 0; k < size; k++)
        {
            position[order[k]] = k;
        }

        // Columns of every row in the order of the pivots.
        int[][] columns = new int[size][];
        for (int row = 0; row < size; row++)
        {
            var places = factors.Row(row);
            int[] own = new int[places.Length];
            for (int i = 0; i < own.Length; i++)
            {
                own[i] = position[places[i].Column];
            }

            Array.Sort(own);
            for (int i = 0; i < own.Length; i++)
            {
                own[i] = order[own[i]];
            }

            columns[row] = own;
        }

        var rows = ImmutableArray.CreateBuilder<LuRow>(size);
        var eliminations = ImmutableArray.CreateBuilder<LuElimination>();
        var targets = ImmutableArray.CreateBuilder<int>();
        var multiplied = ImmutableArray.CreateBuilder<int>();
        var lower = ImmutableArray.CreateBuilder<LuTerm>();
        var upper = ImmutableArray.CreateBuilder<LuTerm>();
        foreach (int row in order)
        {
            int firstElimination = eliminations.Count;
            int firstLower = lower.Count;
            int firstUpper = upper.Count;
            int diagonal = Array.IndexOf(columns[row], row);
            foreach (int pivot in columns[row].AsSpan(0, diagonal))
            {
                int multiplier = factors.IndexOf(row, pivot);
                int first = targets.Count;
                foreach (int column in columns[pivot].AsSpan(Array.IndexOf(columns[pivot], pivot) + 1))
                {
                    targets.Add(factors.IndexOf(row, column));
                    multiplied.Add(factors.IndexOf(pivot, column));
                }

                eliminations.Add(new(multiplier, factors.IndexOf(pivot, pivot), first, targets.Count - first));
                lower.Add(new(multiplier, pivot));
            }

            for (int i = columns[row].Length - 1; i > diagonal; i--)   // what is known first comes first
            {
                upper.Add(new(factors.IndexOf(row, columns[row][i]), columns[row][i]));
            }

            rows.Add(new(
                row, factors.IndexOf(row, row), firstElimination, eliminations.Count - firstElimination, firstLower,
                lower.Count - firstLower, firstUpper, upper.Count - firstUpper));
        }

        return (rows.ToImmutable(), eliminations.ToImmutable(), targets.ToImmutable(), multiplied.ToImmutable(), lower.ToImmutable(), upper.ToImmutable());
    }
}
