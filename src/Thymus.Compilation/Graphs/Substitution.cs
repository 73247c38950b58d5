namespace Thymus.Compilation.Graphs;

/// <summary>Replaces states and the time by other expressions.</summary>
internal static class Substitution
{
    /// <summary>The expression with every state and the time replaced, all at once.</summary>
    public static int Apply(ExpressionGraph graph, int root, int time, Func<int, int> state) =>
        Apply(graph, root, time, state, graph.Delayed, graph.IsBeforeStart);

    /// <summary>
    /// The expression as it was a lag before now. What it looks up itself, another lag before that, it looks up the sum of both
    /// before now.
    /// </summary>
    public static int Delay(ExpressionGraph graph, int root, int lag) => Apply(
        graph, root, graph.Subtract(graph.Time, lag), state => graph.Delayed(lag, new DelayedState(state, 0)),
        (inner, what) => graph.Delayed(graph.Add(lag, inner), what), inner => graph.IsBeforeStart(graph.Add(lag, inner)));

    /// <summary>
    /// The expression at a time before the start, where states have the values they start with. What it looks up itself lies before
    /// the start too.
    /// </summary>
    public static int BeforeStart(ExpressionGraph graph, int root, int time, Func<int, int> start) => Apply(
        graph, root, time, start, (_, what) => what.Order == 0 ? start(what.State) : graph.Zero, _ => graph.One);

    private static int Apply(
        ExpressionGraph graph, int root, int time, Func<int, int> state, Func<int, DelayedState, int> delayed, Func<int, int> isBeforeStart)
    {
        Dictionary<int, int> made = [];
        foreach (int number in Walk.Order(graph, [root], n => graph.RankOf(n) is Rank.Dynamic))
        {
            var node = graph[number];
            made[number] = node.Operation switch
            {
                Operation.State => state(node.A),
                Operation.Time => time,
                Operation.Draw => number,
                Operation.Delayed => delayed(Made(node.A), DelayedState.Of(node)),
                Operation.IsBeforeStart => isBeforeStart(Made(node.A)),
                _ => graph.Make(node.Operation, Made(node.A), Made(node.B), Made(node.C)),
            };
        }

        return Made(root);

        int Made(int operand) => made.GetValueOrDefault(operand, operand);
    }
}
