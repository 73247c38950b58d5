using Thymus.Numerics.Lanes;

namespace Thymus.Solvers.Tests.Kernels;

/// <summary>
/// The knee of Dahlquist, Edsberg, Sköllermo &amp; Söderlind 1982: ε y' = ((1 − t) − y) y from 1. It follows 1 − t until the knee at t = 1 and 0
/// from there on; 1 − t, negative then, is an unstable solution that methods stay on by stepping over the knee.
/// Closed form (Bernoulli, ε ≪ 1): y(1) = √(2ε/π), y(2) = 0 but for 10⁻²¹⁷⁰⁰⁰. With ε = p₀.
/// </summary>
internal sealed class Knee : IEquations
{
    public static int States => 1;

    public static int Parameters => 1;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T> => y[0] = T.Broadcast(1);

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T> => f[0] = (T.Broadcast(1) - t - y[0]) * y[0] / p[0];

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        j[0] = (T.Broadcast(1) - t - (T.Broadcast(2) * y[0])) / p[0];
        slope[0] = -y[0] / p[0];
    }
}

/// <summary>A wrong model: p₀ a day leaves state 0, however little is there, into state 1. Empty at y₀(0) / p₀ = 1 / p₀.</summary>
internal sealed class Drain : IEquations
{
    public static int States => 2;

    public static int Parameters => 1;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Broadcast(1);
        y[1] = T.Zero;
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        f[0] = -p[0];
        f[1] = p[0];
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
    }
}
