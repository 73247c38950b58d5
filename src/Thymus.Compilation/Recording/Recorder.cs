using Thymus.Compilation.Emission;
using Thymus.Solvers.Stepping;

namespace Thymus.Compilation.Recording;

/// <summary>
/// Turns a run over <see cref="RecordedLanes"/> into a tape. What lies in the watched arrays is read from and written to them;
/// every other address holds a value of the program itself.
/// </summary>
internal sealed class Recorder
{
    [ThreadStatic]
    private static Recorder? _current;

    private readonly Dictionary<nint, int> _memory = [];
    private readonly Dictionary<Instruction, int> _numbers = [];
    private readonly List<Instruction> _instructions = [];
    private IReadOnlyList<RecordedArray> _arrays = [];

    /// <summary>The recorder of this thread.</summary>
    public static Recorder Current => _current ?? throw new InvalidOperationException("Nothing is being recorded.");

    /// <summary>Records what <paramref name="run"/> does; it gets the call that says where the watched arrays are.</summary>
    public static Tape Record(Action<Action<IReadOnlyList<RecordedArray>>> run)
    {
        var recorder = new Recorder();
        _current = recorder;
        try
        {
            run(arrays => recorder._arrays = arrays);
        }
        finally
        {
            _current = null;
        }

        return recorder.Finish();
    }

    /// <summary>A number.</summary>
    public int Constant(long bits) => Number(new Instruction(InstructionKind.Constant, Bits: bits));

    /// <summary>An operation on values, or on a value and a count.</summary>
    public int Compute(LaneCode code, int a, int b = -1, int c = -1) => Number(code is LaneCode.ShiftLeftBits or LaneCode.ShiftRightBits
        ? new Instruction(InstructionKind.Compute, code, a, Bits: b)
        : new Instruction(InstructionKind.Compute, code, a, b, c));

    /// <summary>The value at an address.</summary>
    public int Read(nint address)
    {
        if (_memory.TryGetValue(address, out int value))
        {
            return value;
        }

        if (Find(address) is not { } home)
        {
            throw new InvalidOperationException("Recorded code reads what it has not written.");
        }

        return _memory[address] = Number(new Instruction(InstructionKind.Load, A: home.Array, B: home.Index));
    }

    /// <summary>Puts a value at an address.</summary>
    public void Write(nint address, int value)
    {
        _memory[address] = value;
        if (Find(address) is { } home)
        {
            _instructions.Add(new Instruction(InstructionKind.Store, A: home.Array, B: home.Index, C: value));
        }
    }

    private Home? Find(nint address)
    {
        for (int i = 0; i < _arrays.Count; i++)
        {
            nint index = (address - _arrays[i].Start) / sizeof(double);
            if (address >= _arrays[i].Start && index < _arrays[i].Length)
            {
                return new Home(i, (int)index);
            }
        }

        return null;
    }

    // The same operation on the same values is the same value.
    private int Number(Instruction instruction)
    {
        if (!_numbers.TryGetValue(instruction, out int number))
        {
            _numbers.Add(instruction, number = _instructions.Count);
            _instructions.Add(instruction);
        }

        return number;
    }

    // Leaves out what no last write of an element needs.
    private Tape Finish()
    {
        Dictionary<Home, int> lastWrites = [];
        for (int i = 0; i < _instructions.Count; i++)
        {
            if (_instructions[i] is { Kind: InstructionKind.Store } store)
            {
                lastWrites[new Home(store.A, store.B)] = i;
            }
        }

        bool[] isLive = new bool[_instructions.Count];
        foreach (int write in lastWrites.Values)
        {
            isLive[write] = true;
        }

        for (int i = _instructions.Count - 1; i >= 0; i--)
        {
            for (int k = 0; isLive[i] && k < _instructions[i].ValueCount; k++)
            {
                isLive[_instructions[i].ValueAt(k)] = true;
            }
        }

        return Rewrite(isLive, lastWrites);
    }

    private Tape Rewrite(bool[] isLive, Dictionary<Home, int> lastWrites)
    {
        var tape = new Tape();
        int[] values = new int[_instructions.Count];
        for (int i = 0; i < _instructions.Count; i++)
        {
            if (!isLive[i])
            {
                continue;
            }

            var instruction = _instructions[i];
            bool readsWhatIsOverwritten = false;
            for (int k = 0; k < instruction.ValueCount; k++)
            {
                var operand = _instructions[instruction.ValueAt(k)];
                if (operand.Kind is InstructionKind.Load && lastWrites.TryGetValue(new Home(operand.A, operand.B), out int write))
                {
                    readsWhatIsOverwritten = true;
                    if (write < i)
                    {
                        throw new InvalidOperationException("Recorded code uses what it read from an element after writing it.");
                    }
                }
            }

            values[i] = instruction.Kind switch
            {
                InstructionKind.Constant => tape.Constant(BitConverter.Int64BitsToDouble(instruction.Bits)),
                InstructionKind.Load => tape.Load(instruction.A, instruction.B),
                InstructionKind.Compute => tape.Compute(instruction.Code, Value(instruction.A), Value(instruction.B), Value(instruction.C), (int)instruction.Bits),
                _ => Stored(instruction),
            };
            if (readsWhatIsOverwritten && instruction.Kind is InstructionKind.Compute)
            {
                tape.Keep(values[i]);
            }
        }

        return tape;

        int Value(int number) => number < 0 ? -1 : values[number];

        int Stored(Instruction store)
        {
            tape.Store(store.A, store.B, values[store.C]);
            return -1;
        }
    }
}
