using System.Collections.Immutable;
using Thymus.Compilation.Graphs;

namespace Thymus.Compilation.Flattening;

/// <summary>Which states a parameter can change, and which events it can move in time.</summary>
/// <param name="States">States, in order.</param>
/// <param name="Moves">Of each event, whether the time of its runs depends on the parameter.</param>
internal sealed record SensitivityReach(ImmutableArray<int> States, ImmutableArray<bool> Moves)
{
    /// <summary>Finds both together: an event that moves changes what it sets, and what changes moves triggers and delays.</summary>
    /// <param name="model">The model.</param>
    /// <param name="triggers">The triggers of its events, to differentiate.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="request">What else is asked for.</param>
    /// <param name="differentiation">Derivatives.</param>
    public static SensitivityReach Of(
        FlatModel model, ImmutableArray<int> triggers, int parameter, SensitivityRequest request, Differentiation differentiation)
    {
        int variable = Differentiation.ParameterVariable(parameter);
        bool isOfDoses = request.OfDoses.Contains(parameter);
        bool[] states = [.. model.States.Select(s => Depends(s.Initial, []))];
        bool[] moves = new bool[model.Events.Length];
        foreach (var (state, _) in request.Inputs)
        {
            states[state] |= isOfDoses;
        }

        for (bool grows = true; grows;)
        {
            grows = false;
            for (int i = 0; i < states.Length; i++)
            {
                grows |= Reach(ref states[i], Depends(model.States[i].Derivative, states));
            }

            for (int k = 0; k < moves.Length; k++)
            {
                var item = model.Events[k];
                grows |= Reach(ref moves[k], Depends(triggers[k], states) || Depends(item.Delay, states));
                for (int t = 0; t < item.Values.Length; t++)
                {
                    bool changes = moves[k] || Depends(item.Values[t], states) || Depends(item.Sizes[t], states);
                    grows |= Reach(ref states[item.Form.Targets[t]], changes);
                }
            }
        }

        return new([.. states.Index().Where(s => s.Item).Select(s => s.Index)], [.. moves]);

        bool Depends(int node, bool[] reached) => differentiation.Of(node).Keys.Any(v => v == variable || (v >= 0 && reached[v]) || (isOfDoses && IsInput(v)));

        bool IsInput(int v) => v < Differentiation.TimeVariable && request.Inputs.Any(i => i.Input == Differentiation.ParameterOf(v));
    }

    private static bool Reach(ref bool isReached, bool now)
    {
        bool grows = now && !isReached;
        isReached |= now;
        return grows;
    }
}
