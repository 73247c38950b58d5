using Thymus.Compilation.Emission;
using Thymus.Numerics.Lanes;

namespace Thymus.Compilation.Recording;

/// <summary>
/// A lane that writes down what is done with it: run over these, code that is written over <see cref="ILanes{TSelf}"/> leaves a
/// program of its operations with the <see cref="Recorder"/> of the thread.
/// </summary>
internal readonly unsafe struct RecordedLanes : ILanes<RecordedLanes>
{
    private readonly int _value;

    private RecordedLanes(int value) => _value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static RecordedLanes Zero => Broadcast(0);

    private static Recorder Recorder => Recorder.Current;

    /// <inheritdoc/>
    public static RecordedLanes Broadcast(double value) => new(Recorder.Constant(BitConverter.DoubleToInt64Bits(value)));

    /// <inheritdoc/>
    public static RecordedLanes BroadcastBits(ulong bits) => new(Recorder.Constant((long)bits));

    /// <inheritdoc/>
    public static RecordedLanes Load(double* source) => new(Recorder.Read((nint)source));

    /// <inheritdoc/>
    public static void Store(double* target, RecordedLanes value) => Recorder.Write((nint)target, value._value);

    /// <inheritdoc/>
    public static RecordedLanes operator +(RecordedLanes a, RecordedLanes b) => Add(a, b);

    /// <inheritdoc/>
    public static RecordedLanes operator -(RecordedLanes a, RecordedLanes b) => Subtract(a, b);

    /// <inheritdoc/>
    public static RecordedLanes operator *(RecordedLanes a, RecordedLanes b) => Multiply(a, b);

    /// <inheritdoc/>
    public static RecordedLanes operator /(RecordedLanes a, RecordedLanes b) => Divide(a, b);

    /// <inheritdoc/>
    public static RecordedLanes operator -(RecordedLanes a) => Negate(a);

    /// <inheritdoc/>
    public static RecordedLanes Add(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.Add, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes Subtract(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.Subtract, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes Multiply(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.Multiply, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes Divide(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.Divide, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes Negate(RecordedLanes a) => new(Recorder.Compute(LaneCode.Negate, a._value));

    /// <inheritdoc/>
    public static RecordedLanes MultiplyAdd(RecordedLanes a, RecordedLanes b, RecordedLanes c) => new(Recorder.Compute(LaneCode.MultiplyAdd, a._value, b._value, c._value));

    /// <inheritdoc/>
    public static RecordedLanes NegateMultiplyAdd(RecordedLanes a, RecordedLanes b, RecordedLanes c) => new(Recorder.Compute(LaneCode.NegateMultiplyAdd, a._value, b._value, c._value));

    /// <inheritdoc/>
    public static RecordedLanes Abs(RecordedLanes a) => new(Recorder.Compute(LaneCode.Abs, a._value));

    /// <inheritdoc/>
    public static RecordedLanes Sqrt(RecordedLanes a) => new(Recorder.Compute(LaneCode.Sqrt, a._value));

    /// <inheritdoc/>
    public static RecordedLanes Min(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.Min, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes Max(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.Max, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes Floor(RecordedLanes a) => new(Recorder.Compute(LaneCode.Floor, a._value));

    /// <inheritdoc/>
    public static RecordedLanes Ceiling(RecordedLanes a) => new(Recorder.Compute(LaneCode.Ceiling, a._value));

    /// <inheritdoc/>
    public static RecordedLanes Truncate(RecordedLanes a) => new(Recorder.Compute(LaneCode.Truncate, a._value));

    /// <inheritdoc/>
    public static RecordedLanes Round(RecordedLanes a) => new(Recorder.Compute(LaneCode.Round, a._value));

    /// <inheritdoc/>
    public static RecordedLanes LessThan(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.LessThan, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes LessThanOrEqual(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.LessThanOrEqual, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes GreaterThan(RecordedLanes a, RecordedLanes b) => LessThan(b, a);

    /// <inheritdoc/>
    public static RecordedLanes GreaterThanOrEqual(RecordedLanes a, RecordedLanes b) => LessThanOrEqual(b, a);

    /// <inheritdoc/>
    public static RecordedLanes AreEqual(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.AreEqual, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes NotEqual(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.NotEqual, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes Select(RecordedLanes mask, RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.Select, mask._value, a._value, b._value));

    /// <inheritdoc/>
    public static uint MaskBits(RecordedLanes mask) =>
        throw new NotSupportedException("Recorded code must not branch on numbers.");

    /// <inheritdoc/>
    public static RecordedLanes FromMask(RecordedLanes mask) => new(Recorder.Compute(LaneCode.FromMask, mask._value));

    /// <inheritdoc/>
    public static RecordedLanes ToMask(RecordedLanes value) => new(Recorder.Compute(LaneCode.ToMask, value._value));

    /// <inheritdoc/>
    public static RecordedLanes And(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.And, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes Or(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.Or, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes Xor(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.Xor, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes Not(RecordedLanes a) => new(Recorder.Compute(LaneCode.Not, a._value));

    /// <inheritdoc/>
    public static RecordedLanes AddBits(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.AddBits, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes SubtractBits(RecordedLanes a, RecordedLanes b) => new(Recorder.Compute(LaneCode.SubtractBits, a._value, b._value));

    /// <inheritdoc/>
    public static RecordedLanes ShiftLeftBits(RecordedLanes a, int count) => new(Recorder.Compute(LaneCode.ShiftLeftBits, a._value, count));

    /// <inheritdoc/>
    public static RecordedLanes ShiftRightBits(RecordedLanes a, int count) => new(Recorder.Compute(LaneCode.ShiftRightBits, a._value, count));
}
