using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Thymus.Numerics.Lanes;

/// <summary>
/// Two vectors side by side as one of twice the lanes. Their instructions do not depend on each other, so that one fills the
/// time in which the other waits.
/// </summary>
/// <typeparam name="T">One half.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "They implement static members of an interface.")]
public readonly unsafe struct PairLanes<T> : ILanes<PairLanes<T>>
    where T : unmanaged, ILanes<T>
{
    private readonly T _low;
    private readonly T _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PairLanes(T low, T high)
    {
        _low = low;
        _high = high;
    }

    /// <inheritdoc/>
    public static int Width => 2 * T.Width;

    /// <inheritdoc/>
    public static PairLanes<T> Zero => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Broadcast(double value) => new(T.Broadcast(value), T.Broadcast(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> BroadcastBits(ulong bits) => new(T.BroadcastBits(bits), T.BroadcastBits(bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Load(double* source) => new(T.Load(source), T.Load(source + T.Width));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* target, PairLanes<T> value)
    {
        T.Store(target, value._low);
        T.Store(target + T.Width, value._high);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> operator +(PairLanes<T> a, PairLanes<T> b) => new(a._low + b._low, a._high + b._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> operator -(PairLanes<T> a, PairLanes<T> b) => new(a._low - b._low, a._high - b._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> operator *(PairLanes<T> a, PairLanes<T> b) => new(a._low * b._low, a._high * b._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> operator /(PairLanes<T> a, PairLanes<T> b) => new(a._low / b._low, a._high / b._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> operator -(PairLanes<T> a) => new(-a._low, -a._high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Add(PairLanes<T> a, PairLanes<T> b) => new(T.Add(a._low, b._low), T.Add(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Subtract(PairLanes<T> a, PairLanes<T> b) => new(T.Subtract(a._low, b._low), T.Subtract(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Multiply(PairLanes<T> a, PairLanes<T> b) => new(T.Multiply(a._low, b._low), T.Multiply(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Divide(PairLanes<T> a, PairLanes<T> b) => new(T.Divide(a._low, b._low), T.Divide(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Negate(PairLanes<T> a) => new(T.Negate(a._low), T.Negate(a._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> MultiplyAdd(PairLanes<T> a, PairLanes<T> b, PairLanes<T> c) => new(T.MultiplyAdd(a._low, b._low, c._low), T.MultiplyAdd(a._high, b._high, c._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> NegateMultiplyAdd(PairLanes<T> a, PairLanes<T> b, PairLanes<T> c) => new(T.NegateMultiplyAdd(a._low, b._low, c._low), T.NegateMultiplyAdd(a._high, b._high, c._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Abs(PairLanes<T> a) => new(T.Abs(a._low), T.Abs(a._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Sqrt(PairLanes<T> a) => new(T.Sqrt(a._low), T.Sqrt(a._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Min(PairLanes<T> a, PairLanes<T> b) => new(T.Min(a._low, b._low), T.Min(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Max(PairLanes<T> a, PairLanes<T> b) => new(T.Max(a._low, b._low), T.Max(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Floor(PairLanes<T> a) => new(T.Floor(a._low), T.Floor(a._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Ceiling(PairLanes<T> a) => new(T.Ceiling(a._low), T.Ceiling(a._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Truncate(PairLanes<T> a) => new(T.Truncate(a._low), T.Truncate(a._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Round(PairLanes<T> a) => new(T.Round(a._low), T.Round(a._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> LessThan(PairLanes<T> a, PairLanes<T> b) => new(T.LessThan(a._low, b._low), T.LessThan(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> LessThanOrEqual(PairLanes<T> a, PairLanes<T> b) => new(T.LessThanOrEqual(a._low, b._low), T.LessThanOrEqual(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> GreaterThan(PairLanes<T> a, PairLanes<T> b) => new(T.GreaterThan(a._low, b._low), T.GreaterThan(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> GreaterThanOrEqual(PairLanes<T> a, PairLanes<T> b) => new(T.GreaterThanOrEqual(a._low, b._low), T.GreaterThanOrEqual(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> AreEqual(PairLanes<T> a, PairLanes<T> b) => new(T.AreEqual(a._low, b._low), T.AreEqual(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> NotEqual(PairLanes<T> a, PairLanes<T> b) => new(T.NotEqual(a._low, b._low), T.NotEqual(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Select(PairLanes<T> mask, PairLanes<T> a, PairLanes<T> b) => new(T.Select(mask._low, a._low, b._low), T.Select(mask._high, a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint MaskBits(PairLanes<T> mask) => T.MaskBits(mask._low) | (T.MaskBits(mask._high) << T.Width);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> FromMask(PairLanes<T> mask) => new(T.FromMask(mask._low), T.FromMask(mask._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> ToMask(PairLanes<T> value) => new(T.ToMask(value._low), T.ToMask(value._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> And(PairLanes<T> a, PairLanes<T> b) => new(T.And(a._low, b._low), T.And(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Or(PairLanes<T> a, PairLanes<T> b) => new(T.Or(a._low, b._low), T.Or(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Xor(PairLanes<T> a, PairLanes<T> b) => new(T.Xor(a._low, b._low), T.Xor(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> Not(PairLanes<T> a) => new(T.Not(a._low), T.Not(a._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> AddBits(PairLanes<T> a, PairLanes<T> b) => new(T.AddBits(a._low, b._low), T.AddBits(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> SubtractBits(PairLanes<T> a, PairLanes<T> b) => new(T.SubtractBits(a._low, b._low), T.SubtractBits(a._high, b._high));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> ShiftLeftBits(PairLanes<T> a, int count) => new(T.ShiftLeftBits(a._low, count), T.ShiftLeftBits(a._high, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PairLanes<T> ShiftRightBits(PairLanes<T> a, int count) => new(T.ShiftRightBits(a._low, count), T.ShiftRightBits(a._high, count));
}
