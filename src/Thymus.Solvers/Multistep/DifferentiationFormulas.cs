namespace Thymus.Solvers.Multistep;

/// <summary>
/// The numerical differentiation formulas of order 1 to 5 over backward differences of equal spacing h: with the predicted state
/// p = Σ ∇ʲyₙ, j from 0 to k, the new state p + d solves ψ + d = c f(t + h, p + d), where c = h / ((1 − κ) γ) and
/// ψ = Σ γⱼ ∇ʲyₙ / ((1 − κ) γ), j from 1 to k; γⱼ = 1 + 1/2 + … + 1/j and γ = γₖ. With κ = 0 these are the backward differentiation
/// formulas (BDF); the other κ make the error smaller at orders 1 to 4 for a little stability
/// (Shampine &amp; Reichelt 1997, SIAM J. Sci. Comput. 18(1):1–22, doi:10.1137/S1064827594276424, table 1 and eq. 2.3).
/// </summary>
internal static class DifferentiationFormulas
{
    /// <summary>Highest order: those above are not stable.</summary>
    public const int HighestOrder = 5;

    private static readonly double[] Kappa = [0, -0.1850, -1.0 / 9, -0.0823, -0.0415, 0];
    private static readonly double[] Gamma = [0, 1, 3.0 / 2, 11.0 / 6, 25.0 / 12, 137.0 / 60];

    /// <summary>γⱼ / ((1 − κ) γ) at order <paramref name="order"/>: the weight of ∇ʲ in ψ.</summary>
    public static double Weight(int order, int j) => Gamma[j] / ((1 - Kappa[order]) * Gamma[order]);

    /// <summary>c/h at the order.</summary>
    public static double Lead(int order) => 1 / ((1 - Kappa[order]) * Gamma[order]);

    /// <summary>What the difference of order k + 1 is multiplied with to give the local error of order k.</summary>
    public static double ErrorConstant(int order) => (Kappa[order] * Gamma[order]) + (1.0 / (order + 1));
}
