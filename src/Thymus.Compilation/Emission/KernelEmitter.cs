using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;

namespace Thymus.Compilation.Emission;

/// <summary>Turns tapes into methods of a type of its own, which is unloaded when nothing holds it any more.</summary>
/// <remarks>
/// Every method is static, takes five arrays of vectors and returns nothing. A value is a local; a number is broadcast where it
/// is used, and a read that is used once stands where it is used, so that the JIT can make it an operand in memory.
/// </remarks>
internal sealed class KernelEmitter
{
    private static readonly Type[] s_parameters = [.. Enumerable.Repeat(typeof(double*), 5)];

    private readonly Type _lanes;
    private readonly int _vectorBytes;
    private readonly TypeBuilder _type;
    private readonly MethodInfo[] _calls;
    private readonly MethodInfo _broadcast;
    private readonly MethodInfo _load;
    private readonly MethodInfo _store;

    /// <summary>An emitter for a type of lanes.</summary>
    public KernelEmitter(Type lanes, int width)
    {
        _lanes = lanes;
        _vectorBytes = width * sizeof(double);
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Thymus.Emitted"), AssemblyBuilderAccess.RunAndCollect);
        _type = assembly.DefineDynamicModule("Thymus.Emitted").DefineType(
            "Kernel", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit);
        var math = typeof(LaneMath<>).MakeGenericType(lanes);
        _calls = [.. Enum.GetValues<LaneCode>().Select(code => Method(code >= LaneCode.Exp ? math : lanes, code.ToString()))];
        _broadcast = Method(lanes, nameof(Lanes1.Broadcast));
        _load = Method(lanes, nameof(Lanes1.Load));
        _store = Method(lanes, nameof(Lanes1.Store));
    }

    /// <summary>Defines the method of that name, in parts.</summary>
    public void Define(string name, Tape tape, IReadOnlyList<Chunk> chunks)
    {
        if (chunks.Count == 1)
        {
            DefineChunk(name, tape, chunks[0]);
            return;
        }

        var parts = chunks.Select((chunk, i) => DefineChunk($"{name}{i}", tape, chunk)).ToList();
        var il = NewMethod(name).Code;
        foreach (var part in parts)
        {
            for (int i = 0; i < s_parameters.Length; i++)
            {
                il.Emit(OpCodes.Ldarg, (short)i);
            }

            il.Emit(OpCodes.Call, part);
        }

        il.Emit(OpCodes.Ret);
    }

    /// <summary>Finishes the type.</summary>
    public Type Create() => _type.CreateType();

    private static MethodInfo Method(Type type, string name) =>
        type.GetMethod(name, BindingFlags.Public | BindingFlags.Static)
        ?? throw new MissingMethodException(type.FullName, name);

    private (MethodBuilder Method, ILGenerator Code) NewMethod(string name)
    {
        var method = _type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(void), s_parameters);
        method.InitLocals = false;
        method.SetImplementationFlags(MethodImplAttributes.IL | MethodImplAttributes.AggressiveOptimization);
        return (method, method.GetILGenerator());
    }

    private MethodBuilder DefineChunk(string name, Tape tape, Chunk chunk)
    {
        var (method, il) = NewMethod(name);
        var instructions = tape.Instructions;
        var locals = new Dictionary<int, LocalBuilder>();
        var reads = CountReads(instructions, chunk);
        for (int i = chunk.First; i < chunk.End; i++)
        {
            var instruction = instructions[i];
            if (instruction.Kind is InstructionKind.Store)
            {
                PushAddress(il, new Home(instruction.A, instruction.B));
                Push(il, instructions, instruction.C, chunk, locals, reads);
                il.Emit(OpCodes.Call, _store);
            }
            else if (instruction.Kind is InstructionKind.Compute)
            {
                for (int k = 0; k < instruction.ValueCount; k++)
                {
                    Push(il, instructions, instruction.ValueAt(k), chunk, locals, reads);
                }

                il.Emit(OpCodes.Call, _calls[(int)instruction.Code]);
                Keep(il, i, chunk, locals);
            }
        }

        il.Emit(OpCodes.Ret);
        return method;
    }

    private void Keep(ILGenerator il, int value, Chunk chunk, Dictionary<int, LocalBuilder> locals)
    {
        var local = il.DeclareLocal(_lanes);
        locals.Add(value, local);
        il.Emit(OpCodes.Stloc, local);
        if (chunk.Spills.TryGetValue(value, out var home))
        {
            PushAddress(il, home);
            il.Emit(OpCodes.Ldloc, local);
            il.Emit(OpCodes.Call, _store);
        }
    }

    private void Push(
        ILGenerator il, ReadOnlySpan<Instruction> instructions, int value, Chunk chunk, Dictionary<int, LocalBuilder> locals,
        Dictionary<int, int> reads)
    {
        if (locals.TryGetValue(value, out var local))
        {
            il.Emit(OpCodes.Ldloc, local);
            return;
        }

        var instruction = instructions[value];
        if (instruction.Kind is InstructionKind.Constant)
        {
            il.Emit(OpCodes.Ldc_R8, BitConverter.Int64BitsToDouble(instruction.Bits));
            il.Emit(OpCodes.Call, _broadcast);
            return;
        }

        PushAddress(il, instruction.Kind is InstructionKind.Load ? new Home(instruction.A, instruction.B) : chunk.Reloads[value]);
        il.Emit(OpCodes.Call, _load);
        if (reads[value] > 1)
        {
            local = il.DeclareLocal(_lanes);
            locals.Add(value, local);
            il.Emit(OpCodes.Dup);
            il.Emit(OpCodes.Stloc, local);
        }
    }

    private void PushAddress(ILGenerator il, Home home)
    {
        il.Emit(OpCodes.Ldarg, (short)home.Array);
        if (home.Index != 0)
        {
            il.Emit(OpCodes.Ldc_I4, checked(home.Index * _vectorBytes));
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Add);
        }
    }

    private static Dictionary<int, int> CountReads(ReadOnlySpan<Instruction> instructions, Chunk chunk)
    {
        Dictionary<int, int> reads = [];
        for (int i = chunk.First; i < chunk.End; i++)
        {
            for (int k = 0; k < instructions[i].ValueCount; k++)
            {
                int value = instructions[i].ValueAt(k);
                reads[value] = reads.GetValueOrDefault(value) + 1;
            }
        }

        return reads;
    }

    /// <summary>Compiles a method now and gives its address.</summary>
    public static nint AddressOf(Type type, string name)
    {
        var handle = Method(type, name).MethodHandle;
        RuntimeHelpers.PrepareMethod(handle);
        return handle.GetFunctionPointer();
    }
}
