using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;

namespace Thymus.Numerics.Linear;

/// <summary>
/// Factorises and solves by looping over the lists of a <see cref="SymbolicLu"/>: for large systems, where emitted code is
/// slower than a loop. All arrays are lane-interleaved: element i of lane l is at [i · width + l].
/// </summary>
public sealed unsafe class IndexedLu
{
    private readonly LuRow[] _rows;
    private readonly LuElimination[] _eliminations;
    private readonly int[] _targets;
    private readonly int[] _multiplied;
    private readonly LuTerm[] _lower;
    private readonly LuTerm[] _upper;
    private readonly int[] _sources;

    /// <summary>Loops for one pattern. Has no state of its own: may be shared between threads.</summary>
    public IndexedLu(SymbolicLu symbolic)
    {
        ArgumentNullException.ThrowIfNull(symbolic);
        _rows = [.. symbolic.Rows];
        _eliminations = [.. symbolic.Eliminations];
        _targets = [.. symbolic.Targets];
        _multiplied = [.. symbolic.Multiplied];
        _lower = [.. symbolic.Lower];
        _upper = [.. symbolic.Upper];
        _sources = [.. symbolic.Sources];
    }

    /// <summary>Factorises shift · I − matrix.</summary>
    /// <param name="matrix">Values of the analysed pattern.</param>
    /// <param name="shift">One number per lane.</param>
    /// <param name="factors">Receives the factors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Factor<T>(double* matrix, double* shift, double* factors)
        where T : unmanaged, ILanes<T>
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            int source = _sources[i];
            T.Store(factors + (i * T.Width), source < 0 ? T.Zero : -T.Load(matrix + (source * T.Width)));
        }

        var added = T.Load(shift);
        foreach (var row in _rows)
        {
            double* diagonal = factors + (row.Diagonal * T.Width);
            T.Store(diagonal, T.Load(diagonal) + added);
        }

        FactorInPlace<T>(factors);
    }

    /// <summary>Factorises the matrix whose values stand in the array of factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FactorInPlace<T>(double* factors)
        where T : unmanaged, ILanes<T>
    {
        int[] targets = _targets;
        int[] multiplied = _multiplied;
        foreach (var row in _rows)
        {
            var eliminations = _eliminations.AsSpan(row.FirstElimination, row.EliminationCount);
            foreach (var elimination in eliminations)
            {
                var multiplier = T.Load(factors + (elimination.Multiplier * T.Width));
                int end = elimination.First + elimination.Count;
                for (int i = elimination.First; i < end; i++)
                {
                    double* target = factors + (targets[i] * T.Width);
                    T.Store(target, T.NegateMultiplyAdd(multiplier, T.Load(factors + (multiplied[i] * T.Width)), T.Load(target)));
                }
            }

            double* diagonal = factors + (row.Diagonal * T.Width);
            var reciprocal = T.Broadcast(1) / T.Load(diagonal);
            T.Store(diagonal, reciprocal);
            foreach (var term in _upper.AsSpan(row.FirstUpper, row.UpperCount))
            {
                Scale<T>(factors + (term.Factor * T.Width), reciprocal);
            }

            foreach (var elimination in eliminations)
            {
                Scale<T>(factors + (elimination.Multiplier * T.Width), T.Load(factors + (elimination.Pivot * T.Width)));
            }
        }
    }

    /// <summary>Solves in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve<T>(double* factors, double* x)
        where T : unmanaged, ILanes<T>
    {
        foreach (var row in _rows)
        {
            double* unknown = x + (row.Row * T.Width);
            T.Store(unknown, Reduce<T>(factors, x, T.Load(unknown), _lower.AsSpan(row.FirstLower, row.LowerCount)));
        }

        for (int k = _rows.Length - 1; k >= 0; k--)
        {
            var row = _rows[k];
            double* unknown = x + (row.Row * T.Width);
            var scaled = T.Load(unknown) * T.Load(factors + (row.Diagonal * T.Width));
            T.Store(unknown, Reduce<T>(factors, x, scaled, _upper.AsSpan(row.FirstUpper, row.UpperCount)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<T>(double* place, T scale)
        where T : unmanaged, ILanes<T> => T.Store(place, T.Load(place) * scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reduce<T>(double* factors, double* x, T value, ReadOnlySpan<LuTerm> terms)
        where T : unmanaged, ILanes<T>
    {
        foreach (var term in terms)
        {
            value = T.NegateMultiplyAdd(T.Load(factors + (term.Factor * T.Width)), T.Load(x + (term.Unknown * T.Width)), value);
        }

        return value;
    }
}
