using System.Collections.Immutable;
using Thymus.Language.Diagnostics;
using Thymus.Units;

namespace Thymus.Language.Binding;

/// <summary>An expression whose names are resolved. Calls of a model's own functions are already expanded.</summary>
/// <param name="Span">Where it was written.</param>
public abstract record BoundExpression(SourceSpan Span);

/// <summary>A number, with a unit if one was written after it.</summary>
public sealed record BoundNumber(double Value, Unit? Unit, SourceSpan Span) : BoundExpression(Span);

/// <summary>The value of a symbol; of a species its concentration unless <see cref="Symbol.IsAmount"/>; of a reaction its rate.</summary>
public sealed record BoundSymbol(Symbol Symbol, SourceSpan Span) : BoundExpression(Span);

/// <summary>The current time.</summary>
public sealed record BoundTime(SourceSpan Span) : BoundExpression(Span);

/// <summary>An operator or built-in function applied to operands.</summary>
public sealed record BoundCall(Function Function, ImmutableArray<BoundExpression> Arguments, SourceSpan Span) : BoundExpression(Span);

/// <summary>Operators and built-in functions, with SBML's meaning. Logical values are 0 and 1.</summary>
public enum Function
{
    /// <summary>Sum of any number of terms.</summary>
    Add,

    /// <summary>Difference of two.</summary>
    Subtract,

    /// <summary>Product of any number of factors.</summary>
    Multiply,

    /// <summary>Quotient of two.</summary>
    Divide,

    /// <summary>Change of sign.</summary>
    Negate,

    /// <summary>Power: base, exponent.</summary>
    Power,

    /// <summary>Exponential.</summary>
    Exp,

    /// <summary>Natural logarithm.</summary>
    Ln,

    /// <summary>Decadic logarithm.</summary>
    Log10,

    /// <summary>Logarithm: base, argument.</summary>
    Log,

    /// <summary>Square root.</summary>
    Sqrt,

    /// <summary>Root: degree, argument.</summary>
    Root,

    /// <summary>Absolute value.</summary>
    Abs,

    /// <summary>Largest integer not above.</summary>
    Floor,

    /// <summary>Smallest integer not below.</summary>
    Ceiling,

    /// <summary>Smallest of any number.</summary>
    Min,

    /// <summary>Largest of any number.</summary>
    Max,

    /// <summary>Factorial.</summary>
    Factorial,

    /// <summary>Sine.</summary>
    Sin,

    /// <summary>Cosine.</summary>
    Cos,

    /// <summary>Tangent.</summary>
    Tan,

    /// <summary>Inverse sine.</summary>
    Arcsin,

    /// <summary>Inverse cosine.</summary>
    Arccos,

    /// <summary>Inverse tangent.</summary>
    Arctan,

    /// <summary>Hyperbolic sine.</summary>
    Sinh,

    /// <summary>Hyperbolic cosine.</summary>
    Cosh,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Remainder of the division of two, with the sign of the dividend.</summary>
    Remainder,

    /// <summary>Integer part of the quotient of two.</summary>
    Quotient,

    /// <summary>Rate of change of a symbol, in the meaning of its name; one operand, a symbol.</summary>
    RateOf,

    /// <summary>The value that the first operand had a while ago; the second says how long, 0 or more.</summary>
    Delay,

    /// <summary>Value, condition, value, condition, …, and optionally a last value for otherwise.</summary>
    Piecewise,

    /// <summary>Less than; two operands.</summary>
    Less,

    /// <summary>Less than or equal; two operands.</summary>
    LessOrEqual,

    /// <summary>Greater than; two operands.</summary>
    Greater,

    /// <summary>Greater than or equal; two operands.</summary>
    GreaterOrEqual,

    /// <summary>Equal; two operands.</summary>
    Equal,

    /// <summary>Not equal; two operands.</summary>
    NotEqual,

    /// <summary>All of any number hold.</summary>
    And,

    /// <summary>One of any number holds.</summary>
    Or,

    /// <summary>An odd number of operands holds.</summary>
    Xor,

    /// <summary>Does not hold.</summary>
    Not,

    /// <summary>Draw from a normal distribution: mean, standard deviation, and optionally two bounds, as of all draws that follow but the next two.</summary>
    DrawNormal,

    /// <summary>Draw from a uniform distribution: least, largest.</summary>
    DrawUniform,

    /// <summary>1 with that probability, otherwise 0.</summary>
    DrawBernoulli,

    /// <summary>Draw of a number of successes: trials, probability.</summary>
    DrawBinomial,

    /// <summary>Draw from a Cauchy distribution: location, scale; or the scale alone.</summary>
    DrawCauchy,

    /// <summary>Draw from a χ² distribution: degrees of freedom.</summary>
    DrawChiSquare,

    /// <summary>Draw from an exponential distribution: rate.</summary>
    DrawExponential,

    /// <summary>Draw from a gamma distribution: shape, scale.</summary>
    DrawGamma,

    /// <summary>Draw from a Laplace distribution: location, scale; or the scale alone.</summary>
    DrawLaplace,

    /// <summary>Draw from a log-normal distribution: mean and standard deviation of the logarithm.</summary>
    DrawLogNormal,

    /// <summary>Draw from a Poisson distribution: mean.</summary>
    DrawPoisson,

    /// <summary>Draw from a Rayleigh distribution: scale.</summary>
    DrawRayleigh,
}
