using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;

namespace Thymus.Solvers.Tests.Kernels;

/// <summary>
/// A ball over a table: height' = v, v' = −p₀; height and v start at p₁ and 0. Event 0: height below 0, v := −p₂ v and height := 0.
/// Watch 1: height above p₃.
/// </summary>
internal sealed class Ball : IEquations
{
    public static int States => 2;

    public static int Parameters => 4;

    public static int Triggers => 2;

    public static int Events => 1;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = p[1];
        y[1] = T.Zero;
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        f[0] = y[1];
        f[1] = -p[0];
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T> => j[1] = T.Broadcast(1);

    public static void Watch<T>(T t, Row<T> y, Row<T> p, Row<T> g)
        where T : unmanaged, ILanes<T>
    {
        g[0] = -y[0];
        g[1] = y[0] - p[3];
    }

    public static void Assign<T>(int trigger, T t, Row<T> y, Row<T> p, Row<T> next)
        where T : unmanaged, ILanes<T>
    {
        next[0] = T.Zero;
        next[1] = -(p[2] * y[1]);
    }
}

/// <summary>
/// A Weibull hazard p₁/p₀ (t/p₀)^(p₁ − 1) of the death, added up in the state: H = (t/p₀)^p₁. The watch is H above p₂, an
/// exponential draw. A second state decays beside it.
/// </summary>
internal sealed class WeibullHazard : IEquations
{
    public static int States => 2;

    public static int Parameters => 3;

    public static int Triggers => 1;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Zero;
        y[1] = T.Broadcast(1);
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        f[0] = p[1] / p[0] * LaneMath<T>.Pow(t / p[0], p[1] - T.Broadcast(1));
        f[1] = -y[1];
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        T one = T.Broadcast(1);
        slope[0] = p[1] * (p[1] - one) / (p[0] * p[0]) * LaneMath<T>.Pow(t / p[0], p[1] - one - one);
        j[3] = -one;
    }

    public static void Watch<T>(T t, Row<T> y, Row<T> p, Row<T> g)
        where T : unmanaged, ILanes<T> => g[0] = y[0] - p[2];
}

/// <summary>
/// A clock on a circle: y = (cos t, sin t). Watches: sin t above p₀, cos t below p₁, each crossing as often as it likes;
/// p₂ is the length of a step in which both directions may hide.
/// </summary>
internal sealed class Circle : IEquations
{
    public static int States => 2;

    public static int Parameters => 2;

    public static int Triggers => 2;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Broadcast(1);
        y[1] = T.Zero;
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        f[0] = -y[1];
        f[1] = y[0];
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        j[1] = T.Broadcast(-1);
        j[2] = T.Broadcast(1);
    }

    public static void Watch<T>(T t, Row<T> y, Row<T> p, Row<T> g)
        where T : unmanaged, ILanes<T>
    {
        g[0] = y[1] - p[0];
        g[1] = p[1] - y[0];
    }
}

/// <summary>
/// A chain of events at one time. y' = (1, 0, 0, 0). Event 0 at y₀ &gt; p₀: y₁ := y₁ + 1. Event 1 at y₁ &gt; 0.5: y₂ := y₂ + 10 y₁.
/// Event 2, at the same time as event 0: y₃ := y₁. Event 3 starts false and holds at the start while p₁ &gt; 0: y₂ := −1.
/// Event 4, not persistent, at y₀ &gt; p₀ while y₁ &lt; 0.5: y₃ := 99, but event 0 comes first and takes the reason away.
/// </summary>
internal sealed class Chain : IEquations
{
    public static int States => 4;

    public static int Parameters => 2;

    public static int Triggers => 5;

    public static int Events => 5;

    public static bool StartsTrue(int trigger) => trigger != 3;

    public static bool IsPersistent(int trigger) => trigger != 4;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        for (int i = 0; i < 4; i++)
        {
            y[i] = T.Zero;
        }
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        f[0] = T.Broadcast(1);
        for (int i = 1; i < 4; i++)
        {
            f[i] = T.Zero;
        }
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
    }

    public static void Watch<T>(T t, Row<T> y, Row<T> p, Row<T> g)
        where T : unmanaged, ILanes<T>
    {
        g[0] = y[0] - p[0];
        g[1] = y[1] - T.Broadcast(0.5);
        g[2] = y[0] - p[0];
        g[3] = p[1];
        g[4] = T.Min(y[0] - p[0], T.Broadcast(0.5) - y[1]);
    }

    public static void Assign<T>(int trigger, T t, Row<T> y, Row<T> p, Row<T> next)
        where T : unmanaged, ILanes<T>
    {
        switch (trigger)
        {
            case 0: next[1] = y[1] + T.Broadcast(1); break;
            case 1: next[2] = y[2] + (T.Broadcast(10) * y[1]); break;
            case 2: next[3] = y[1]; break;
            case 3: next[2] = T.Broadcast(-1); break;
            default: next[3] = T.Broadcast(99); break;
        }
    }
}

/// <summary>Two events that wake each other for ever once the time passes p₀.</summary>
internal sealed class PingPong : IEquations
{
    public static int States => 2;

    public static int Parameters => 1;

    public static int Triggers => 2;

    public static int Events => 2;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Zero;
        y[1] = T.Broadcast(-1);
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        f[0] = T.Broadcast(1);
        f[1] = T.Zero;
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
    }

    public static void Watch<T>(T t, Row<T> y, Row<T> p, Row<T> g)
        where T : unmanaged, ILanes<T>
    {
        g[0] = T.Min(y[0] - p[0], -y[1]);
        g[1] = y[1];
    }

    public static void Assign<T>(int trigger, T t, Row<T> y, Row<T> p, Row<T> next)
        where T : unmanaged, ILanes<T> => next[1] = -y[1];
}
