using System.Collections.Immutable;
using System.Numerics;

namespace Thymus.Simulation.SteadyState;

/// <summary>A state in which nothing changes.</summary>
/// <param name="State">The state, with states that take no part at the values that they had.</param>
/// <param name="Active">Indices of the states that take part.</param>
/// <param name="Observed">Observables there.</param>
/// <param name="Eigenvalues">
/// Eigenvalues of the Jacobian there [1/time], largest real part first, without those of states that take no part and of conserved sums, which are 0.
/// </param>
public sealed record Equilibrium(ImmutableArray<double> State, ImmutableArray<int> Active, ImmutableArray<double> Observed, ImmutableArray<Complex> Eigenvalues)
{
    private const double RoundOff = 1e-10;   // of the largest eigenvalue

    /// <summary>Eigenvalues with a positive real part; those within round-off of 0 do not count.</summary>
    public int Positive => Eigenvalues.Count(e => e.Real > RoundOff * Eigenvalues.Max(other => other.Magnitude));
}
