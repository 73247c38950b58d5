using Thymus.Compilation.Graphs;
using Thymus.Numerics.Functions;

namespace Thymus.Compilation;

/// <summary>Operations on numbers at compile time, with the very bits that the emitted code would give.</summary>
internal static class ScalarMath
{
    /// <summary>An operation on one number.</summary>
    public static double Unary(Operation operation, double a) => operation switch
    {
        Operation.Negate => -a,
        Operation.Reciprocal => 1 / a,
        Operation.SquareRoot => Math.Sqrt(a),
        Operation.Exponential => Elementary.Exp(a),
        Operation.Logarithm => Elementary.Log(a),
        Operation.DecadicLogarithm => Elementary.Log10(a),
        Operation.Sine => Elementary.Sin(a),
        Operation.Cosine => Elementary.Cos(a),
        Operation.Tangent => Elementary.Tan(a),
        Operation.InverseSine => Elementary.Asin(a),
        Operation.InverseCosine => Elementary.Acos(a),
        Operation.InverseTangent => Elementary.Atan(a),
        Operation.HyperbolicSine => Elementary.Sinh(a),
        Operation.HyperbolicCosine => Elementary.Cosh(a),
        Operation.HyperbolicTangent => Elementary.Tanh(a),
        Operation.Absolute => Math.Abs(a),
        Operation.Floor => Math.Floor(a),
        Operation.Ceiling => Math.Ceiling(a),
        Operation.Truncate => Math.Truncate(a),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation on one number."),
    };

    /// <summary>An operation on two numbers.</summary>
    public static double Binary(Operation operation, double a, double b) => operation switch
    {
        Operation.Add => a + b,
        Operation.Subtract => a - b,
        Operation.Multiply => a * b,
        Operation.Divide => a / b,
        Operation.Power => Elementary.Pow(a, b),
        Operation.Minimum => a < b ? a : b,
        Operation.Maximum => a > b ? a : b,
        Operation.Less => a < b ? 1 : 0,
        Operation.LessOrEqual => a <= b ? 1 : 0,
        Operation.Equal => a == b ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation on two numbers."),
    };
}
