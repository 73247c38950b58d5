using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Thymus.Numerics.Functions;
using Thymus.Numerics.Lanes;
using Thymus.Solvers.Stepping;

namespace Thymus.Solvers.Lanes;

/// <summary>The machine code of the engine itself, which the runtime makes when it is first called unless it was asked for before.</summary>
public static class EngineCode
{
    /// <summary>
    /// Makes the code on a thread of its own, while the caller reads its input; returns at once. It never changes a result, and
    /// never keeps the process from ending. With one processor nothing is gained, and nothing done.
    /// </summary>
    public static void PrepareInBackground(LaneWidth width)
    {
        if (Environment.ProcessorCount > 1)
        {
            new Thread(() => Prepare(width)) { IsBackground = true, Name = "Thymus engine code" }.Start();
        }
    }

    private static void Prepare(LaneWidth width)
    {
        switch (width)
        {
            case LaneWidth.Scalar:
                Prepare<Lanes1>();
                break;
            case LaneWidth.Vector256:
                Prepare<Lanes4>();
                break;
            case LaneWidth.Vector512 when Vector512.IsHardwareAccelerated:
                Prepare<Lanes8>();
                break;
            default:
                break;   // runs of so many patients that they do not notice
        }
    }

    private static void Prepare<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        foreach (var type in (ReadOnlySpan<Type>)
            [
                typeof(RosenbrockStepper<TLanes>), typeof(StageSums<TLanes>), typeof(LaneStepper<TLanes>), typeof(Tolerance<TLanes>),
                typeof(TrialStep<TLanes>), typeof(StepControl<TLanes>), typeof(LaneEngine<TLanes>),
            ])
        {
            Prepare(type, type.GetMethods(
                BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic));
        }

        var functions = typeof(LaneMath<TLanes>);
        Prepare(functions, functions.GetMethods().Where(m => m.Name is nameof(LaneMath<>.Pow) or nameof(LaneMath<>.Exp) or nameof(LaneMath<>.Log)));
    }

    private static void Prepare(Type type, IEnumerable<MethodInfo> methods)
    {
        RuntimeTypeHandle[] arguments = [.. type.GenericTypeArguments.Select(t => t.TypeHandle)];
        foreach (var method in methods.Where(m => m is { IsAbstract: false, IsGenericMethodDefinition: false }))
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle, arguments);
        }
    }
}
