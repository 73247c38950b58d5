using System.Runtime.CompilerServices;
using Thymus.Numerics.Lanes;

namespace Thymus.Solvers.Stepping;

/// <summary>
/// Sums of stages with the coefficients of a method: for each state, in order, term by term. One loop per number of terms, so
/// that the coefficients stay in registers: a loop over terms made whole runs of 30 states 14 % (8 lanes) and 17 % (4 lanes) slower.
/// </summary>
internal static unsafe class StageSums<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>argument := y + Σ aⱼuⱼ and sum := Σ cⱼuⱼ.</summary>
    /// <param name="count">Stages.</param>
    /// <param name="a">One vector per stage.</param>
    /// <param name="c">One vector per stage.</param>
    /// <param name="stages">u, one after the other.</param>
    /// <param name="y">Length <paramref name="vector"/>.</param>
    /// <param name="argument">Length <paramref name="vector"/>.</param>
    /// <param name="sum">Length <paramref name="vector"/>.</param>
    /// <param name="vector">Numbers in a vector of states, of all lanes.</param>
    public static void Both(int count, double* a, double* c, double* stages, double* y, double* argument, double* sum, int vector)
    {
        switch (count)
        {
            case 1:
                Both1(a, c, stages, y, argument, sum, vector);
                break;
            case 2:
                Both2(a, c, stages, y, argument, sum, vector);
                break;
            case 3:
                Both3(a, c, stages, y, argument, sum, vector);
                break;
            case 4:
                Both4(a, c, stages, y, argument, sum, vector);
                break;
            case 5:
                Both5(a, c, stages, y, argument, sum, vector);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(count), count, "No method has so many.");
        }
    }

    /// <summary>argument := argument + the last u, and sum := Σ cⱼuⱼ.</summary>
    /// <inheritdoc cref="Both"/>
    public static void Next(int count, double* c, double* stages, double* argument, double* sum, int vector)
    {
        switch (count)
        {
            case 5:
                Next5(c, stages, argument, sum, vector);
                break;
            case 6:
                Next6(c, stages, argument, sum, vector);
                break;
            case 7:
                Next7(c, stages, argument, sum, vector);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(count), count, "No method has so many.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Both1(double* a, double* c, double* stages, double* y, double* argument, double* sum, int vector)
    {
        TLanes a0 = TLanes.Load(a + (0 * TLanes.Width));
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* place = stages + i;
            TLanes u = TLanes.Load(place);
            TLanes moved = TLanes.MultiplyAdd(a0, u, TLanes.Load(y + i));
            TLanes total = TLanes.MultiplyAdd(c0, u, TLanes.Zero);
            TLanes.Store(argument + i, moved);
            TLanes.Store(sum + i, total);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Both2(double* a, double* c, double* stages, double* y, double* argument, double* sum, int vector)
    {
        TLanes a0 = TLanes.Load(a + (0 * TLanes.Width));
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        TLanes a1 = TLanes.Load(a + (1 * TLanes.Width));
        TLanes c1 = TLanes.Load(c + (1 * TLanes.Width));
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* place = stages + i;
            TLanes u = TLanes.Load(place);
            TLanes moved = TLanes.MultiplyAdd(a0, u, TLanes.Load(y + i));
            TLanes total = TLanes.MultiplyAdd(c0, u, TLanes.Zero);
            place += vector;
            u = TLanes.Load(place);
            moved = TLanes.MultiplyAdd(a1, u, moved);
            total = TLanes.MultiplyAdd(c1, u, total);
            TLanes.Store(argument + i, moved);
            TLanes.Store(sum + i, total);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Both3(double* a, double* c, double* stages, double* y, double* argument, double* sum, int vector)
    {
        TLanes a0 = TLanes.Load(a + (0 * TLanes.Width));
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        TLanes a1 = TLanes.Load(a + (1 * TLanes.Width));
        TLanes c1 = TLanes.Load(c + (1 * TLanes.Width));
        TLanes a2 = TLanes.Load(a + (2 * TLanes.Width));
        TLanes c2 = TLanes.Load(c + (2 * TLanes.Width));
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* place = stages + i;
            TLanes u = TLanes.Load(place);
            TLanes moved = TLanes.MultiplyAdd(a0, u, TLanes.Load(y + i));
            TLanes total = TLanes.MultiplyAdd(c0, u, TLanes.Zero);
            place += vector;
            u = TLanes.Load(place);
            moved = TLanes.MultiplyAdd(a1, u, moved);
            total = TLanes.MultiplyAdd(c1, u, total);
            place += vector;
            u = TLanes.Load(place);
            moved = TLanes.MultiplyAdd(a2, u, moved);
            total = TLanes.MultiplyAdd(c2, u, total);
            TLanes.Store(argument + i, moved);
            TLanes.Store(sum + i, total);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Both4(double* a, double* c, double* stages, double* y, double* argument, double* sum, int vector)
    {
        TLanes a0 = TLanes.Load(a + (0 * TLanes.Width));
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        TLanes a1 = TLanes.Load(a + (1 * TLanes.Width));
        TLanes c1 = TLanes.Load(c + (1 * TLanes.Width));
        TLanes a2 = TLanes.Load(a + (2 * TLanes.Width));
        TLanes c2 = TLanes.Load(c + (2 * TLanes.Width));
        TLanes a3 = TLanes.Load(a + (3 * TLanes.Width));
        TLanes c3 = TLanes.Load(c + (3 * TLanes.Width));
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* place = stages + i;
            TLanes u = TLanes.Load(place);
            TLanes moved = TLanes.MultiplyAdd(a0, u, TLanes.Load(y + i));
            TLanes total = TLanes.MultiplyAdd(c0, u, TLanes.Zero);
            place += vector;
            u = TLanes.Load(place);
            moved = TLanes.MultiplyAdd(a1, u, moved);
            total = TLanes.MultiplyAdd(c1, u, total);
            place += vector;
            u = TLanes.Load(place);
            moved = TLanes.MultiplyAdd(a2, u, moved);
            total = TLanes.MultiplyAdd(c2, u, total);
            place += vector;
            u = TLanes.Load(place);
            moved = TLanes.MultiplyAdd(a3, u, moved);
            total = TLanes.MultiplyAdd(c3, u, total);
            TLanes.Store(argument + i, moved);
            TLanes.Store(sum + i, total);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Both5(double* a, double* c, double* stages, double* y, double* argument, double* sum, int vector)
    {
        TLanes a0 = TLanes.Load(a + (0 * TLanes.Width));
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        TLanes a1 = TLanes.Load(a + (1 * TLanes.Width));
        TLanes c1 = TLanes.Load(c + (1 * TLanes.Width));
        TLanes a2 = TLanes.Load(a + (2 * TLanes.Width));
        TLanes c2 = TLanes.Load(c + (2 * TLanes.Width));
        TLanes a3 = TLanes.Load(a + (3 * TLanes.Width));
        TLanes c3 = TLanes.Load(c + (3 * TLanes.Width));
        TLanes a4 = TLanes.Load(a + (4 * TLanes.Width));
        TLanes c4 = TLanes.Load(c + (4 * TLanes.Width));
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* place = stages + i;
            TLanes u = TLanes.Load(place);
            TLanes moved = TLanes.MultiplyAdd(a0, u, TLanes.Load(y + i));
            TLanes total = TLanes.MultiplyAdd(c0, u, TLanes.Zero);
            place += vector;
            u = TLanes.Load(place);
            moved = TLanes.MultiplyAdd(a1, u, moved);
            total = TLanes.MultiplyAdd(c1, u, total);
            place += vector;
            u = TLanes.Load(place);
            moved = TLanes.MultiplyAdd(a2, u, moved);
            total = TLanes.MultiplyAdd(c2, u, total);
            place += vector;
            u = TLanes.Load(place);
            moved = TLanes.MultiplyAdd(a3, u, moved);
            total = TLanes.MultiplyAdd(c3, u, total);
            place += vector;
            u = TLanes.Load(place);
            moved = TLanes.MultiplyAdd(a4, u, moved);
            total = TLanes.MultiplyAdd(c4, u, total);
            TLanes.Store(argument + i, moved);
            TLanes.Store(sum + i, total);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Next5(double* c, double* stages, double* argument, double* sum, int vector)
    {
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        TLanes c1 = TLanes.Load(c + (1 * TLanes.Width));
        TLanes c2 = TLanes.Load(c + (2 * TLanes.Width));
        TLanes c3 = TLanes.Load(c + (3 * TLanes.Width));
        TLanes c4 = TLanes.Load(c + (4 * TLanes.Width));
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* place = stages + i;
            TLanes u = TLanes.Load(place);
            TLanes total = TLanes.MultiplyAdd(c0, u, TLanes.Zero);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c1, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c2, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c3, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c4, u, total);
            TLanes.Store(argument + i, TLanes.Load(argument + i) + u);
            TLanes.Store(sum + i, total);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Next6(double* c, double* stages, double* argument, double* sum, int vector)
    {
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        TLanes c1 = TLanes.Load(c + (1 * TLanes.Width));
        TLanes c2 = TLanes.Load(c + (2 * TLanes.Width));
        TLanes c3 = TLanes.Load(c + (3 * TLanes.Width));
        TLanes c4 = TLanes.Load(c + (4 * TLanes.Width));
        TLanes c5 = TLanes.Load(c + (5 * TLanes.Width));
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* place = stages + i;
            TLanes u = TLanes.Load(place);
            TLanes total = TLanes.MultiplyAdd(c0, u, TLanes.Zero);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c1, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c2, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c3, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c4, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c5, u, total);
            TLanes.Store(argument + i, TLanes.Load(argument + i) + u);
            TLanes.Store(sum + i, total);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Next7(double* c, double* stages, double* argument, double* sum, int vector)
    {
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        TLanes c1 = TLanes.Load(c + (1 * TLanes.Width));
        TLanes c2 = TLanes.Load(c + (2 * TLanes.Width));
        TLanes c3 = TLanes.Load(c + (3 * TLanes.Width));
        TLanes c4 = TLanes.Load(c + (4 * TLanes.Width));
        TLanes c5 = TLanes.Load(c + (5 * TLanes.Width));
        TLanes c6 = TLanes.Load(c + (6 * TLanes.Width));
        for (int i = 0; i < vector; i += TLanes.Width)
        {
            double* place = stages + i;
            TLanes u = TLanes.Load(place);
            TLanes total = TLanes.MultiplyAdd(c0, u, TLanes.Zero);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c1, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c2, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c3, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c4, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c5, u, total);
            place += vector;
            u = TLanes.Load(place);
            total = TLanes.MultiplyAdd(c6, u, total);
            TLanes.Store(argument + i, TLanes.Load(argument + i) + u);
            TLanes.Store(sum + i, total);
        }
    }
}
