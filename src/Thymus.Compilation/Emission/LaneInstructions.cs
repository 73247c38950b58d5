using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;

namespace Thymus.Compilation.Emission;

/// <summary>How the calls of a tape are written for one width: on bare vectors, whose operators are instructions of the JIT.</summary>
/// <remarks>
/// Arithmetic is what ILanes does, written without it: the JIT then has nothing to inline, which is faster to compile, and as
/// fast in a debug build of this project. Everything else goes through the lanes themselves.
/// </remarks>
internal sealed class LaneInstructions
{
    private readonly Type _lanes;
    private bool _negatesFactor;
    private readonly ConstructorInfo _wrap;
    private readonly MethodInfo _unwrap;
    private readonly Dictionary<LaneCode, Action<ILGenerator>> _direct = [];
    private readonly Action<ILGenerator> _load;
    private readonly Action<ILGenerator> _store;
    private readonly Action<ILGenerator> _broadcast;

    private LaneInstructions(Type lanes, Type vector, int groups)
    {
        _lanes = lanes;
        Vector = vector;
        Groups = groups;
        _wrap = lanes.GetConstructor([vector])!;
        _unwrap = lanes.GetProperty(nameof(Lanes1.Value))!.GetMethod!;
        if (vector == typeof(double))
        {
            _load = il => il.Emit(OpCodes.Ldind_R8);
            _store = il => il.Emit(OpCodes.Stind_R8);
            _broadcast = _ => { };
            AddScalar();
        }
        else
        {
            var operations = vector.GetGenericTypeDefinition() == typeof(Vector256<>) ? typeof(Vector256) : typeof(Vector512);
            _load = Call(Generic(operations, nameof(Vector256.Load), 1));
            _store = Call(Generic(operations, nameof(Vector256.Store), 2));
            _broadcast = Call(operations.GetMethod(nameof(Vector256.Create), [typeof(double)])!);
            AddVector(operations);
        }
    }

    /// <summary>Type of a value.</summary>
    public Type Vector { get; }

    /// <summary>How many vectors, side by side, hold the lanes of a value.</summary>
    public int Groups { get; }

    /// <summary>Whether a store wants the value below the address.</summary>
    public bool StoresValueFirst => Vector != typeof(double);

    /// <summary>The instructions for a type of lanes.</summary>
    public static LaneInstructions For(Type lanes)
    {
        int groups = 1;
        while (lanes.IsGenericType && lanes.GetGenericTypeDefinition() == typeof(PairLanes<>))
        {
            lanes = lanes.GetGenericArguments()[0];
            groups *= 2;
        }

        return new LaneInstructions(lanes, lanes.GetProperty(nameof(Lanes1.Value))!.PropertyType, groups);
    }

    /// <summary>Reads a value: address -> value.</summary>
    public void Load(ILGenerator il) => _load(il);

    /// <summary>Reads a value, and keeps the JIT from putting what was computed before into the expression after this: address -> value.</summary>
    public void LoadInOrder(ILGenerator il)
    {
        if (StoresValueFirst)
        {
            // A volatile read costs nothing on the processors that have these vectors. Where only numbers are read, it may cost a barrier.
            il.Emit(OpCodes.Unaligned, (byte)1);
            il.Emit(OpCodes.Volatile);
            il.Emit(OpCodes.Ldobj, Vector);
        }
        else
        {
            _load(il);
        }
    }

    /// <summary>Writes a value, see <see cref="StoresValueFirst"/>.</summary>
    public void Store(ILGenerator il) => _store(il);

    /// <summary>A number in every lane: number -> value.</summary>
    public void Broadcast(ILGenerator il) => _broadcast(il);

    /// <summary>A call: pushes its operands by <paramref name="push"/> and leaves its result; a shift goes by <paramref name="immediate"/>.</summary>
    public void Compute(ILGenerator il, LaneCode code, int operands, int immediate, Action<int> push)
    {
        bool isDirect = _direct.TryGetValue(code, out var direct);
        for (int i = 0; i < operands; i++)
        {
            push(i);
            if (!isDirect)
            {
                il.Emit(OpCodes.Newobj, _wrap);
            }
            else if (_negatesFactor && code is LaneCode.NegateMultiplyAdd && i == 0)
            {
                _direct[LaneCode.Negate](il);   // c − a·b is (−a)·b + c
            }
        }

        if (isDirect)
        {
            direct!(il);
            return;
        }

        if (code is LaneCode.ShiftLeftBits or LaneCode.ShiftRightBits)
        {
            il.Emit(OpCodes.Ldc_I4, immediate);
        }

        var owner = code >= LaneCode.Exp ? typeof(LaneMath<>).MakeGenericType(_lanes) : _lanes;
        il.Emit(OpCodes.Call, owner.GetMethod(code.ToString(), BindingFlags.Public | BindingFlags.Static)!);
        var result = il.DeclareLocal(_lanes);
        il.Emit(OpCodes.Stloc, result);
        il.Emit(OpCodes.Ldloca, result);
        il.Emit(OpCodes.Call, _unwrap);
    }

    private static Action<ILGenerator> Call(MethodInfo method) => il => il.Emit(OpCodes.Call, method);

    private static MethodInfo Generic(Type type, string name, int parameters) => type.GetMethods()
        .Single(m => m.Name == name && m.IsGenericMethodDefinition && m.GetGenericArguments().Length == 1 && m.GetParameters().Length == parameters)
        .MakeGenericMethod(typeof(double));

    private void AddScalar()
    {
        _direct[LaneCode.Add] = il => il.Emit(OpCodes.Add);
        _direct[LaneCode.Subtract] = il => il.Emit(OpCodes.Sub);
        _direct[LaneCode.Multiply] = il => il.Emit(OpCodes.Mul);
        _direct[LaneCode.Divide] = il => il.Emit(OpCodes.Div);
        _direct[LaneCode.Negate] = il => il.Emit(OpCodes.Neg);
        var fused = Call(typeof(Math).GetMethod(nameof(Math.FusedMultiplyAdd))!);
        _direct[LaneCode.MultiplyAdd] = fused;
        _direct[LaneCode.NegateMultiplyAdd] = fused;
        _negatesFactor = true;
        _direct[LaneCode.Sqrt] = Call(typeof(Math).GetMethod(nameof(Math.Sqrt), [typeof(double)])!);
        _direct[LaneCode.Abs] = Call(typeof(Math).GetMethod(nameof(Math.Abs), [typeof(double)])!);
    }

    private void AddVector(Type operations)
    {
        Type[] two = [Vector, Vector];
        _direct[LaneCode.Add] = Call(Vector.GetMethod("op_Addition", two)!);
        _direct[LaneCode.Subtract] = Call(Vector.GetMethod("op_Subtraction", two)!);
        _direct[LaneCode.Multiply] = Call(Vector.GetMethod("op_Multiply", two)!);
        _direct[LaneCode.Divide] = Call(Vector.GetMethod("op_Division", two)!);
        _direct[LaneCode.Negate] = Call(Vector.GetMethod("op_UnaryNegation", [Vector])!);
        var fused = Call(operations.GetMethod(nameof(Vector256.FusedMultiplyAdd), [Vector, Vector, Vector])!);
        _direct[LaneCode.MultiplyAdd] = fused;
        _direct[LaneCode.NegateMultiplyAdd] = fused;
        _negatesFactor = true;   // unless the processor has an instruction that does it
        if (Vector == typeof(Vector256<double>) && Fma.IsSupported)
        {
            AddNative(typeof(Fma), nameof(Fma.MultiplyAddNegated), typeof(Avx));
        }
        else if (Vector == typeof(Vector512<double>) && Avx512F.IsSupported)
        {
            AddNative(typeof(Avx512F), nameof(Avx512F.FusedMultiplyAddNegated), typeof(Avx512F));
        }

        _direct[LaneCode.Sqrt] = Call(Generic(operations, nameof(Vector256.Sqrt), 1));
        _direct[LaneCode.Abs] = Call(Generic(operations, nameof(Vector256.Abs), 1));
        _direct[LaneCode.LessThan] = Call(Generic(operations, nameof(Vector256.LessThan), 2));
        _direct[LaneCode.LessThanOrEqual] = Call(Generic(operations, nameof(Vector256.LessThanOrEqual), 2));
        _direct[LaneCode.AreEqual] = Call(Generic(operations, nameof(Vector256.Equals), 2));
        _direct[LaneCode.Select] = Call(Generic(operations, nameof(Vector256.ConditionalSelect), 3));
        _direct[LaneCode.And] = Call(Vector.GetMethod("op_BitwiseAnd", two)!);
        _direct[LaneCode.Or] = Call(Vector.GetMethod("op_BitwiseOr", two)!);
    }

    private void AddNative(Type fused, string negated, Type minimum)
    {
        Type[] two = [Vector, Vector];
        _negatesFactor = false;
        _direct[LaneCode.NegateMultiplyAdd] = Call(fused.GetMethod(negated, [Vector, Vector, Vector])!);
        _direct[LaneCode.Min] = Call(minimum.GetMethod(nameof(Avx.Min), two)!);
        _direct[LaneCode.Max] = Call(minimum.GetMethod(nameof(Avx.Max), two)!);
    }
}
