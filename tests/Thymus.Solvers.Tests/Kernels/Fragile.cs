using Thymus.Numerics.Lanes;
using Thymus.Solvers.Events;

namespace Thymus.Solvers.Tests.Kernels;

/// <summary>
/// A model that can fail in every way. A circle of frequency p₀; y' = p₁ y² from 0.25, infinite at 4/p₁; a flag z = −1. Event 0
/// once the time passes p₂ and z is below 0: z := −z. Event 1 at z above 0, after a delay of p₄: z := −p₃ z, so that p₃ = 1 wakes event 0
/// for ever.
/// </summary>
internal sealed class Fragile : IEquations
{
    public static int States => 4;

    public static int Parameters => 5;

    public static int Triggers => 2;

    public static int Events => 2;

    public static EventForm FormOf(int trigger) => new() { Targets = [3], PlainTargets = 1, UsesTriggerTime = true, HasDelay = trigger == 1 };

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Broadcast(1);
        y[1] = T.Zero;
        y[2] = T.Broadcast(0.25);
        y[3] = T.Broadcast(-1);
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        f[0] = -(p[0] * y[1]);
        f[1] = p[0] * y[0];
        f[2] = p[1] * y[2] * y[2];
        f[3] = T.Zero;
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        j[1] = -p[0];
        j[4] = p[0];
        j[10] = T.Broadcast(2) * p[1] * y[2];
    }

    public static void Watch<T>(T t, Row<T> y, Row<T> p, Row<T> g)
        where T : unmanaged, ILanes<T>
    {
        g[0] = T.Min(t - p[2], -y[3]);
        g[1] = y[3];
    }

    public static void Delays<T>(T t, Row<T> y, Row<T> p, Row<T> delays)
        where T : unmanaged, ILanes<T>
    {
        delays[0] = T.Zero;
        delays[1] = p[4];
    }

    public static void Assign<T>(int trigger, T t, Row<T> y, Row<T> p, Row<T> values)
        where T : unmanaged, ILanes<T> => values[0] = trigger == 0 ? -y[3] : -(p[3] * y[3]);
}
