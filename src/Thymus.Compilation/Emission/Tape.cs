using System.Runtime.InteropServices;

namespace Thymus.Compilation.Emission;

/// <summary>A straight program over arrays of vectors: the one form between equations and machine code.</summary>
internal sealed class Tape
{
    private readonly List<Instruction> _instructions = [];
    private readonly Dictionary<Instruction, int> _sources = [];
    private readonly HashSet<int> _kept = [];
    private readonly Dictionary<int, Home> _places = [];

    /// <summary>Whether the program may only be cut where it has just stored or placed a value: it has no room for others in flight.</summary>
    public bool HasNoScratch { get; init; }

    /// <summary>The instructions.</summary>
    public ReadOnlySpan<Instruction> Instructions => CollectionsMarshal.AsSpan(_instructions);

    /// <summary>Calls it makes.</summary>
    public int OperationCount { get; private set; }

    /// <summary>A number.</summary>
    public int Constant(double value) =>
        Source(new Instruction(InstructionKind.Constant, Bits: BitConverter.DoubleToInt64Bits(value)));

    /// <summary>Reads an element of an array, which the program has not yet written.</summary>
    public int Load(int array, int index) => Source(new Instruction(InstructionKind.Load, A: array, B: index));

    /// <summary>Writes an element of an array.</summary>
    public void Store(int array, int index, int value) => Append(new Instruction(InstructionKind.Store, A: array, B: index, C: value));

    /// <summary>A call; a shift goes by <paramref name="immediate"/>.</summary>
    public int Compute(LaneCode code, int a, int b = -1, int c = -1, int immediate = 0)
    {
        OperationCount++;
        return Append(new Instruction(InstructionKind.Compute, code, a, b, c, immediate));
    }

    /// <summary>Makes sure that a value is computed where it stands in the program: what it reads is overwritten before its use.</summary>
    public void Keep(int value) => _kept.Add(value);

    /// <summary>Whether a value is computed where it stands in the program.</summary>
    public bool IsKept(int value) => _kept.Contains(value);

    /// <summary>
    /// Says where a value may be kept for a later part of the program, which has no other room for it: an element that the program
    /// stores to only after it has used the value for the last time.
    /// </summary>
    public void Place(int value, int array, int index) => _places.Add(value, new Home(array, index));

    /// <summary>Where a value may be kept, if there is such a place.</summary>
    public bool IsPlaced(int value, out Home place) => _places.TryGetValue(value, out place);

    private int Source(Instruction instruction)
    {
        if (!_sources.TryGetValue(instruction, out int number))
        {
            _sources.Add(instruction, number = Append(instruction));
        }

        return number;
    }

    private int Append(Instruction instruction)
    {
        _instructions.Add(instruction);
        return _instructions.Count - 1;
    }
}
