namespace Thymus.Compilation.Graphs;

internal sealed partial class ExpressionGraph
{
    /// <summary>Largest exponent that becomes multiplications: 2⁶ needs six of them, still cheaper than a power.</summary>
    private const int LargestUnrolledPower = 64;

    /// <summary>A function of one operand.</summary>
    public int Unary(Operation operation, int a) => operation switch
    {
        Operation.Negate => Negate(a),
        Operation.Reciprocal => Reciprocal(a),
        Operation.IsBeforeStart => IsBeforeStart(a),
        _ => IsConstant(a) ? Constant(ScalarMath.Unary(operation, this[a].Value)) : Raw(operation, a),
    };

    /// <summary>a to the b. Whole powers are products, half a power is a root.</summary>
    public int Power(int a, int b)
    {
        if (IsConstant(a) && IsConstant(b))
        {
            return Constant(ScalarMath.Binary(Operation.Power, this[a].Value, this[b].Value));
        }

        if (Is(a, 1))
        {
            return One;
        }

        if (!IsConstant(b))
        {
            return Raw(Operation.Power, a, b);
        }

        double exponent = this[b].Value;
        if (exponent == 0.5)
        {
            return Unary(Operation.SquareRoot, a);
        }

        if (Math.Abs(exponent) > LargestUnrolledPower || exponent != Math.Floor(exponent))
        {
            return Raw(Operation.Power, a, b);
        }

        return exponent < 0 ? Reciprocal(WholePower(a, (int)-exponent)) : WholePower(a, (int)exponent);
    }

    /// <summary>The smaller of two; of a NaN and a number, as the processor has it.</summary>
    public int Minimum(int a, int b) => Binary(Operation.Minimum, a, b);

    /// <summary>The larger of two; of a NaN and a number, as the processor has it.</summary>
    public int Maximum(int a, int b) => Binary(Operation.Maximum, a, b);

    /// <summary>1 where a &lt; b, otherwise 0.</summary>
    public int Less(int a, int b) => Binary(Operation.Less, a, b);

    /// <summary>1 where a ≤ b, otherwise 0.</summary>
    public int LessOrEqual(int a, int b) => Binary(Operation.LessOrEqual, a, b);

    /// <summary>1 where a = b, otherwise 0.</summary>
    public int AreEqual(int a, int b) => Binary(Operation.Equal, a, b);

    /// <summary>1 where a logical value is 0, otherwise 0.</summary>
    public int Not(int a) => Is(a, 0) ? One : Is(a, 1) ? Zero : Raw(Operation.Select, a, Zero, One);

    /// <summary>Both hold, of two logical values.</summary>
    public int And(int a, int b) => Is(a, 0) || Is(b, 0) ? Zero : Is(a, 1) ? b : Is(b, 1) ? a : Raw(Operation.Select, a, b, Zero);

    /// <summary>One or both hold, of two logical values.</summary>
    public int Or(int a, int b) => Is(a, 1) || Is(b, 1) ? One : Is(a, 0) ? b : Is(b, 0) ? a : Raw(Operation.Select, a, One, b);

    /// <summary>One alone holds, of two logical values.</summary>
    public int Xor(int a, int b) => Is(a, 0) ? b : Is(b, 0) ? a : Is(a, 1) ? Not(b) : Raw(Operation.Select, a, Not(b), b);

    /// <summary>Any number as a logical value: 1 unless it is 0.</summary>
    public int Logical(int a) => IsLogical(a) ? a : Not(AreEqual(a, Zero));

    /// <summary><paramref name="then"/> where the condition is not 0, otherwise <paramref name="otherwise"/>.</summary>
    public int Select(int condition, int then, int otherwise)
    {
        if (then == otherwise)
        {
            return then;
        }

        if (IsConstant(condition))
        {
            return this[condition].Value != 0 ? then : otherwise;
        }

        // The opposite of a condition only changes the branches.
        return this[condition] is { Operation: Operation.Select } not && Is(not.B, 0) && Is(not.C, 1)
            ? Select(not.A, otherwise, then)
            : Raw(Operation.Select, condition, then, otherwise);
    }

    private int Binary(Operation operation, int a, int b) =>
        IsConstant(a) && IsConstant(b)
            ? Constant(ScalarMath.Binary(operation, this[a].Value, this[b].Value))
            : Raw(operation, a, b);

    private int WholePower(int a, int exponent)
    {
        if (exponent == 0)
        {
            return One;
        }

        int result = -1;
        for (int square = a; ; square = Multiply(square, square))
        {
            if ((exponent & 1) != 0)
            {
                result = result < 0 ? square : Multiply(result, square);
            }

            exponent >>= 1;
            if (exponent == 0)
            {
                return result;
            }
        }
    }
}
