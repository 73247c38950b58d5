using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Thymus.Compilation.Emission;

/// <summary>Turns tapes into methods of a type of its own, which is unloaded when nothing holds it any more.</summary>
/// <remarks>
/// Every method is static, takes five arrays of vectors and returns nothing. A value that is used several times is a local;
/// what is used once stands where it is used (see <see cref="ChunkWriter"/>).
/// </remarks>
internal sealed class KernelEmitter
{
    private const int ManyMethods = 50;

    private static readonly Type[] Parameters = [.. Enumerable.Repeat(typeof(double*), 5)];

    private readonly LaneInstructions _lanes;
    private readonly int _vectorBytes;
    private readonly TypeBuilder _type;

    /// <summary>An emitter for a type of lanes.</summary>
    public KernelEmitter(Type lanes, int width)
    {
        _lanes = LaneInstructions.For(lanes);
        _vectorBytes = width / _lanes.Groups * sizeof(double);
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Thymus.Emitted"), AssemblyBuilderAccess.RunAndCollect);
        _type = assembly.DefineDynamicModule("Thymus.Emitted").DefineType(
            "Kernel", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit);
    }

    /// <summary>Defines the method of that name, in parts.</summary>
    public void Define(string name, Tape tape, IReadOnlyList<Chunk> chunks)
    {
        var parts = DefineParts(name, tape, chunks);
        if (parts.Count == 1)
        {
            return;
        }

        var il = NewMethod(name).Code;
        foreach (var part in parts)
        {
            for (int i = 0; i < Parameters.Length; i++)
            {
                il.Emit(OpCodes.Ldarg, (short)i);
            }

            il.Emit(OpCodes.Call, part);
        }

        il.Emit(OpCodes.Ret);
    }

    /// <summary>Defines the parts of a method alone, for <see cref="AddressesOf"/>: the caller calls one after the other.</summary>
    public IReadOnlyList<MethodInfo> DefineParts(string name, Tape tape, IReadOnlyList<Chunk> chunks) =>
        [.. chunks.Select((chunk, i) => DefineChunk(PartOf(name, i, chunks.Count), tape, chunk))];

    /// <summary>
    /// Finishes the type. Its methods compile when they are first called, as some never are; those of a large model, which take
    /// long, on all processors at once.
    /// </summary>
    public Type Create()
    {
        var type = _type.CreateType();
        var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
        if (methods.Length >= ManyMethods)
        {
            Parallel.ForEach(methods, m => RuntimeHelpers.PrepareMethod(m.MethodHandle));
        }

        return type;
    }

    private static string PartOf(string name, int part, int parts) => parts == 1 ? name : $"{name}{part}";

    private static MethodInfo Method(Type type, string name) =>
        type.GetMethod(name, BindingFlags.Public | BindingFlags.Static)
        ?? throw new MissingMethodException(type.FullName, name);

    private (MethodBuilder Method, ILGenerator Code) NewMethod(string name)
    {
        var method = _type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(void), Parameters);
        method.InitLocals = false;
        method.SetImplementationFlags(MethodImplAttributes.IL | MethodImplAttributes.AggressiveOptimization);
        return (method, method.GetILGenerator());
    }

    private MethodBuilder DefineChunk(string name, Tape tape, Chunk chunk)
    {
        var (method, il) = NewMethod(name);
        new ChunkWriter(il, _lanes, _vectorBytes, tape, chunk).Write();
        return method;
    }

    /// <summary>The address of a method.</summary>
    public static nint AddressOf(Type type, string name) => Method(type, name).MethodHandle.GetFunctionPointer();

    /// <summary>The addresses of the parts of a method that was defined in so many, in their order.</summary>
    public static nint[] AddressesOf(Type type, string name, int parts) =>
        [.. Enumerable.Range(0, parts).Select(i => AddressOf(type, PartOf(name, i, parts)))];
}
