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
    /// <summary>
    /// The sums over so many stages: argument := y + Σ aⱼuⱼ and sum := Σ cⱼuⱼ; or, where the argument continues that of the stage before,
    /// argument := argument + the last u.
    /// </summary>
    /// <returns>Takes a and c, one vector per stage; the stages u, one after the other; y, the argument and the sum, of so many numbers of all lanes.</returns>
    public static delegate*<double*, double*, double*, double*, double*, double*, int, void> Of(int count, bool continues) => (count, continues) switch
    {
        (1, false) => &Both1,
        (2, false) => &Both2,
        (3, false) => &Both3,
        (4, false) => &Both4,
        (5, false) => &Both5,
        (5, true) => &Next5,
        (6, true) => &Next6,
        (7, true) => &Next7,
        _ => throw new ArgumentOutOfRangeException(nameof(count), count, "No method has so many."),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Both1(double* a, double* c, double* stages, double* y, double* argument, double* sum, int vector)
    {
        TLanes a0 = TLanes.Load(a + (0 * TLanes.Width));
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            TLanes u = TLanes.Load(stages + i);
            TLanes moved = TLanes.MultiplyAdd(a0, u, TLanes.Load(y + i));
            TLanes total = c0 * u;
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
        double* u1 = stages + vector;
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            TLanes u = TLanes.Load(stages + i);
            TLanes moved = TLanes.MultiplyAdd(a0, u, TLanes.Load(y + i));
            TLanes total = c0 * u;
            u = TLanes.Load(u1 + i);
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
        double* u1 = stages + vector;
        double* u2 = u1 + vector;
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            TLanes u = TLanes.Load(stages + i);
            TLanes moved = TLanes.MultiplyAdd(a0, u, TLanes.Load(y + i));
            TLanes total = c0 * u;
            u = TLanes.Load(u1 + i);
            moved = TLanes.MultiplyAdd(a1, u, moved);
            total = TLanes.MultiplyAdd(c1, u, total);
            u = TLanes.Load(u2 + i);
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
        double* u1 = stages + vector;
        double* u2 = u1 + vector;
        double* u3 = u2 + vector;
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            TLanes u = TLanes.Load(stages + i);
            TLanes moved = TLanes.MultiplyAdd(a0, u, TLanes.Load(y + i));
            TLanes total = c0 * u;
            u = TLanes.Load(u1 + i);
            moved = TLanes.MultiplyAdd(a1, u, moved);
            total = TLanes.MultiplyAdd(c1, u, total);
            u = TLanes.Load(u2 + i);
            moved = TLanes.MultiplyAdd(a2, u, moved);
            total = TLanes.MultiplyAdd(c2, u, total);
            u = TLanes.Load(u3 + i);
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
        double* u1 = stages + vector;
        double* u2 = u1 + vector;
        double* u3 = u2 + vector;
        double* u4 = u3 + vector;
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            TLanes u = TLanes.Load(stages + i);
            TLanes moved = TLanes.MultiplyAdd(a0, u, TLanes.Load(y + i));
            TLanes total = c0 * u;
            u = TLanes.Load(u1 + i);
            moved = TLanes.MultiplyAdd(a1, u, moved);
            total = TLanes.MultiplyAdd(c1, u, total);
            u = TLanes.Load(u2 + i);
            moved = TLanes.MultiplyAdd(a2, u, moved);
            total = TLanes.MultiplyAdd(c2, u, total);
            u = TLanes.Load(u3 + i);
            moved = TLanes.MultiplyAdd(a3, u, moved);
            total = TLanes.MultiplyAdd(c3, u, total);
            u = TLanes.Load(u4 + i);
            moved = TLanes.MultiplyAdd(a4, u, moved);
            total = TLanes.MultiplyAdd(c4, u, total);
            TLanes.Store(argument + i, moved);
            TLanes.Store(sum + i, total);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Next5(double* a, double* c, double* stages, double* y, double* argument, double* sum, int vector)
    {
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        TLanes c1 = TLanes.Load(c + (1 * TLanes.Width));
        TLanes c2 = TLanes.Load(c + (2 * TLanes.Width));
        TLanes c3 = TLanes.Load(c + (3 * TLanes.Width));
        TLanes c4 = TLanes.Load(c + (4 * TLanes.Width));
        double* u1 = stages + vector;
        double* u2 = u1 + vector;
        double* u3 = u2 + vector;
        double* u4 = u3 + vector;
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            TLanes total = c0 * TLanes.Load(stages + i);
            total = TLanes.MultiplyAdd(c1, TLanes.Load(u1 + i), total);
            total = TLanes.MultiplyAdd(c2, TLanes.Load(u2 + i), total);
            total = TLanes.MultiplyAdd(c3, TLanes.Load(u3 + i), total);
            TLanes last = TLanes.Load(u4 + i);
            TLanes.Store(sum + i, TLanes.MultiplyAdd(c4, last, total));
            TLanes.Store(argument + i, TLanes.Load(argument + i) + last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Next6(double* a, double* c, double* stages, double* y, double* argument, double* sum, int vector)
    {
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        TLanes c1 = TLanes.Load(c + (1 * TLanes.Width));
        TLanes c2 = TLanes.Load(c + (2 * TLanes.Width));
        TLanes c3 = TLanes.Load(c + (3 * TLanes.Width));
        TLanes c4 = TLanes.Load(c + (4 * TLanes.Width));
        TLanes c5 = TLanes.Load(c + (5 * TLanes.Width));
        double* u1 = stages + vector;
        double* u2 = u1 + vector;
        double* u3 = u2 + vector;
        double* u4 = u3 + vector;
        double* u5 = u4 + vector;
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            TLanes total = c0 * TLanes.Load(stages + i);
            total = TLanes.MultiplyAdd(c1, TLanes.Load(u1 + i), total);
            total = TLanes.MultiplyAdd(c2, TLanes.Load(u2 + i), total);
            total = TLanes.MultiplyAdd(c3, TLanes.Load(u3 + i), total);
            total = TLanes.MultiplyAdd(c4, TLanes.Load(u4 + i), total);
            TLanes last = TLanes.Load(u5 + i);
            TLanes.Store(sum + i, TLanes.MultiplyAdd(c5, last, total));
            TLanes.Store(argument + i, TLanes.Load(argument + i) + last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Next7(double* a, double* c, double* stages, double* y, double* argument, double* sum, int vector)
    {
        TLanes c0 = TLanes.Load(c + (0 * TLanes.Width));
        TLanes c1 = TLanes.Load(c + (1 * TLanes.Width));
        TLanes c2 = TLanes.Load(c + (2 * TLanes.Width));
        TLanes c3 = TLanes.Load(c + (3 * TLanes.Width));
        TLanes c4 = TLanes.Load(c + (4 * TLanes.Width));
        TLanes c5 = TLanes.Load(c + (5 * TLanes.Width));
        TLanes c6 = TLanes.Load(c + (6 * TLanes.Width));
        double* u1 = stages + vector;
        double* u2 = u1 + vector;
        double* u3 = u2 + vector;
        double* u4 = u3 + vector;
        double* u5 = u4 + vector;
        double* u6 = u5 + vector;
        for (nint i = 0; i < vector; i += TLanes.Width)
        {
            TLanes total = c0 * TLanes.Load(stages + i);
            total = TLanes.MultiplyAdd(c1, TLanes.Load(u1 + i), total);
            total = TLanes.MultiplyAdd(c2, TLanes.Load(u2 + i), total);
            total = TLanes.MultiplyAdd(c3, TLanes.Load(u3 + i), total);
            total = TLanes.MultiplyAdd(c4, TLanes.Load(u4 + i), total);
            total = TLanes.MultiplyAdd(c5, TLanes.Load(u5 + i), total);
            TLanes last = TLanes.Load(u6 + i);
            TLanes.Store(sum + i, TLanes.MultiplyAdd(c6, last, total));
            TLanes.Store(argument + i, TLanes.Load(argument + i) + last);
        }
    }
}
