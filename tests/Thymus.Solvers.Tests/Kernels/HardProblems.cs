using Thymus.Numerics.Lanes;

namespace Thymus.Solvers.Tests.Kernels;

/// <summary>
/// HIRES: eight reactants of the photomorphogenesis of plants, Schäfer 1975 (Mazzia &amp; Magherini 2008, Test set for initial value
/// problem solvers, release 2.4, §II.1).
/// </summary>
internal sealed class HighIrradiance : IEquations
{
    public const double End = 321.8122;

    /// <summary>The solution at <see cref="End"/> as the test set prints it.</summary>
    public static readonly double[] AtEnd =
    [
        0.7371312573325668e-3, 0.1442485726316185e-3, 0.5888729740967575e-4, 0.1175651343283149e-2,
        0.2386356198831331e-2, 0.6238968252742796e-2, 0.2849998395185769e-2, 0.2850001604814231e-2,
    ];

    public static int States => 8;

    public static int Parameters => 0;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        for (int i = 0; i < 8; i++)
        {
            y[i] = T.Zero;
        }

        y[0] = T.Broadcast(1);
        y[7] = T.Broadcast(0.0057);
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        T meeting = C(280) * y[5] * y[7];
        f[0] = (C(0.43) * y[1]) + (C(8.32) * y[2]) - (C(1.71) * y[0]) + C(0.0007);
        f[1] = (C(1.71) * y[0]) - (C(8.75) * y[1]);
        f[2] = (C(0.43) * y[3]) + (C(0.035) * y[4]) - (C(10.03) * y[2]);
        f[3] = (C(8.32) * y[1]) + (C(1.71) * y[2]) - (C(1.12) * y[3]);
        f[4] = (C(0.43) * y[5]) + (C(0.43) * y[6]) - (C(1.745) * y[4]);
        f[5] = (C(0.69) * y[3]) + (C(1.71) * y[4]) - (C(0.43) * y[5]) + (C(0.69) * y[6]) - meeting;
        f[6] = meeting - (C(1.81) * y[6]);
        f[7] = (C(1.81) * y[6]) - meeting;

        static T C(double value) => T.Broadcast(value);
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        Span<(int Row, int Column, double Value)> entries =
        [
            (0, 0, -1.71), (0, 1, 0.43), (0, 2, 8.32), (1, 0, 1.71), (1, 1, -8.75), (2, 2, -10.03), (2, 3, 0.43), (2, 4, 0.035),
            (3, 1, 8.32), (3, 2, 1.71), (3, 3, -1.12), (4, 4, -1.745), (4, 5, 0.43), (4, 6, 0.43),
            (5, 3, 0.69), (5, 4, 1.71), (5, 6, 0.69), (6, 6, -1.81), (7, 6, 1.81),
        ];
        foreach ((int row, int column, double value) in entries)
        {
            j[(8 * row) + column] = T.Broadcast(value);
        }

        T byLast = T.Broadcast(280) * y[5];
        T bySixth = T.Broadcast(280) * y[7];
        j[45] = -(T.Broadcast(0.43) + bySixth);
        j[47] = -byLast;
        j[53] = bySixth;
        j[55] = byLast;
        j[61] = -bySixth;
        j[63] = -byLast;
    }
}

/// <summary>
/// The oregonator, a chemical oscillator with steep fronts, Field &amp; Noyes 1974 (Mazzia &amp; Magherini 2008, Test set for initial
/// value problem solvers, release 2.4, §II.10).
/// </summary>
internal sealed class Oregonator : IEquations
{
    public const double End = 360;

    /// <summary>The solution at <see cref="End"/> as the test set prints it.</summary>
    public static readonly double[] AtEnd = [0.1000814870318523e1, 0.1228178521549917e4, 0.1320554942846706e3];

    public static int States => 3;

    public static int Parameters => 0;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Broadcast(1);
        y[1] = T.Broadcast(2);
        y[2] = T.Broadcast(3);
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        T one = T.Broadcast(1);
        f[0] = T.Broadcast(77.27) * (y[1] + (y[0] * (one - (T.Broadcast(8.375e-6) * y[0]) - y[1])));
        f[1] = (y[2] - ((one + y[0]) * y[1])) / T.Broadcast(77.27);
        f[2] = T.Broadcast(0.161) * (y[0] - y[2]);
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        T one = T.Broadcast(1);
        T rate = T.Broadcast(77.27);
        j[0] = rate * (one - (T.Broadcast(2 * 8.375e-6) * y[0]) - y[1]);
        j[1] = rate * (one - y[0]);
        j[3] = -(y[1] / rate);
        j[4] = -((one + y[0]) / rate);
        j[5] = one / rate;
        j[6] = T.Broadcast(0.161);
        j[8] = T.Broadcast(-0.161);
    }
}
