namespace Thymus.Compilation.Graphs;

/// <summary>Exact derivatives of nodes with respect to the states, the time and chosen parameters, as nodes of the same graph.</summary>
/// <remarks>
/// Forward: each node gets the derivatives it has, by variable, from those of its operands, so that two rows of a Jacobian share
/// the derivatives of the rate they share. Where a function jumps or has a corner the derivative is that of the branch taken.
/// </remarks>
/// <param name="graph">The graph.</param>
/// <param name="parameters">The parameters that are variables too; <see langword="null"/> for none.</param>
internal sealed class Differentiation(ExpressionGraph graph, IReadOnlySet<int>? parameters = null)
{
    /// <summary>Variable number of the time; states have their own numbers.</summary>
    public const int TimeVariable = -1;

    private const int FirstParameterVariable = -2;

    /// <summary>Below this magnitude xᵖ/x is replaced by its limit: it keeps a Hill term's derivative finite at 0.</summary>
    private const double TinyBase = 1e-290;

    /// <summary>1/ln 10.</summary>
    private const double DecadicFactor = 0.4342944819032518;

    private static readonly SortedDictionary<int, int> None = [];

    private readonly Dictionary<int, SortedDictionary<int, int>> _derivatives = [];

    // What is computed once per patient has derivatives only where parameters are variables.
    private readonly Rank _least = parameters is null ? Rank.Dynamic : Rank.Parameter;

    /// <summary>Variable number of a parameter.</summary>
    public static int ParameterVariable(int parameter) => FirstParameterVariable - parameter;

    /// <summary>The parameter that a variable is.</summary>
    public static int ParameterOf(int variable) => FirstParameterVariable - variable;

    /// <summary>The derivatives of a node that are not zero: from the variable to the node of the derivative.</summary>
    public IReadOnlyDictionary<int, int> Of(int root)
    {
        foreach (int node in Walk.Order(graph, [root], n => graph.RankOf(n) >= _least && !_derivatives.ContainsKey(n)))
        {
            _derivatives[node] = Derive(node);
        }

        return Known(root);
    }

    private SortedDictionary<int, int> Known(int node) => _derivatives.GetValueOrDefault(node, None);

    private SortedDictionary<int, int> Derive(int number)
    {
        var node = graph[number];
        SortedDictionary<int, int> result = [];
        switch (node.Operation)
        {
            case Operation.State:
                result[node.A] = graph.One;
                return result;
            case Operation.Time:
                result[TimeVariable] = graph.One;
                return result;
            case Operation.Parameter:
                if (parameters!.Contains(node.A))
                {
                    result[ParameterVariable(node.A)] = graph.One;
                }

                return result;
            case Operation.Draw or Operation.Floor or Operation.Ceiling or Operation.Truncate or Operation.Less or Operation.LessOrEqual or Operation.Equal
                or Operation.IsBeforeStart:
                return result;
        }

        if (node.Operation is Operation.Delayed)
        {
            result[TimeVariable] = graph.Zero;   // what is kept of the course is a function of time
        }

        // A condition has no derivative of its own.
        for (int i = node.Operation is Operation.Select ? 1 : 0; i < node.OperandCount; i++)
        {
            foreach (int variable in Known(node.Operand(i)).Keys)
            {
                result[variable] = graph.Zero;
            }
        }

        foreach (int variable in (int[])[.. result.Keys])
        {
            int derivative = node.Operation is Operation.Delayed
                ? Lookup(node, variable)
                : Derive(number, node, a: Partial(node.A, variable), b: Partial(node.B, variable), Partial(node.C, variable));
            if (graph.Is(derivative, 0))
            {
                result.Remove(variable);
            }
            else
            {
                result[variable] = derivative;
            }
        }

        return result;
    }

    private int Partial(int operand, int variable) =>
        operand >= 0 && Known(operand).TryGetValue(variable, out int derivative) ? derivative : graph.Zero;

    /// <summary>Derivative of a node whose operands have the derivatives a, b, c.</summary>
    private int Derive(int number, Node node, int a, int b, int c) => node.Operation switch
    {
        Operation.Negate => graph.Negate(a),
        Operation.Reciprocal => graph.Negate(graph.Multiply(graph.Multiply(number, number), a)),
        Operation.SquareRoot => graph.Multiply(InverseRoot(number), a),
        Operation.Exponential => graph.Multiply(number, a),
        Operation.Logarithm => graph.Multiply(graph.Reciprocal(node.A), a),
        Operation.Absolute => graph.Select(graph.Less(node.A, graph.Zero), graph.Negate(a), a),
        Operation.Add => graph.Add(a, b),
        Operation.Subtract => graph.Subtract(a, b),
        Operation.Multiply => graph.Add(graph.Multiply(a, node.B), graph.Multiply(node.A, b)),
        Operation.Divide => graph.Divide(graph.Subtract(a, graph.Multiply(number, b)), node.B),
        Operation.Power => graph.Add(PowerByBase(number, node, a), PowerByExponent(number, node, b)),
        Operation.Minimum => graph.Select(graph.Less(node.A, node.B), a, b),
        Operation.Maximum => graph.Select(graph.Less(node.B, node.A), a, b),
        Operation.Select => graph.Select(node.A, b, c),
        Operation.Sine => graph.Multiply(graph.Unary(Operation.Cosine, node.A), a),
        Operation.Cosine => graph.Negate(graph.Multiply(graph.Unary(Operation.Sine, node.A), a)),
        Operation.DecadicLogarithm => graph.Multiply(graph.Divide(a, node.A), graph.Constant(DecadicFactor)),
        Operation.Tangent => graph.Multiply(graph.Add(graph.One, Square(number)), a),
        Operation.InverseSine => graph.Divide(a, Cofactor(node.A)),
        Operation.InverseCosine => graph.Negate(graph.Divide(a, Cofactor(node.A))),
        Operation.InverseTangent => graph.Divide(a, graph.Add(graph.One, Square(node.A))),
        Operation.HyperbolicSine => graph.Multiply(graph.Unary(Operation.HyperbolicCosine, node.A), a),
        Operation.HyperbolicCosine => graph.Multiply(graph.Unary(Operation.HyperbolicSine, node.A), a),
        Operation.HyperbolicTangent => graph.Multiply(graph.Subtract(graph.One, Square(number)), a),
        _ => throw new InvalidOperationException($"{node.Operation} has no derivative."),
    };

    /// <summary>Of x(t − τ): x′(t − τ)·(∂t − ∂τ).</summary>
    private int Lookup(Node node, int variable)
    {
        var (state, order) = DelayedState.Of(node);
        int speed = graph.Subtract(variable == TimeVariable ? graph.One : graph.Zero, Partial(node.A, variable));
        return graph.Multiply(graph.Delayed(node.A, new DelayedState(state, order + 1)), speed);
    }

    private int Square(int a) => graph.Multiply(a, a);

    /// <summary>√(1 − x²).</summary>
    private int Cofactor(int x) => graph.Unary(Operation.SquareRoot, graph.Subtract(graph.One, Square(x)));

    /// <summary>1/(2√x), and 0 at x = 0 where the true one is infinite: it would only spoil the whole Jacobian.</summary>
    private int InverseRoot(int root) =>
        graph.Select(graph.Less(graph.Zero, root), graph.Divide(graph.Constant(0.5), root), graph.Zero);

    /// <summary>p·xᵖ/x·x′, which shares the power with the value; at x = 0 its limit, or 0 where that is infinite.</summary>
    private int PowerByBase(int power, Node node, int derivative)
    {
        if (graph.Is(derivative, 0))
        {
            return graph.Zero;
        }

        int limit = graph.AreEqual(node.B, graph.One);
        int quotient = graph.Select(
            graph.Less(graph.Constant(TinyBase), graph.Unary(Operation.Absolute, node.A)), graph.Divide(power, node.A), limit);
        return graph.Multiply(graph.Multiply(node.B, quotient), derivative);
    }

    /// <summary>xᵖ·ln x·p′ where x is positive, otherwise 0.</summary>
    private int PowerByExponent(int power, Node node, int derivative)
    {
        if (graph.Is(derivative, 0))
        {
            return graph.Zero;
        }

        int logarithm = graph.Unary(Operation.Logarithm, node.A);
        return graph.Select(
            graph.Less(graph.Zero, node.A), graph.Multiply(graph.Multiply(power, logarithm), derivative), graph.Zero);
    }
}
