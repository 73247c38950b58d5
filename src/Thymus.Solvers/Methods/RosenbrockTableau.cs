namespace Thymus.Solvers.Methods;

/// <summary>
/// Coefficients of a stiffly accurate Rosenbrock method in the transformed form, which needs no product with the Jacobian
/// (Hairer &amp; Wanner 1996, Solving Ordinary Differential Equations II, §IV.7, eq. 7.24–7.26). Stage i of s solves
/// (I/(γh) − ∂f/∂y) uᵢ = f(t + cᵢh, y + Σⱼ aᵢⱼuⱼ) + Σⱼ (Cᵢⱼ/h) uⱼ + dᵢh ∂f/∂t. The argument of the last stage is the
/// embedded solution, the new state is that plus u_s, so u_s is the estimate of the local error.
/// </summary>
internal sealed partial record RosenbrockTableau
{
    /// <summary>The paper.</summary>
    public required string Citation { get; init; }

    /// <summary>Order of the solution that is carried on.</summary>
    public required int Order { get; init; }

    /// <summary>Order of the embedded solution: the estimated error shrinks with this plus one.</summary>
    public required int EmbeddedOrder { get; init; }

    /// <summary>Order of the dense output.</summary>
    public required int DenseOrder { get; init; }

    /// <summary>γ, the same in every stage: one factorisation a step.</summary>
    public required double Gamma { get; init; }

    /// <summary>aᵢⱼ, row i has i − 1 numbers.</summary>
    public required double[][] A { get; init; }

    /// <summary>Cᵢⱼ, row i has i − 1 numbers.</summary>
    public required double[][] C { get; init; }

    /// <summary>cᵢ, when within the step a stage looks, length s.</summary>
    public required double[] Nodes { get; init; }

    /// <summary>dᵢ, weights of ∂f/∂t, length s.</summary>
    public required double[] TimeWeights { get; init; }

    /// <summary>
    /// h, rows of s weights: with qₘ = Σⱼ hₘⱼuⱼ the solution at t + θh is
    /// (1 − θ)y + θ(y₁ + (1 − θ)(q₁ + θ(q₂ + θ(q₃ + …)))).
    /// </summary>
    public required double[][] Dense { get; init; }

    /// <summary>
    /// The error of the dense output at θ = ¼, as weights of its errors at ½ and ¾, in components that follow others at once. For
    /// y′ = λ(y − φ(t)) + φ′(t) with λ → −∞ it is Σ hᵏφ⁽ᵏ⁾Eₖ(θ), and these are the weights that are right for the two lowest k with Eₖ ≠ 0.
    /// A step says nothing of those derivatives of φ: two values inside it do. Null where that is not exact enough (docs/science/solvers.md).
    /// </summary>
    public (double Middle, double Late)? EarlyError { get; init; }

    /// <summary>Stages s.</summary>
    public int Stages => Nodes.Length;

    /// <summary>The coefficients of a method.</summary>
    public static RosenbrockTableau Of(Lanes.SolverMethod method) => method switch
    {
        Lanes.SolverMethod.Rodas5P => Rodas5P,
        Lanes.SolverMethod.Rodas4 => Rodas4,
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such method."),
    };
}
