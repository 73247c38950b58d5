namespace Thymus.Compilation.Emission;

/// <summary>What an instruction of a tape does.</summary>
internal enum InstructionKind : byte
{
    /// <summary>The number in <see cref="Instruction.Bits"/>.</summary>
    Constant,

    /// <summary>Reads element B of array A.</summary>
    Load,

    /// <summary>Writes value C to element B of array A.</summary>
    Store,

    /// <summary>The call on values A, B, C.</summary>
    Compute,
}

/// <summary>One instruction of a tape; values are numbers of earlier instructions, −1 for none.</summary>
internal readonly record struct Instruction(
    InstructionKind Kind, LaneCode Code = default, int A = -1, int B = -1, int C = -1, long Bits = 0)
{
    /// <summary>How many values it uses.</summary>
    public int ValueCount => Kind switch
    {
        InstructionKind.Constant or InstructionKind.Load => 0,
        InstructionKind.Store => 1,
        _ => B < 0 ? 1 : C < 0 ? 2 : 3,
    };

    /// <summary>Weight in the size of a method; a function is a call, with arguments to move and registers to save.</summary>
    public int Cost => Kind is not InstructionKind.Compute ? 0 : Code >= LaneCode.Exp ? 10 : 1;

    /// <summary>Time it takes, in additions (measured: engine notes, section 5).</summary>
    public int Work => Kind is not InstructionKind.Compute ? 0 : Code switch
    {
        LaneCode.Pow => 70,
        >= LaneCode.Exp => 25,
        LaneCode.Divide or LaneCode.Sqrt => 8,
        _ => 1,
    };

    /// <summary>Value number <paramref name="index"/> that it uses.</summary>
    public int ValueAt(int index) => Kind is InstructionKind.Store ? C : index switch { 0 => A, 1 => B, _ => C };
}
