using System.Collections.Immutable;

namespace Thymus.Compilation.Flattening;

/// <summary>What to differentiate a flat model by.</summary>
/// <param name="Parameters">Indices of parameters.</param>
/// <param name="OfDoses">Those of them that doses depend on.</param>
/// <param name="Inputs">What can be dosed: the state, and the parameter that is its input rate.</param>
internal sealed record SensitivityRequest(
    ImmutableArray<int> Parameters, ImmutableArray<int> OfDoses, ImmutableArray<(int State, int Input)> Inputs);
