using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;
using Thymus.Numerics.Tests.Lanes;

namespace Thymus.Numerics.Tests.Functions;

/// <summary>One computation per function of <see cref="LaneMath{T}"/>.</summary>
internal static class LaneFunctions
{
    internal readonly struct Exp : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Exp(a);
    }

    internal readonly struct Expm1 : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Expm1(a);
    }

    internal readonly struct Log : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Log(a);
    }

    internal readonly struct Log1p : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Log1p(a);
    }

    internal readonly struct Log10 : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Log10(a);
    }

    internal readonly struct Sin : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Sin(a);
    }

    internal readonly struct Cos : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Cos(a);
    }

    internal readonly struct Tan : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Tan(a);
    }

    internal readonly struct Asin : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Asin(a);
    }

    internal readonly struct Acos : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Acos(a);
    }

    internal readonly struct Atan : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Atan(a);
    }

    internal readonly struct Sinh : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Sinh(a);
    }

    internal readonly struct Cosh : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Cosh(a);
    }

    internal readonly struct Tanh : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Tanh(a);
    }

    internal readonly struct Pow : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => LaneMath<T>.Pow(a, b);
    }
}
