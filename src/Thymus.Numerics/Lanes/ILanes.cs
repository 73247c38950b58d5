namespace Thymus.Numerics.Lanes;

/// <summary>
/// One number per lane of a vector. Every operation is correctly rounded or exact and works on each lane by itself, so a
/// computation written once over this interface gives the same bits for every width.
/// </summary>
/// <remarks>
/// A comparison gives a mask: all bits of a lane set where it holds, none where it does not. Only masks go into
/// <see cref="Select"/>, <see cref="MaskBits"/> and <see cref="FromMask"/>. Named methods beside the operators are there for
/// emitted code. Multiplication and addition are never fused, except in <see cref="MultiplyAdd"/>.
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Width { get; }

    /// <summary>0 in every lane.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract TSelf Broadcast(double value);

    /// <summary>The same bit pattern in every lane.</summary>
    static abstract TSelf BroadcastBits(ulong bits);

    /// <summary>Reads <see cref="Width"/> numbers, lane 0 first.</summary>
    static abstract TSelf Load(double* source);

    /// <summary>Writes <see cref="Width"/> numbers, lane 0 first.</summary>
    static abstract void Store(double* target, TSelf value);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>Quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>Change of sign, of zero and NaN too.</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>a + b.</summary>
    static abstract TSelf Add(TSelf a, TSelf b);

    /// <summary>a − b.</summary>
    static abstract TSelf Subtract(TSelf a, TSelf b);

    /// <summary>a · b.</summary>
    static abstract TSelf Multiply(TSelf a, TSelf b);

    /// <summary>a / b.</summary>
    static abstract TSelf Divide(TSelf a, TSelf b);

    /// <summary>−a.</summary>
    static abstract TSelf Negate(TSelf a);

    /// <summary>a · b + c with one rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>c − a · b with one rounding.</summary>
    static abstract TSelf NegateMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>Magnitude.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>Square root; NaN below 0.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>a if a &lt; b, otherwise b: NaN in a gives b, NaN in b gives NaN.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>a if a &gt; b, otherwise b: NaN in a gives b (max(NaN, 0.2) = 0.2), NaN in b gives NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>Largest integer not above.</summary>
    static abstract TSelf Floor(TSelf a);

    /// <summary>Smallest integer not below.</summary>
    static abstract TSelf Ceiling(TSelf a);

    /// <summary>Integer part.</summary>
    static abstract TSelf Truncate(TSelf a);

    /// <summary>Nearest integer, a tie to the even one.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>Mask of a &lt; b; false for NaN.</summary>
    static abstract TSelf LessThan(TSelf a, TSelf b);

    /// <summary>Mask of a ≤ b; false for NaN.</summary>
    static abstract TSelf LessThanOrEqual(TSelf a, TSelf b);

    /// <summary>Mask of a &gt; b; false for NaN.</summary>
    static abstract TSelf GreaterThan(TSelf a, TSelf b);

    /// <summary>Mask of a ≥ b; false for NaN.</summary>
    static abstract TSelf GreaterThanOrEqual(TSelf a, TSelf b);

    /// <summary>Mask of a = b; false for NaN.</summary>
    static abstract TSelf AreEqual(TSelf a, TSelf b);

    /// <summary>Mask of a ≠ b; true for NaN, so a ≠ a finds NaN.</summary>
    static abstract TSelf NotEqual(TSelf a, TSelf b);

    /// <summary>a where the mask holds, otherwise b.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>Bit i is set where the mask holds in lane i.</summary>
    static abstract uint MaskBits(TSelf mask);

    /// <summary>A mask as a value: 1 where it holds, otherwise 0.</summary>
    static abstract TSelf FromMask(TSelf mask);

    /// <summary>A value as a mask: holds where the value is not 0.</summary>
    static abstract TSelf ToMask(TSelf value);

    /// <summary>Bits set in both.</summary>
    static abstract TSelf And(TSelf a, TSelf b);

    /// <summary>Bits set in one or both.</summary>
    static abstract TSelf Or(TSelf a, TSelf b);

    /// <summary>Bits set in one only.</summary>
    static abstract TSelf Xor(TSelf a, TSelf b);

    /// <summary>Bits that are not set.</summary>
    static abstract TSelf Not(TSelf a);

    /// <summary>Sum of the bits as 64-bit integers.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>Difference of the bits as 64-bit integers.</summary>
    static abstract TSelf SubtractBits(TSelf a, TSelf b);

    /// <summary>Bits moved up, zeros from below.</summary>
    static abstract TSelf ShiftLeftBits(TSelf a, int count);

    /// <summary>Bits moved down, zeros from above.</summary>
    static abstract TSelf ShiftRightBits(TSelf a, int count);
}
