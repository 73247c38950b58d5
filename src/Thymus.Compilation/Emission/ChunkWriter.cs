using System.Reflection.Emit;

namespace Thymus.Compilation.Emission;

/// <summary>Writes one part of a tape as the body of a method.</summary>
internal sealed class ChunkWriter
{
    private readonly ILGenerator _il;
    private readonly LaneInstructions _lanes;
    private readonly int _vectorBytes;
    private readonly Tape _tape;
    private readonly Chunk _chunk;
    private readonly Dictionary<int, LocalBuilder> _locals = [];
    private readonly Dictionary<int, int> _reads = [];

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
    }

    /// <summary>Writes the whole body.</summary>
    public void Write()
    {
        for (int i = _chunk.First; i < _chunk.End; i++)
        {
            var instruction = _tape.Instructions[i];
            if (instruction.Kind is InstructionKind.Store)
            {
                Store(new Home(instruction.A, instruction.B), instruction.C);
            }
            else if (instruction.Kind is InstructionKind.Compute)
            {
                _lanes.Compute(_il, instruction.Code, instruction.ValueCount, k => Push(instruction.ValueAt(k)));
                var local = _il.DeclareLocal(_lanes.Vector);
                _locals.Add(i, local);
                _il.Emit(OpCodes.Stloc, local);
                if (_chunk.Spills.TryGetValue(i, out var home))
                {
                    Store(home, i);
                }
            }
        }

        _il.Emit(OpCodes.Ret);
    }

    private void Store(Home home, int value)
    {
        if (_lanes.StoresValueFirst)
        {
            Push(value);
            PushAddress(home);
        }
        else
        {
            PushAddress(home);
            Push(value);
        }

        _lanes.Store(_il);
    }

    private void Push(int value)
    {
        if (_locals.TryGetValue(value, out var local))
        {
            _il.Emit(OpCodes.Ldloc, local);
            return;
        }

        var instruction = _tape.Instructions[value];
        if (instruction.Kind is InstructionKind.Constant)
        {
            _il.Emit(OpCodes.Ldc_R8, BitConverter.Int64BitsToDouble(instruction.Bits));
            _lanes.Broadcast(_il);
            return;
        }

        PushAddress(instruction.Kind is InstructionKind.Load ? new Home(instruction.A, instruction.B) : _chunk.Reloads[value]);
        _lanes.Load(_il);
        if (_reads[value] > 1)
        {
            local = _il.DeclareLocal(_lanes.Vector);
            _locals.Add(value, local);
            _il.Emit(OpCodes.Dup);
            _il.Emit(OpCodes.Stloc, local);
        }
    }

    private void PushAddress(Home home)
    {
        _il.Emit(OpCodes.Ldarg, (short)home.Array);
        if (home.Index != 0)
        {
            _il.Emit(OpCodes.Ldc_I4, checked(home.Index * _vectorBytes));
            _il.Emit(OpCodes.Conv_I);
            _il.Emit(OpCodes.Add);
        }
    }
}
