using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation;

/// <summary>What was compiled in this process, so that the same request on the same model is compiled once.</summary>
internal static class CompiledModels
{
    private const int MostPerModel = 16;

    // A compiled model lives as long as its model, and its machine code as long as it.
    private static readonly ConditionalWeakTable<BoundModel, ConcurrentDictionary<string, Lazy<Checked<CompiledModel>>>> Known = [];

    /// <summary>What the request gave before, or gives now.</summary>
    public static Checked<CompiledModel> Get(CompileRequest request)
    {
        var ofModel = Known.GetOrCreateValue(request.Model);
        if (ofModel.Count >= MostPerModel)
        {
            ofModel.Clear();
        }

        return ofModel.GetOrAdd(KeyOf(request), _ => new Lazy<Checked<CompiledModel>>(
            () => MachineModel.Build(request, Emission.KernelProgram.LargestUnrolledFactor))).Value;
    }

    // No name contains a control character.
    private static string KeyOf(CompileRequest request) => string.Join(
        '\u0001',
        [
            string.Join('\u0002', request.Supplied),
            string.Join('\u0002', request.DoseTargets),
            string.Join('\u0002', request.Observables),
            string.Join('\u0002', request.Watches.Select(w => $"{w.Name}\u0003{w.Quantity}")),
        ]);
}
