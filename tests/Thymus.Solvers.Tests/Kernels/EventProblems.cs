using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Events;

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

    public static EventForm FormOf(int trigger) =>
        trigger == 0 ? new() { Targets = [0, 1], PlainTargets = 2, UsesTriggerTime = true } : EventForm.Watch;

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

    public static void Assign<T>(int trigger, T t, Row<T> y, Row<T> p, Row<T> values)
        where T : unmanaged, ILanes<T>
    {
        values[0] = T.Zero;
        values[1] = -(p[2] * y[1]);
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
/// Event 4, not persistent, at y₀ &gt; p₀ while y₁ &lt; 0.5: y₃ := 99, but event 0 comes first and takes the reason away. All with the
/// values of the moment when they run.
/// </summary>
internal sealed class Chain : IEquations
{
    public static int States => 4;

    public static int Parameters => 2;

    public static int Triggers => 5;

    public static int Events => 5;

    public static EventForm FormOf(int trigger) => new()
    {
        Targets = [trigger switch { 0 => 1, 1 or 3 => 2, _ => 3 }],
        PlainTargets = 1,
        StartsTrue = trigger != 3,
        IsPersistent = trigger != 4,
    };

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

    public static void Assign<T>(int trigger, T t, Row<T> y, Row<T> p, Row<T> values)
        where T : unmanaged, ILanes<T>
    {
        switch (trigger)
        {
            case 0: values[0] = y[1] + T.Broadcast(1); break;
            case 1: values[0] = y[2] + (T.Broadcast(10) * y[1]); break;
            case 2: values[0] = y[1]; break;
            case 3: values[0] = T.Broadcast(-1); break;
            default: values[0] = T.Broadcast(99); break;
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

    public static EventForm FormOf(int trigger) => new() { Targets = [1], PlainTargets = 1, UsesTriggerTime = true };

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

    public static void Assign<T>(int trigger, T t, Row<T> y, Row<T> p, Row<T> values)
        where T : unmanaged, ILanes<T> => values[0] = -y[1];
}

/// <summary>
/// A clock y₀ with events of every kind. Event 0 at y₀ &gt; p₀, after p₁, of the priority 0: y₁ := y₀, of the time of the trigger. Event 1 at the
/// same time, after the same delay, of the priority p₂: y₂ := y₀ of the time when it runs. Event 2 at y₀ &gt; p₀ while y₀ &lt; p₃, dropped when that
/// ends, after 1: y₃ := y₃ + 1. Event 3 at y₁ &gt; 0, of the priority y₁, set off by event 0: y₂ := −y₂. Event 4, at y₄ &gt; 1, a clock that it
/// sets back: y₅ := y₅ + p₀, which decays.
/// </summary>
internal sealed class Waiting : IEquations
{
    public static int States => 6;

    public static int Parameters => 4;

    public static int Triggers => 5;

    public static int Events => 5;

    public static EventForm FormOf(int trigger) => trigger switch
    {
        0 => new() { Targets = [1], PlainTargets = 1, UsesTriggerTime = true, HasDelay = true, HasPriority = true },
        1 => new() { Targets = [2], PlainTargets = 1, HasDelay = true, HasPriority = true },
        2 => new() { Targets = [3], PlainTargets = 1, HasDelay = true, IsPersistent = false },
        3 => new() { Targets = [2], PlainTargets = 1, HasPriority = true },
        _ => new() { Targets = [4, 5], PlainTargets = 2, UsesTriggerTime = true, StartsTrue = false },
    };

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        for (int i = 0; i < 6; i++)
        {
            y[i] = T.Zero;
        }
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        T one = T.Broadcast(1);
        f[0] = one;
        f[1] = T.Zero;
        f[2] = T.Zero;
        f[3] = -(y[3] * p[0]);
        f[4] = one;
        f[5] = -y[5];
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        j[(3 * 6) + 3] = -p[0];
        j[(5 * 6) + 5] = T.Broadcast(-1);
    }

    public static void Watch<T>(T t, Row<T> y, Row<T> p, Row<T> g)
        where T : unmanaged, ILanes<T>
    {
        g[0] = y[0] - p[0];
        g[1] = y[0] - p[0];
        g[2] = T.Min(y[0] - p[0], p[3] - y[0]);
        g[3] = y[1];
        g[4] = y[4] - T.Broadcast(1);
    }

    public static void Delays<T>(T t, Row<T> y, Row<T> p, Row<T> delays)
        where T : unmanaged, ILanes<T>
    {
        delays[0] = p[1];
        delays[1] = p[1];
        delays[2] = T.Broadcast(1);
        delays[3] = T.Zero;
        delays[4] = T.Zero;
    }

    public static void Priorities<T>(T t, Row<T> y, Row<T> p, Row<T> priorities)
        where T : unmanaged, ILanes<T>
    {
        for (int i = 0; i < 5; i++)
        {
            priorities[i] = T.Broadcast(double.NegativeInfinity);
        }

        priorities[0] = T.Zero;
        priorities[1] = p[2];
        priorities[3] = y[1];
    }

    public static void Assign<T>(int trigger, T t, Row<T> y, Row<T> p, Row<T> values)
        where T : unmanaged, ILanes<T>
    {
        switch (trigger)
        {
            case 0: values[0] = y[0]; break;
            case 1: values[0] = y[0]; break;
            case 2: values[0] = y[3] + T.Broadcast(1); break;
            case 3: values[0] = -y[2]; break;
            default:
                values[0] = T.Zero;
                values[1] = y[5] + p[0];
                break;
        }
    }
}
