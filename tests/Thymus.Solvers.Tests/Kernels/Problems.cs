using Thymus.Numerics.Lanes;

namespace Thymus.Solvers.Tests.Kernels;

/// <summary>y' = −p₀ y, y(0) = p₁.</summary>
internal sealed class Decay : IEquations
{
    public static int States => 1;

    public static int Parameters => 2;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T> => y[0] = p[1];

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T> => f[0] = -(p[0] * y[0]);

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T> => j[0] = -p[0];
}

/// <summary>y' = p₀ y (1 − y/p₁), y(0) = p₂.</summary>
internal sealed class Logistic : IEquations
{
    public static int States => 1;

    public static int Parameters => 3;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T> => y[0] = p[2];

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T> => f[0] = p[0] * y[0] * (T.Broadcast(1) - (y[0] / p[1]));

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T> => j[0] = p[0] * (T.Broadcast(1) - (T.Broadcast(2) * y[0] / p[1]));
}

/// <summary>Central and peripheral amount: A₁' = p₃ − (p₀ + p₁) A₁ + p₂ A₂, A₂' = p₁ A₁ − p₂ A₂, both 0 at the start.</summary>
internal sealed class TwoCompartments : IEquations
{
    public static int States => 2;

    public static int Parameters => 4;

    public static int Observables => 2;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Zero;
        y[1] = T.Zero;
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        f[0] = p[3] - ((p[0] + p[1]) * y[0]) + (p[2] * y[1]);
        f[1] = (p[1] * y[0]) - (p[2] * y[1]);
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        j[0] = -(p[0] + p[1]);
        j[1] = p[2];
        j[2] = p[1];
        j[3] = -p[2];
    }

    // The second observable is the derived value, the sum of the parameters.
    public static void Observe<T>(T t, Row<T> y, Row<T> p, Row<T> o)
        where T : unmanaged, ILanes<T>
    {
        o[0] = y[0];
        o[1] = p[4];
    }
}

/// <summary>Robertson's kinetics, the stiff standard (Hairer &amp; Wanner 1996, §IV.1, eq. 1.4); rates are p₀ … p₂.</summary>
internal sealed class Robertson : IEquations
{
    public static int States => 3;

    public static int Parameters => 3;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Broadcast(1);
        y[1] = T.Zero;
        y[2] = T.Zero;
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        T first = p[0] * y[0];
        T second = p[1] * y[1] * y[1];
        T third = p[2] * y[1] * y[2];
        f[0] = third - first;
        f[1] = first - third - second;
        f[2] = second;
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        T second = T.Broadcast(2) * p[1] * y[1];
        j[0] = -p[0];
        j[1] = p[2] * y[2];
        j[2] = p[2] * y[1];
        j[3] = p[0];
        j[4] = -j[1] - second;
        j[5] = -j[2];
        j[7] = second;
    }
}

/// <summary>Van der Pol: y₁' = y₂, y₂' = p₀ ((1 − y₁²) y₂) − y₁, start (2, 0).</summary>
internal sealed class VanDerPol : IEquations
{
    public static int States => 2;

    public static int Parameters => 1;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Broadcast(2);
        y[1] = T.Zero;
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        f[0] = y[1];
        f[1] = (p[0] * (T.Broadcast(1) - (y[0] * y[0])) * y[1]) - y[0];
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        j[1] = T.Broadcast(1);
        j[2] = (T.Broadcast(-2) * p[0] * y[0] * y[1]) - T.Broadcast(1);
        j[3] = p[0] * (T.Broadcast(1) - (y[0] * y[0]));
    }
}

/// <summary>
/// Not linear and not autonomous: y₁' = −y₁² (1 + t) + p₀ (y₂ − g(t)), y₂' = −2t y₂² with y(0) = (1, 1): y₂ = g = 1/(1 + t²), and
/// y₁ = 1/(1 + t + t²/2). The coupling p₀ makes an error of y₂ show in y₁.
/// </summary>
internal sealed class TimeDependent : IEquations
{
    public static int States => 2;

    public static int Parameters => 1;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Broadcast(1);
        y[1] = T.Broadcast(1);
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        T one = T.Broadcast(1);
        f[0] = (p[0] * (y[1] - (one / (one + (t * t))))) - (y[0] * y[0] * (one + t));
        f[1] = T.Broadcast(-2) * t * y[1] * y[1];
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        T one = T.Broadcast(1);
        T two = T.Broadcast(2);
        T square = one + (t * t);
        j[0] = -two * y[0] * (one + t);
        j[1] = p[0];
        j[3] = T.Broadcast(-4) * t * y[1];
        slope[0] = (p[0] * two * t / (square * square)) - (y[0] * y[0]);
        slope[1] = -two * y[1] * y[1];
    }
}

/// <summary>Prothero &amp; Robinson 1974: y' = −p₀ (y − 1/(1 + t)) − 1/(1 + t)², y(0) = 1; y = 1/(1 + t) however stiff.</summary>
internal sealed class ProtheroRobinson : IEquations
{
    public static int States => 1;

    public static int Parameters => 1;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T> => y[0] = T.Broadcast(1);

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        T g = T.Broadcast(1) / (T.Broadcast(1) + t);
        f[0] = -(p[0] * (y[0] - g)) - (g * g);
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        T g = T.Broadcast(1) / (T.Broadcast(1) + t);
        j[0] = -p[0];
        slope[0] = (T.Broadcast(2) * g * g * g) - (p[0] * g * g);
    }
}

/// <summary>y' = −p₀ g³ (y − g) − g² with g = 1/(1 + t), y(0) = 1: y = g by a rate that falls fast, so that a Jacobian is soon out of date.</summary>
internal sealed class FadingRate : IEquations
{
    public static int States => 1;

    public static int Parameters => 1;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T> => y[0] = T.Broadcast(1);

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        T g = T.Broadcast(1) / (T.Broadcast(1) + t);
        f[0] = -(Rate(p[0], g) * (y[0] - g)) - (g * g);
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        T g = T.Broadcast(1) / (T.Broadcast(1) + t);
        T rate = Rate(p[0], g);
        j[0] = -rate;
        slope[0] = (T.Broadcast(3) * rate * g * (y[0] - g)) - (rate * g * g) + (T.Broadcast(2) * g * g * g);
    }

    private static T Rate<T>(T first, T g)
        where T : unmanaged, ILanes<T> => first * g * g * g;
}

/// <summary>y' = p₀ y², y(0) = p₁: infinite at 1/(p₀ p₁).</summary>
internal sealed class BlowUp : IEquations
{
    public static int States => 2;

    public static int Parameters => 2;

    public static void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>
    {
        y[0] = T.Broadcast(1);
        y[1] = p[1];
    }

    public static void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>
    {
        f[0] = -y[0];
        f[1] = p[0] * y[1] * y[1];
    }

    public static void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>
    {
        j[0] = T.Broadcast(-1);
        j[3] = T.Broadcast(2) * p[0] * y[1];
    }
}
