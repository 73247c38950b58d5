using System.Reflection.Emit;

namespace Thymus.Compilation.Emission;

/// <summary>Writes one part of a tape as the body of a method.</summary>
/// <remarks>
/// The JIT gives registers to locals while there are few of them. So only what is used several times becomes a local; what is
/// used once stands where it is used, what lies in memory and is used once or twice is read there,
/// and a number is an operand in memory wherever it is used.
/// </remarks>
internal sealed class ChunkWriter
{
    private const int DeepestTree = 24;
    private const int ReadsWorthALocal = 3;

    private readonly ILGenerator _il;
    private readonly LaneInstructions _lanes;
    private readonly int _vectorBytes;   // of one group
    private readonly Tape _tape;
    private readonly Chunk _chunk;
    private readonly Dictionary<(int Value, int Group), LocalBuilder> _locals = [];
    private readonly HashSet<int> _passing = [];   // values in locals that are free again once they are read
    private readonly Stack<LocalBuilder> _free = [];
    private readonly HashSet<int> _inOrder = [];   // values in memory that are read after what was computed first
    private readonly HashSet<int> _overwritten = [];   // stores to what a later store of this part writes again
    private readonly Dictionary<int, int> _reads = [];
    private readonly Dictionary<int, int> _depths = [];   // of the values that stand where they are used

    /// <summary>A writer for one method.</summary>
    public ChunkWriter(ILGenerator il, LaneInstructions lanes, int vectorBytes, Tape tape, Chunk chunk)
    {
        _il = il;
        _lanes = lanes;
        _vectorBytes = vectorBytes;
        _tape = tape;
        _chunk = chunk;
        for (int i = chunk.First; i < chunk.End; i++)
        {
            var instruction = tape.Instructions[i];
            for (int k = 0; k < instruction.ValueCount; k++)
            {
                int value = instruction.ValueAt(k);
                _reads[value] = _reads.GetValueOrDefault(value) + 1;
            }
        }

        HashSet<Home> written = [];
        for (int i = chunk.End - 1; i >= chunk.First; i--)
        {
            if (tape.Instructions[i] is { Kind: InstructionKind.Store } store && !written.Add(new Home(store.A, store.B)))
            {
                _overwritten.Add(i);
                _reads[store.C]--;
            }
        }
    }

    /// <summary>Writes the whole body.</summary>
    public void Write()
    {
        for (int i = _chunk.First; i < _chunk.End; i++)
        {
            var instruction = _tape.Instructions[i];
            if (instruction.Kind is InstructionKind.Store)
            {
                if (_overwritten.Contains(i))
                {
                    continue;
                }

                Store(new Home(instruction.A, instruction.B), instruction.C);
            }
            else if (instruction.Kind is InstructionKind.Compute && !StandsWhereUsed(i, instruction))
            {
                Compute(i, instruction);
            }
        }

        _il.Emit(OpCodes.Ret);
    }

    private bool StandsWhereUsed(int value, Instruction instruction)
    {
        int depth = 1;
        for (int k = 0; k < instruction.ValueCount; k++)
        {
            depth = Math.Max(depth, 1 + _depths.GetValueOrDefault(instruction.ValueAt(k)));
        }

        bool stands = depth < DeepestTree && _reads.GetValueOrDefault(value) == 1 && !_chunk.Spills.ContainsKey(value)
            && !_tape.IsKept(value);
        if (stands)
        {
            _depths.Add(value, depth);
        }

        return stands;
    }

    private void Compute(int value, Instruction instruction)
    {
        FetchOperands(instruction);
        for (int group = 0; group < _lanes.Groups; group++)
        {
            PushComputed(instruction, group);
            SetLocal(value, group);
        }

        if (_chunk.Spills.TryGetValue(value, out var home))
        {
            Store(home, value);
        }
    }

    private void Store(Home home, int value)
    {
        Fetch(value);
        for (int group = 0; group < _lanes.Groups; group++)
        {
            if (_lanes.StoresValueFirst)
            {
                Push(value, group);
                PushAddress(home, group);
            }
            else
            {
                PushAddress(home, group);
                Push(value, group);
            }

            _lanes.Store(_il);
        }
    }

    // Puts what is read often into locals before an expression starts: in its middle the JIT would have to save what it holds.
    private void Fetch(int value)
    {
        var instruction = _tape.Instructions[value];
        if (_locals.ContainsKey((value, 0)))
        {
            return;
        }

        if (_depths.ContainsKey(value))
        {
            FetchOperands(instruction);
        }
        else if (instruction.Kind is not InstructionKind.Constant && _reads[value] >= ReadsWorthALocal)
        {
            for (int group = 0; group < _lanes.Groups; group++)
            {
                PushFromMemory(value, instruction, group);
                SetLocal(value, group);
            }
        }
    }

    // What comes after an operand in memory is computed first. The JIT keeps the order: it would load that operand, hold it in a register
    // all the while, and could no longer read it within the instruction that needs it; in a long sum nearly every load was spilled.
    private void FetchOperands(Instruction instruction)
    {
        int memory = -1;
        for (int k = 0; k < instruction.ValueCount; k++)
        {
            int value = instruction.ValueAt(k);
            Fetch(value);
            if (!_depths.ContainsKey(value))
            {
                memory = _locals.ContainsKey((value, 0)) ? memory : value;
            }
            else if (memory >= 0)
            {
                ComputeFirst(value);
                _inOrder.Add(memory);
            }
        }
    }

    private void ComputeFirst(int value)
    {
        _passing.Add(value);
        for (int group = 0; group < _lanes.Groups; group++)
        {
            PushComputed(_tape.Instructions[value], group);
            SetLocal(value, group);
        }
    }

    private void Push(int value, int group)
    {
        if (_locals.TryGetValue((value, group), out var local))
        {
            _il.Emit(OpCodes.Ldloc, local);
            if (_passing.Contains(value))
            {
                _free.Push(local);
            }
        }
        else if (_depths.ContainsKey(value))
        {
            PushComputed(_tape.Instructions[value], group);
        }
        else
        {
            PushFromMemory(value, _tape.Instructions[value], group);
        }
    }

    private void PushComputed(Instruction instruction, int group) =>
        _lanes.Compute(_il, instruction.Code, instruction.ValueCount, (int)instruction.Bits, k => Push(instruction.ValueAt(k), group));

    private void PushFromMemory(int value, Instruction instruction, int group)
    {
        if (instruction.Kind is InstructionKind.Constant)
        {
            _il.Emit(OpCodes.Ldc_R8, BitConverter.Int64BitsToDouble(instruction.Bits));
            _lanes.Broadcast(_il);
            return;
        }

        PushAddress(instruction.Kind is InstructionKind.Load ? new Home(instruction.A, instruction.B) : _chunk.Reloads[value], group);
        if (_inOrder.Contains(value))
        {
            _lanes.LoadInOrder(_il);
        }
        else
        {
            _lanes.Load(_il);
        }
    }

    private void SetLocal(int value, int group)
    {
        var local = _passing.Contains(value) && _free.TryPop(out var free) ? free : _il.DeclareLocal(_lanes.Vector);
        _locals.Add((value, group), local);
        _il.Emit(OpCodes.Stloc, local);
    }

    private void PushAddress(Home home, int group)
    {
        _il.Emit(OpCodes.Ldarg, (short)home.Array);
        int offset = checked(((home.Index * _lanes.Groups) + group) * _vectorBytes);
        if (offset != 0)
        {
            _il.Emit(OpCodes.Ldc_I4, offset);
            _il.Emit(OpCodes.Conv_I);
            _il.Emit(OpCodes.Add);
        }
    }
}
