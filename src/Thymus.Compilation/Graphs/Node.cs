namespace Thymus.Compilation.Graphs;

/// <summary>One operation on earlier nodes of a graph.</summary>
/// <param name="Operation">What it computes.</param>
/// <param name="A">First operand, or the index of a state or parameter; −1 if there is none.</param>
/// <param name="B">Second operand; −1 if there is none.</param>
/// <param name="C">Third operand; −1 if there is none.</param>
/// <param name="Bits">Bits of a constant: as bits, so that 0 and −0 differ and NaN equals itself.</param>
internal readonly record struct Node(Operation Operation, int A = -1, int B = -1, int C = -1, long Bits = 0)
{
    /// <summary>How many operands it has.</summary>
    public int OperandCount => Operation switch
    {
        <= Operation.Parameter => 0,
        < Operation.Add => 1,
        < Operation.Select => 2,
        _ => 3,
    };

    /// <summary>Value of a constant.</summary>
    public double Value => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>Operand number <paramref name="index"/>.</summary>
    public int Operand(int index) => index switch { 0 => A, 1 => B, _ => C };
}

/// <summary>How often a value must be computed.</summary>
internal enum Rank : byte
{
    /// <summary>Never: it is a number.</summary>
    Constant,

    /// <summary>Once per patient: it depends on parameters only.</summary>
    Parameter,

    /// <summary>At every evaluation: it depends on the state or the time.</summary>
    Dynamic,
}
