namespace Thymus.Compilation.Graphs;

/// <summary>What a node of an expression graph computes. Logical values are the numbers 0 and 1.</summary>
internal enum Operation : byte
{
    /// <summary>A number; its bits are the node's payload.</summary>
    Constant,

    /// <summary>The time.</summary>
    Time,

    /// <summary>State number A.</summary>
    State,

    /// <summary>Draw number A of the model; no two nodes are the same draw.</summary>
    Draw,

    /// <summary>Parameter number A.</summary>
    Parameter,

    /// <summary>A state, or a derivative of it along its course, a lag A before now; which one is the node's payload (<see cref="DelayedState"/>).</summary>
    Delayed,

    /// <summary>Whether the time a lag A before now lies before the start.</summary>
    IsBeforeStart,

    /// <summary>−A.</summary>
    Negate,

    /// <summary>1/A.</summary>
    Reciprocal,

    /// <summary>√A.</summary>
    SquareRoot,

    /// <summary>e to the A.</summary>
    Exponential,

    /// <summary>Natural logarithm of A.</summary>
    Logarithm,

    /// <summary>Decadic logarithm of A.</summary>
    DecadicLogarithm,

    /// <summary>Sine of A.</summary>
    Sine,

    /// <summary>Cosine of A.</summary>
    Cosine,

    /// <summary>Tangent of A.</summary>
    Tangent,

    /// <summary>Inverse sine of A.</summary>
    InverseSine,

    /// <summary>Inverse cosine of A.</summary>
    InverseCosine,

    /// <summary>Inverse tangent of A.</summary>
    InverseTangent,

    /// <summary>Hyperbolic sine of A.</summary>
    HyperbolicSine,

    /// <summary>Hyperbolic cosine of A.</summary>
    HyperbolicCosine,

    /// <summary>Hyperbolic tangent of A.</summary>
    HyperbolicTangent,

    /// <summary>|A|.</summary>
    Absolute,

    /// <summary>Largest integer not above A.</summary>
    Floor,

    /// <summary>Smallest integer not below A.</summary>
    Ceiling,

    /// <summary>A without what stands after the point.</summary>
    Truncate,

    /// <summary>A + B.</summary>
    Add,

    /// <summary>A − B.</summary>
    Subtract,

    /// <summary>A·B.</summary>
    Multiply,

    /// <summary>A/B, rounded once.</summary>
    Divide,

    /// <summary>A to the B.</summary>
    Power,

    /// <summary>The smaller of A and B.</summary>
    Minimum,

    /// <summary>The larger of A and B.</summary>
    Maximum,

    /// <summary>A &lt; B.</summary>
    Less,

    /// <summary>A ≤ B.</summary>
    LessOrEqual,

    /// <summary>A = B.</summary>
    Equal,

    /// <summary>B where A is not 0, otherwise C.</summary>
    Select,
}
