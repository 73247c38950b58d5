namespace Thymus.Compilation.Graphs;

/// <summary>Replaces states by other expressions.</summary>
internal static class Substitution
{
    /// <summary>The expression with the states that <paramref name="replacement"/> names replaced, all at once.</summary>
    public static int Apply(ExpressionGraph graph, int root, IReadOnlyDictionary<int, int> replacement)
    {
        Dictionary<int, int> made = [];
        foreach (int number in Walk.Order(graph, [root], n => graph.RankOf(n) is Rank.Dynamic))
        {
            var node = graph[number];
            made[number] = node.Operation switch
            {
                Operation.State => replacement.GetValueOrDefault(node.A, number),
                Operation.Time => number,
                _ => graph.Make(node.Operation, Made(node.A), Made(node.B), Made(node.C)),
            };
        }

        return Made(root);

        int Made(int operand) => made.GetValueOrDefault(operand, operand);
    }
}
