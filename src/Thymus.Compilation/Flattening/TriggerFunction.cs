using Thymus.Compilation.Graphs;

namespace Thymus.Compilation.Flattening;

/// <summary>Turns a logical value into a function that is greater than 0 exactly where it holds, and continuous where it can be.</summary>
/// <remarks>a &lt; b becomes b − a, "and" the smaller, "or" the larger of two such functions; a sign change is then a root to search for.</remarks>
internal static class TriggerFunction
{
    /// <summary>Given where a ≤ b holds by equality: greater than 0, and smaller than any difference that matters.</summary>
    private const double JustTrue = 1e-300;

    /// <summary>The function of a logical node.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="logical">The node.</param>
    /// <param name="isSmooth">
    /// Whether to leave out what makes it greater than 0 where a ≤ b holds by equality: a function to differentiate, with the same roots.
    /// </param>
    public static int Of(ExpressionGraph graph, int logical, bool isSmooth = false)
    {
        Dictionary<int, (int Holds, int Fails)> functions = [];
        var order = Walk.Order([logical], _ => true, (node, index) => graph[node].Operation is Operation.Select && index < 3
            ? graph[node].Operand(index)
            : -1);
        foreach (int number in order)
        {
            functions[number] = Build(graph, number, functions, isSmooth);
        }

        return functions[logical].Holds;
    }

    private static (int Holds, int Fails) Build(
        ExpressionGraph graph, int number, Dictionary<int, (int Holds, int Fails)> functions, bool isSmooth)
    {
        var node = graph[number];
        switch (node.Operation)
        {
            case Operation.Less:
                return (Strict(node.B, node.A), Weak(node.A, node.B));
            case Operation.LessOrEqual:
                return (Weak(node.B, node.A), Strict(node.A, node.B));
            case Operation.Equal when IsMoment(node.A, node.B):
                return (Weak(graph.Time, node.A == graph.Time ? node.B : node.A), graph.Select(number, graph.Constant(-1), graph.One));
            case Operation.Constant:
                double sign = node.Value != 0 ? double.PositiveInfinity : double.NegativeInfinity;
                return (graph.Constant(sign), graph.Constant(-sign));
            case Operation.Select:
                var (condition, then, otherwise) = (functions[node.A], functions[node.B], functions[node.C]);
                return (
                    Choose(condition, then.Holds, otherwise.Holds),
                    Choose(condition, then.Fails, otherwise.Fails));
            default:
                int holds = graph.Select(number, graph.One, graph.Constant(-1));
                return (holds, graph.Negate(holds));
        }

        // "time = c" holds for an instant, which no step would meet: it turns true as "time ≥ c" does.
        bool IsMoment(int a, int b) =>
            (a == graph.Time && graph.RankOf(b) is not Rank.Dynamic) || (b == graph.Time && graph.RankOf(a) is not Rank.Dynamic);

        int Strict(int larger, int smaller) => graph.Subtract(larger, smaller);

        int Weak(int larger, int smaller) => isSmooth ? Strict(larger, smaller) : graph.Select(
            graph.AreEqual(larger, smaller), graph.Constant(JustTrue), graph.Subtract(larger, smaller));

        int Choose((int Holds, int Fails) condition, int then, int otherwise) =>
            Larger(Smaller(condition.Holds, then), Smaller(condition.Fails, otherwise));

        int Smaller(int a, int b) => IsInfinite(a, -1) || IsInfinite(b, 1) ? a : IsInfinite(b, -1) || IsInfinite(a, 1) ? b : graph.Minimum(a, b);

        int Larger(int a, int b) => IsInfinite(a, 1) || IsInfinite(b, -1) ? a : IsInfinite(b, 1) || IsInfinite(a, -1) ? b : graph.Maximum(a, b);

        bool IsInfinite(int a, double sign) => graph.Is(a, sign * double.PositiveInfinity);
    }
}
