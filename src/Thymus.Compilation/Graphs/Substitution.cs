namespace Thymus.Compilation.Graphs;

/// <summary>Replaces states and the time by other expressions.</summary>
internal static class Substitution
{
    /// <summary>The expression with every state and the time replaced, all at once.</summary>
    public static int Apply(ExpressionGraph graph, int root, int time, Func<int, int> state)
    {
        Dictionary<int, int> made = [];
        foreach (int number in Walk.Order(graph, [root], n => graph.RankOf(n) is Rank.Dynamic))
        {
            var node = graph[number];
            made[number] = node.Operation switch
            {
                Operation.State => state(node.A),
                Operation.Time => time,
                _ => graph.Make(node.Operation, Made(node.A), Made(node.B), Made(node.C)),
            };
        }

        return Made(root);

        int Made(int operand) => made.GetValueOrDefault(operand, operand);
    }
}
