using Thymus.Numerics.Lanes;
using Thymus.Solvers.Events;

namespace Thymus.Solvers.Tests.Kernels;

/// <summary>Vectors in a lane-interleaved array.</summary>
internal readonly unsafe struct Row<T>(double* start)
    where T : unmanaged, ILanes<T>
{
    public T this[int i]
    {
        get => T.Load(start + (i * T.Width));
        set => T.Store(start + (i * T.Width), value);
    }
}

/// <summary>A model written by hand, once for every width.</summary>
internal interface IEquations
{
    static abstract int States { get; }

    static abstract int Parameters { get; }

    static virtual int Observables => 1;

    static virtual int Triggers => 0;

    static virtual int Events => 0;

    static virtual EventForm FormOf(int trigger) => EventForm.Watch;

    static abstract void Start<T>(T t, Row<T> p, Row<T> y)
        where T : unmanaged, ILanes<T>;

    static abstract void Field<T>(T t, Row<T> y, Row<T> p, Row<T> f)
        where T : unmanaged, ILanes<T>;

    /// <summary>∂fᵢ/∂yⱼ at [n i + j] and ∂f/∂t; both come in as 0.</summary>
    static abstract void Jacobian<T>(T t, Row<T> y, Row<T> p, Row<T> j, Row<T> slope)
        where T : unmanaged, ILanes<T>;

    static virtual void Observe<T>(T t, Row<T> y, Row<T> p, Row<T> o)
        where T : unmanaged, ILanes<T> => o[0] = y[0];

    static virtual void Watch<T>(T t, Row<T> y, Row<T> p, Row<T> g)
        where T : unmanaged, ILanes<T>
    {
    }

    /// <summary>A value per target of the event.</summary>
    static virtual void Assign<T>(int trigger, T t, Row<T> y, Row<T> p, Row<T> values)
        where T : unmanaged, ILanes<T>
    {
    }

    static virtual void Delays<T>(T t, Row<T> y, Row<T> p, Row<T> delays)
        where T : unmanaged, ILanes<T>
    {
    }

    static virtual void Priorities<T>(T t, Row<T> y, Row<T> p, Row<T> priorities)
        where T : unmanaged, ILanes<T>
    {
    }

    static T Number<T>(double value)
        where T : unmanaged, ILanes<T> => T.Broadcast(value);
}
