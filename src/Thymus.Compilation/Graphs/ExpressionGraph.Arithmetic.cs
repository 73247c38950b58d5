namespace Thymus.Compilation.Graphs;

internal sealed partial class ExpressionGraph
{
    /// <summary>a + b.</summary>
    public int Add(int a, int b)
    {
        if (IsConstant(a) && IsConstant(b))
        {
            return Constant(this[a].Value + this[b].Value);
        }

        if (Is(a, 0))
        {
            return b;
        }

        if (Is(b, 0))
        {
            return a;
        }

        if (this[b].Operation is Operation.Negate)
        {
            return Subtract(a, this[b].A);
        }

        return this[a].Operation is Operation.Negate ? Subtract(b, this[a].A) : RawCommutative(Operation.Add, a, b);
    }

    /// <summary>a − b.</summary>
    public int Subtract(int a, int b)
    {
        if (IsConstant(a) && IsConstant(b))
        {
            return Constant(this[a].Value - this[b].Value);
        }

        if (Is(b, 0))
        {
            return a;
        }

        if (Is(a, 0))
        {
            return Negate(b);
        }

        if (this[b].Operation is Operation.Negate)
        {
            return Add(a, this[b].A);
        }

        // a − k·x is a + (−k)·x to the last bit; −k is computed once per patient and the sum becomes one fused operation.
        return HasStaticFactor(b, out int factor, out int rest)
            ? Add(a, Raw(Operation.Multiply, Negate(factor), rest))
            : Raw(Operation.Subtract, a, b);
    }

    /// <summary>−a.</summary>
    public int Negate(int a)
    {
        if (IsConstant(a))
        {
            return Constant(-this[a].Value);
        }

        if (this[a].Operation is Operation.Negate)
        {
            return this[a].A;
        }

        return HasStaticFactor(a, out int factor, out int rest)
            ? Scale(Negate(factor), rest)
            : Raw(Operation.Negate, a);
    }

    /// <summary>a·b, with the parameter-only factors of both brought together.</summary>
    public int Multiply(int a, int b)
    {
        var (staticA, dynamicA) = Split(a);
        var (staticB, dynamicB) = Split(b);
        int factor = staticA < 0 ? staticB : staticB < 0 ? staticA : MultiplyStatic(staticA, staticB);
        int rest = dynamicA < 0 ? dynamicB : dynamicB < 0 ? dynamicA : RawCommutative(Operation.Multiply, dynamicA, dynamicB);
        return factor < 0 ? rest : rest < 0 ? factor : Scale(factor, rest);
    }

    /// <summary>a/b. A changing divisor becomes a reciprocal, which other quotients share.</summary>
    public int Divide(int a, int b)
    {
        if (Is(b, 1))
        {
            return a;
        }

        if (IsStatic(b))
        {
            var (factor, rest) = Split(a);
            return rest < 0 ? DivideStatic(factor, b)
                : factor < 0 ? Scale(Reciprocal(b), rest)
                : Scale(DivideStatic(factor, b), rest);
        }

        return Multiply(a, Reciprocal(b));
    }

    /// <summary>a/b rounded once, for arguments of functions that jump at integers.</summary>
    public int DivideExactly(int a, int b) =>
        IsConstant(a) && IsConstant(b) ? Constant(this[a].Value / this[b].Value)
        : Is(b, 1) ? a
        : Raw(Operation.Divide, a, b);

    /// <summary>1/a.</summary>
    public int Reciprocal(int a)
    {
        if (IsConstant(a))
        {
            return Constant(1 / this[a].Value);
        }

        if (this[a].Operation is Operation.Negate)
        {
            return Negate(Reciprocal(this[a].A));
        }

        return HasStaticFactor(a, out int factor, out int rest)
            ? Scale(Reciprocal(factor), Reciprocal(rest))
            : Raw(Operation.Reciprocal, a);
    }

    private int MultiplyStatic(int a, int b)
    {
        if (IsConstant(a) && IsConstant(b))
        {
            return Constant(this[a].Value * this[b].Value);
        }

        return Is(a, 0) || Is(b, 0) ? Zero
            : Is(a, 1) ? b
            : Is(b, 1) ? a
            : Is(a, -1) ? Negate(b)
            : Is(b, -1) ? Negate(a)
            : RawCommutative(Operation.Multiply, a, b);
    }

    private int DivideStatic(int a, int b) =>
        Is(a, 0) && !Is(b, 0) ? Zero : Is(a, 1) ? Reciprocal(b) : DivideExactly(a, b);

    /// <summary>factor·rest of a static factor and a dynamic rest.</summary>
    private int Scale(int factor, int rest) =>
        Is(factor, 0) ? Zero
        : Is(factor, 1) ? rest
        : Is(factor, -1) ? NegateDynamic(rest)
        : Raw(Operation.Multiply, factor, rest);

    private int NegateDynamic(int a) => this[a].Operation is Operation.Negate ? this[a].A : Raw(Operation.Negate, a);

    /// <summary>The static and the dynamic factor of a node, −1 for one that is not there.</summary>
    private (int Static, int Dynamic) Split(int a)
    {
        if (IsStatic(a))
        {
            return (a, -1);
        }

        if (HasStaticFactor(a, out int factor, out int rest))
        {
            return (factor, rest);
        }

        return this[a].Operation is Operation.Negate ? (Constant(-1), this[a].A) : (-1, a);
    }

    private bool HasStaticFactor(int a, out int factor, out int rest)
    {
        var node = this[a];
        (factor, rest) = (node.A, node.B);
        return node.Operation is Operation.Multiply && _ranks[a] is Rank.Dynamic && IsStatic(node.A);
    }
}
