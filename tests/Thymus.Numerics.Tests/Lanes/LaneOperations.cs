using Thymus.Numerics.Lanes;

namespace Thymus.Numerics.Tests.Lanes;

/// <summary>One computation per operation of <see cref="ILanes{TSelf}"/>.</summary>
internal static class LaneOperations
{
    internal readonly struct Sum : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => a + b;
    }

    internal readonly struct Difference : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => a - b;
    }

    internal readonly struct Product : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => a * b;
    }

    internal readonly struct Quotient : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => a / b;
    }

    internal readonly struct Opposite : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => -a;
    }

    internal readonly struct Addition : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Add(a, b);
    }

    internal readonly struct Subtraction : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Subtract(a, b);
    }

    internal readonly struct Multiplication : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Multiply(a, b);
    }

    internal readonly struct Division : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Divide(a, b);
    }

    internal readonly struct Negation : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Negate(a);
    }

    internal readonly struct Fused : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.MultiplyAdd(a, b, c);
    }

    internal readonly struct FusedNegative : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.NegateMultiplyAdd(a, b, c);
    }

    internal readonly struct Magnitude : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Abs(a);
    }

    internal readonly struct SquareRoot : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Sqrt(a);
    }

    internal readonly struct Smaller : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Min(a, b);
    }

    internal readonly struct Larger : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Max(a, b);
    }

    internal readonly struct Floor : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Floor(a);
    }

    internal readonly struct Ceiling : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Ceiling(a);
    }

    internal readonly struct IntegerPart : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Truncate(a);
    }

    internal readonly struct Nearest : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Round(a);
    }

    internal readonly struct Less : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.LessThan(a, b));
    }

    internal readonly struct LessOrEqual : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.LessThanOrEqual(a, b));
    }

    internal readonly struct Greater : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.GreaterThan(a, b));
    }

    internal readonly struct GreaterOrEqual : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.GreaterThanOrEqual(a, b));
    }

    internal readonly struct Equal : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.AreEqual(a, b));
    }

    internal readonly struct Unequal : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.NotEqual(a, b));
    }

    internal readonly struct Choice : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.Select(T.LessThan(a, b), b, c);
    }

    internal readonly struct Truth : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.ToMask(a));
    }

    internal readonly struct Both : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.And(T.ToMask(a), T.LessThan(b, c)));
    }

    internal readonly struct Either : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.Or(T.ToMask(a), T.LessThan(b, c)));
    }

    internal readonly struct OneOnly : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.Xor(T.ToMask(a), T.LessThan(b, c)));
    }

    internal readonly struct Neither : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.FromMask(T.Not(T.ToMask(a)));
    }

    internal readonly struct BitSum : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.AddBits(a, T.BroadcastBits(1));
    }

    internal readonly struct BitDifference : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.SubtractBits(a, b);
    }

    internal readonly struct Up : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.ShiftLeftBits(a, 7);
    }

    internal readonly struct Down : ILaneComputation
    {
        public static T Invoke<T>(T a, T b, T c)
            where T : unmanaged, ILanes<T> => T.ShiftRightBits(a, 7);
    }
}
