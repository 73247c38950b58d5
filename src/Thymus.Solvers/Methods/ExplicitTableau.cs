namespace Thymus.Solvers.Methods;

/// <summary>
/// Coefficients of an explicit Runge-Kutta method whose last stage is the first one of the next step. Stage i is
/// kᵢ = f(t + cᵢh, y + hΣⱼ aᵢⱼkⱼ); the argument of the last one is the new state.
/// </summary>
internal sealed partial record ExplicitTableau
{
    /// <summary>The paper.</summary>
    public required string Citation { get; init; }

    /// <summary>Order of the solution that is carried on.</summary>
    public required int Order { get; init; }

    /// <summary>Order of the embedded solution: the estimated error shrinks with this plus one.</summary>
    public required int EmbeddedOrder { get; init; }

    /// <summary>Order of the dense output.</summary>
    public required int DenseOrder { get; init; }

    /// <summary>cᵢ, when within the step a stage looks, length s.</summary>
    public required double[] Nodes { get; init; }

    /// <summary>aᵢⱼ, row i has i − 1 numbers.</summary>
    public required double[][] A { get; init; }

    /// <summary>eᵢ: the estimate of the local error is hΣ eᵢkᵢ.</summary>
    public required double[] Error { get; init; }

    /// <summary>βᵢₘ, a row per stage: the solution at t + θh is y + hΣᵢ kᵢ Σₘ βᵢₘθᵐ, m from 1 on.</summary>
    public required double[][] Powers { get; init; }

    /// <summary>Stages s.</summary>
    public int Stages => Nodes.Length;

    /// <summary>The dense output in the form of <see cref="RosenbrockTableau.Dense"/>, with hkⱼ for uⱼ.</summary>
    public double[][] Dense()
    {
        int terms = Powers[0].Length - 1;
        double[][] rows = [.. Enumerable.Range(0, terms).Select(_ => new double[Stages])];
        for (int j = 0; j < Stages; j++)
        {
            // θ(1 − θ)(q₁ + θq₂ + …) has the powers of the solution from θ² on; that of θ itself follows from the two ends.
            double after = 0;
            for (int m = terms; m >= 1; m--)
            {
                after -= Powers[j][m];
                rows[m - 1][j] = after;
            }
        }

        return rows;
    }
}
