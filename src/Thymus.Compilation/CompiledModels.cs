using System.Runtime.CompilerServices;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Compilation;

/// <summary>What was compiled in this process, so that the same request on the same model is compiled once.</summary>
/// <remarks>
/// A model is known by reference, not by its text: findings and what is compiled hold on to the places of that text in its file, and
/// what was compiled may go with its model. Of one model the requests used last are kept.
/// </remarks>
internal static class CompiledModels
{
    /// <summary>Requests that are kept of one model.</summary>
    internal const int MostPerModel = 16;

    // A compiled model lives as long as its model, and its machine code as long as it.
    private static readonly ConditionalWeakTable<BoundModel, Recent> Known = [];

    /// <summary>What the request gave before, or gives now.</summary>
    public static Checked<CompiledModel> Get(CompileRequest request) => Known.GetOrCreateValue(request.Model).Get(request);

    // No name contains a control character.
    private static string KeyOf(CompileRequest request) => string.Join(
        '\u0001',
        [
            string.Join('\u0002', request.Supplied),
            string.Join('\u0002', request.DoseTargets),
            string.Join('\u0002', request.Observables),
            string.Join('\u0002', request.Sensitivities),
            string.Join('\u0002', request.DoseParameters),
            string.Join('\u0002', request.Watches.Select(w => $"{w.Name}\u0003{w.Quantity}")),
        ]);

    /// <summary>Requests on one model, the one used last first. So few that looking through them costs nothing.</summary>
    private sealed class Recent
    {
        private readonly List<(string Key, Lazy<Checked<CompiledModel>> Compiled)> _requests = [];

        public Checked<CompiledModel> Get(CompileRequest request)
        {
            string key = KeyOf(request);
            Lazy<Checked<CompiledModel>> compiled;
            lock (_requests)
            {
                int at = _requests.FindIndex(r => r.Key == key);
                compiled = at >= 0
                    ? _requests[at].Compiled
                    : new(() => MachineModel.Build(request, Emission.KernelProgram.LargestUnrolledFactor));
                if (at >= 0 || _requests.Count == MostPerModel)
                {
                    _requests.RemoveAt(at >= 0 ? at : MostPerModel - 1);
                }

                _requests.Insert(0, (key, compiled));
            }

            return compiled.Value;   // outside of the lock: others need not wait for it
        }
    }
}
