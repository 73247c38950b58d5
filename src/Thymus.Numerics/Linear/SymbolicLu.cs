using System.Collections.Immutable;

namespace Thymus.Numerics.Linear;

/// <summary>
/// How to factorise every matrix of one pattern as L D U, with the order of pivots and the fill chosen beforehand, as flat
/// lists to loop over (<see cref="IndexedLu"/>) or to emit code from. Rows and columns keep their numbers: nothing is moved.
/// </summary>
/// <remarks>
/// Pivots stay on the diagonal, in the order of the smallest Markowitz count (r − 1)(c − 1), the lower row at a tie
/// (Markowitz 1957, doi:10.1287/mnsc.3.3.255). There is no numerical pivoting: the caller watches the pivots. L and U have unit
/// diagonals; the diagonal entries of the factors hold 1/D, the reciprocals of the pivots: a solve does not divide, and no unknown waits
/// for a product with its pivot after the last of those that it needs. Much of a solve is waiting for its longest chain of
/// operations, so the terms of a row stand in the order in which their unknowns are known.
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

        var (lowerColumns, upperColumns) = InOrderOfSolving(columns, order);
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
                int first = targets.Count;
                foreach (int column in columns[pivot].AsSpan(Array.IndexOf(columns[pivot], pivot) + 1))
                {
                    targets.Add(factors.IndexOf(row, column));
                    multiplied.Add(factors.IndexOf(pivot, column));
                }

                eliminations.Add(new(factors.IndexOf(row, pivot), factors.IndexOf(pivot, pivot), first, targets.Count - first));
            }

            lower.AddRange(lowerColumns[row].Select(c => new LuTerm(factors.IndexOf(row, c), c)));
            upper.AddRange(upperColumns[row].Select(c => new LuTerm(factors.IndexOf(row, c), c)));
            rows.Add(new(
                row, factors.IndexOf(row, row), firstElimination, eliminations.Count - firstElimination, firstLower,
                lower.Count - firstLower, firstUpper, upper.Count - firstUpper));
        }

        return (rows.ToImmutable(), eliminations.ToImmutable(), targets.ToImmutable(), multiplied.ToImmutable(), lower.ToImmutable(), upper.ToImmutable());
    }

    // The columns of L and of U of every row, what is known first first: where a sum waits for its terms, it waits for the last one alone.
    private static (int[][] Lower, int[][] Upper) InOrderOfSolving(int[][] columns, ImmutableArray<int> order)
    {
        int[][] lower = new int[columns.Length][];
        int[][] upper = new int[columns.Length][];
        int[] reduced = new int[columns.Length];   // operations, one after the other, until L takes nothing more off an unknown
        int[] solved = new int[columns.Length];
        foreach (int row in order)
        {
            lower[row] = Sort(columns[row].TakeWhile(c => c != row), reduced);
            reduced[row] = Sum(0, lower[row], reduced);
        }

        foreach (int row in order.Reverse())
        {
            upper[row] = Sort(columns[row].Reverse().TakeWhile(c => c != row), solved);
            solved[row] = Sum(reduced[row] + 1, upper[row], solved);
        }

        return (lower, upper);

        static int[] Sort(IEnumerable<int> terms, int[] known) => [.. terms.OrderBy(t => known[t])];

        static int Sum(int start, int[] terms, int[] known) => terms.Aggregate(start, (done, term) => Math.Max(done, known[term]) + 1);
    }
}
